/** Lays out all units together and makes the program. */
import { definitionValues, hasValue, type NoValue, type Scope, type Value } from './expression.ts';
import { partOf, signedMove } from './gas/relocation.ts';
import type { Job, Unit } from './gas/unit.ts';
import { type Encoding, encodeFragment, paddingOf } from './image/encode.ts';
import type { Fragment, Place } from './image/fragment.ts';
import { checkLayout, layOut, omitExcess, type SectionGroup } from './image/layout.ts';
import type { InputSection } from './image/section.ts';
import type { ExternalSymbol, Origin, Program, ProgramSymbol, Section, Statement } from './program.ts';
import type { SymbolEntry } from './symbols.ts';

/** Bytes that the stub of an external symbol takes. */
const stubSize = 16n;

/** The base of every address: addresses of one program can be subtracted from each other. */
const image = Object.freeze({});

interface External {
  readonly name: string;
  readonly stub: bigint;
  readonly uses: Set<Origin>;
}

/** Lays out, encodes, and lists what the units made. */
export function link(job: Job, units: readonly Unit[]): Program {
  const groups = groupSections(units);
  const exported = exportedSymbols(units);
  const known = scopeOf(exported, (symbol, origin) => ({
    problem: symbol.placeholder ? 'not-given' : 'undefined',
    message: `${symbol.name} is not defined`,
    origin,
  }));
  const { diagnostics } = job;
  const fragments = units.flatMap(unit => unit.fragments);
  let settled = layOut(groups, job.input.loadAddress, known);
  for (const { origin } of omitExcess(fragments, job.input.limits.bytes)) {
    const message = `the image would be larger than ${job.input.limits.bytes} bytes; this is left out`;
    diagnostics.once('error', 'limit', `bytes of ${origin.span.file}`, message, origin);
    settled = false;
  }
  settled ||= layOut(groups, job.input.loadAddress, known);
  const first = fragments[0];
  if (!settled && first !== undefined)
    diagnostics.error('layout', 'the sizes in this program depend on each other without end', first.origin);
  checkLayout(fragments, known, job.incomplete, diagnostics);

  const externals = new Map<string, External>();
  const end = groups.reduce((last, group) => {
    const groupEnd = group.alloc ? group.address + BigInt(group.size) : 0n;
    return groupEnd > last ? groupEnd : last;
  }, job.input.loadAddress);
  const firstStub = end + ((stubSize - (end % stubSize)) % stubSize);
  const linked = scopeOf(exported, (symbol, origin) => {
    let external = externals.get(symbol.name);
    if (external === undefined) {
      external = { name: symbol.name, stub: firstStub + stubSize * BigInt(externals.size), uses: new Set() };
      externals.set(symbol.name, external);
    }
    external.uses.add(origin);
    return { value: external.stub, base: image, uncertain: true };
  });
  const encoding: Encoding = {
    instructions: job.architecture.instructions,
    diagnostics,
    known,
    linked,
    incomplete: job.incomplete,
    codePadding: paddingOf(job.architecture.instructions),
    signedMove,
  };
  const contents = new Map<InputSection, Uint8Array>();
  for (const fragment of fragments) {
    const { section } = fragment.chunk;
    let bytes = contents.get(section);
    if (bytes === undefined) contents.set(section, (bytes = new Uint8Array(section.size)));
    encodeFragment(fragment, bytes, encoding);
  }
  const sections = groups
    .filter(group => group.size > 0 || group.alloc)
    .map(group => sectionOf(group, contents));
  const symbols = units.flatMap(unit => symbolsOf(unit, linked));
  return {
    sections,
    symbols,
    externals: [...externals.values()].map(
      (external): ExternalSymbol => ({ ...external, uses: [...external.uses] }),
    ),
    statements: statementsOf(fragments),
    entry: entryOf(job, symbols, sections),
  };
}

/** What the statements of laid-out fragments made, in their order. */
export const statementsOf = (fragments: readonly Fragment[]): readonly Statement[] =>
  fragments.map(statementOf).filter(statement => statement !== undefined);

function statementOf(fragment: Fragment): Statement | undefined {
  const { statement, content, origin, chunk, offset, size, uncertain } = fragment;
  if (statement === undefined) return undefined;
  const { kind, name } = statement;
  const section = chunk.section.name;
  const address = chunk.section.address + BigInt(offset);
  const made: Statement = { kind, name, origin, section, address, size, uncertain };
  return content.is === 'alignment' ? { ...made, alignment: content.alignment } : made;
}

const noSuchLabel = ({ name }: SymbolEntry, origin: Origin): NoValue => ({
  problem: 'not-known',
  message: `no label ${name}: comes after this`,
  origin,
});

