/** What assembling leaves beside the sources. */
import type { DialectOutputs, OutputFile, OutputKind } from '../dialect.ts';
import { createJob, moduleFrom } from './job.ts';
import { linkModules } from './link.ts';
import { Listing } from './listing.ts';
import type { CommonBlock, ObjectModule } from './object.ts';
import { isObject, writeLoadFile, writeObject } from './object-format.ts';

const object: OutputKind = {
  id: 'object',
  suffix: '.o',
  doc: 'a relocatable object of each file',
  usual: true,
};
const listing: OutputKind = {
  id: 'listing',
  suffix: '.l',
  doc: 'each line beside its address and bytes',
  usual: true,
  tellsErrors: true,
};
const symbols: OutputKind = { id: 'symbols', suffix: '.d', doc: 'the symbols of each file' };
const load: OutputKind = {
  id: 'load',
  suffix: '.load.o',
  doc: 'a load file of all files together',
  linked: true,
};

/** The object, the listing and the symbols of every source, and the load file of all files together. */
export const outputs: DialectOutputs = {
  kinds: [object, listing, symbols, load],
  make: (architecture, input, { pageLines } = {}) => {
    const job = createJob(architecture, input);
    const read = input.main.map(file => {
      const lines = new Listing();
      return { file, lines, module: moduleFrom(job, file, lines) };
    });
    const modules = read.map(({ module }) => module);
    const { program, start } = linkModules(modules, input, job.diagnostics);
    const [first] = input.main;
    return [
      // An object that was given is there already, and has no lines.
      ...read
        .filter(({ file }) => !isObject(input.files.get(file) ?? ''))
        .flatMap(({ file, lines, module }): readonly OutputFile[] => [
          { file, kind: object, text: writeObject(module) },
          { file, kind: listing, text: lines.print(job.diagnostics.all, pageLines) },
          { file, kind: symbols, text: symbolDump(module) },
        ]),
      ...(first === undefined
        ? []
        : [{ file: first, kind: load, text: writeLoadFile(program.sections, start) }]),
    ];
  },
};

const hex = (value: number): string => (value >>> 0).toString(16).toUpperCase().padStart(8, '0');

/** A line a name, in order: its value, `+` before one that is relocated, what it is, and of what it counts from. */
function symbolDump({ symbols, commons, externals }: ObjectModule): string {
  const rows: readonly (readonly [name: string, value: string, what: string])[] = [
    ...symbols.map(({ name, value: { base, offset }, kind, exported }) => {
      const from = base === undefined || base.kind === 'relocatable' ? '' : `, from ${base.name}`;
      const value = `${base === undefined ? ' ' : '+'}${hex(offset)}`;
      return [name, value, `${kind}${exported ? ', exported' : ''}${from}`] as const;
    }),
    ...commons.map(
      ({ name, size }: CommonBlock) => [name, ` ${hex(size)}`, 'common block, its size'] as const,
    ),
    ...externals.map(({ base }) => [base.name, '', 'external'] as const),
  ];
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value, what]) => `${name.padEnd(width)} ${value.padEnd(9)}  ${what}\n`)
    .join('');
}
