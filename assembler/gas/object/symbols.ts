/** The symbol table of an object, with what GNU as puts into it and in its order. */
import { sectionFlags } from '../../elf/format.ts';
import type { ObjectSymbol } from '../../elf/object.ts';
import type { InputSection } from '../../image/section.ts';
import type { SymbolEntry } from '../../symbols.ts';
import type { Mark, Unit } from '../unit.ts';
import { type Linear, linearOf } from './linear.ts';

/** Where mapping symbols begin that alignment makes: they stand at the end of the table. */
export interface LateMapping {
  readonly section: InputSection;
  readonly maps: 'instructions' | 'data';
  readonly offset: number;
}

export interface ObjectSymbols {
  readonly symbols: readonly ObjectSymbol[];
  readonly indexOfSymbol: ReadonlyMap<SymbolEntry, number>;
  readonly indexOfSection: ReadonlyMap<InputSection, number>;
}

interface Pending {
  readonly symbol: ObjectSymbol;
  readonly entries: readonly SymbolEntry[];
  readonly section?: InputSection;
}

/** `kept`: symbols that relocations name. `sections`: those of the object, by their indices. */
export function objectSymbols(
  unit: Unit,
  sections: readonly InputSection[],
  kept: ReadonlySet<SymbolEntry>,
  late: readonly LateMapping[],
): ObjectSymbols {
  const indices = new Map(sections.map((section, index) => [section, index]));
  const pending: Pending[] = [];
  const mappings = mappingSymbols(unit.marks, late, indices);
  const { entries } = unit.symbols;
  const named = new Set<InputSection>();
  const nameSection = (section: InputSection): void => {
    if (!named.has(section)) pending.push(sectionSymbol(section, indices));
    named.add(section);
  };
  let mark = 0;
  const marksUntil = (count: number): void => {
    for (; mark < unit.marks.length && unit.marks[mark]!.after <= count; mark++) {
      const found = unit.marks[mark]!;
      if (found.is === 'section') {
        if (!isOwn(found.section)) nameSection(found.section);
      } else pending.push(...(mappings.get(found) ?? []));
    }
  };
  const redefined = instancesOf(entries);
  for (const [at, entry] of entries.entries()) {
    marksUntil(at);
    const instances = redefined.get(entry);
    if (instances === undefined) continue;
    if (entry.ofSection) nameSection(entry.ofSection);
    if (isLocalLabel(instances.at(-1)!)) continue;
    const symbol = symbolOf(instances.at(-1)!, instances, indices, kept);
    if (symbol !== undefined) pending.push({ symbol, entries: instances });
  }
  marksUntil(Infinity);
  const bySection = late.toSorted(
    (a, b) => indices.get(a.section)! - indices.get(b.section)! || a.offset - b.offset,
  );
  for (const mapping of bySection) pending.push(...(mappings.get(mapping) ?? []));
  const own = sections
    .filter(isOwn)
    .sort((a, b) => ownSections.indexOf(a.name) - ownSections.indexOf(b.name));
  for (const section of own) pending.push(sectionSymbol(section, indices));
  for (const instances of redefined.values())
    for (const name of instances.at(-1)!.versions ?? []) {
      const symbol = symbolOf(instances.at(-1)!, instances, indices, kept);
      if (symbol !== undefined && symbol.section !== 'undefined' && !name.includes('@@@'))
        pending.push({ symbol: { ...symbol, name }, entries: [] });
    }
  // Labels that are no symbols become some when a relocation needs them.
  for (const entry of kept) {
    const symbol = isLocalLabel(entry) ? symbolOf(entry, [entry], indices, kept) : undefined;
    if (symbol !== undefined) pending.push({ symbol, entries: [entry] });
  }
  // The signature of a group that is the name of nothing else.
  const names = new Set(pending.map(({ symbol }) => symbol.name));
  const signatures = new Set(
    sections.flatMap(({ kind: { group } }) => (group === undefined ? [] : [group.name])),
  );
  for (const name of signatures)
    if (!names.has(name)) pending.push({ symbol: localSymbol(name, 0n, 'group'), entries: [] });
  return numbered(pending, unit.fileName);
}

