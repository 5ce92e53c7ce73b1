/** What an exception is before it is taken: cause, syndrome, target and the reasons for the target. */
import type { Level } from '../cpu.ts';

/** Kinds of exception, in the order of a vector table's entries. */
export const kinds = { synchronous: 0, irq: 1, fiq: 2, serror: 3 } as const;

/** Exception classes, ESR_ELx.EC (D13.2.37). For aborts, the class from a lower level; +1 is from the same. */
export const classes = {
  unknown: 0x00,
  wfx: 0x01,
  floatingPoint: 0x07,
  illegalState: 0x0e,
  svc: 0x15,
  hvc: 0x16,
  smc: 0x17,
  systemRegister: 0x18,
  instructionAbort: 0x20,
  pcAlignment: 0x22,
  dataAbort: 0x24,
  spAlignment: 0x26,
  serror: 0x2f,
  brk: 0x3c,
} as const;

/** Short names of causes, as in events, traces and conditions. */
export type Cause =
  | 'undefined'
  | 'wfi-trap'
  | 'wfe-trap'
  | 'fp-trap'
  | 'illegal-state'
  | 'svc'
  | 'hvc'
  | 'smc'
  | 'smc-trap'
  | 'system-register-trap'
  | 'instruction-abort'
  | 'data-abort'
  | 'pc-alignment'
  | 'sp-alignment'
  | 'brk'
  | 'irq'
  | 'fiq'
  | 'serror'
  | 'virq'
  | 'vfiq'
  | 'vserror';

/** An exception that is about to be taken. */
export interface ExceptionRequest {
  readonly cause: Cause;
  readonly kind: 0 | 1 | 2 | 3;
  readonly target: Level;
  /** Exception class and ISS for ESR; absent for IRQ and FIQ, which leave ESR alone. */
  readonly syndrome?: { readonly exceptionClass: number; readonly iss: number };
  /** The preferred return address, for ELR. */
  readonly returnAddress: bigint;
  /** For FAR; absent when the exception leaves it alone. */
  readonly faultAddress?: bigint;
  /** The intermediate physical address of a stage 2 fault, for HPFAR_EL2. */
  readonly intermediateAddress?: bigint;
  /** Why this target, one reason a line. */
  readonly routing: readonly string[];
}

/** ESR value: class, IL 1 (every A64 instruction has 32 bits), ISS. */
export const syndromeValue = (exceptionClass: number, iss: number): bigint =>
  (BigInt(exceptionClass) << 26n) | (1n << 25n) | BigInt(iss);
