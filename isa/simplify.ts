/**
 * Semantics of a row made those of one instruction: operand values and addresses put in, register places made
 * concrete cells, constants folded, decided `if`s and `select`s pruned. The result is semantics again.
 *
 * Afterwards every `get` and `set` of a bank register is of a cell at its full type, so that a reader never
 * meets partial registers: a `w3` became an `extend` of `x3`.
 */
import {
  constantOf,
  foldBinary,
  foldComparison,
  foldExtend,
  foldSelect,
  foldUnary,
  widened,
} from './fold.ts';
import type { Instruction, OperandValues } from './instruction.ts';
import type { AccessKind, Expression, Place, Semantics, Statement, ValueType } from './semantics.ts';
import { constant, get, set } from './semantics.ts';
import { wrap } from './values.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What is known of an instruction; what is absent stays symbolic. */
export interface Binding {
  readonly operands?: OperandValues;
  /** Address of the instruction, and its length in bytes. */
  readonly at?: { readonly address: bigint; readonly length: number };
}

/** A register place once its number is known: a cell of this type, or constant zero; undefined while it is not. */
type Resolved = { readonly cell: string; readonly type: ValueType } | 'zero' | undefined;

/** Locals whose value is a constant or another local, by name. */
type Locals = Map<string, Expression>;

interface Context {
  readonly vocabulary: Vocabulary;
  readonly binding: Binding;
}

/** Semantics of a decoded instruction; undefined when its row cannot be executed yet. */
export function semanticsOf(instruction: Instruction, vocabulary: Vocabulary): Semantics | undefined {
  const { row, operands, address, length } = instruction;
  return row.semantics && simplify(row.semantics, vocabulary, { operands, at: { address, length } });
}

/** Simplifies semantics under a binding, which may be empty. */
export function simplify(semantics: Semantics, vocabulary: Vocabulary, binding: Binding = {}): Semantics {
  return dropUnusedLocals(simplifyBlock(semantics, { vocabulary, binding }, new Map()), new Set());
}

function simplifyBlock(statements: Semantics, context: Context, locals: Locals): Statement[] {
  const result: Statement[] = [];
  for (const statement of statements) {
    const simplified = simplifyStatement(statement, context, locals);
    result.push(...simplified);
    if (simplified.at(-1)?.do === 'raise') break;
  }
  return result;
}

function simplifyStatement(statement: Statement, context: Context, locals: Locals): Statement[] {
  const value = (expression: Expression): Expression => simplifyExpression(expression, context, locals);
  switch (statement.do) {
    case 'let': {
      const simplified = value(statement.value);
      if (simplified.op !== 'const' && simplified.op !== 'local')
        return [{ ...statement, value: simplified }];
      locals.set(statement.name, simplified);
      return [];
    }
    case 'set':
      return simplifySet(statement.place, value(statement.value), context);
    case 'load':
      return [
        {
          ...statement,
          address: value(statement.address),
          access: simplifyAccess(statement.access, context),
        },
      ];
    case 'store':
      return [
        {
          ...statement,
          address: value(statement.address),
          value: value(statement.value),
          access: simplifyAccess(statement.access, context),
        },
      ];
    case 'if': {
      const condition = value(statement.condition);
      const known = constantOf(condition);
      if (known !== undefined)
        return simplifyBlock(known === 1n ? statement.then : statement.else, context, locals);
      const branchOf = (block: Semantics): Statement[] => simplifyBlock(block, context, new Map(locals));
      const then = branchOf(statement.then);
      return [{ ...statement, condition, then, else: branchOf(statement.else) }];
    }
    case 'branch':
      return [{ ...statement, target: value(statement.target) }];
    case 'compute':
    case 'raise':
    case 'system':
      return [{ ...statement, arguments: statement.arguments.map(value) }];
  }
}

function simplifySet(place: Place, value: Expression, context: Context): Statement[] {
  const resolved = resolve(place, context);
  if (resolved === undefined) return [set(place, value)];
  if (resolved === 'zero') return [];
  const cell: Place = { at: 'cell', name: resolved.cell, type: resolved.type };
  return [set(cell, widened(value, cell.type))];
}

function simplifyAccess({ base, ...access }: AccessKind, context: Context): AccessKind {
  if (base?.at !== 'register') return access;
  const resolved = resolve(base, context);
  if (resolved === undefined) return { ...access, base };
  const special = context.vocabulary.banks[base.bank]?.special.sp;
  const isStackPointer = base.special === 'sp' && resolved !== 'zero' && resolved.cell === special?.cell;
  return isStackPointer ? { ...access, stackAligned: true } : access;
}

