/** One translation unit as a relocatable object. */
import { sectionFlags, sectionTypes } from '../../elf/format.ts';
import type { ElfObject, ObjectRelocation, ObjectSection } from '../../elf/object.ts';
import type { NoValue } from '../../expression.ts';
import { paddingOf } from '../../image/encode.ts';
import type { Fragment } from '../../image/fragment.ts';
import { checkLayout, layOut, omitExcess, paddingTo } from '../../image/layout.ts';
import type { InputSection } from '../../image/section.ts';
import type { Origin } from '../../program.ts';
import { signedMove } from '../relocation.ts';
import type { AskedRelocation, Unit } from '../unit.ts';
import { encodeObjectFragment } from './encode.ts';
import { layoutScope, linearOf, objectScope } from './linear.ts';
import { madeSections } from './made-sections.ts';
import { type PendingRelocation, targetOf } from './relocate.ts';
import { type LateMapping, type ObjectSymbols, objectSymbols } from './symbols.ts';

/** Lays out the sections of a unit that has been read, each from 0, and makes its object. */
export function objectOf(unit: Unit): ElfObject {
  const { job, fragments } = unit;
  layOutUnit(unit);
  checkSymbols(unit);
  const bytes = new Map<InputSection, Uint8Array>();
  const pending = new Map<InputSection, PendingRelocation[]>();
  for (const section of unit.sections.all) {
    bytes.set(section, new Uint8Array(section.size));
    pending.set(section, []);
  }
  const { instructions } = job.architecture;
  const { diagnostics, incomplete } = job;
  const encoding = {
    instructions,
    diagnostics,
    layout: {
      ...{ instructions, diagnostics, incomplete, known: objectScope, linked: objectScope },
      codePadding: paddingOf(instructions),
      signedMove,
    },
    relocate: ({ chunk }: Fragment, relocation: PendingRelocation) => {
      pending.get(chunk.section)!.push(relocation);
    },
  };
  for (const fragment of fragments)
    encodeObjectFragment(fragment, bytes.get(fragment.chunk.section)!, encoding);

  for (const asked of unit.relocations) {
    const found = askedRelocation(asked);
    if ('problem' in found) diagnostics.error('bad-expression', found.message, asked.origin);
    else pending.get(asked.section)!.push(found);
  }
  const late = [...lateMappings(fragments, instructions.alignment), ...unit.sections.all.flatMap(endMapping)];
  for (const made of madeSections(unit, late)) {
    bytes.set(made.section, made.bytes);
    pending.set(made.section, [...made.relocations]);
  }

  const kept = new Set(
    [...pending.values()].flat().flatMap(({ symbol }) => (symbol === undefined ? [] : [symbol])),
  );
  const sections = unit.sections.all;
  const symbols = objectSymbols(unit, sections, kept, late);
  return {
    sections: sections.map(section => {
      const relocations = pending.get(section)!.map(found => numbered(found, symbols));
      return sectionOf(section, bytes.get(section)!, relocations, sections);
    }),
    symbols: symbols.symbols,
  };
}

/** Gives every fragment its offset; says what cannot be laid out. */
function layOutUnit({ job, fragments, sections }: Unit): void {
  const scope = layoutScope;
  // Not allocated: each begins at 0, whatever the others are.
  const groups = sections.all.map(section => ({
    ...{ name: section.name, inputs: [section], alignment: 1, alloc: false, address: 0n, size: 0 },
  }));
  let settled = layOut(groups, 0n, scope);
  const { bytes } = job.input.limits;
  for (const { origin } of omitExcess(fragments, bytes)) {
    const message = `the object would be larger than ${bytes} bytes; this is left out`;
    job.diagnostics.once('error', 'limit', `bytes of ${origin.span.file}`, message, origin);
    settled = false;
  }
  settled ||= layOut(groups, 0n, scope);
  const first = fragments[0];
  if (!settled && first !== undefined)
    job.diagnostics.error(
      'layout',
      'the sizes in this program depend on each other without end',
      first.origin,
    );
  checkLayout(fragments, scope, job.incomplete, job.diagnostics);
  // What is merged entry by entry consists of whole ones.
  for (const section of sections.all) {
    const { flags, entrySize } = section.kind;
    const isTable = (flags & sectionFlags.merge) !== 0 && (flags & sectionFlags.strings) === 0;
    if (isTable && entrySize > 1) section.size += paddingTo(section.size, entrySize);
  }
}

