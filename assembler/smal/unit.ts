/** One file while it is assembled, in two passes. */
import type { Architecture } from '../../isa/architecture.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type {
  AssembleInput,
  FileRequest,
  MacroCall,
  MacroDefinition,
  Origin,
  SymbolUse,
} from '../program.ts';
import { outermost } from '../text.ts';
import { Conditionals } from './conditionals.ts';
import { codeOf, messageOf, type SmalError } from './errors.ts';
import type { Listing } from './listing.ts';
import type { Machine } from './machine.ts';
import type { Macro } from './macros.ts';
import type { CommonBlock, DataUnit, Item } from './object.ts';
import { Source } from './source.ts';
import { type SmalSymbol, SymbolTable } from './symbols.ts';
import { type Base, relative, type Value } from './value.ts';

/** What all files of one call of the assembler share. */
export interface Job {
  readonly architecture: Pick<Architecture, 'instructions'>;
  readonly machine: Machine;
  readonly input: AssembleInput;
  readonly diagnostics: Diagnostics;
  readonly macros: MacroDefinition[];
  readonly calls: MacroCall[];
  readonly uses: SymbolUse[];
  readonly needs: FileRequest[];
  readonly filesUsed: Set<string>;
  /** Places already in `uses`. */
  readonly usesSeen: Set<string>;
  incomplete: boolean;
}

export interface Unit {
  readonly job: Job;
  readonly file: string;
  readonly symbols: SymbolTable;
  readonly relocatable: Base;
  readonly commons: Map<string, CommonBlock>;
  /** Lines for the listing, when one is wanted. */
  readonly listing: Listing | undefined;
  pass: 1 | 2;
  source: Source;
  conditionals: Conditionals;
  macros: Map<string, Macro>;
  /** Of the second pass. */
  items: Item[];
  base: Base | undefined;
  offset: number;
  /** End of the relocatable section so far. */
  size: number;
  start: { readonly value: Value; readonly origin: Origin } | undefined;
  /** The machine's instructions are known: its header has been used. */
  hasInstructions: boolean;
  /** Level set by LIST; macros and used files lie one lower each. */
  listLevel: number;
  /** Lines that macros have given in both passes, and macro calls. */
  expanded: number;
  macroCount: number;
  /** Relocation bases so far: the numbers that TYP gives. */
  bases: number;
  /** Errors and places reported so far. */
  readonly reported: Set<string>;
  /** A label has been found to differ; those after it follow from it. */
  differed: boolean;
}

export function createUnit(job: Job, file: string, listing?: Listing): Unit {
  const relocatable: Base = { kind: 'relocatable', name: file, type: 1 };
  return {
    job,
    file,
    symbols: new SymbolTable(),
    relocatable,
    commons: new Map(),
    listing,
    pass: 1,
    source: new Source(),
    conditionals: new Conditionals(),
    macros: new Map(),
    items: [],
    base: relocatable,
    offset: 0,
    size: 0,
    start: undefined,
    hasInstructions: false,
    listLevel: 1,
    expanded: 0,
    macroCount: 0,
    bases: 1,
    reported: new Set(),
    differed: false,
  };
}

/** Makes everything ready for a pass but the symbols, which stay. */
export function beginPass(unit: Unit, pass: 1 | 2): void {
  unit.pass = pass;
  unit.source = new Source();
  unit.conditionals = new Conditionals();
  unit.macros = new Map();
  unit.base = unit.relocatable;
  unit.offset = 0;
  unit.size = 0;
  unit.start = undefined;
  unit.hasInstructions = false;
  unit.listLevel = 1;
  unit.expanded = 0;
  unit.macroCount = 0;
}

export const here = (unit: Unit): Value => relative(unit.base, unit.offset);

/** Reports an error in the second pass; of one kind once at a place, however many lines a macro makes there. */
export function report(unit: Unit, error: SmalError, detail: string, origin: Origin): void {
  if (unit.pass === 1) return;
  const { span } = outermost(origin);
  const key = `${error} ${span.start} ${span.file}`;
  if (unit.reported.has(key)) return;
  unit.reported.add(key);
  unit.job.diagnostics.error(codeOf(error), messageOf(error, detail), origin);
}

/** Whether a further error would be shown. */
export const canReport = ({ reported, job }: Unit): boolean => reported.size <= job.input.limits.diagnostics;

/** A statement's record, and its bytes at the location counter, which moves on. */
export function emit(
  unit: Unit,
  statement: Item['statement'],
  units: readonly DataUnit[],
  size: number,
  origin: Origin,
  uncertain = false,
): void {
  if (unit.pass === 2)
    unit.items.push({ base: unit.base, offset: unit.offset, size, units, origin, statement, uncertain });
  moveTo(unit, unit.base, unit.offset + size);
}

export function moveTo(unit: Unit, base: Base | undefined, offset: number): void {
  unit.base = base;
  unit.offset = offset | 0;
  if (base === unit.relocatable && unit.offset > unit.size) unit.size = unit.offset;
}

/** Records that a name is used at a place. */
export function recordUse(unit: Unit, name: string, origin: Origin): void {
  const { job } = unit;
  const { span } = origin;
  const key = `${span.start} ${span.file}`;
  if (job.usesSeen.has(key)) return;
  job.usesSeen.add(key);
  job.uses.push({ name, span });
}

/** Gives a name its value in this pass, or reports why it cannot have it. */
export function define(
  unit: Unit,
  name: string,
  kind: 'label' | 'constant' | 'variable',
  value: Value,
  origin: Origin,
): void {
  const symbol = unit.symbols.entry(name);
  if (symbol.definedIn === unit.pass) {
    if (kind !== 'variable' || symbol.kind !== 'variable') {
      const detail = `${name} is defined already`;
      report(unit, 'multiple label definition', detail, origin);
      return;
    }
  } else {
    if (unit.pass === 2) checkSame(unit, symbol, kind, value, origin);
    symbol.definedIn = unit.pass;
    symbol.origin = origin;
  }
  if (unit.pass === 1) symbol.definitions++;
  symbol.kind = kind;
  symbol.value = value;
}

/** A value that was used before this definition must be the one that the first pass found. */
function checkSame(unit: Unit, symbol: SmalSymbol, kind: string, value: Value, origin: Origin): void {
  const before = symbol.value;
  if (before === undefined || unit.differed) return;
  if (before.base === value.base && before.offset === value.offset) return;
  if (kind !== 'label' && (symbol.usedIn !== 2 || symbol.definitions > 1)) return;
  unit.differed = true;
  report(unit, 'label differed in pass 1', `${symbol.name} had another value there`, origin);
}

/** A new relocation base. */
export function createBase(unit: Unit, kind: Base['kind'], name: string): Base {
  unit.bases++;
  return { kind, name, type: unit.bases };
}