/** A label that no object has when nothing needs it. */
const isLocalLabel = ({ numeric, name, binding, definition }: SymbolEntry): boolean =>
  numeric !== undefined || (name.startsWith('.L') && binding === undefined && definition?.as !== 'constant');

/** Sections that directives make for their own use come after all others. */
const isOwn = ({ name }: InputSection): boolean => ownSections.indexOf(name) >= 0;
const ownSections = ['.eh_frame', '.debug_frame', '.comment', '.note'];

/** Instances of names that `.set` redefined, under the first of each: the object has one symbol for them. */
function instancesOf(entries: readonly SymbolEntry[]): ReadonlyMap<SymbolEntry, readonly SymbolEntry[]> {
  const byName = new Map<string, SymbolEntry[]>();
  const first = new Map<SymbolEntry, readonly SymbolEntry[]>();
  for (const entry of entries) {
    const same = entry.numeric ? undefined : byName.get(entry.name);
    if (same !== undefined) {
      same.push(entry);
      continue;
    }
    const instances = [entry];
    byName.set(entry.name, instances);
    first.set(entry, instances);
  }
  return first;
}

function numbered(pending: readonly Pending[], fileName: string | undefined): ObjectSymbols {
  const file: Pending[] =
    fileName === undefined
      ? []
      : [{ symbol: { ...localSymbol(fileName, 0n, 'absolute'), type: 'file' }, entries: [] }];
  const isLocal = ({ symbol }: Pending): boolean => symbol.binding === 'local';
  const ordered = [...file, ...pending.filter(isLocal), ...pending.filter(found => !isLocal(found))];
  const indexOfSymbol = new Map<SymbolEntry, number>();
  const indexOfSection = new Map<InputSection, number>();
  for (const [index, { entries, section }] of ordered.entries()) {
    for (const entry of entries) indexOfSymbol.set(entry, index);
    if (section !== undefined) indexOfSection.set(section, index);
  }
  return { symbols: ordered.map(({ symbol }) => symbol), indexOfSymbol, indexOfSection };
}

const isThreadLocal = ({ kind }: InputSection): boolean => (kind.flags & sectionFlags.tls) !== 0;

const localSymbol = (name: string, value: bigint, section: ObjectSymbol['section']): ObjectSymbol => ({
  ...{ name, value, section, size: 0n, binding: 'local', type: 'none', visibility: 'default' },
});

const sectionSymbol = (section: InputSection, indices: ReadonlyMap<InputSection, number>): Pending => ({
  symbol: { ...localSymbol(section.name, 0n, indices.get(section)!), type: 'section' },
  entries: [],
  section,
});

/** Of several marks at one place the last tells what follows; at the end of a section nothing does. */
function mappingSymbols(
  marks: readonly Mark[],
  late: readonly LateMapping[],
  indices: ReadonlyMap<InputSection, number>,
): ReadonlyMap<Mark | LateMapping, readonly Pending[]> {
  const last = new Map<string, Mark | LateMapping>();
  const placed: {
    readonly key: Mark | LateMapping;
    readonly section: InputSection;
    readonly offset: number;
  }[] = [];
  const takeLate = (maps: LateMapping['maps']): void => {
    for (const mapping of late) if (mapping.maps === maps) placed.push({ key: mapping, ...mapping });
  };
  // What follows padding says itself what it is, but the padding does not.
  takeLate('instructions');
  for (const mark of marks)
    if (mark.is === 'mapping')
      placed.push({ key: mark, section: mark.fragment.chunk.section, offset: mark.fragment.offset });
  takeLate('data');
  const keyOf = (section: InputSection, offset: number): string => `${indices.get(section)} ${offset}`;
  for (const { key, section, offset } of placed)
    if (offset < section.size) last.set(keyOf(section, offset), key);
  return new Map(
    placed.flatMap(({ key, section, offset }) => {
      if (last.get(keyOf(section, offset)) !== key || !('maps' in key)) return [];
      const name = key.maps === 'data' ? '$d' : '$x';
      const symbol = localSymbol(name, BigInt(offset), indices.get(section)!);
      return [
        [
          key,
          [{ symbol: isThreadLocal(section) ? { ...symbol, type: 'tls' } : symbol, entries: [] }],
        ] as const,
      ];
    }),
  );
}

