/** Words that the instruction table does not know. */
import type { Cpu } from './cpu.ts';
import type { ExceptionRequest } from './exceptions/request.ts';
import { undefinedInstruction } from './exceptions/synchronous.ts';
import { floatingPointTrap } from './system/traps.ts';

/** Data processing, or loads and stores, of floating-point and SIMD registers (C4.1). */
function isFloatingPoint(bits: number): boolean {
  const group = (bits >>> 25) & 15;
  const loadOrStore = (group & 5) === 4 && ((bits >>> 26) & 1) === 1;
  const op0 = bits >>> 28;
  const dataProcessing = (group & 7) === 7 && (op0 < 8 || op0 === 12 || (op0 & 13) === 9);
  return loadOrStore || dataProcessing;
}

/** The exception that such a word takes: a floating-point trap where it applies, else undefined. */
export function unallocated(cpu: Cpu, bits: number, log: (message: string) => void): ExceptionRequest {
  const word = `0x${bits.toString(16).padStart(8, '0')}`;
  if (isFloatingPoint(bits)) {
    const trap = floatingPointTrap(cpu);
    if (trap) return trap;
    log(`Floating-point and SIMD instructions are not modelled (${word}): UNDEFINED`);
    return undefinedInstruction(
      cpu,
      `${word} is a floating-point or SIMD instruction, which is not modelled`,
    );
  }
  return undefinedInstruction(cpu, `${word} is not an instruction of this processor`);
}