/** Sections in the order in which a default linker script puts them. */
const ranks: readonly ((section: InputSection) => boolean)[] = [
  section => section.flags.exec && /^\.text(\.|$)/.test(section.name),
  section => section.flags.exec,
  section => !section.flags.write && /^\.rodata(\.|$)/.test(section.name),
  section => !section.flags.write,
  section => !section.noBits && /^\.data(\.|$)/.test(section.name),
  section => !section.noBits,
];

function rankOf(section: InputSection): number {
  if (!section.flags.alloc) return ranks.length + 1;
  const rank = ranks.findIndex(belongs => belongs(section));
  return rank < 0 ? ranks.length : rank;
}

function groupSections(units: readonly Unit[]): readonly SectionGroup[] {
  const byName = new Map<string, InputSection[]>();
  for (const section of units.flatMap(unit => unit.sections.all)) {
    if (
      section.chunks.size === 0 ||
      [...section.chunks.values()].every(chunk => chunk.fragments.length === 0)
    )
      continue;
    const same = byName.get(section.name);
    if (same === undefined) byName.set(section.name, [section]);
    else same.push(section);
  }
  return [...byName]
    .sort(([, a], [, b]) => rankOf(a[0]!) - rankOf(b[0]!))
    .map(([name, inputs]) => ({
      name,
      inputs,
      alignment: Math.max(...inputs.map(section => section.alignment)),
      alloc: inputs[0]!.flags.alloc,
      address: 0n,
      size: 0,
    }));
}

/** Definitions that other units see. */
export function exportedSymbols(units: readonly Unit[]): ReadonlyMap<string, SymbolEntry> {
  const exported = new Map<string, SymbolEntry>();
  for (const unit of units)
    for (const entry of unit.symbols.entries) {
      if (entry.definition === undefined || entry.binding === undefined || entry.binding === 'local')
        continue;
      const other = exported.get(entry.name);
      if (other === undefined || other.binding === 'weak') exported.set(entry.name, entry);
    }
  return exported;
}

/** Values of names and places once sections have their addresses. */
export function scopeOf(
  exported: ReadonlyMap<string, SymbolEntry>,
  undefinedSymbol: (symbol: SymbolEntry, origin: Origin) => Value | NoValue,
): Scope {
  const defined = definitionValues();
  const scope: Scope = {
    place: ({ fragment, delta }: Place) =>
      fragment === undefined
        ? { problem: 'not-known', message: 'this literal has no place' }
        : { value: fragment.chunk.section.address + BigInt(fragment.offset + delta), base: image },
    part: partOf,
    symbol: (symbol, origin, depth) => {
      const definition = (symbol.definition ? symbol : exported.get(symbol.name))?.definition;
      if (definition === undefined)
        return symbol.numeric ? noSuchLabel(symbol, origin) : undefinedSymbol(symbol, origin);
      if (definition.as === 'label') return scope.place(definition.place);
      return defined(symbol, definition.value, { scope, origin, depth });
    },
  };
  return scope;
}

function sectionOf(group: SectionGroup, contents: ReadonlyMap<InputSection, Uint8Array>): Section {
  const bytes = new Uint8Array(group.size);
  for (const section of group.inputs)
    bytes.set(contents.get(section) ?? new Uint8Array(0), Number(section.address - group.address));
  const { name, alignment, address } = group;
  return { name, flags: group.inputs[0]!.flags, alignment, address, bytes };
}

/** The symbols that a unit defines, with their addresses. */
export function symbolsOf(unit: Unit, scope: Scope): readonly ProgramSymbol[] {
  return unit.symbols.entries.flatMap((entry): ProgramSymbol[] => {
    const { definition, name, binding = 'local', type: elfType } = entry;
    const type = elfType === 'indirect-function' ? 'function' : elfType;
    if (definition === undefined) return [];
    const value = scope.symbol(entry, definition.origin, 0);
    if (!hasValue(value)) return [];
    const section =
      definition.as === 'label' ? { section: definition.place.fragment!.chunk.section.name } : {};
    const kind = definition.as === 'label' ? 'label' : 'constant';
    return [
      {
        name,
        value: value.value,
        ...section,
        origin: definition.origin,
        binding,
        ...((type === 'function' || type === 'object') && { type }),
        kind,
      },
    ];
  });
}

function entryOf(job: Job, symbols: readonly ProgramSymbol[], sections: readonly Section[]): bigint {
  const start = symbols.find(symbol => symbol.name === '_start');
  const code = sections.find(section => section.flags.exec && section.bytes.length > 0);
  return start?.value ?? code?.address ?? job.input.loadAddress;
}
