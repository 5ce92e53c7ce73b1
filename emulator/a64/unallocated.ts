/** Words that are no instruction of the processor. */
import type { InstructionRow } from '../../isa/instruction.ts';
import type { Cpu } from './cpu.ts';
import type { ExceptionRequest } from './exceptions/request.ts';
import { undefinedInstruction } from './exceptions/synchronous.ts';
import type { Processor } from './processors.ts';

/** The exception that such a word takes; `row` is what it is on other processors, if anything. */
export function unallocated(
  cpu: Cpu,
  bits: number,
  row: InstructionRow | undefined,
  processor: Processor,
  log: (message: string) => void,
): ExceptionRequest {
  const word = `0x${bits.toString(16).padStart(8, '0')}`;
  if (!row) return undefinedInstruction(cpu, `${word} is not an instruction of this processor`);
  const reason = `${row.mnemonic} belongs to ${row.feature}, which ${processor.id} does not have`;
  log(`${reason}: UNDEFINED`);
  return undefinedInstruction(cpu, reason);
}
