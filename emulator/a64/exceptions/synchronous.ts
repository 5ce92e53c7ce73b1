/** Exceptions that an instruction generates, and traps: requests with class, ISS, return address and target. */
import type { Cpu, Level } from '../cpu.ts';
import { type Cause, classes, type ExceptionRequest, kinds } from './request.ts';
import { conditionText, routeSynchronous } from './routing.ts';

interface Route {
  readonly target: Level;
  readonly routing: readonly string[];
}

/** A synchronous exception at the current instruction; `returnAddress` is the instruction unless given. */
function synchronous(
  cpu: Cpu,
  cause: Cause,
  exceptionClass: number,
  iss: number,
  route: Route = routeSynchronous(cpu, cause),
  returnAddress: bigint = cpu.pc,
): ExceptionRequest {
  return { cause, kind: kinds.synchronous, ...route, syndrome: { exceptionClass, iss }, returnAddress };
}

const nextInstruction = (cpu: Cpu): bigint => BigInt.asUintN(64, cpu.pc + 4n);

/** An instruction that is undefined here; `reason` says why. */
export function undefinedInstruction(cpu: Cpu, reason: string): ExceptionRequest {
  const { target, routing } = routeSynchronous(cpu, 'undefined');
  return synchronous(cpu, 'undefined', classes.unknown, 0, { target, routing: [reason, ...routing] });
}

/** `SVC` (`AArch64.CallSupervisor`). */
export const supervisorCall = (cpu: Cpu, imm16: number): ExceptionRequest =>
  synchronous(cpu, 'svc', classes.svc, imm16, routeSynchronous(cpu, 'svc'), nextInstruction(cpu));

/** `HVC` (C6.2.96): undefined at EL0, without EL2 in this security state, or where it is disabled. */
export function hypervisorCall(cpu: Cpu, imm16: number): ExceptionRequest {
  const from = cpu.level;
  if (from === 0) return undefinedInstruction(cpu, 'HVC is undefined at EL0');
  if (!cpu.implements(2)) return undefinedInstruction(cpu, 'HVC is undefined: there is no EL2');
  if (from === 1 && !cpu.el2Enabled) {
    return undefinedInstruction(cpu, 'SCR_EL3.NS is 0: HVC is undefined in Secure EL1');
  }
  if (cpu.implements(3)) {
    if (!cpu.scr('HCE')) return undefinedInstruction(cpu, 'SCR_EL3.HCE is 0: HVC is disabled');
  } else if (cpu.hcr('HCD')) {
    return undefinedInstruction(cpu, 'HCR_EL2.HCD is 1: HVC is disabled');
  }
  const target: Level = from === 3 ? 3 : 2;
  const routing = [from === 3 ? 'HVC at EL3 is taken at EL3' : 'HVC is taken to EL2'];
  return synchronous(cpu, 'hvc', classes.hvc, imm16, { target, routing }, nextInstruction(cpu));
}

/** `SMC` (C6.2.226): trapped by HCR_EL2.TSC, undefined at EL0, without EL3 or when SCR_EL3.SMD is 1. */
export function secureMonitorCall(cpu: Cpu, imm16: number): ExceptionRequest {
  const from = cpu.level;
  if (from === 0) return undefinedInstruction(cpu, 'SMC is undefined at EL0');
  if (from === 1 && cpu.el2Enabled && cpu.hcr('TSC')) {
    const routing = ['HCR_EL2.TSC is 1: SMC at EL1 traps to EL2'];
    return synchronous(cpu, 'smc-trap', classes.smc, imm16, { target: 2, routing });
  }
  if (!cpu.implements(3)) return undefinedInstruction(cpu, 'SMC is undefined: there is no EL3');
  if (cpu.scr('SMD')) return undefinedInstruction(cpu, 'SCR_EL3.SMD is 1: SMC is disabled');
  const routing = ['SMC is taken to EL3'];
  return synchronous(cpu, 'smc', classes.smc, imm16, { target: 3, routing }, nextInstruction(cpu));
}

/** `BRK` (`AArch64.SoftwareBreakpoint`). */
export const softwareBreakpoint = (cpu: Cpu, imm16: number): ExceptionRequest =>
  synchronous(cpu, 'brk', classes.brk, imm16);

/** Any instruction while PSTATE.IL is 1. */
export const illegalState = (cpu: Cpu): ExceptionRequest =>
  synchronous(cpu, 'illegal-state', classes.illegalState, 0);

/** A program counter that is no multiple of 4. */
export const misalignedPc = (cpu: Cpu): ExceptionRequest => ({
  ...synchronous(cpu, 'pc-alignment', classes.pcAlignment, 0),
  faultAddress: cpu.pc,
});

/** A load or store through a stack pointer that is no multiple of 16 while SCTLR_ELx.SA (SA0) is 1. */
export const misalignedSp = (cpu: Cpu): ExceptionRequest =>
  synchronous(cpu, 'sp-alignment', classes.spAlignment, 0);

/** `WFI` or `WFE` that would wait, trapped by the bit that `reason` names. */
export function trappedWait(cpu: Cpu, what: 'wfi' | 'wfe', route: Route): ExceptionRequest {
  const condition = (1 << 24) | (0xe << 20);
  return synchronous(cpu, `${what}-trap`, classes.wfx, condition | (what === 'wfe' ? 1 : 0), route);
}

/** The encoding of a system register access, `MSR` (immediate) or system instruction. */
export interface SystemAccess {
  readonly op0: number;
  readonly op1: number;
  readonly crn: number;
  readonly crm: number;
  readonly op2: number;
  /** Transfer register, 31 when there is none. */
  readonly rt: number;
  readonly read: boolean;
}

/** ISS of a trapped system access (D13.2.37, class 0x18). */
const systemAccessIss = (access: SystemAccess): number =>
  (access.op0 << 20) |
  (access.op2 << 17) |
  (access.op1 << 14) |
  (access.crn << 10) |
  (access.rt << 5) |
  (access.crm << 1) |
  (access.read ? 1 : 0);

/** A trapped system access. */
export const trappedSystemAccess = (cpu: Cpu, access: SystemAccess, route: Route): ExceptionRequest =>
  synchronous(cpu, 'system-register-trap', classes.systemRegister, systemAccessIss(access), route);

/**
 * A trapped use of floating-point registers (`AArch64.AdvSIMDFPAccessTrap`): where HCR_EL2.TGE sends the trap
 * to EL2 instead of EL1, it has the unknown class.
 */
export const trappedFloatingPoint = (cpu: Cpu, route: Route, redirected: boolean): ExceptionRequest =>
  redirected
    ? synchronous(cpu, 'fp-trap', classes.unknown, 0, route)
    : synchronous(cpu, 'fp-trap', classes.floatingPoint, (1 << 24) | (0xe << 20), route);

/** Where a trap that is meant for EL1 goes: EL2 instead, while HCR_EL2.TGE is 1. */
export function routeTrapToEl1(cpu: Cpu, reason: string): Route {
  if (cpu.el2Enabled && cpu.hcr('TGE')) {
    const condition = conditionText({ register: 'hcr_el2', bit: 'TGE', is: 1 });
    return { target: 2, routing: [reason, `${condition}: exceptions of EL0 go to EL2 instead of EL1`] };
  }
  return { target: 1, routing: [reason] };
}
