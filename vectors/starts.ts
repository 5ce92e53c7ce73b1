/** Places in a section where a slot may begin, by how the text was laid out. */
import type { MacroCall, Origin, Statement } from '../assembler/program.ts';
import type { Code } from './code.ts';
import { groupBy } from './group.ts';

/** Why a slot may begin here. */
export type StartReason = 'alignment' | 'offset' | 'macro' | 'repeat' | 'label';

export interface SlotStart {
  readonly address: bigint;
  readonly reason: StartReason;
  /** The start moves when what is before it grows: made by an alignment, not by `.org`. */
  readonly aligned: boolean;
  /** Alignment in bytes that ends here, 0 when none. */
  readonly alignment: number;
  /** Nothing but room stands here: a table whose first slots are left out. */
  readonly isEmpty: boolean;
  /** Name of the macro or directive that repeats. */
  readonly repeats?: string;
}

/** Statements that put something at their address: not padding, and not a mark without size. */
export const isContent = (statement: Statement): boolean =>
  statement.kind === 'unknown' ||
  (statement.size > 0 &&
    (statement.kind === 'instruction' || statement.kind === 'data' || statement.kind === 'literal-pool'));

const endOf = (statement: Statement): bigint => statement.address + BigInt(statement.size);

interface Expansion {
  readonly name: string;
  readonly reason: 'macro' | 'repeat';
  readonly address: bigint;
}

/** First content of every macro call and repetition around a statement. */
function expansionsOf(statements: readonly Statement[]): readonly Expansion[] {
  const found: Expansion[] = [];
  /** Expansions that were met, with all around them: each is one object for all that it makes. */
  const met = new Set<Origin['parent']>();
  for (const statement of statements) {
    if (!isContent(statement)) continue;
    for (let { parent } = statement.origin; parent !== undefined; parent = parent.at.parent) {
      if (met.has(parent)) break;
      met.add(parent);
      const { how, name } = parent;
      if (how === 'macro' || how === 'repeat') found.push({ name, reason: how, address: statement.address });
    }
  }
  return found;
}

/** Runs of at least three expansions of one name that begin one slot after the other. */
function repeatedStarts(statements: readonly Statement[], slotSize: bigint): readonly SlotStart[] {
  const starts: SlotStart[] = [];
  const byName = groupBy(expansionsOf(statements), ({ name, reason }) => `${reason} ${name}`);
  for (const expansions of byName.values()) {
    const isNext = (n: number): boolean => {
      const one = expansions[n];
      const before = expansions[n - 1];
      return one !== undefined && before !== undefined && one.address - before.address === slotSize;
    };
    expansions.forEach(({ address, name, reason }, n) => {
      const inRun = isNext(n) ? isNext(n - 1) || isNext(n + 1) : isNext(n + 1) && isNext(n + 2);
      if (inRun && address % slotSize === 0n)
        starts.push({ address, reason, aligned: true, alignment: 0, isEmpty: false, repeats: name });
    });
  }
  return starts;
}

/** Names that people give to vector tables. */
export const tableName = /vec|vbar|excp|except|trap_table/i;

/**
 * A first slot with nothing but a label before it: one slot before the second one, or nearer when the label
 * says that it is a table (which is then not aligned).
 */
function labelBefore(
  code: Code,
  found: ReadonlyMap<bigint, SlotStart>,
  second: bigint,
  slotSize: bigint,
): bigint | undefined {
  if (found.has(second - slotSize)) return undefined;
  if (code.labelsAt(second - slotSize).length > 0) return second - slotSize;
  const unit = BigInt(code.architecture.instructions.alignment);
  for (let at = second - unit; at > second - slotSize; at -= unit)
    if (code.labelsAt(at).some(label => tableName.test(label.name))) return at;
  return undefined;
}

/** All places in the statements of one section (in order of address) where a slot may begin, by address. */
export function slotStarts(code: Code, statements: readonly Statement[]): readonly SlotStart[] {
  const slotSize = BigInt(code.architecture.vectorTable.slotSize);
  const found = new Map<bigint, SlotStart>();
  const content = new Set(statements.filter(isContent).map(one => one.address));
  const room = new Set(
    statements
      .filter(one => (one.kind === 'fill' || one.kind === 'org') && one.size > 0)
      .map(one => one.address),
  );

  const add = (start: SlotStart): void => {
    if (content.has(start.address) === start.isEmpty) return;
    const known = found.get(start.address);
    found.set(start.address, {
      ...start,
      ...known,
      aligned: start.aligned && (known?.aligned ?? true),
      alignment: Math.max(start.alignment, known?.alignment ?? 0),
    });
  };

  for (const statement of statements) {
    const { kind, alignment = 0 } = statement;
    const address = endOf(statement);
    if (kind === 'alignment' && alignment >= Number(slotSize)) {
      const aligned = alignment === Number(slotSize);
      add({ address, reason: 'alignment', aligned, alignment, isEmpty: false });
      if (alignment >= code.architecture.vectorTable.alignment && room.has(address))
        add({ address, reason: 'alignment', aligned, alignment, isEmpty: true });
    }
    if (kind === 'org' || kind === 'fill')
      add({ address, reason: 'offset', aligned: false, alignment: 0, isEmpty: false });
  }
  for (const start of repeatedStarts(statements, slotSize)) add(start);
  for (const { address } of [...found.values()]) {
    const first = labelBefore(code, found, address, slotSize);
    if (first !== undefined)
      add({ address: first, reason: 'label', aligned: false, alignment: 0, isEmpty: false });
  }
  return [...found.values()].sort((a, b) => Number(a.address - b.address));
}

/** The macro call that a statement came from, of those that begin the text of a slot: the outermost. */
export function callOf(calls: ReadonlyMap<string, MacroCall>, origin: Origin): MacroCall | undefined {
  let found: MacroCall | undefined;
  for (let at: Origin | undefined = origin; at?.parent !== undefined; at = at.parent.at) {
    if (at.parent.how !== 'macro') continue;
    const { span } = at.parent.at;
    found = calls.get(`${at.parent.name} ${span.file}:${span.start}`) ?? found;
  }
  return found;
}

/** Macro calls by name and place. */
export const callIndex = (calls: readonly MacroCall[]): ReadonlyMap<string, MacroCall> =>
  new Map(calls.map(call => [`${call.name} ${call.origin.span.file}:${call.origin.span.start}`, call]));
