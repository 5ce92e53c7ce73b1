/**
 * Which level takes an exception (D1.10.4, D1.13): rules as data. The first rule that holds decides; without
 * one, an exception goes to the level it came from, or from EL0 to EL1.
 */
import { type Cpu, controlBits, type Level } from '../cpu.ts';
import type { Cause } from './request.ts';

type ControlRegister = Exclude<keyof typeof controlBits, 'sctlr'>;

/** A bit of a control register with the value that it must have. */
export interface BitCondition {
  readonly register: ControlRegister;
  readonly bit: string;
  readonly is: 0 | 1;
}

/** One rule. */
export interface RoutingRule {
  /** Levels that the exception may come from. */
  readonly from: readonly Level[];
  /** Level that must be implemented and, for EL2, enabled in the current security state. */
  readonly to: 2 | 3;
  readonly when: BitCondition;
  /** Completes the sentence `HCR_EL2.TGE is 1: …`. */
  readonly reason: string;
}

const when = (register: ControlRegister, bit: string, is: 0 | 1 = 1): BitCondition => ({ register, bit, is });

const generalExceptions: RoutingRule = {
  from: [0],
  to: 2,
  when: when('hcr_el2', 'TGE'),
  reason: 'exceptions of EL0 go to EL2 instead of EL1',
};

const generalAborts: RoutingRule = { ...generalExceptions, from: [0, 1] };

const externalAborts: RoutingRule = {
  from: [0, 1, 2, 3],
  to: 3,
  when: when('scr_el3', 'EA'),
  reason: 'external aborts and SErrors go to EL3',
};

/** Rules of synchronous exceptions whose target is not fixed by what caused them. */
const synchronousRules: Readonly<Partial<Record<Cause | 'external-abort', readonly RoutingRule[]>>> = {
  undefined: [generalExceptions],
  'illegal-state': [generalExceptions],
  'pc-alignment': [generalExceptions],
  'sp-alignment': [generalExceptions],
  svc: [generalExceptions],
  brk: [
    generalAborts,
    {
      from: [0, 1],
      to: 2,
      when: when('mdcr_el2', 'TDE'),
      reason: 'debug exceptions of EL0 and EL1 go to EL2',
    },
  ],
  'instruction-abort': [generalAborts],
  'data-abort': [generalAborts],
  'external-abort': [externalAborts, generalAborts],
};

/** Rules of physical interrupts. They say the target whatever level is running. */
export const interruptRules: Readonly<Record<'irq' | 'fiq' | 'serror', readonly RoutingRule[]>> = {
  irq: interrupt('IRQ', 'IMO', 'physical IRQs'),
  fiq: interrupt('FIQ', 'FMO', 'physical FIQs'),
  serror: interrupt('EA', 'AMO', 'physical SErrors'),
};

function interrupt(scrBit: string, hcrBit: string, what: string): readonly RoutingRule[] {
  const from = [0, 1, 2, 3] as const;
  return [
    { from, to: 3, when: when('scr_el3', scrBit), reason: `${what} go to EL3` },
    { from, to: 2, when: when('hcr_el2', hcrBit), reason: `${what} go to EL2` },
    { from, to: 2, when: when('hcr_el2', 'TGE'), reason: `${what} go to EL2 as if ${hcrBit} were 1` },
  ];
}

/** Bit number of a field of a control register. */
const bitNumber = (condition: BitCondition): number =>
  (controlBits[condition.register] as Readonly<Record<string, number>>)[condition.bit]!;

const holds = (cpu: Cpu, condition: BitCondition): boolean =>
  cpu.bit(condition.register, bitNumber(condition)) === (condition.is === 1);

const available = (cpu: Cpu, level: 2 | 3): boolean => (level === 3 ? cpu.implements(3) : cpu.el2Enabled);

/** `HCR_EL2.TGE is 1` */
export const conditionText = (condition: BitCondition): string =>
  `${condition.register.toUpperCase()}.${condition.bit} is ${condition.is}`;

/** The first rule that decides, with its reason in words. */
export function firstRule(
  cpu: Cpu,
  rules: readonly RoutingRule[],
): { readonly target: Level; readonly reason: string } | undefined {
  const rule = rules.find(
    candidate =>
      candidate.from.includes(cpu.level) && available(cpu, candidate.to) && holds(cpu, candidate.when),
  );
  return rule && { target: rule.to, reason: `${conditionText(rule.when)}: ${rule.reason}` };
}

/** Target and reasons of a synchronous exception. */
export function routeSynchronous(
  cpu: Cpu,
  cause: Cause | 'external-abort',
): { readonly target: Level; readonly routing: readonly string[] } {
  const decided = firstRule(cpu, synchronousRules[cause] ?? []);
  if (decided) return { target: decided.target, routing: [decided.reason] };
  const from = cpu.level;
  if (from === 0) return { target: 1, routing: ['Exceptions of EL0 are taken to EL1'] };
  return { target: from, routing: [`Synchronous exceptions of EL${from} are taken at EL${from}`] };
}
