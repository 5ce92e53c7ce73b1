/** Executes one instruction on what is known: abstract interpretation of its semantics. */

import type { ContextDescription } from '../isa/architecture.ts';
import type { CellName } from '../isa/instruction.ts';
import type { Expression, Semantics, Statement } from '../isa/semantics.ts';
import { widthOf } from '../isa/semantics.ts';
import { applyBinary, applyComparison, applyExtend, applyUnary, wrap } from '../isa/values.ts';
import type { Code, CodeInstruction } from './code.ts';
import { selectStack } from './stack-selection.ts';
import {
  copyState,
  forgetMadeAt,
  joinStates,
  loadMemory,
  readCell,
  type State,
  storeMemory,
  writeCell,
} from './state.ts';
import {
  addValues,
  anything,
  constantValue,
  joinValues,
  numberOf,
  sameValue,
  subtractValues,
  symbolValue,
  type Value,
  wrapSum,
} from './values.ts';

/** Where an instruction may lead. */
export interface Outcome {
  /** A branch that may be taken: how, and its target as far as known. */
  readonly branch?: { readonly how: 'jump' | 'call' | 'return'; readonly target: Value };
  /** Whether the instruction after it may be executed next. */
  readonly next: boolean;
}

interface Run {
  readonly constants: Code['constantAt'];
  readonly at: bigint;
  readonly length: number;
  /** Bits of a general register: sums of that width are followed. */
  readonly wordBits: number;
  state: State;
  locals: Map<string, Value>;
  /** Number of values made so far, to name them. */
  made: number;
  /** Last argument of the last system operation: the value that it was given. */
  given: Value;
  branch: Outcome['branch'];
  /** A branch or exception was reached on the way that is being executed. */
  left: boolean;
}

function made(run: Run, operands: readonly Value[]): Value {
  const name = `${run.made++}`;
  return operands.some(value => value.is === 'anything')
    ? anything
    : symbolValue({ of: 'made', at: run.at, name });
}

function evaluateBinary(run: Run, expression: Expression & { op: 'binary' }): Value {
  const a = evaluate(run, expression.a);
  const b = evaluate(run, expression.b);
  const x = numberOf(a);
  const y = numberOf(b);
  const { operator, type } = expression;
  if (x !== undefined && y !== undefined)
    return constantValue(applyBinary(operator, type, wrap(type, x), wrap(type, y)));
  if (widthOf(type) === run.wordBits) {
    if (operator === 'add') return wrapSum(addValues(a, b), run.wordBits);
    if (operator === 'sub') return wrapSum(subtractValues(a, b), run.wordBits);
  }
  if (operator === 'or' || operator === 'xor') {
    if (x === 0n) return b;
    if (y === 0n) return a;
  }
  if ((operator === 'shl' || operator === 'lshr' || operator === 'ashr' || operator === 'ror') && y === 0n)
    return a;
  return made(run, [a, b]);
}

function evaluateExtend(run: Run, expression: Expression & { op: 'extend' }): Value {
  const a = evaluate(run, expression.a);
  const x = numberOf(a);
  if (x !== undefined)
    return constantValue(applyExtend(expression.signed, expression.from, expression.type, x));
  if (expression.from === 64) return a;
  return made(run, [a]);
}

function evaluateCompare(run: Run, expression: Expression & { op: 'compare' }): Value {
  const a = evaluate(run, expression.a);
  const b = evaluate(run, expression.b);
  const difference = subtractValues(a, b);
  const x = numberOf(a);
  const y = numberOf(b);
  const type = expression.a.type;
  if (x !== undefined && y !== undefined)
    return constantValue(
      applyComparison(expression.comparison, type, wrap(type, x), wrap(type, y)) ? 1n : 0n,
    );
  const distance = numberOf(difference);
  if (widthOf(type) === run.wordBits && distance !== undefined) {
    if (expression.comparison === 'eq') return constantValue(distance === 0n ? 1n : 0n);
    if (expression.comparison === 'ne') return constantValue(distance === 0n ? 0n : 1n);
  }
  return made(run, [a, b]);
}

function evaluate(run: Run, expression: Expression): Value {
  switch (expression.op) {
    case 'const':
      return constantValue(BigInt(expression.value));
    case 'address':
      return constantValue(expression.next ? run.at + BigInt(run.length) : run.at);
    case 'get':
      return expression.place.at === 'cell' ? readCell(run.state, expression.place.name) : anything;
    case 'local':
      return run.locals.get(expression.name) ?? anything;
    case 'unary': {
      const a = evaluate(run, expression.a);
      const x = numberOf(a);
      if (x !== undefined)
        return constantValue(applyUnary(expression.operator, expression.type, wrap(expression.type, x)));
      if (expression.operator === 'neg' && widthOf(expression.type) === run.wordBits)
        return wrapSum(subtractValues(constantValue(0n), a), run.wordBits);
      return made(run, [a]);
    }
    case 'binary':
      return evaluateBinary(run, expression);
    case 'compare':
      return evaluateCompare(run, expression);
    case 'select': {
      const condition = numberOf(evaluate(run, expression.condition));
      if (condition !== undefined) return evaluate(run, condition === 1n ? expression.a : expression.b);
      return joinValues(evaluate(run, expression.a), evaluate(run, expression.b));
    }
    case 'extend':
      return evaluateExtend(run, expression);
    case 'call':
      return made(
        run,
        expression.arguments.map(one => evaluate(run, one)),
      );
    case 'operand':
      return anything;
  }
}

