/** `ventry asm`: the bytes of a program, as they lie in memory. */
import { writeFile } from 'node:fs/promises';
import type { Program } from '../assembler/program.ts';
import type { Command } from './command.ts';
import { UsageError } from './options.ts';
import { assembleForUse, sourceOptions } from './sources.ts';

/** Most bytes between the first and the last section: more is a mistake in the addresses. */
const imageLimit = 1n << 30n;

/** The image from the lowest address of an allocated section to the highest, gaps filled with zeros. */
export function imageOf(program: Program): { readonly address: bigint; readonly bytes: Uint8Array } {
  const sections = program.sections
    .filter(({ flags, bytes }) => flags.alloc && bytes.length > 0)
    .toSorted((a, b) => (a.address < b.address ? -1 : 1));
  const address = sections[0]?.address ?? 0n;
  const last = sections.at(-1);
  const length = last === undefined ? 0n : last.address + BigInt(last.bytes.length) - address;
  if (length > imageLimit) throw new UsageError(`the sections are 0x${length.toString(16)} bytes apart`);
  const bytes = new Uint8Array(Number(length));
  for (const section of sections) bytes.set(section.bytes, Number(section.address - address));
  return { address, bytes };
}

export const asm: Command = {
  name: 'asm',
  usage: 'FILE… -o OUT [options]',
  summary: 'Assemble files together, in order, and write the bytes of the image from its lowest section on.',
  options: {
    output: { short: 'o', value: 'OUT', doc: 'Where to write the image.' },
    ...sourceOptions,
  },
  notes: 'Exit code: 0 written, 1 the source has errors and nothing was written, 2 could not run.',
  run: async (given, terminal) => {
    const output = given.value('output');
    if (output === undefined) throw new UsageError('asm needs -o OUT');
    const assembled = await assembleForUse(given, terminal);
    if (assembled === undefined) return 1;
    const { program } = assembled.result;
    if (program.externals.length > 0) {
      const names = program.externals.map(({ name }) => name).join(', ');
      terminal.err(`ventry: defined nowhere, so that no image can be made: ${names}\n`);
      return 1;
    }
    const { address, bytes } = imageOf(program);
    try {
      await writeFile(output, bytes);
    } catch (error) {
      throw new UsageError(`cannot write ${output}: ${(error as Error).message}`);
    }
    terminal.err(`${output}: ${bytes.length} bytes from 0x${address.toString(16)}\n`);
    return 0;
  },
};
