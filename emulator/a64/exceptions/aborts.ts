/** Instruction and data aborts: `AArch64.InstructionAbort`, `AArch64.DataAbort`, `FaultSyndrome` (D13.2.37). */
import type { Access } from '../../engines/host.ts';
import type { Cpu, Level } from '../cpu.ts';
import { type MemoryFault, stage1WalkBit, statusCode } from '../mmu/fault.ts';
import { classes, type ExceptionRequest, kinds } from './request.ts';
import { routeSynchronous } from './routing.ts';

function route(cpu: Cpu, fault: MemoryFault, cause: 'instruction-abort' | 'data-abort') {
  const external = fault.type === 'external' ? routeSynchronous(cpu, 'external-abort') : undefined;
  if (external?.target === 3) return external;
  if (fault.stage === 2 && cpu.level < 2) {
    return { target: 2 as Level, routing: ['Stage 2 is controlled by EL2: its faults are taken to EL2'] };
  }
  return external ?? routeSynchronous(cpu, cause);
}

function abort(
  cpu: Cpu,
  fault: MemoryFault,
  cause: 'instruction-abort' | 'data-abort',
  iss: number,
): ExceptionRequest {
  const { target, routing } = route(cpu, fault, cause);
  const lower = cause === 'data-abort' ? classes.dataAbort : classes.instructionAbort;
  const exceptionClass = target === cpu.level ? lower + 1 : lower;
  return {
    cause,
    kind: kinds.synchronous,
    target,
    syndrome: { exceptionClass, iss: iss | statusCode(fault) | stage1WalkBit(fault) },
    returnAddress: cpu.pc,
    faultAddress: fault.address,
    ...(target === 2 && fault.type !== 'external' && fault.intermediate !== undefined
      ? { intermediateAddress: fault.intermediate }
      : {}),
    routing: [fault.reason, ...routing],
  };
}

/** An instruction that could not be fetched. */
export const instructionAbort = (cpu: Cpu, fault: MemoryFault): ExceptionRequest =>
  abort(cpu, fault, 'instruction-abort', 0);

/**
 * ISS[24:14] of a stage 2 fault (`LSInstructionSyndrome`): ISV, SAS, SSE, SRT, SF, AR; zero where the
 * instruction has no valid syndrome.
 */
function accessFields(size: number, access: Access): number {
  const { syndrome } = access;
  if (!syndrome) return 0;
  const ordered = access.acquire || access.release;
  return (
    (1 << 24) |
    (Math.log2(size) << 22) |
    ((syndrome.signed ? 1 : 0) << 21) |
    (syndrome.register << 16) |
    ((syndrome.wide ? 1 : 0) << 15) |
    ((ordered ? 1 : 0) << 14)
  );
}

/** A data access that faulted. */
export function dataAbort(
  cpu: Cpu,
  fault: MemoryFault,
  purpose: 'load' | 'store',
  size: number,
  access: Access,
): ExceptionRequest {
  const fields = fault.stage === 2 && !fault.onWalk && !fault.ofStage1Walk ? accessFields(size, access) : 0;
  return abort(cpu, fault, 'data-abort', fields | (purpose === 'store' ? 1 << 6 : 0));
}

/** A cache maintenance or address translation instruction that faulted: CM and WnR are 1. */
export const maintenanceAbort = (cpu: Cpu, fault: MemoryFault): ExceptionRequest =>
  abort(cpu, fault, 'data-abort', (1 << 8) | (1 << 6));
