/** Exception return: `AArch64.ExceptionReturn` and `IllegalExceptionReturn` (D1.11, D1.11.4). */
import type { Cpu, Level } from '../cpu.ts';

/** How an `ERET` ended. */
export interface ReturnOutcome {
  readonly fromLevel: Level;
  readonly toLevel: Level;
  /** The SPSR value that was used. */
  readonly status: bigint;
  readonly returnAddress: bigint;
  /** Why the return is illegal, in words; absent when it is legal. */
  readonly illegal?: string;
}

const hexadecimal = (value: bigint): string => `0x${value.toString(16)}`;

/** Why SPSR asks for an impossible state; undefined when it does not. The first condition that holds. */
function illegalReturnReason(cpu: Cpu, status: bigint): string | undefined {
  const from = cpu.level;
  const mode = Number(status & 0x1fn);
  if (mode & 0x10) {
    return `SPSR_EL${from}.M[4] is 1, a return to AArch32 (mode 0x${mode.toString(16)}), which is not modelled`;
  }
  const target = (mode >> 2) as Level;
  if (mode & 2) return `SPSR_EL${from}.M is 0b${mode.toString(2).padStart(4, '0')}: bit 1 is reserved`;
  if (target === 0 && mode & 1) return `SPSR_EL${from}.M is 0b0001: EL0 has only SP_EL0`;
  if (target > from) return `EL${target} is higher than the current level, EL${from}`;
  if (target === 2 && !cpu.el2Enabled) return 'SCR_EL3.NS is 0: there is no EL2 in Secure state';
  if (target === 1 && cpu.el2Enabled && cpu.hcr('TGE')) return 'HCR_EL2.TGE is 1: EL1 is not in use';
  if (target < from && cpu.usesAArch32(target)) {
    const bit = cpu.implements(3) && !cpu.scr('RW') ? 'SCR_EL3.RW' : 'HCR_EL2.RW';
    return `${bit} is 0: EL${target} is configured for AArch32, and SPSR_EL${from} asks for AArch64`;
  }
  return undefined;
}

/** Flags and masks come back in any case; an illegal return keeps the level and stack pointer and sets IL. */
const alwaysRestored = 0xf000_03c0n;
const illegalState = 1n << 20n;

/** Returns from the current level through its ELR and SPSR. */
export function exceptionReturn(cpu: Cpu): ReturnOutcome {
  const fromLevel = cpu.level;
  const status = cpu.register(`spsr_el${fromLevel}`);
  const returnAddress = cpu.register(`elr_el${fromLevel}`);
  const illegal = illegalReturnReason(cpu, status);
  if (illegal !== undefined) {
    const keep = cpu.status & 0x1fn;
    cpu.status = (status & alwaysRestored) | illegalState | keep;
  } else {
    cpu.status = status & (alwaysRestored | illegalState | 0xfn);
  }
  cpu.pc = returnAddress;
  cpu.clearMonitor();
  cpu.event = true;
  const outcome = { fromLevel, toLevel: cpu.level, status, returnAddress };
  return illegal === undefined ? outcome : { ...outcome, illegal };
}

/** What a debugger says about an illegal return. */
export const illegalReturnMessage = (outcome: ReturnOutcome): string =>
  `Illegal exception return from EL${outcome.fromLevel} with SPSR ${hexadecimal(outcome.status)}: ` +
  `${outcome.illegal}. PSTATE.IL is set, and the next instruction takes an Illegal Execution state exception`;
