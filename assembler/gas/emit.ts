/** Writing fragments into the current section, and defining symbols there. */
import { number, type Term } from '../expression.ts';
import type { Content, Fragment, Place } from '../image/fragment.ts';
import { paddingTo } from '../image/layout.ts';
import type { Chunk } from '../image/section.ts';
import type { Origin, Statement } from '../program.ts';
import type { SymbolEntry } from '../symbols.ts';
import type { Location } from './line-table.ts';
import { noteMapping } from './mapping.ts';
import type { Unit } from './unit.ts';

export interface Emission {
  readonly content: Content;
  /** Bytes; absent when only layout can tell. */
  readonly size?: number;
  readonly origin: Origin;
  readonly statement?: { readonly kind: Statement['kind']; readonly name: string };
  readonly uncertain?: boolean;
}

/** Appends a fragment to the current subsection. */
export function emit(unit: Unit, emission: Emission, chunk: Chunk = unit.sections.current): Fragment {
  const { content, size, origin, statement, uncertain = false } = emission;
  const { run, offset, section } = chunk;
  const fragment: Fragment = {
    content,
    chunk,
    run,
    offset,
    size: size ?? 0,
    origin,
    statement,
    uncertain,
    omitted: false,
  };
  checkStore(unit, fragment);
  if (section.isAbsolute === true) {
    advance(unit, fragment);
    return fragment;
  }
  chunk.fragments.push(fragment);
  unit.fragments.push(fragment);
  noteMapping(unit, fragment);
  if (unit.lines.pending !== undefined) noteLocation(unit, fragment, unit.lines.pending);
  chunk.offset += fragment.size;
  if (size === undefined) {
    chunk.run = { section, alignment: content.is === 'alignment' ? content.alignment : 1 };
    chunk.offset = 0;
  }
  return fragment;
}

/** An instruction takes the location that waits for it. */
function noteLocation({ lines }: Unit, fragment: Fragment, location: Location): void {
  const { content, statement } = fragment;
  if (content.is !== 'encoded' && content.is !== 'instruction' && statement?.kind !== 'instruction') return;
  lines.rows.push({ fragment, location });
  lines.pending = undefined;
}

/** Where no bytes are kept, only zeros can be written. */
function checkStore({ job }: Unit, { content, chunk, origin }: Fragment): void {
  const { section } = chunk;
  if (!section.noBits && section.isAbsolute !== true) return;
  const isZero = (term: Term): boolean => term.op === 'number' && term.value === 0n;
  const holdsZeros =
    content.is !== 'data' ||
    (content.bytes.every(byte => byte === 0) && content.data.every(({ value }) => isZero(value)));
  if (holdsZeros) return;
  const where =
    section.isAbsolute === true
      ? 'where .struct gives offsets'
      : `in ${section.name}, which has no bytes in a file`;
  job.diagnostics.error('no-bits', `only zeros can stand here, ${where}`, origin);
}

/** Where offsets are plain numbers, only they go on. */
function advance({ job }: Unit, { content, chunk, size, origin }: Fragment): void {
  if (content.is === 'instruction' || content.is === 'encoded')
    job.diagnostics.error('absolute-section', 'no code can stand here, where .struct gives offsets', origin);
  chunk.offset += content.is === 'alignment' ? paddingTo(chunk.offset, content.alignment) : size;
}

/** The offset of the next byte where offsets are plain numbers (`.struct`); undefined in sections. */
export function absoluteOffset({ sections }: Unit): bigint | undefined {
  const { section, offset } = sections.current;
  return section.isAbsolute === true ? BigInt(offset) : undefined;
}

/** The place where the next byte will stand. */
export function here(unit: Unit, origin: Origin): Place {
  const last = unit.sections.current.fragments.at(-1);
  const fragment =
    last?.content.is === 'mark' ? last : emit(unit, { content: { is: 'mark' }, size: 0, origin });
  return { fragment, delta: 0 };
}

/** Defines a label at the current place; one that is there already is an error, and the first stays. */
export function defineLabel(unit: Unit, symbol: SymbolEntry, origin: Origin): void {
  const { definition } = symbol;
  if (definition !== undefined) {
    const related = [{ span: definition.origin.span, message: `${symbol.name} is first defined here` }];
    unit.job.diagnostics.error('duplicate-symbol', `${symbol.name} is already defined`, origin, related);
    return;
  }
  const offset = absoluteOffset(unit);
  symbol.definition =
    offset === undefined
      ? { as: 'label', place: here(unit, origin), origin }
      : { as: 'constant', value: number(offset), origin };
}

/** Raises the current section's alignment to at least this many bytes. */
export function alignSection(unit: Unit, alignment: number, chunk: Chunk = unit.sections.current): void {
  chunk.section.alignment = Math.max(chunk.section.alignment, alignment);
}

/** Code behind data begins at its alignment: GNU as pads with zeros before an instruction that does not. */
export function padInstruction(unit: Unit, origin: Origin): void {
  const { alignment } = unit.job.architecture.instructions;
  alignSection(unit, alignment);
  const { section, run, offset } = unit.sections.current;
  if (!section.flags.exec || section.mapping === 'instructions') return;
  if (run.alignment >= alignment) {
    const padding = paddingTo(offset, alignment);
    const content = { is: 'data', bytes: new Uint8Array(padding), data: [] } as const;
    if (padding !== 0) emit(unit, { content, size: padding, origin });
  } else if (offset > 0 || unit.sections.current.fragments.length > 0) {
    const fill = { value: 0n, size: 1 } as const;
    emit(unit, { content: { is: 'alignment', alignment, fill, implied: true }, origin });
  }
}
