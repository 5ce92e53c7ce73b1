/** Taking an exception: `AArch64.TakeException` (D1.10.2). */
import type { Cpu, Level } from '../cpu.ts';
import type { ExceptionRequest } from './request.ts';
import { syndromeValue } from './request.ts';

/** Where an exception enters a vector table. */
export interface VectorEntry {
  /** Row of the table: 0 SP_EL0, 1 SP_ELx, 2 lower level in AArch64, 3 lower level in AArch32. */
  readonly source: 0 | 1 | 2 | 3;
  /** Bytes from the table's base. */
  readonly offset: number;
  readonly reason: string;
}

/** What an exception entry changed, for the event. */
export interface TakenException {
  readonly vectorBase: bigint;
  readonly vector: VectorEntry;
  readonly savedStatus: bigint;
  readonly syndrome: bigint | undefined;
}

/** The row of the table at `target` for an exception of this kind, taken now (D1.10.2). */
function vectorEntry(cpu: Cpu, target: Level, kind: number): VectorEntry {
  const from = cpu.level;
  const entry = (source: 0 | 1 | 2 | 3, reason: string): VectorEntry => ({
    source,
    offset: source * 0x200 + kind * 0x80,
    reason,
  });
  if (target > from) {
    const below = (target === 3 && !cpu.el2Enabled ? 1 : target - 1) as Level;
    // EL0 below EL1 runs in the state that it is in: AArch64.
    const aarch32 = below > 0 && cpu.usesAArch32(below);
    return aarch32
      ? entry(3, `From a lower level, and EL${below} is configured for AArch32`)
      : entry(2, `From a lower level using AArch64`);
  }
  return cpu.stackPointerBank === 0
    ? entry(0, `From EL${from} itself, using SP_EL0`)
    : entry(1, `From EL${from} itself, using SP_EL${from}`);
}

const maskAll = 0x3c0n;

/** Performs the state change. PSTATE.{D,A,I,F} become 1, SPSel 1, IL and SS 0; flags stay. */
export function takeException(cpu: Cpu, request: ExceptionRequest): TakenException {
  const { target, syndrome } = request;
  const vector = vectorEntry(cpu, target, request.kind);
  const savedStatus = cpu.status;
  const esr = syndrome && syndromeValue(syndrome.exceptionClass, syndrome.iss);
  if (esr !== undefined) cpu.setRegister(`esr_el${target}`, esr);
  if (request.faultAddress !== undefined) cpu.setRegister(`far_el${target}`, request.faultAddress);
  if (request.intermediateAddress !== undefined) {
    cpu.setRegister('hpfar_el2', (request.intermediateAddress >> 12n) << 4n);
  }
  cpu.setRegister(`spsr_el${target}`, savedStatus);
  cpu.setRegister(`elr_el${target}`, request.returnAddress);

  const flags = savedStatus & 0xf000_0000n;
  cpu.status = flags | maskAll | (BigInt(target) << 2n) | 1n;
  const vectorBase = cpu.register(`vbar_el${target}`) & ~0x7ffn;
  cpu.pc = vectorBase + BigInt(vector.offset);
  return { vectorBase, vector, savedStatus, syndrome: esr };
}
