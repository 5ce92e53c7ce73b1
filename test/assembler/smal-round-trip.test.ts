/** Every instruction, disassembled, assembles to the same bytes. */
import { expect, test } from 'vitest';
import { hawk } from '../../isa/hawk/architecture.ts';
import { messagesOf, smalText } from './smal-assemble.ts';

const { instructions } = hawk;

/** The disassembly of every first halfword, with a second one where the instruction is long. */
function everyInstruction(address: bigint): readonly { readonly text: string; readonly bytes: number[] }[] {
  const found: { text: string; bytes: number[] }[] = [];
  let at = address;
  for (let first = 0; first < 0x1_0000; first++) {
    const second = Math.imul(first, 0x9e37) & 0xffff;
    const instruction = instructions.decode(second * 0x1_0000 + first, at);
    if (instruction === undefined) continue;
    const { bits, length } = instruction;
    const bytes = Array.from({ length }, (_, index) => (bits >>> (8 * index)) & 0xff);
    found.push({ text: instructions.disassemble(instruction), bytes });
    at += BigInt(length);
  }
  return found;
}

test('all first halfwords', () => {
  const address = 0x10_0000;
  const all = everyInstruction(BigInt(address));
  expect(all.length).toBeGreaterThan(40_000);
  const source = ` USE "hawk.h"\n. = #${address.toString(16)}\n${all.map(({ text }) => ` ${text}\n`).join('')}`;
  const result = smalText(source);
  expect(messagesOf(result)).toEqual([]);
  const [section] = result.program.sections;
  const wrong = all.flatMap(({ text, bytes }, index) => {
    const statement = result.program.statements[index + 1]!;
    const from = Number(statement.address) - address;
    const made = [...section!.bytes.subarray(from, from + statement.size)];
    return made.join() === bytes.join() ? [] : [`${text}: ${made} instead of ${bytes}`];
  });
  expect(wrong).toEqual([]);
});
