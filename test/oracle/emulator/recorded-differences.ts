/**
 * Where QEMU 7.2 leaves other results than the manual says. An entry puts right what QEMU recorded, as far as it
 * is about its own subject, so that everything else is still compared; one that puts nothing right in a run fails.
 */
import { type Recorded, type RecordedDifference, recorded } from './recorder.ts';

export interface KnownDeviation {
  readonly title: string;
  /** The comparisons in which it shows. */
  readonly in: readonly ('exceptions' | 'translation')[];
  /** It takes a rare case: many are needed until it shows. */
  readonly rare?: true;
  /** Where the Arm Architecture Reference Manual (DDI 0487) says it. */
  readonly section: string;
  /** QEMU's results by the manual; undefined where the deviation does not show. */
  readonly corrected: (difference: RecordedDifference) => Partial<Recorded> | undefined;
}

const flags = 0xf000_0000n;
const masks = 0x3c0n;

const body = ({ case: { title } }: RecordedDifference): string => title;

/** The class of an exception as ESR has it. */
const classOf = (esr: bigint): number => Number((esr >> 26n) & 0x3fn);

export const knownDeviations: readonly KnownDeviation[] = [
  {
    title: 'the condition flags stay as they are when an exception is taken',
    in: ['exceptions'],
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
    in: ['exceptions'],
    section: 'C6.2, HVC; J1.1.2, AArch64.CallHypervisor',
    corrected: difference =>
      body(difference).startsWith('hvc') && classOf(difference.theirs.esr_el2!) === 0x16
        ? difference.ours
        : undefined,
  },
  {
    title: 'synchronous external aborts go to EL3 while SCR_EL3.EA is 1',
    in: ['exceptions'],
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
    in: ['exceptions', 'translation'],
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
    in: ['exceptions'],
    section: 'D13.2.37, exception class 0x18',
    corrected: difference => {
      if (!body(difference).startsWith('msr daif')) return undefined;
      const level = [1, 2].find(each => classOf(difference.theirs[`esr_el${each}`]!) === 0x18);
      return level ? { [`esr_el${level}`]: difference.ours[`esr_el${level}`]! } : undefined;
    },
  },
  {
    title: 'PAR_EL1.SH is outer shareable for Device and Non-cacheable memory',
    in: ['exceptions', 'translation'],
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
    title: 'MDCR_EL2.TPMCR traps accesses of PMCR_EL0',
    rare: true,
    in: ['exceptions'],
    section: 'D13.3, MDCR_EL2.TPMCR',
    corrected: difference => {
      const trapped = ((difference.case.controls.mdcr_el2 ?? 0n) & 0x20n) !== 0n;
      const only = classOf(difference.ours.esr_el2!) === 0x18;
      return body(difference).startsWith('mrs x21, pmcr_el0') && trapped && only
        ? difference.ours
        : undefined;
    },
  },
  {
    title: 'the level of a stage 2 fault on a walk of stage 1 is that of stage 2',
    in: ['translation'],
    section: 'D13.2.37, ISS.S1PTW and DFSC; J1.1.5, AArch64.SecondStageWalk',
    corrected: ({ ours, theirs }) => {
      const changed: Record<string, bigint> = {};
      const differs = (name: string, level: bigint): boolean =>
        ours[name] !== theirs[name] && (ours[name]! & ~level) === (theirs[name]! & ~level);
      if (differs('par_el1', 6n) && (ours.par_el1! & 0x301n) === 0x301n) changed.par_el1 = ours.par_el1!;
      for (const name of ['esr_el2', 'esr_el3']) {
        const esr = ours[name]!;
        const abort = [0x20, 0x24, 0x25].includes(classOf(esr));
        if (differs(name, 3n) && abort && (esr & 0x80n) !== 0n) changed[name] = esr;
      }
      return Object.keys(changed).length > 0 ? changed : undefined;
    },
  },
  {
    title:
      'VTCR_EL2.SL0 and T0SZ are checked against the size of physical addresses, not against VTCR_EL2.PS',
    in: ['translation'],
    section: 'J1.1.5, AArch64.TranslationTableWalk: PAMax()',
    corrected: ({ case: { controls }, ours, theirs }) => {
      const size = ((controls.vtcr_el2 ?? 0n) >> 16n) & 7n;
      const translation = ((theirs.par_el1! >> 1n) & 0x3cn) === 4n;
      return size < 4n && translation && (theirs.par_el1! & 0x201n) === 0x201n ? ours : undefined;
    },
  },
  {
    title: 'Device memory of one stage keeps its type whatever Normal memory the other stage says',
    rare: true,
    in: ['translation'],
    section: 'D5.5.5; J1.1.5, CombineS1S2Desc',
    corrected: ({ case: { controls }, ours, theirs }) => {
      const [mine, other] = [ours.par_el1! >> 56n, theirs.par_el1! >> 56n];
      const low = 0x00ff_ffff_ffff_ffffn;
      const both = ((controls.hcr_el2 ?? 0n) & 1n) !== 0n && (ours.par_el1! & 1n) === 0n;
      const same = (ours.par_el1! & low) === (theirs.par_el1! & low);
      return both && same && mine < 16n && other < mine ? { par_el1: ours.par_el1! } : undefined;
    },
  },
  {
    title: 'external aborts on a walk of stage 2 leave HPFAR_EL2 alone, and have no access fields',
    rare: true,
    in: ['translation'],
    section: 'J1.1.1, IPAValid; J1.1.2, AArch64.FaultSyndrome (IMPLEMENTATION DEFINED)',
    corrected: ({ ours, theirs }) => {
      const esr = ours.esr_el2!;
      const onWalk = (esr & 0x3cn) === 0x14n && [0x20, 0x24].includes(classOf(esr));
      const same = (theirs.esr_el2! & ~0x01ff_c000n) === esr && theirs.hpfar_el2 !== ours.hpfar_el2;
      return onWalk && same ? { esr_el2: esr, hpfar_el2: ours.hpfar_el2! } : undefined;
    },
  },
  {
    title: 'DC ZVA to Device memory faults',
    in: ['exceptions'],
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

/** What must show in a comparison; the rare ones when it is large. */
export const expectedDeviations = (
  comparison: KnownDeviation['in'][number],
  large: boolean,
): readonly KnownDeviation[] =>
  knownDeviations.filter(each => each.in.includes(comparison) && (large || !each.rare));
