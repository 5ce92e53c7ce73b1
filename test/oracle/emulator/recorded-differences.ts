/**
 * Where QEMU 7.2 leaves other results than the manual says. An entry puts right what QEMU recorded, as far as it
 * is about its own subject, so that everything else is still compared; one that puts nothing right in a run fails.
 */
import { bodies } from './exception-cases.ts';
import { type Recorded, type RecordedDifference, recorded } from './recorder.ts';

export interface KnownDeviation {
  readonly title: string;
  /** Where the Arm Architecture Reference Manual (DDI 0487) says it. */
  readonly section: string;
  /** QEMU's results by the manual; undefined where the deviation does not show. */
  readonly corrected: (difference: RecordedDifference) => Partial<Recorded> | undefined;
}

const flags = 0xf000_0000n;
const masks = 0x3c0n;

const body = ({ case: { body: number } }: RecordedDifference): string => bodies[number]!.join('; ');

/** The class of an exception as ESR has it. */
const classOf = (esr: bigint): number => Number((esr >> 26n) & 0x3fn);

export const knownDeviations: readonly KnownDeviation[] = [
  {
    title: 'the condition flags stay as they are when an exception is taken',
    section: 'J1.1.2, AArch64.TakeException: PSTATE.{N,Z,C,V} are not written',
    corrected: ({ ours, theirs }) => {
      const changed: Record<string, bigint> = {};
      for (const level of [2, 3]) {
        const [mine, other] = [ours[`spsr_el${level}`]!, theirs[`spsr_el${level}`]!];
        // Taken from a handler: everything is masked.
        if (mine !== other && (mine & ~flags) === other && (mine & masks) === masks)
          changed[`spsr_el${level}`] = other | (mine & flags);
      }
      return Object.keys(changed).length > 0 ? changed : undefined;
    },
  },
  {
    title: 'HVC at EL3 is taken at EL3, and is undefined in Secure EL1',
    section: 'C6.2, HVC; J1.1.2, AArch64.CallHypervisor',
    corrected: difference =>
      body(difference).startsWith('hvc') && classOf(difference.theirs.esr_el2!) === 0x16
        ? difference.ours
        : undefined,
  },
  {
    title: 'synchronous external aborts go to EL3 while SCR_EL3.EA is 1',
    section: 'D13.2, SCR_EL3.EA',
    corrected: difference => {
      const { ours } = difference;
      const abort = [0x20, 0x21, 0x24, 0x25].includes(classOf(ours.esr_el3!));
      const external = (ours.esr_el3! & 0x3fn) === 0x10n;
      return abort && external && ((difference.case.controls.scr_el3 ?? 0n) & 8n) !== 0n ? ours : undefined;
    },
  },
  {
    title: 'ISS.ISV is 0 for aborts that stage 2 did not cause, also at EL2',
    section: 'D13.2.37, ISS.ISV',
    corrected: ({ ours, theirs }) => {
      const fields = 0x01ff_c000n;
      const abort = [0x24, 0x25].includes(classOf(theirs.esr_el2!));
      const same = (theirs.esr_el2! & ~fields) === ours.esr_el2;
      return abort && same && theirs.esr_el2 !== ours.esr_el2 ? { esr_el2: ours.esr_el2! } : undefined;
    },
  },
  {
    title: 'the syndrome of a trapped MSR DAIFSet has op1 and op2 in their own fields',
    section: 'D13.2.37, exception class 0x18',
    corrected: difference => {
      if (!body(difference).startsWith('msr daif')) return undefined;
      const level = [1, 2].find(each => classOf(difference.theirs[`esr_el${each}`]!) === 0x18);
      return level ? { [`esr_el${level}`]: difference.ours[`esr_el${level}`]! } : undefined;
    },
  },
  {
    title: 'PAR_EL1.SH is outer shareable for Device and Non-cacheable memory',
    section: 'D13.2.91, PAR_EL1.SH; J1.1.5, PAREncodeShareability',
    corrected: ({ ours, theirs }) => {
      const value = ours.par_el1!;
      const type = value >> 56n;
      const always = type >> 4n === 0n || type === 0x44n;
      const shareability = 3n << 7n;
      const same = (value & ~shareability) === (theirs.par_el1! & ~shareability);
      return always && same && value !== theirs.par_el1 ? { par_el1: value } : undefined;
    },
  },
  {
    title: 'DC ZVA to Device memory faults',
    section: 'C5.3.19',
    corrected: difference => {
      const abort = [1, 2, 3].some(
        level => (difference.ours[`esr_el${level}`]! & 0xf000_007fn) === 0x9000_0061n,
      );
      return body(difference).startsWith('dc zva') && abort ? difference.ours : undefined;
    },
  },
];

/** Differences that no entry explains, and what the entries did. */
export function judge(differences: readonly RecordedDifference[]): {
  readonly unexplained: readonly RecordedDifference[];
  /** How often each entry put something right, by its title. */
  readonly explained: ReadonlyMap<string, number>;
} {
  const explained = new Map<string, number>();
  const unexplained = differences.filter(difference => {
    let left = difference;
    for (const { title, corrected } of knownDeviations) {
      const changes = corrected(left);
      if (!changes) continue;
      explained.set(title, (explained.get(title) ?? 0) + 1);
      left = { ...left, theirs: { ...left.theirs, ...changes } as Recorded };
    }
    return recorded.some(name => left.ours[name] !== left.theirs[name]);
  });
  return { unexplained, explained };
}
