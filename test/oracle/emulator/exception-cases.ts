/**
 * Cases for exceptions: every body at every level, with every bit that routes or traps turned over alone, and with
 * many at random.
 */
import { common } from '../exception-scenarios.ts';
import type { Random } from '../random-programs.ts';
import { type Control, plain, type RecordedCase } from './recorder.ts';

export type Level = 0 | 1 | 2 | 3;

/** What counters say is a matter of the clock. */
const withoutClocks = (line: string): string => line.replace(/^mrs x21, (cnt\w+)$/, 'mrs xzr, $1');

const registers = [
  ...['ttbr0_el1', 'ttbr1_el1', 'tcr_el1', 'esr_el1', 'afsr0_el1', 'afsr1_el1', 'mair_el1', 'amair_el1'],
  ...['contextidr_el1', 'elr_el1', 'spsr_el1', 'par_el1', 'tpidr_el1', 'csselr_el1', 'cntkctl_el1'],
  ...[
    'tcr_el2',
    'ttbr0_el2',
    'mair_el2',
    'esr_el2',
    'far_el2',
    'hpfar_el2',
    'elr_el2',
    'spsr_el2',
    'vtcr_el2',
  ],
  ...[
    'cptr_el2',
    'mdcr_el2',
    'hstr_el2',
    'hacr_el2',
    'cnthctl_el2',
    'cntvoff_el2',
    'vpidr_el2',
    'vmpidr_el2',
  ],
  ...[
    'cnthp_ctl_el2',
    'cntps_ctl_el1',
    'sctlr_el2',
    'sctlr_el3',
    'tcr_el3',
    'esr_el3',
    'elr_el3',
    'mdcr_el3',
  ],
  ...['id_aa64isar0_el1', 'id_aa64dfr0_el1', 'id_pfr0_el1', 'mpidr_el1', 'isr_el1', 'spsr_abt', 'dacr32_el2'],
  ...['pmcntenset_el0', 'pmselr_el0', 'pmovsclr_el0', 'pmintenset_el1', 'pmceid0_el0', 'dbgbvr0_el1'],
  ...['dbgbcr0_el1', 'dbgwvr0_el1', 'dbgwcr0_el1', 'mdccsr_el0', 'mdrar_el1', 'oslsr_el1', 'osdlr_el1'],
];

/** The bodies: instructions whose exceptions are looked at. `x20` is where nothing answers, `x22` a code address. */
export const bodies: readonly (readonly string[])[] = [
  ['nop'],
  ['wfi'],
  ...common.filter(line => !/^(movz|adr|add) /.test(line)).map(line => [withoutClocks(line)]),
  ...registers.map(name => [`mrs x21, ${name}`]),
  ...['ttbr0_el1', 'tcr_el1', 'afsr0_el1', 'mair_el1', 'esr_el1', 'cpacr_el1', 'actlr_el1'].map(name => [
    `mrs x21, ${name}`,
    `msr ${name}, x21`,
  ]),
  ...['daifclr, #0', 'daifset, #2', 'spsel, #1'].map(field => [`msr ${field}`]),
  ...['dc zva, x23', 'dc csw, xzr', 'dc cisw, xzr', 'dc ivac, x23', 'dc cvac, x23', 'ic ialluis'].map(
    line => [line],
  ),
  ...['tlbi vae1is, xzr', 'tlbi aside1, xzr', 'tlbi vaae1, xzr', 'tlbi vmalls12e1', 'tlbi ipas2e1, xzr'].map(
    line => [line],
  ),
  ...[
    'tlbi alle2',
    'tlbi vae3, xzr',
    'at s1e0w, x23',
    'at s1e2r, x23',
    'at s1e3w, x23',
    'at s12e0r, x23',
  ].map(line => [line]),
  ...['fmov d0, xzr', 'ldr q0, [x23]', 'add v0.4s, v1.4s, v2.4s', 'fcvtzs x21, d0', 'str s0, [x20]'].map(
    line => [line],
  ),
  ['add x22, x22, #2', 'br x22'],
  ['movz x20, #0x10, lsl #48', 'br x20'],
  ['movz x20, #0x10, lsl #48', 'ldp x21, x22, [x20, #8]'],
  ['br x20'],
  ['ldp x21, x22, [x20]'],
  ['stp x21, x22, [x20, #16]'],
  ...[1, 2, 3].map(level => [
    `msr spsr_el${level}, x24`,
    'adr x22, 1f',
    `msr elr_el${level}, x22`,
    'eret',
    '1: nop',
  ]),
  ['drps'],
  ['dcps1'],
];

const bits = (register: Control, numbers: readonly number[]): readonly (readonly [Control, bigint])[] =>
  numbers.map(number => [register, 1n << BigInt(number)] as const);