/** What an object says of its symbols must be numbers, or places in it. */
function checkSymbols({ symbols, sections, job, file }: Unit): void {
  const start: Origin = { span: { file, start: 0, end: 0 } };
  const { diagnostics, incomplete } = job;
  if (incomplete) return;
  for (const { name, size, sizedAt, definition } of symbols.entries) {
    if (size !== undefined && !isNumber(linearOf(size)))
      diagnostics.error('not-constant', `the size of ${name} is not a number`, sizedAt ?? start);
    if (definition?.as !== 'constant') continue;
    const value = linearOf(definition.value);
    if ('problem' in value) diagnostics.error('bad-expression', value.message, definition.origin);
    else if (value.minus !== undefined)
      diagnostics.error(
        'bad-expression',
        `the value of ${name} is not known before linking`,
        definition.origin,
      );
  }
  for (const { name, kind } of sections.all)
    if (kind.linkedTo !== undefined && !sections.all.some(section => section.name === kind.linkedTo))
      diagnostics.error(
        'bad-operand',
        `${name} is ordered with ${kind.linkedTo}, which is no section`,
        start,
      );
}

const isNumber = (value: ReturnType<typeof linearOf>): boolean =>
  !('problem' in value) && value.plus === undefined && value.minus === undefined;

/** What a directive asks for; symbols that no object keeps become their section. */
function askedRelocation({ section, place, type, value }: AskedRelocation): PendingRelocation | NoValue {
  const at = linearOf(place);
  if ('problem' in at) return at;
  if (at.minus !== undefined || (at.plus !== undefined && at.plus.section !== section))
    return {
      problem: 'not-constant',
      message: 'the place of a relocation is in the section that is written to',
    };
  const offset = Number(at.value) + (at.plus?.offset ?? 0);
  // One that fills in nothing may stand at the end.
  if (offset < 0 || offset + (type === 0 ? 0 : 1) > section.size)
    return {
      problem: 'not-constant',
      message: `the place of a relocation is in ${section.name}, not outside`,
    };
  const target = value === undefined ? { value: 0n } : linearOf(value);
  if ('problem' in target) return target;
  const { symbol } = target.plus ?? {};
  const isNamed = symbol !== undefined && !symbol.numeric && !symbol.name.startsWith('.L');
  return { offset, type, ...(isNamed ? { symbol, addend: target.value } : targetOf(target, false)) };
}

function numbered(
  { offset, type, symbol, section, addend }: PendingRelocation,
  numbers: ObjectSymbols,
): ObjectRelocation {
  const index =
    symbol === undefined ? section && numbers.indexOfSection.get(section) : numbers.indexOfSymbol.get(symbol);
  return { offset, type, addend: BigInt.asIntN(64, addend), ...(index !== undefined && { symbol: index }) };
}

function sectionOf(
  { name, kind, alignment, size }: InputSection,
  bytes: Uint8Array,
  relocations: readonly ObjectRelocation[],
  sections: readonly InputSection[],
): ObjectSection {
  const { type, flags, entrySize, group, linkedTo } = kind;
  const linked = linkedTo === undefined ? -1 : sections.findIndex(section => section.name === linkedTo);
  return {
    ...{ name, type, flags, entrySize, alignment, size, relocations },
    bytes: type === sectionTypes.nobits ? new Uint8Array(0) : bytes,
    ...(linked >= 0 && { linkedTo: linked }),
    ...(group && { group }),
  };
}

/** Padding before instructions that is no whole number of them is data. */
function lateMappings(fragments: readonly Fragment[], alignment: number): readonly LateMapping[] {
  return fragments.flatMap(({ content, statement, chunk, offset, size }): LateMapping[] => {
    const { section } = chunk;
    const pads =
      (content.is === 'data' && statement === undefined) ||
      (content.is === 'alignment' && (content.implied || content.fill === undefined) && section.flags.exec);
    const odd = pads ? size % alignment : 0;
    if (odd === 0) return [];
    return [
      { section, maps: 'data', offset },
      { section, maps: 'instructions', offset: offset + odd },
    ];
  });
}

/** Padding of code ends each subsection: where data stood last, instructions begin again behind the first. */
function endMapping(section: InputSection): readonly LateMapping[] {
  const first = [...section.chunks.values()].sort((a, b) => a.number - b.number)[0];
  const last = first?.fragments.at(-1);
  if (section.mapping !== 'data' || !section.flags.exec || last === undefined) return [];
  return [{ section, maps: 'instructions', offset: last.offset + last.size }];
}
