/** What is done to the sections of a unit when all of it has been read. */
import type { Fragment } from '../image/fragment.ts';
import type { InputSection } from '../image/section.ts';
import type { Origin } from '../program.ts';
import type { Unit } from './unit.ts';

export function endSections(unit: Unit): void {
  for (const section of unit.sections.all) nameStart(unit, section);
}

/** What is named like a section, and defined nowhere, is the start of the section. */
function nameStart(unit: Unit, section: InputSection): void {
  const symbol = unit.symbols.lookup(section.name);
  if (symbol === undefined || symbol.definition !== undefined || symbol.common !== undefined) return;
  const origin = symbol.uses[0] ?? { span: { file: unit.file, start: 0, end: 0 } };
  const fragment = startOf(unit, section, origin);
  symbol.definition = { as: 'label', place: { fragment, delta: 0 }, origin };
  symbol.ofSection = section;
}

const firstChunk = ({ chunks }: InputSection) => [...chunks.values()].sort((a, b) => a.number - b.number)[0];

/** A mark before everything in a section. */
function startOf(unit: Unit, section: InputSection, origin: Origin): Fragment {
  const chunk = firstChunk(section)!;
  const run = section.start ?? { section, alignment: 1 };
  const mark: Fragment = {
    ...{ content: { is: 'mark' }, chunk, run, offset: 0, size: 0, origin },
    ...{ statement: undefined, uncertain: false, omitted: false },
  };
  chunk.fragments.unshift(mark);
  unit.fragments.push(mark);
  return mark;
}