/** Bodies of exception returns, which are made at their own level. */
const returnLevel = (body: readonly string[]): number | undefined =>
  body[3] === 'eret' ? Number(/spsr_el(\d)/.exec(body[0]!)![1]) : undefined;

/** Bits that decide routing and traps, by register. */
export const routingBits: readonly (readonly [Control, bigint])[] = [
  ...bits('scr_el3', [0, 1, 2, 3, 7, 8, 9, 11, 12, 13]),
  ...bits(
    'hcr_el2',
    [1, 3, 4, 5, 6, 7, 8, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30],
  ),
  ...bits('sctlr_el1', [9, 14, 15, 16, 26]),
  ...bits('cpacr_el1', [20, 21]),
  ...bits('cptr_el2', [10, 31]),
  ...bits('cptr_el3', [10]),
  ...bits('mdcr_el2', [5, 6, 8, 9, 10, 11]),
  ...bits('mdcr_el3', [6, 9, 10]),
  ...bits('cnthctl_el2', [0, 1]),
  ...bits('cntkctl_el1', [0, 1, 8, 9]),
  ...bits('pmuserenr_el0', [0]),
];

/** Levels with their stack pointers, as PSTATE.M. */
const modes = [0x0, 0x4, 0x5, 0x8, 0x9, 0xc, 0xd] as const;

const isSet = (controls: RecordedCase['controls'], register: Control, bit: number): boolean =>
  (((controls[register] ?? plain[register]) >> BigInt(bit)) & 1n) === 1n;

/** Whether a body that waits is trapped for certain: otherwise it would wait for ever. */
function isTrapped(level: number, controls: RecordedCase['controls']): boolean {
  const set = (register: Control, bit: number): boolean => isSet(controls, register, bit);
  if (set('hcr_el2', 6) || set('hcr_el2', 7) || set('hcr_el2', 8)) return false;
  if (level === 0 && !set('sctlr_el1', 16)) return true;
  if (level <= 1 && set('hcr_el2', 13) && set('scr_el3', 0)) return true;
  return level <= 2 && set('scr_el3', 12);
}

const waits = 1;

function make(
  body: number,
  status: number,
  turned: readonly (readonly [Control, bigint])[],
  pending: number,
  data: bigint,
  saved: bigint,
): RecordedCase {
  const controls: Partial<Record<Control, bigint>> = {};
  for (const [register, bit] of turned) controls[register] = (controls[register] ?? plain[register]) ^ bit;
  const level = (status >> 2) & 3;
  const wrong = body === waits && !(pending === 0 && isTrapped(level, controls));
  const from = returnLevel(bodies[body]!);
  const chosen = wrong || (from !== undefined && from !== level) ? 0 : body;
  const changed = Object.entries(controls).map(([name, value]) => `${name}=${value.toString(16)}`);
  const title = [
    bodies[chosen]!.join('; '),
    `status ${status.toString(16)} pending ${pending}`,
    ...changed,
  ].join(', ');
  const given = { x20: 0x5000_0000n, x21: 0n, x22: 0x4010_0000n, x23: data, x24: saved };
  return { title, body: chosen, status, pending, controls, operands: given };
}

/** Every body at every level, as it is and with each bit turned over; every `step`th of them. */
export function systematicCases(data: bigint, step: number): readonly RecordedCase[] {
  const cases: RecordedCase[] = [];
  let number = 0;
  for (let body = 0; body < bodies.length; body++)
    for (const mode of modes)
      for (const turned of [undefined, ...routingBits])
        if (number++ % step === 0)
          cases.push(
            make(body, 0x3c0 | mode, turned ? [turned] : [], body === 0 ? number & 3 : 0, data, 0x3c0n),
          );
  return cases;
}

/** Cases with any body, mode, masks, flags, some turned bits, and pending interrupts now and then. */
export const randomCases = (random: Random, data: bigint, count: number): readonly RecordedCase[] =>
  Array.from({ length: count }, () => {
    const body = random(6) === 0 ? 0 : random(bodies.length);
    const mode = modes[random(modes.length)]!;
    const illegal = random(40) === 0 ? (1 << 20) | random(16) : 0;
    const status = (random(16) << 28) | (random(16) << 6) | mode | illegal;
    // What a return asks for: any mode, flags, masks, IL; no AArch32 and no software step.
    const saved =
      BigInt(((random(16) << 28) | (random(8) === 0 ? 1 << 20 : 0) | (random(64) << 4) | random(16)) >>> 0) &
      ~0x10n;
    const many = random(3) === 0 ? 12 : 4;
    const turned = Array.from({ length: random(many) }, () => routingBits[random(routingBits.length)]!);
    return make(body, status >>> 0, turned, random(3) === 0 ? random(4) : 0, data, saved);
  });
