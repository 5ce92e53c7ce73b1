/**
 * Traps of system register accesses and system instructions, as data (D1.14, D13.2). For an access, all rules
 * that name it are tried in order; the first that holds decides.
 */
import { type Cpu, controlBits, type Level } from '../cpu.ts';
import type { ExceptionRequest } from '../exceptions/request.ts';
import { routeTrapToEl1, trappedFloatingPoint } from '../exceptions/synchronous.ts';

type ControlRegister = Exclude<keyof typeof controlBits, 'sctlr'> | 'sctlr_el1';

export interface TrapRule {
  /** Names of registers (`sctlr_el1`) or of operations with their instruction (`dc zva`). */
  readonly names: readonly string[];
  readonly on: 'read' | 'write' | 'access';
  readonly from: readonly Level[];
  readonly to: 1 | 2 | 3;
  readonly register: ControlRegister;
  /** Fields of which one must have the value (all of them, where the value is 0). */
  readonly bits: readonly string[];
  readonly is: 0 | 1;
  /** Completes `HCR_EL2.TVM is 1: …`. */
  readonly reason: string;
}

const words = (text: string): readonly string[] => text.split(/\s+/);

const translationControls = words(
  'sctlr_el1 ttbr0_el1 ttbr1_el1 tcr_el1 esr_el1 far_el1 afsr0_el1 afsr1_el1 mair_el1 amair_el1 contextidr_el1',
);
const identification3 = words(
  'id_aa64pfr0_el1 id_aa64pfr1_el1 id_aa64zfr0_el1 id_aa64dfr0_el1 id_aa64dfr1_el1 id_aa64afr0_el1 ' +
    'id_aa64afr1_el1 id_aa64isar0_el1 id_aa64isar1_el1 id_aa64mmfr0_el1 id_aa64mmfr1_el1 id_aa64mmfr2_el1 ' +
    'id_pfr0_el1 id_pfr1_el1 id_dfr0_el1 id_afr0_el1 id_mmfr0_el1 id_mmfr1_el1 id_mmfr2_el1 id_mmfr3_el1 ' +
    'id_isar0_el1 id_isar1_el1 id_isar2_el1 id_isar3_el1 id_isar4_el1 id_isar5_el1 id_mmfr4_el1 ' +
    'mvfr0_el1 mvfr1_el1 mvfr2_el1',
);
const physicalTimer = words('cntp_ctl_el0 cntp_cval_el0 cntp_tval_el0');
const virtualTimer = words('cntv_ctl_el0 cntv_cval_el0 cntv_tval_el0');
const numbered = (prefix: string, suffix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}${suffix}`);
const secureTimer = words('cntps_ctl_el1 cntps_cval_el1 cntps_tval_el1');
const performanceMonitors = [
  ...words(
    'pmcr_el0 pmcntenset_el0 pmcntenclr_el0 pmovsclr_el0 pmovsset_el0 pmswinc_el0 pmselr_el0 pmceid0_el0 ' +
      'pmceid1_el0 pmccntr_el0 pmxevtyper_el0 pmxevcntr_el0 pmccfiltr_el0',
  ),
  ...numbered('pmevcntr', '_el0', 31),
  ...numbered('pmevtyper', '_el0', 31),
];
const performanceMonitorsOfEl1 = words('pmintenset_el1 pmintenclr_el1');
const debugRegisters = [
  ...words(
    'mdscr_el1 mdccint_el1 mdccsr_el0 osdtrrx_el1 osdtrtx_el1 oseccr_el1 dbgclaimset_el1 dbgclaimclr_el1',
  ),
  ...words('dbgauthstatus_el1'),
  ...['dbgbvr', 'dbgbcr', 'dbgwvr', 'dbgwcr'].flatMap(family => numbered(family, '_el1', 16)),
];
const osLock = words('oslar_el1 oslsr_el1 osdlr_el1 dbgprcr_el1');
const toCoherency = ['dc ivac', 'dc civac', 'dc cvac', 'dc cvap'];
const toUnification = ['ic ivau', 'ic iallu', 'ic ialluis', 'dc cvau'];
const bySetAndWay = ['dc isw', 'dc csw', 'dc cisw'];
const tlbOfEl1 = words('vmalle1 vae1 aside1 vaae1 vale1 vaale1').flatMap(name => [
  `tlbi ${name}`,
  `tlbi ${name}is`,
]);

function rule(
  names: readonly string[],
  on: TrapRule['on'],
  from: readonly Level[],
  to: 1 | 2 | 3,
  where: string,
  is: 0 | 1,
  reason: string,
): TrapRule {
  const [register, bits] = where.split('.') as [ControlRegister, string];
  return { names, on, from, to, register, bits: bits.split('|'), is, reason };
}

// biome-ignore format: one rule per row
const trapRules: readonly TrapRule[] = [
  rule(['daif', 'daifset', 'daifclr'], 'access', [0], 1, 'sctlr_el1.UMA', 0, 'EL0 may not access the interrupt masks'),
  rule(['ctr_el0'], 'read', [0], 1, 'sctlr_el1.UCT', 0, 'EL0 may not read CTR_EL0'),
  rule(['dc zva'], 'access', [0], 1, 'sctlr_el1.DZE', 0, 'EL0 may not use DC ZVA'),
  rule(['dc cvac', 'dc civac', 'dc cvau', 'dc cvap', 'ic ivau'], 'access', [0], 1, 'sctlr_el1.UCI', 0, 'EL0 may not maintain caches'),
  rule(['cntpct_el0'], 'read', [0], 1, 'cntkctl_el1.EL0PCTEN', 0, 'EL0 may not read the physical counter'),
  rule(['cntvct_el0'], 'read', [0], 1, 'cntkctl_el1.EL0VCTEN', 0, 'EL0 may not read the virtual counter'),
  rule(['cntfrq_el0'], 'read', [0], 1, 'cntkctl_el1.EL0PCTEN|EL0VCTEN', 0, 'EL0 may not read the counter frequency'),
  rule(physicalTimer, 'access', [0], 1, 'cntkctl_el1.EL0PTEN', 0, 'EL0 may not use the physical timer'),
  rule(virtualTimer, 'access', [0], 1, 'cntkctl_el1.EL0VTEN', 0, 'EL0 may not use the virtual timer'),
  rule(performanceMonitors, 'access', [0], 1, 'pmuserenr_el0.EN', 0, 'EL0 may not use the performance monitors'),

  rule(translationControls, 'write', [1], 2, 'hcr_el2.TVM', 1, 'writes of translation controls trap'),
  rule(translationControls, 'read', [1], 2, 'hcr_el2.TRVM', 1, 'reads of translation controls trap'),
  rule(['revidr_el1', 'aidr_el1'], 'read', [1], 2, 'hcr_el2.TID1', 1, 'reads of group 1 id registers trap'),
  rule(['ctr_el0', 'ccsidr_el1', 'clidr_el1', 'csselr_el1'], 'access', [0, 1], 2, 'hcr_el2.TID2', 1, 'accesses of group 2 id registers trap'),
  rule(identification3, 'read', [1], 2, 'hcr_el2.TID3', 1, 'reads of group 3 id registers trap'),
  rule(['actlr_el1'], 'access', [1], 2, 'hcr_el2.TACR', 1, 'accesses of ACTLR_EL1 trap'),
  rule(['dc zva'], 'access', [0, 1], 2, 'hcr_el2.TDZ', 1, 'DC ZVA traps'),
  rule(bySetAndWay, 'access', [1], 2, 'hcr_el2.TSW', 1, 'cache maintenance by set and way traps'),
  rule(toCoherency, 'access', [0, 1], 2, 'hcr_el2.TPC', 1, 'cache maintenance to the point of coherency traps'),
  rule(toUnification, 'access', [0, 1], 2, 'hcr_el2.TPU', 1, 'cache maintenance to the point of unification traps'),
  rule(tlbOfEl1, 'access', [1], 2, 'hcr_el2.TTLB', 1, 'TLB maintenance traps'),
  rule(['cpacr_el1'], 'access', [1], 2, 'cptr_el2.TCPAC', 1, 'accesses of CPACR_EL1 trap'),
  rule(['cntpct_el0'], 'read', [0, 1], 2, 'cnthctl_el2.EL1PCTEN', 0, 'EL1 and EL0 may not read the physical counter'),
  rule(physicalTimer, 'access', [0, 1], 2, 'cnthctl_el2.EL1PCEN', 0, 'EL1 and EL0 may not use the physical timer'),
  rule([...performanceMonitors, ...performanceMonitorsOfEl1, 'pmuserenr_el0'], 'access', [0, 1], 2, 'mdcr_el2.TPM', 1, 'accesses of the performance monitors trap'),
  rule(['pmcr_el0'], 'access', [0, 1], 2, 'mdcr_el2.TPMCR', 1, 'accesses of PMCR_EL0 trap'),
  rule(debugRegisters, 'access', [0], 2, 'hcr_el2.TGE', 1, 'accesses of debug registers trap as if MDCR_EL2.TDA were 1'),
  rule(debugRegisters, 'access', [0, 1], 2, 'mdcr_el2.TDA|TDE', 1, 'accesses of debug registers trap'),
  rule(osLock, 'access', [1], 2, 'mdcr_el2.TDOSA|TDE', 1, 'accesses of the OS lock trap'),
  rule(['mdrar_el1'], 'access', [1], 2, 'mdcr_el2.TDRA|TDE', 1, 'accesses of MDRAR_EL1 trap'),

  rule(['cpacr_el1', 'cptr_el2'], 'access', [1, 2], 3, 'cptr_el3.TCPAC', 1, 'accesses of CPACR_EL1 and CPTR_EL2 trap'),
  rule([...performanceMonitors, ...performanceMonitorsOfEl1, 'pmuserenr_el0'], 'access', [0, 1, 2], 3, 'mdcr_el3.TPM', 1, 'accesses of the performance monitors trap'),
  rule([...debugRegisters, 'mdrar_el1'], 'access', [0, 1, 2], 3, 'mdcr_el3.TDA', 1, 'accesses of debug registers trap'),
  rule(secureTimer, 'access', [1], 3, 'scr_el3.ST', 0, 'accesses of the Secure physical timer trap'),
  rule(osLock, 'access', [1, 2], 3, 'mdcr_el3.TDOSA', 1, 'accesses of the OS lock trap'),
];

const rulesByName = new Map<string, TrapRule[]>();
for (const each of trapRules) {
  for (const name of each.names) {
    const known = rulesByName.get(name);
    if (known) known.push(each);
    else rulesByName.set(name, [each]);
  }
}

const bitOf = (register: ControlRegister, bit: string): number =>
  (controlBits[register === 'sctlr_el1' ? 'sctlr' : register] as Readonly<Record<string, number>>)[bit]!;

function holds(cpu: Cpu, each: TrapRule): boolean {
  const set = (bit: string): boolean => cpu.bit(each.register, bitOf(each.register, bit));
  return each.is === 1 ? each.bits.some(set) : !each.bits.some(set);
}

function usable(cpu: Cpu, level: 1 | 2 | 3): boolean {
  if (level === 3) return cpu.implements(3);
  return level === 1 || cpu.el2Enabled;
}

/** Where an access traps, with the reason; undefined when it does not. */
export function trapOf(
  cpu: Cpu,
  name: string,
  on: 'read' | 'write',
): { readonly target: Level; readonly routing: readonly string[] } | undefined {
  const each = rulesByName
    .get(name)
    ?.find(
      candidate =>
        (candidate.on === 'access' || candidate.on === on) &&
        candidate.from.includes(cpu.level) &&
        usable(cpu, candidate.to) &&
        holds(cpu, candidate),
    );
  if (!each) return undefined;
  const bits = each.bits
    .map(bit => `${each.register.toUpperCase()}.${bit}`)
    .join(each.is === 1 ? ' or ' : ' and ');
  const reason = `${bits} is ${each.is}: ${each.reason}`;
  return each.to === 1 ? routeTrapToEl1(cpu, reason) : { target: each.to, routing: [reason] };
}

/** The trap of a use of floating-point registers, if any (`CheckFPAdvSIMDEnabled64`). */
export function floatingPointTrap(cpu: Cpu): ExceptionRequest | undefined {
  const level = cpu.level;
  const enable = Number((cpu.register('cpacr_el1') >> 20n) & 3n);
  const enabled = enable === 3 || (enable === 1 && level === 1);
  if (level <= 1 && !enabled) {
    const route = routeTrapToEl1(cpu, `CPACR_EL1.FPEN is ${enable}: floating point traps at EL${level}`);
    return trappedFloatingPoint(cpu, route, route.target === 2);
  }
  if (level <= 2 && cpu.el2Enabled && cpu.bit('cptr_el2', controlBits.cptr_el2.TFP)) {
    const routing = ['CPTR_EL2.TFP is 1: floating point traps to EL2'];
    return trappedFloatingPoint(cpu, { target: 2, routing }, false);
  }
  if (cpu.implements(3) && cpu.bit('cptr_el3', controlBits.cptr_el3.TFP)) {
    const routing = ['CPTR_EL3.TFP is 1: floating point traps to EL3'];
    return trappedFloatingPoint(cpu, { target: 3, routing }, false);
  }
  return undefined;
}