/** A symbol of the author's; undefined when the object does not have it. */
function symbolOf(
  entry: SymbolEntry,
  instances: readonly SymbolEntry[],
  indices: ReadonlyMap<InputSection, number>,
  kept: ReadonlySet<SymbolEntry>,
): ObjectSymbol | undefined {
  const { name, type = 'none', visibility = 'default', definition, unique } = entry;
  if (entry.weakReferenceTo !== undefined || entry.ofSection) return undefined;
  const size = sizeOf(entry);
  const described = { name, size, type, visibility, ...(unique && { unique }) };
  if (definition === undefined) {
    if (entry.common !== undefined)
      return {
        ...described,
        ...{
          binding: 'global',
          section: 'common',
          value: BigInt(entry.common.alignment),
          size: entry.common.size,
        },
      };
    const binding = undefinedBinding(entry, kept);
    const versioned = entry.versions?.[0]?.replace('@@@', '@') ?? name;
    return binding && { ...described, name: versioned, binding, section: 'undefined', value: 0n };
  }
  const isKept = instances.some(instance => kept.has(instance));
  const binding = entry.binding ?? (unique ? 'global' : 'local');
  if (binding === 'local' && !isKept && (entry.numeric || name.startsWith('.L'))) return undefined;
  const place = placeOf(entry);
  if (place === undefined) return undefined;
  const { section, value } = place;
  // A numeric label that must be kept has the name that no author can write.
  const renamed =
    entry.numeric === undefined
      ? entry.versions?.find(version => version.includes('@@@'))?.replace('@@@', '@@')
      : `.L${name}\x02${entry.numeric}`;
  return {
    ...described,
    ...(renamed !== undefined && { name: renamed }),
    binding,
    ...(section !== undefined && isThreadLocal(section) && { type: 'tls' }),
    section: section === undefined ? 'absolute' : indices.get(section)!,
    value,
  };
}

/** What an undefined symbol is to the linker; undefined when nothing asks for it. */
function undefinedBinding(entry: SymbolEntry, kept: ReadonlySet<SymbolEntry>): 'global' | 'weak' | undefined {
  if (entry.numeric || entry.placeholder) return undefined;
  if (entry.binding === 'weak') return kept.has(entry) || entry.uses.length > 0 ? 'weak' : undefined;
  if (entry.declared || entry.uses.length > 0) return 'global';
  // Only other names for it that need not be defined are used.
  return kept.has(entry) ? 'weak' : undefined;
}

function placeOf(
  entry: SymbolEntry,
): { readonly section?: InputSection; readonly value: bigint } | undefined {
  const { definition } = entry;
  if (definition?.as === 'label') {
    const { fragment, delta } = definition.place;
    return { section: fragment!.chunk.section, value: BigInt(fragment!.offset + delta) };
  }
  const linear = definition && linearOf(definition.value);
  if (linear === undefined || 'problem' in linear || linear.minus !== undefined) return undefined;
  const { plus, value } = linear;
  if (plus === undefined) return { value: BigInt.asUintN(64, value) };
  return plus.section && { section: plus.section, value: value + BigInt(plus.offset) };
}

function sizeOf({ size }: SymbolEntry): bigint {
  const linear: Linear | undefined = size === undefined ? undefined : numberOf(linearOf(size));
  return linear === undefined ? 0n : BigInt.asUintN(64, linear.value);
}

const numberOf = (linear: ReturnType<typeof linearOf>): Linear | undefined =>
  'problem' in linear || linear.plus !== undefined || linear.minus !== undefined ? undefined : linear;
