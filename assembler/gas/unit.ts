/** One translation unit while it is read. */
import type { Architecture } from '../../isa/architecture.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { Fragment } from '../image/fragment.ts';
import { Sections } from '../image/sections.ts';
import type { AssembleInput, FileRequest, MacroCall, MacroDefinition, SymbolUse } from '../program.ts';
import { SymbolTable } from '../symbols.ts';
import type { MappedText } from '../text.ts';
import { Conditionals } from './conditionals.ts';
import { Input } from './input.ts';
import { LiteralPools } from './literal-pool.ts';
import type { Macro } from './macros.ts';

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
  /** Names that cannot be symbols in operands: registers. */
  readonly reserved: ReadonlySet<string>;
  /** Words that instructions are written with. */
  readonly words: ReadonlySet<string>;
  /** Places already in `uses`, so that each is there once however often a macro is called. */
  readonly usesSeen: Set<string>;
  incomplete: boolean;
  macroCount: number;
  /** Names made for `LOCAL` so far. */
  localCount: number;
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
  /** In source order, all sections together. */
  readonly fragments: Fragment[];
  /** `.altmacro` is on. */
  alternate: boolean;
  /** `.req`: name → register text. */
  readonly registerNames: Map<string, MappedText>;
}

export const createUnit = (job: Job, file: string): Unit => ({
  job,
  file,
  input: new Input(),
  sections: new Sections(),
  symbols: new SymbolTable(),
  conditionals: new Conditionals(),
  macros: new Map(),
  pools: new LiteralPools(),
  fragments: [],
  alternate: false,
  registerNames: new Map(),
});
