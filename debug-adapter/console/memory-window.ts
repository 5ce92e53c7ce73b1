/** A window on memory in the Debug Console: where it is, and its text. */
import type { Debuggee } from '../debuggee.ts';
import { instructionAddresses } from '../program/instructions.ts';
import type { Target } from '../targets/target.ts';

const lines = 8;
const bytesInLine = 16;

export class MemoryWindow {
  /** Where it begins; nothing has been shown yet when absent. */
  address: bigint | undefined;
  asInstructions = false;
  /** The address that was run to last. */
  mark: bigint | undefined;

  /** Moves by a line of numbers, or by half of the instructions that are shown. */
  scroll(target: Target, direction: 1 | -1): void {
    const from = this.address ?? target.pc;
    this.address = this.asInstructions
      ? instructionAddresses(target, from, (direction * lines) / 2, 1)[0]
      : from + BigInt(direction * bytesInLine);
  }

  /** Lines with the program counter (`->`) and the mark (`*`). */
  text(debuggee: Debuggee): string {
    const { target } = debuggee;
    const from = this.address ?? target.pc;
    if (!this.asInstructions)
      return Array.from({ length: lines }, (_, i) => bytesText(target, from + BigInt(i * bytesInLine))).join(
        '\n',
      );
    return instructionAddresses(target, from, 0, lines)
      .map(
        address =>
          `${this.#sign(target, address)} ${digits(target, address)}  ${codeText(debuggee, address)}`,
      )
      .join('\n');
  }

  #sign(target: Target, address: bigint): string {
    if (address !== target.pc) return address === this.mark ? ' *' : '  ';
    return address === this.mark ? '-*' : '->';
  }
}

const digits = ({ architecture: { addressBits } }: Target, address: bigint): string =>
  BigInt.asUintN(addressBits, address)
    .toString(16)
    .padStart(addressBits / 4, '0');

function bytesText(target: Target, address: bigint): string {
  const bytes = Array.from({ length: bytesInLine }, (_, i) => target.readMemory(address + BigInt(i), 1)?.[0]);
  const numbers = bytes.map(byte => byte?.toString(16).padStart(2, '0') ?? '--');
  const characters = bytes.map(byte =>
    byte !== undefined && byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.',
  );
  return `${digits(target, address)}  ${numbers.join(' ')}  ${characters.join('')}`;
}

function codeText({ target, architecture, program }: Debuggee, address: bigint): string {
  const { instructions } = architecture;
  const instruction = target.instructionAt(address);
  if (instruction !== undefined) return instructions.disassemble(instruction, to => program.map.describe(to));
  const bytes = target.readMemory(address, instructions.alignment);
  if (bytes === undefined) return '--';
  return architecture.writeBits(
    bytes.reduceRight((value, byte) => value * 256 + byte, 0),
    bytes.length,
  );
}
