/** What an instruction reads, writes and moves, derived from its simplified semantics. */

import { constantOf } from './fold.ts';
import type { CellName, CopyPlace, Effects } from './instruction.ts';
import type { Expression, Semantics, Statement, ValueType } from './semantics.ts';
import { widthOf } from './semantics.ts';
import { expressionsOf, partsOf } from './simplify.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Turns encodings in system operations into the cells that they name; empty when the encoding is unknown. */
export interface CellLookup {
  readonly systemRegister: (encoding: number) => readonly CellName[];
  readonly statusField: (encoding: number) => readonly CellName[];
}

type Control = Effects['control'][number];

/** Collects while walking the statements in order. */
interface Walk {
  readonly vocabulary: Vocabulary;
  readonly lookup: CellLookup;
  readonly reads: Set<CellName>;
  readonly writes: Set<CellName>;
  readonly accesses: { kind: 'load' | 'store'; size: number }[];
  readonly copies: { from: CopyPlace; to: CopyPlace }[];
  readonly control: Set<Control>;
  /** Constant targets of branches. */
  readonly targets: bigint[];
  /** Locals that hold a value moved unchanged. */
  readonly moved: Map<string, CopyPlace>;
}

/** Whether control can reach the end of what was walked, and whether it was certain to get there. */
type Reach = 'falls-through' | 'leaves';

/**
 * Effects of the semantics of one instruction (see `semanticsOf`). Reads and writes are what may be read and
 * written; copies are only those that happen whenever the instruction completes.
 */
export function effectsOf(semantics: Semantics, vocabulary: Vocabulary, lookup: CellLookup): Effects {
  const walk: Walk = {
    vocabulary,
    lookup,
    reads: new Set(),
    writes: new Set(),
    accesses: [],
    copies: [],
    control: new Set(),
    targets: [],
    moved: new Map(),
  };
  if (walkBlock(semantics, walk, true) === 'falls-through') walk.control.add('next');
  const target = walk.targets[0];
  return {
    reads: [...walk.reads],
    writes: [...walk.writes],
    copies: walk.copies,
    accesses: walk.accesses,
    control: [...walk.control],
    ...(target === undefined ? {} : { target }),
  };
}

function walkBlock(statements: Semantics, walk: Walk, certain: boolean): Reach {
  let reach: Reach = 'falls-through';
  for (const statement of statements) {
    for (const expression of expressionsOf(statement)) collectReads(expression, walk);
    if (walkStatement(statement, walk, certain) === 'leaves') reach = 'leaves';
  }
  return reach;
}

function walkStatement(statement: Statement, walk: Walk, certain: boolean): Reach {
  switch (statement.do) {
    case 'let': {
      const source = sourceOf(statement.value, walk);
      if (source) walk.moved.set(statement.name, source);
      return 'falls-through';
    }
    case 'compute':
      return 'falls-through';
    case 'set': {
      const { place } = statement;
      if (place.at !== 'cell') throw new Error('effects: semantics must be simplified first');
      if (certain) copy(sourceOf(statement.value, walk), { cell: place.name }, walk);
      walk.writes.add(place.name);
      return 'falls-through';
    }
    case 'load':
      // What fills its local is moved unchanged; a shorter access is extended.
      if (fills(statement.type, statement.size))
        walk.moved.set(statement.name, { access: walk.accesses.length });
      walk.accesses.push({ kind: 'load', size: statement.size });
      return 'falls-through';
    case 'store':
      if (certain && fills(statement.value.type, statement.size) && statement.status === undefined)
        copy(sourceOf(statement.value, walk), { access: walk.accesses.length }, walk);
      walk.accesses.push({ kind: 'store', size: statement.size });
      return 'falls-through';
    case 'if': {
      const ways = [walkBlock(statement.then, walk, false), walkBlock(statement.else, walk, false)];
      return ways.includes('falls-through') ? 'falls-through' : 'leaves';
    }
    case 'branch': {
      const target = constantOf(statement.target);
      if (target !== undefined) walk.targets.push(target);
      walk.control.add(statement.how);
      return 'leaves';
    }
    case 'raise':
      walk.control.add('exception');
      return walk.vocabulary.exceptions[statement.exception]?.returnsTo === 'next'
        ? 'falls-through'
        : 'leaves';
    case 'system':
      return walkSystem(statement, walk, certain);
  }
}

/** Whether an access of so many bytes holds every bit of a value. */
const fills = (type: ValueType, size: number): boolean => 8 * size === widthOf(type);

function walkSystem(
  statement: Extract<Statement, { readonly do: 'system' }>,
  walk: Walk,
  certain: boolean,
): Reach {
  const operation = walk.vocabulary.operations[statement.operation];
  if (operation === undefined) throw new Error(`effects: no operation ${statement.operation}`);
  const { registers } = operation;
  if (registers) {
    const argumentOf = (name: string): Expression | undefined =>
      statement.arguments[operation.arguments.findIndex(argument => argument.name === name)];
    const encoding = argumentOf(registers.argument);
    const known = encoding && constantOf(encoding);
    const isRegister = registers.named === 'system-register';
    const cellsOf = isRegister ? walk.lookup.systemRegister : walk.lookup.statusField;
    const cells = known === undefined ? [] : cellsOf(Number(known));
    // A register that lies in one cell moves unchanged; one put together from several does not.
    const only = isRegister && cells.length === 1 ? cells[0] : undefined;
    for (const cell of cells) {
      if (registers.access === 'read') walk.reads.add(cell);
      else {
        const value = argumentOf('value');
        if (cell === only && certain && value) copy(sourceOf(value, walk), { cell }, walk);
        walk.writes.add(cell);
      }
    }
    if (registers.access === 'read' && only !== undefined && statement.result && !walk.writes.has(only))
      walk.moved.set(statement.result.name, { cell: only });
  }
  if (operation.control) walk.control.add(operation.control);
  return operation.control === 'exception-return' ? 'leaves' : 'falls-through';
}

function copy(from: CopyPlace | undefined, to: CopyPlace, walk: Walk): void {
  if (from) walk.copies.push({ from, to });
}

/** Where a value that is moved unchanged comes from. A cell already written no longer holds its old value. */
function sourceOf(value: Expression, walk: Walk): CopyPlace | undefined {
  if (value.op === 'local') return walk.moved.get(value.name);
  if (value.op !== 'get' || value.type === 'i1' || value.place.at !== 'cell') return undefined;
  return walk.writes.has(value.place.name) ? undefined : { cell: value.place.name };
}

function collectReads(expression: Expression, walk: Walk): void {
  if (expression.op === 'get') {
    if (expression.place.at !== 'cell') throw new Error('effects: semantics must be simplified first');
    walk.reads.add(expression.place.name);
  }
  for (const part of partsOf(expression)) collectReads(part, walk);
}
