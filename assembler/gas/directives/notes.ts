/** Directives that leave notes in the object: versions of what made it. */
import { sectionFlags, sectionTypes } from '../../elf/format.ts';
import { chunkOf } from '../../image/section.ts';
import { alignSection, emit } from '../emit.ts';
import { takeString } from '../strings.ts';
import { type DirectiveCall, type DirectiveHandler, type DirectiveTable, expectEnd } from './directive.ts';

function takeText({ unit, cursor, origin, name }: DirectiveCall): Uint8Array | undefined {
  if (cursor.skipBlanks().char === '"') return Uint8Array.from(takeString(unit, cursor));
  unit.job.diagnostics.error('bad-operand', `${name} takes a text in quotes`, origin);
  return undefined;
}

function emitInto(
  { unit, origin, name }: DirectiveCall,
  section: Parameters<DirectiveCall['unit']['sections']['section']>,
  pieces: readonly Uint8Array[],
): void {
  const chunk = chunkOf(unit.sections.section(...section), 0);
  for (const bytes of pieces)
    emit(
      unit,
      {
        content: { is: 'data', bytes, data: [] },
        size: bytes.length,
        origin,
        statement: { kind: 'data', name },
      },
      chunk,
    );
}

const terminated = (text: Uint8Array): Uint8Array => Uint8Array.of(...text, 0);

/** `.ident "text"`: into `.comment`, where the linker merges equal ones. */
const ident: DirectiveHandler = call => {
  const text = takeText(call);
  if (text === undefined) return;
  expectEnd(call);
  const { unit } = call;
  const kind = {
    type: sectionTypes.progbits,
    flags: sectionFlags.merge + sectionFlags.strings,
    entrySize: 1,
  };
  const isFirst = unit.sections.find('.comment') === undefined;
  emitInto(call, ['.comment', kind], [...(isFirst ? [Uint8Array.of(0)] : []), terminated(text)]);
};

/** `.version "text"`: a note of type 1 whose name it is. */
const version: DirectiveHandler = call => {
  const text = takeText(call);
  if (text === undefined) return;
  expectEnd(call);
  const name = terminated(text);
  const header = new Uint8Array(12);
  new DataView(header.buffer).setUint32(0, name.length, true);
  new DataView(header.buffer).setUint32(8, 1, true);
  const { unit } = call;
  const kind = { type: sectionTypes.note, flags: 0, entrySize: 0 };
  const padding = new Uint8Array((4 - (name.length % 4)) % 4);
  emitInto(call, ['.note', kind], [header, name, padding]);
  alignSection(unit, 4, chunkOf(unit.sections.section('.note'), 0));
};

export const noteDirectives: DirectiveTable = { ident, version };
