/** Sections of an object that no statement wrote: call frames, and what debuggers read. */
import { sectionFlags, sectionTypes } from '../../elf/format.ts';
import type { InputSection } from '../../image/section.ts';
import type { Unit } from '../unit.ts';
import { type DebugSection, debugLinesOf, lineSection, unitSections } from './debug-lines.ts';
import { type FrameProblem, frameSection } from './frames.ts';
import type { PendingRelocation } from './relocate.ts';
import type { LateMapping } from './symbols.ts';

export interface Made {
  readonly section: InputSection;
  readonly bytes: Uint8Array;
  readonly relocations: readonly PendingRelocation[];
}

const { progbits } = sectionTypes;
const frameKinds = {
  '.eh_frame': { type: progbits, flags: sectionFlags.alloc, entrySize: 0 },
  '.debug_frame': { type: progbits, flags: 0, entrySize: 0 },
} as const;
const debugKind = { type: progbits, flags: 0, entrySize: 0 } as const;
/** Equal texts of several objects are merged. */
const stringsKind = {
  type: progbits,
  flags: sectionFlags.merge + sectionFlags.strings,
  entrySize: 1,
} as const;

/** Makes them once the unit is laid out; `late` takes the mapping symbols that they have. */
export function madeSections(unit: Unit, late: LateMapping[]): readonly Made[] {
  return [...frameSections(unit, late), ...debugSections(unit)];
}

function frameSections(unit: Unit, late: LateMapping[]): readonly Made[] {
  const { frames, job } = unit;
  if (frames.all.length === 0) return [];
  const report = ({ frame, value }: FrameProblem): void =>
    job.diagnostics.error('bad-expression', value.message, frame.origin);
  return frames.sections.map(name => {
    const section = unit.sections.section(name, frameKinds[name]);
    const { mark, alignment, ...made } = frameSection(frames.all, name, section, report);
    if (mark !== undefined && name === '.eh_frame') late.push({ section, maps: 'data', offset: mark });
    return place(section, made, alignment);
  });
}

/** Lines are described where a compiler gives them, and of any source when that is asked for. */
function debugSections(unit: Unit): readonly Made[] {
  const given = unit.lines.rows.length > 0;
  const { debugDirectory } = unit.job.input;
  if (!given && debugDirectory === undefined) return [];
  const lines = debugLinesOf(unit, debugDirectory ?? '');
  if (lines.sequences.size === 0) return [];
  const sectionNamed = (name: string): InputSection =>
    unit.sections.section(name, name === '.debug_str' ? stringsKind : debugKind);
  const table = place(sectionNamed('.debug_line'), lineSection(lines), 1);
  // A compiler describes its units itself.
  if (given) return [table];
  const described = Object.entries(unitSections(lines, sectionNamed));
  return [table, ...described.map(([name, made]) => place(sectionNamed(name), made, alignmentOf(name)))];
}

const alignmentOf = (name: string): number => (name === '.debug_aranges' ? 16 : 1);

function place(section: InputSection, { bytes, relocations }: DebugSection, alignment: number): Made {
  section.alignment = Math.max(section.alignment, alignment);
  section.size = bytes.length;
  return { section, bytes, relocations };
}