/** The cell that an expression reads as it is: the register that a store instruction names. */
const cellRead = (expression: Expression): CellName | undefined =>
  expression.op === 'get' && expression.place.at === 'cell' ? expression.place.name : undefined;

function executeIf(run: Run, statement: Statement & { do: 'if' }): void {
  const condition = numberOf(evaluate(run, statement.condition));
  if (condition !== undefined) {
    execute(run, condition === 1n ? statement.then : statement.else);
    return;
  }
  const other: Run = { ...run, state: copyState(run.state), locals: new Map(run.locals) };
  execute(run, statement.then);
  execute(other, statement.else);
  run.made = other.made = Math.max(run.made, other.made);
  run.branch ??= other.branch;
  if (run.left && !other.left) run.state = other.state;
  else if (run.left === other.left) run.state = joinStates(run.state, other.state);
  run.left &&= other.left;
}

function executeStatement(run: Run, statement: Statement): void {
  switch (statement.do) {
    case 'let':
      run.locals.set(statement.name, evaluate(run, statement.value));
      return;
    case 'set': {
      const value = evaluate(run, statement.value);
      if (statement.place.at === 'cell') writeCell(run.state, statement.place.name, value, run.at);
      return;
    }
    case 'load': {
      const address = evaluate(run, statement.address);
      const number = numberOf(address);
      const constant = number === undefined ? undefined : run.constants(number, statement.size);
      const value =
        constant === undefined
          ? loadMemory(run.state, address, statement.size, run.at, statement.name)
          : constantValue(constant);
      run.locals.set(statement.name, value);
      return;
    }
    case 'store': {
      const value = evaluate(run, statement.value);
      const from = cellRead(statement.value);
      storeMemory(run.state, evaluate(run, statement.address), statement.size, value, run.at, from);
      if (statement.status !== undefined) run.locals.set(statement.status, anything);
      return;
    }
    case 'if':
      executeIf(run, statement);
      return;
    case 'branch':
      run.branch = { how: statement.how, target: evaluate(run, statement.target) };
      run.left = true;
      return;
    case 'raise':
      run.left = true;
      return;
    case 'compute': {
      const values = statement.arguments.map(one => evaluate(run, one));
      for (const { name } of statement.results) run.locals.set(name, made(run, values));
      return;
    }
    case 'system':
      run.given = statement.arguments.map(one => evaluate(run, one)).at(-1) ?? anything;
      if (statement.result !== undefined) run.locals.set(statement.result.name, made(run, []));
      return;
  }
}

function execute(run: Run, statements: Semantics): void {
  for (const statement of statements) {
    if (run.left) return;
    executeStatement(run, statement);
  }
}

/** Values of the cells that an instruction reads as they are, or writes. */
function movedCells(state: State, { effects }: CodeInstruction): ReadonlyMap<CellName, Value> {
  const read = effects.copies.flatMap(({ from }) => ('cell' in from ? [from.cell] : []));
  return new Map([...read, ...effects.writes].map(cell => [cell, readCell(state, cell)]));
}

/**
 * Moves that system operations make (a system register to or from a general one) are known from the effects;
 * what else they write is unknown afterwards.
 */
function executeSystemMoves(
  run: Run,
  before: ReadonlyMap<CellName, Value>,
  { effects }: CodeInstruction,
  context: ContextDescription,
): void {
  const { state, at } = run;
  const moved = new Set<CellName>();
  for (const { from, to } of effects.copies) {
    if (!('cell' in from) || !('cell' in to) || to.cell === context.stackSelection?.cell) continue;
    moved.add(to.cell);
    writeCell(state, to.cell, before.get(from.cell)!, at);
  }
  for (const cell of effects.writes) {
    if (cell === context.stackSelection?.cell) selectStack(state, context, run.given, at);
    else if (!moved.has(cell) && sameValue(readCell(state, cell), before.get(cell)!))
      writeCell(state, cell, anything, at);
  }
}

/**
 * Executes an instruction on `state`; the result may be the same object, changed, or another one. The
 * instruction must have semantics.
 */
export function executeInstruction(
  state: State,
  code: CodeInstruction,
  { architecture, constantAt, wordBytes }: Code,
): { readonly state: State; readonly outcome: Outcome } {
  const { semantics = [] } = code;
  const { address, length } = code.instruction;
  forgetMadeAt(state, address);
  const run: Run = {
    constants: constantAt,
    at: address,
    length,
    wordBits: 8 * wordBytes,
    state,
    locals: new Map(),
    made: 0,
    given: anything,
    branch: undefined,
    left: false,
  };
  const isSystem = semantics.some(statement => statement.do === 'system');
  const before = isSystem ? movedCells(state, code) : undefined;
  execute(run, semantics);
  if (before !== undefined) executeSystemMoves(run, before, code, architecture.context);
  return { state: run.state, outcome: { ...(run.branch && { branch: run.branch }), next: !run.left } };
}
