/**
 * Mapping symbols `$x` and `$d` (ELF for the Arm 64-bit Architecture, 5.5.4): where instructions and where data
 * begin. Made where GNU as makes them, so that the symbol tables agree.
 */
import type { Fragment } from '../image/fragment.ts';
import type { Unit } from './unit.ts';

type Maps = 'instructions' | 'data';

/** Notes what a fragment that has just been written begins, when its section held something else before. */
export function noteMapping(unit: Unit, fragment: Fragment): void {
  const { content, chunk, statement } = fragment;
  switch (content.is) {
    case 'encoded':
    case 'instruction':
      noteInstructions(unit, fragment);
      return;
    case 'data':
      if (statement === undefined || statement.kind === 'instruction' || statement.kind === 'unknown')
        noteInstructions(unit, fragment);
      else noteData(unit, fragment);
      return;
    case 'alignment':
      if (content.alignment > 1)
        note(unit, fragment, chunk.section.flags.exec ? 'instructions' : 'data', unit.symbols.entries.length);
      return;
    case 'leb':
      noteData(unit, fragment);
      return;
    case 'fill':
      noteData(unit, fragment);
      if (content.count.op === 'number' && content.count.value > 0n)
        note(unit, fragment, 'data', unit.symbols.entries.length);
      return;
    default:
      return;
  }
}

/** A section without code that begins with data and never has anything else has no symbol. */
function noteData(unit: Unit, fragment: Fragment): void {
  const { section } = fragment.chunk;
  if (section.mapping !== undefined || section.flags.exec) note(unit, fragment, 'data', unit.symbolsBefore);
}

function noteInstructions(unit: Unit, fragment: Fragment): void {
  const { section, fragments } = fragment.chunk;
  if (section.mapping === 'instructions') return;
  const first = section.chunks.values().next().value?.fragments[0] ?? fragment;
  const isFirst = fragments.every(other => other === fragment || other.content.is === 'mark');
  if (section.mapping === undefined && !isFirst) mark(unit, first, 'data', unit.symbolsBefore);
  note(unit, fragment, 'instructions', unit.symbolsBefore);
}

/** `after`: how many symbols of the author's the symbol comes after. */
function note(unit: Unit, fragment: Fragment, maps: Maps, after: number): void {
  const { section } = fragment.chunk;
  if (section.mapping === maps) return;
  section.mapping = maps;
  mark(unit, fragment, maps, after);
}

function mark(unit: Unit, fragment: Fragment, maps: Maps, after: number): void {
  unit.marks.push({ is: 'mapping', maps, fragment, after });
}
