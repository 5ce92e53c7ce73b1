/** Addresses to places in the text and back, from the statements of an assembled program. */
import type { Program, ProgramSymbol, Statement } from '../../assembler/program.ts';
import type { Lines } from './lines.ts';
import { pathKey } from './paths.ts';
import { type Level, levelsOf, type Position, positionOf } from './positions.ts';

/** What a line stands for: the first address of every statement or expansion that begins there. */
export interface LineTarget {
  readonly position: Position;
  readonly addresses: readonly bigint[];
  /** Depth of the level at which the line was met: 0 outside of macros. */
  readonly depth: number;
}

type MutableTarget = LineTarget & { readonly addresses: bigint[] };

export interface SourceMap {
  /** The statement whose bytes cover an address. */
  statementAt(address: bigint): Statement | undefined;
  /** Levels of the place of an address, outermost first; empty where nothing is known. */
  levelsAt(address: bigint): readonly Level[];
  /** Line and column of one level. */
  position(level: Level): Position;
  /** Instructions that begin on a line, or else on the next line that has any. */
  targetOfLine(file: string, line: number): LineTarget | undefined;
  /** Lines between two (inclusive) on which an instruction or a macro call that makes some begins. */
  targetsBetween(file: string, first: number, last: number): readonly LineTarget[];
  /** Name of the nearest symbol at or before an address in its section, with the distance. */
  symbolAt(address: bigint): { readonly symbol: ProgramSymbol; readonly offset: bigint } | undefined;
  /** `vectors+0x400`, or undefined where no symbol is near. */
  describe(address: bigint): string | undefined;
}

export function sourceMapOf(program: Program, files: ReadonlyMap<string, Lines>): SourceMap {
  const statements = program.statements
    .filter(statement => statement.size > 0)
    .toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  const labels = program.symbols
    .filter(symbol => symbol.kind === 'label' && symbol.section !== undefined && !/^\d/.test(symbol.name))
    .toSorted((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : rank(a) - rank(b)));
  const stubs = new Map(program.externals.map(external => [external.stub, external.name]));
  const levelCache = new Map<Statement, readonly Level[]>();
  const byFile = new Map<string, Map<number, MutableTarget>>();

  const levelsFor = (statement: Statement): readonly Level[] => {
    let levels = levelCache.get(statement);
    if (levels === undefined) levelCache.set(statement, (levels = levelsOf(statement.origin)));
    return levels;
  };
  const position = (level: Level): Position => positionOf(level.span, files.get(level.span.file));

  indexLines();

  function indexLines(): void {
    let before: readonly { readonly level: Level; readonly at: Position }[] = [];
    for (const statement of statements) {
      if (statement.kind !== 'instruction') continue;
      const here = levelsFor(statement).map(level => ({ level, at: position(level) }));
      // A level is met anew where its line, or anything outside of it, differs from the instruction before.
      let met = here.findIndex(({ level, at }, depth) => {
        const previous = before[depth];
        return (
          previous?.at.line !== at.line ||
          previous.at.file !== at.file ||
          previous.level.instance !== level.instance
        );
      });
      if (met === -1) met = here.length;
      for (const [depth, { at }] of here.entries()) {
        if (depth < met) continue;
        const key = pathKey(at.file);
        const lines = byFile.get(key) ?? new Map<number, MutableTarget>();
        byFile.set(key, lines);
        const target = lines.get(at.line) ?? { position: at, addresses: [], depth };
        if (target.addresses.at(-1) !== statement.address) target.addresses.push(statement.address);
        lines.set(at.line, target);
      }
      before = here;
    }
  }

  const statementAt = (address: bigint): Statement | undefined => {
    const found = lastAtOrBefore(statements, address, s => s.address);
    return found !== undefined && address < found.address + BigInt(found.size) ? found : undefined;
  };
  const sectionOf = (address: bigint) =>
    program.sections.find(s => address >= s.address && address < s.address + BigInt(s.bytes.length));

  const map: SourceMap = {
    statementAt,
    levelsAt: address => {
      const statement = statementAt(address);
      return statement === undefined ? [] : levelsFor(statement);
    },
    position,
    targetOfLine: (file, line) => {
      const lines = byFile.get(pathKey(file));
      if (lines === undefined) return undefined;
      const next = [...lines.keys()].filter(l => l >= line).sort((a, b) => a - b)[0];
      return next === undefined ? undefined : lines.get(next);
    },
    targetsBetween: (file, first, last) =>
      [...(byFile.get(pathKey(file))?.entries() ?? [])]
        .filter(([line]) => line >= first && line <= last)
        .sort(([a], [b]) => a - b)
        .map(([, target]) => target),
    symbolAt: address => {
      const symbol = lastAtOrBefore(labels, address, s => s.value);
      if (symbol === undefined || symbol.section !== sectionOf(address)?.name) return undefined;
      return { symbol, offset: address - symbol.value };
    },
    describe: address => {
      const stub = stubs.get(address);
      if (stub !== undefined) return stub;
      const found = map.symbolAt(address);
      if (found === undefined) return undefined;
      return found.offset === 0n ? found.symbol.name : `${found.symbol.name}+0x${found.offset.toString(16)}`;
    },
  };
  return map;
}

/** Of labels at one address the one that a person would name is last: global before local before `.L`. */
const rank = (symbol: ProgramSymbol): number =>
  symbol.name.startsWith('.') ? 0 : symbol.binding === 'local' ? 1 : 2;

function lastAtOrBefore<T>(sorted: readonly T[], address: bigint, keyOf: (item: T) => bigint): T | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(sorted[middle]!) <= address) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}
