/** Asynchronous exceptions: which pending one is taken now, and where (D1.13). */
import type { Cpu, Level } from '../cpu.ts';
import { type Cause, classes, type ExceptionRequest, kinds } from './request.ts';
import { firstRule, interruptRules } from './routing.ts';

/** Interrupt inputs that are asserted. */
export type InterruptLines = {
  irq: boolean;
  fiq: boolean;
  /** Pending until it is taken. */
  serror: boolean;
  virq: boolean;
  vfiq: boolean;
};

/** What a kind of interrupt is masked by, and what makes its virtual form. */
const sources = [
  { physical: 'serror', virtual: 'vserror', mask: 'a', enable: 'AMO', pending: 'VSE' },
  { physical: 'fiq', virtual: 'vfiq', mask: 'f', enable: 'FMO', pending: 'VF' },
  { physical: 'irq', virtual: 'virq', mask: 'i', enable: 'IMO', pending: 'VI' },
] as const;

type Source = (typeof sources)[number];

const masked = (cpu: Cpu, source: Source): boolean => cpu.register(source.mask) === 1n;

/** Whether virtual interrupts of this kind exist now: for EL1 and EL0, enabled by HCR_EL2, unless TGE is 1. */
const virtualEnabled = (cpu: Cpu, source: Source): boolean =>
  cpu.level <= 1 && cpu.el2Enabled && !cpu.hcr('TGE') && cpu.hcr(source.enable);

const virtualPending = (cpu: Cpu, lines: InterruptLines, source: Source): boolean =>
  cpu.hcr(source.pending) || (source.virtual !== 'vserror' && lines[source.virtual]);

/** Whether any interrupt may be pending at all: cheap, asked before every instruction. */
export const anythingPending = (cpu: Cpu, lines: InterruptLines): boolean =>
  lines.irq ||
  lines.fiq ||
  lines.serror ||
  lines.virq ||
  lines.vfiq ||
  cpu.hcr('VI') ||
  cpu.hcr('VF') ||
  cpu.hcr('VSE');

function request(cpu: Cpu, source: Source, cause: Cause, target: Level, reason: string): ExceptionRequest {
  return {
    cause,
    kind: kinds[source.physical],
    target,
    returnAddress: cpu.pc,
    routing: [reason],
    ...(source.physical === 'serror' ? { syndrome: { exceptionClass: classes.serror, iss: 0 } } : {}),
  };
}

function takePhysical(cpu: Cpu, source: Source): ExceptionRequest | undefined {
  const level = cpu.level;
  const decided = firstRule(cpu, interruptRules[source.physical]);
  const target = decided?.target ?? 1;
  if (target < level) return undefined;
  // PSTATE masks interrupts for the level itself, and for EL1 also when they come from EL0.
  if ((target === level || target === 1) && masked(cpu, source)) return undefined;
  const reason = decided?.reason ?? 'Physical interrupts go to EL1 unless SCR_EL3 or HCR_EL2 route them';
  return request(cpu, source, source.physical, target, reason);
}

/**
 * The interrupt to take before the next instruction, if any. The order is IMPLEMENTATION DEFINED: physical
 * before virtual, SError, FIQ, IRQ, and the virtual ones the other way round, as in QEMU.
 */
export function pendingInterrupt(cpu: Cpu, lines: InterruptLines): ExceptionRequest | undefined {
  for (const source of sources) {
    const physical = lines[source.physical] ? takePhysical(cpu, source) : undefined;
    if (physical) return physical;
  }
  for (const source of sources.toReversed()) {
    if (!virtualEnabled(cpu, source) || !virtualPending(cpu, lines, source) || masked(cpu, source)) continue;
    const made = cpu.hcr(source.pending) ? `HCR_EL2.${source.pending} is 1` : 'the virtual line is asserted';
    return request(cpu, source, source.virtual, 1, `${made}: a virtual interrupt is taken to EL1`);
  }
  return undefined;
}

/** Whether `WFI` ends: an interrupt is pending, masked by PSTATE or not. */
export const wakes = (cpu: Cpu, lines: InterruptLines): boolean =>
  sources.some(
    source => lines[source.physical] || (virtualEnabled(cpu, source) && virtualPending(cpu, lines, source)),
  );

/** ISR_EL1 as the current level sees it: A 8, I 7, F 6; virtual interrupts where they are enabled. */
export function interruptStatus(cpu: Cpu, lines: InterruptLines): bigint {
  const bits = { serror: 8n, irq: 7n, fiq: 6n } as const;
  let value = 0n;
  for (const source of sources) {
    const pending =
      cpu.level === 1 && virtualEnabled(cpu, source)
        ? virtualPending(cpu, lines, source)
        : lines[source.physical];
    if (pending) value |= 1n << bits[source.physical];
  }
  return value;
}
