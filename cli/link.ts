/** `ventry link`: sources and objects to a program that machines load. */
import { writeFile } from 'node:fs/promises';
import { writeExecutable } from '../assembler/elf/write-executable.ts';
import type { Command } from './command.ts';
import { imageOf } from './image.ts';
import { choiceOption, UsageError } from './options.ts';
import { assembleForUse, sourceOptions } from './sources.ts';

export const link: Command = {
  name: 'link',
  usage: 'FILE… -o OUT [-T SCRIPT] [options]',
  summary:
    'Assemble sources, link them with each other and with objects (.o), and write the program: an ELF executable,\n' +
    'or with --format binary, or an OUT that ends in .bin or .img, the bytes from the lowest load address on.',
  options: {
    output: { short: 'o', value: 'OUT', doc: 'Where to write the program.' },
    format: { value: 'elf|binary', doc: 'What to write, when the name of OUT does not say it.' },
    ...sourceOptions,
  },
  notes:
    'Scripts know SECTIONS, MEMORY, REGION_ALIAS, ENTRY, PROVIDE, ASSERT, KEEP, SORT, EXCLUDE_FILE, /DISCARD/, AT,\n' +
    'ALIGN, SUBALIGN and the functions of expressions; INCLUDE, INPUT, OVERLAY and INSERT are refused. Strings that\n' +
    'could be merged stay apart, and a program with thread-local storage or a table of global offsets is refused.\n\n' +
    'Exit code: 0 written, 1 the program has errors and nothing was written, 2 could not run.',
  run: async (given, terminal) => {
    const output = given.value('output');
    if (output === undefined) throw new UsageError('link needs -o OUT');
    const format = choiceOption(given, 'format', ['elf', 'binary']);
    const isBinary = format === undefined ? /\.(?:bin|img)$/i.test(output) : format === 'binary';
    const assembled = await assembleForUse(given, terminal);
    if (assembled === undefined) return 1;
    const { program } = assembled.result;
    if (program.externals.length > 0) {
      const names = program.externals.map(({ name }) => name).join(', ');
      terminal.err(`ventry: defined nowhere, so that no program can be made: ${names}\n`);
      return 1;
    }
    if (given.files.includes(output))
      throw new UsageError(`${output} would be written over, and it is a source`);
    const { address, bytes } = imageOf(program);
    try {
      await writeFile(output, isBinary ? bytes : writeExecutable(program));
    } catch (error) {
      throw new UsageError(`cannot write ${output}: ${(error as Error).message}`);
    }
    terminal.err(`${output}: ${bytes.length} bytes from 0x${address.toString(16)}\n`);
    return 0;
  },
};
