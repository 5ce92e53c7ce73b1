/** Traps and interrupts (manual, chapter 13): what they are before they are taken, and taking them. */
import { interruptVector, type Trap, trapKinds, vectorOf } from '../../isa/hawk/vector-table.ts';
import type { MadeReturn, TakenException } from '../core/processor-model.ts';
import type { Cpu } from './cpu.ts';

/** A trap that is about to be taken. */
export interface TrapRequest {
  readonly trap: Trap | 'interrupt';
  /** Number of the interrupt; 0 for traps. */
  readonly source: number;
  /** For TPC: the trapped instruction, or the next one for an interrupt. */
  readonly returnAddress: bigint;
  /** For TMA; absent when the trap leaves it alone. */
  readonly memoryAddress?: bigint;
  readonly reason: string;
}

/** `#0001F000` */
export const hexadecimal = (value: bigint | number): string =>
  `#${value.toString(16).toUpperCase().padStart(8, '0')}`;

/** A reference to `address` that nothing answers, or a store to read-only memory. */
export const busTrap = (cpu: Cpu, address: number, reason: string): TrapRequest => ({
  trap: 'bus',
  source: 0,
  returnAddress: cpu.pc,
  memoryAddress: BigInt((address & ~3) >>> 0),
  reason,
});

/** Bits that are no instruction. TMA becomes 0. */
export const instructionTrap = (cpu: Cpu, halfword: number): TrapRequest => ({
  trap: 'instruction',
  source: 0,
  returnAddress: cpu.pc,
  memoryAddress: 0n,
  reason: `#${halfword.toString(16).toUpperCase().padStart(4, '0')} is no instruction, or names register 0 where it may not`,
});

export const privilegeTrap = (cpu: Cpu, operation: string): TrapRequest => ({
  trap: 'privilege',
  source: 0,
  returnAddress: cpu.pc,
  reason: `${operation.toUpperCase()} is privileged, and the level is 15`,
});

export const coprocessorTrap = (cpu: Cpu, reason: string): TrapRequest => ({
  trap: 'coprocessor',
  source: 0,
  returnAddress: cpu.pc,
  reason,
});

export const interruptRequest = (cpu: Cpu, number: number): TrapRequest => ({
  trap: 'interrupt',
  source: number,
  returnAddress: cpu.pc,
  reason: `Interrupt ${number} is requested, and level ${cpu.level} enables it`,
});

/** The state change of a trap: level 0, old level, TPC, TMA where it applies, and the entry of the vector. */
export function takeTrap(cpu: Cpu, request: TrapRequest): TakenException {
  const { trap, source, returnAddress, memoryAddress, reason } = request;
  const fromLevel = cpu.level;
  const savedStatus = cpu.status;
  const offset = trap === 'interrupt' ? interruptVector(source) : vectorOf(trap);
  cpu.setRegister('tpc', returnAddress);
  if (memoryAddress !== undefined) cpu.setRegister('tma', memoryAddress);
  cpu.setLevels(0, fromLevel);
  cpu.pc = BigInt(offset);
  return {
    cause: trap === 'interrupt' ? `interrupt ${source}` : trap,
    kind: trapKinds[trap],
    source,
    fromLevel,
    toLevel: 0,
    vectorBase: 0n,
    offset,
    returnAddress,
    savedStatus,
    routing: [reason],
    ...(trap === 'bus' && memoryAddress !== undefined ? { faultAddress: memoryAddress } : {}),
  };
}

/** `RTT`: goes on at an address (TPC) and at the old level, which becomes 0. */
export function returnFromTrap(cpu: Cpu, returnAddress: bigint): MadeReturn {
  const fromLevel = cpu.level;
  const toLevel = cpu.oldLevel;
  cpu.setLevels(toLevel, 0);
  return { fromLevel, toLevel, returnAddress, status: cpu.status };
}
