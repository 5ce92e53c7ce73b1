/** One translation unit while it is read. */
import type { Architecture } from '../../isa/architecture.ts';
import type { Switches } from '../../isa/features.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { Term } from '../expression.ts';
import type { Fragment } from '../image/fragment.ts';
import type { InputSection } from '../image/section.ts';
import { Sections } from '../image/sections.ts';
import type {
  AssembleInput,
  FileRequest,
  MacroCall,
  MacroDefinition,
  Origin,
  SymbolUse,
} from '../program.ts';
import { SymbolTable } from '../symbols.ts';
import type { MappedText } from '../text.ts';
import { Conditionals } from './conditionals.ts';
import { Frames } from './frames.ts';
import { Input } from './input.ts';
import { createLineTable, type LineTable } from './line-table.ts';
import { LiteralPools } from './literal-pool.ts';
import type { Macro } from './macros.ts';
import { switchesFor } from './processor.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What all units of one call of the assembler share. */
export interface Job {
  readonly architecture: Architecture;
  readonly input: AssembleInput;
  readonly diagnostics: Diagnostics;
  readonly macros: MacroDefinition[];
  readonly calls: MacroCall[];
  readonly uses: SymbolUse[];
  readonly needs: FileRequest[];
  readonly filesUsed: Set<string>;
  readonly vocabulary: Vocabulary;
  /** Places already in `uses` by file, so that each is there once however often a macro is called. */
  readonly usesSeen: Map<string, Set<number>>;
  incomplete: boolean;
  macroCount: number;
  /** Names made for `LOCAL` so far. */
  localCount: number;
}

/** A symbol that GNU as makes by itself: `after` so many of the author's. */
export type Mark =
  | { readonly is: 'section'; readonly section: InputSection; readonly after: number }
  | {
      readonly is: 'mapping';
      readonly maps: 'instructions' | 'data';
      /** It stands where this begins. */
      readonly fragment: Fragment;
      readonly after: number;
    };

/** A relocation that a directive asks for: at a place of a section, against a value. */
export interface AskedRelocation {
  readonly section: InputSection;
  readonly place: Term;
  readonly type: number;
  readonly value: Term | undefined;
  readonly origin: Origin;
}

export interface Unit {
  readonly job: Job;
  readonly file: string;
  readonly input: Input;
  readonly sections: Sections;
  readonly symbols: SymbolTable;
  readonly conditionals: Conditionals;
  readonly macros: Map<string, Macro>;
  readonly pools: LiteralPools;
  /** Symbols of an object that no author writes, in the order in which they were made. */
  readonly marks: Mark[];
  /** How many symbols there were when the statement began. */
  symbolsBefore: number;
  /** What `.reloc` and its kin ask of the linker. */
  readonly relocations: AskedRelocation[];
  readonly frames: Frames;
  readonly lines: LineTable;
  /** Name of the source that `.file` gives. */
  fileName: string | undefined;
  /** In source order, all sections together. */
  readonly fragments: Fragment[];
  /** Versions and extensions that instructions may be of. */
  switches: Switches;
  /** Features of rows that have been found to be on. */
  readonly available: Set<string>;
  /** `.altmacro` is on. */
  alternate: boolean;
  /** The `.func` that has no `.endfunc` yet. */
  openFunction: Origin | undefined;
  /** `.req`: name → register text. */
  readonly registerNames: Map<string, MappedText>;
}

export function createUnit(job: Job, file: string): Unit {
  const symbols = new SymbolTable();
  const marks: Mark[] = [];
  return {
    job,
    file,
    input: new Input(),
    sections: new Sections(section => marks.push({ is: 'section', section, after: symbols.entries.length })),
    symbols,
    marks,
    symbolsBefore: 0,
    relocations: [],
    frames: new Frames(),
    lines: createLineTable(),
    fileName: undefined,
    conditionals: new Conditionals(),
    macros: new Map(),
    pools: new LiteralPools(),
    fragments: [],
    switches: switchesFor(job, file),
    available: new Set(),
    alternate: false,
    openFunction: undefined,
    registerNames: new Map(),
  };
}