function resolve(place: Place, { vocabulary, binding }: Context): Resolved {
  if (place.at === 'cell') return { cell: place.name, type: place.type };
  const bank = vocabulary.banks[place.bank];
  if (bank === undefined) throw new Error(`semantics: no register bank ${place.bank}`);
  const number = typeof place.index === 'number' ? place.index : binding.operands?.[place.index];
  if (number === undefined) return undefined;
  const special = bank.special[place.special];
  if (special?.number !== Number(number)) return { cell: `${place.bank}${number}`, type: bank.type };
  return special.cell === undefined ? 'zero' : { cell: special.cell, type: bank.type };
}

function simplifyExpression(expression: Expression, context: Context, locals: Locals): Expression {
  const value = (inner: Expression): Expression => simplifyExpression(inner, context, locals);
  switch (expression.op) {
    case 'const':
      return expression;
    case 'operand': {
      const known = context.binding.operands?.[expression.name];
      return known === undefined ? expression : constant(expression.type, wrap(expression.type, known));
    }
    case 'address': {
      const { at } = context.binding;
      if (at === undefined) return expression;
      const address = expression.next ? at.address + BigInt(at.length) : at.address;
      return constant(expression.type, wrap(expression.type, address));
    }
    case 'get':
      return simplifyGet(expression.place, context);
    case 'local':
      return locals.get(expression.name) ?? expression;
    case 'unary':
      return foldUnary({ ...expression, a: value(expression.a) });
    case 'binary':
      return foldBinary({ ...expression, a: value(expression.a), b: value(expression.b) });
    case 'compare':
      return foldComparison({ ...expression, a: value(expression.a), b: value(expression.b) });
    case 'select':
      return foldSelect({
        ...expression,
        condition: value(expression.condition),
        a: value(expression.a),
        b: value(expression.b),
      });
    case 'extend':
      return foldExtend({ ...expression, a: value(expression.a) });
    case 'call': {
      const args = expression.arguments.map(value);
      const known = args.map(constantOf);
      if (known.some(argument => argument === undefined)) return { ...expression, arguments: args };
      const helper = context.vocabulary.helpers[expression.helper];
      if (helper === undefined) throw new Error(`semantics: no helper ${expression.helper}`);
      return constant(expression.type, helper.apply(...(known as bigint[])));
    }
  }
}

function simplifyGet(place: Place, context: Context): Expression {
  const resolved = resolve(place, context);
  if (resolved === undefined) return get(place);
  if (resolved === 'zero') return constant(place.type, 0);
  const whole = get({ at: 'cell', name: resolved.cell, type: resolved.type });
  return widened(whole, place.type);
}

/** Drops what only defines locals that nothing after it uses; `used` collects the names in use, from the end back. */
function dropUnusedLocals(statements: Semantics, used: Set<string>): Statement[] {
  const kept: Statement[] = [];
  for (const statement of statements.toReversed()) {
    if (statement.do === 'let' && !used.has(statement.name)) continue;
    if (statement.do === 'compute' && !statement.results.some(({ name }) => used.has(name))) continue;
    if (statement.do === 'if') {
      const then = dropUnusedLocals(statement.then, used);
      const otherwise = dropUnusedLocals(statement.else, used);
      if (then.length === 0 && otherwise.length === 0) continue;
      kept.push({ ...statement, then, else: otherwise });
    } else kept.push(statement);
    for (const expression of expressionsOf(statement)) collectLocals(expression, used);
  }
  return kept.reverse();
}

/** The expressions that a statement itself evaluates, those inside an `if`'s blocks left out. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.do) {
    case 'let':
    case 'set':
      return [statement.value];
    case 'load':
      return [statement.address];
    case 'store':
      return [statement.address, statement.value];
    case 'if':
      return [statement.condition];
    case 'branch':
      return [statement.target];
    case 'compute':
    case 'raise':
    case 'system':
      return statement.arguments;
  }
}

/** The parts of an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.op) {
    case 'const':
    case 'operand':
    case 'address':
    case 'get':
    case 'local':
      return [];
    case 'unary':
    case 'extend':
      return [expression.a];
    case 'binary':
    case 'compare':
      return [expression.a, expression.b];
    case 'select':
      return [expression.condition, expression.a, expression.b];
    case 'call':
      return expression.arguments;
  }
}

function collectLocals(expression: Expression, used: Set<string>): void {
  if (expression.op === 'local') used.add(expression.name);
  for (const part of partsOf(expression)) collectLocals(part, used);
}
