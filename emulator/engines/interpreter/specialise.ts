/**
 * One instruction row as a few handlers. What an instruction's operands decide (which condition, which shift, a
 * base that is the stack pointer) is asked once, when it is decoded; what is left has the same form for all
 * instructions that answer alike, and refers to registers and immediates by name only.
 */
import {
  constantOf,
  foldBinary,
  foldComparison,
  foldExtend,
  foldSelect,
  foldUnary,
} from '../../../isa/fold.ts';
import type { AccessKind, Expression, Place, Semantics, Statement } from '../../../isa/semantics.ts';
import { compare, constant } from '../../../isa/semantics.ts';
import { partsOf, simplify } from '../../../isa/simplify.ts';
import type { Vocabulary } from '../../../isa/vocabulary.ts';
import { boundValue, isBound } from './bound.ts';
import type { PlainMove } from './record.ts';

/** What is asked of an instruction when it is decoded. */
export type Question =
  /** Whether a condition over operands and the address holds. */
  | { readonly ask: 'holds'; readonly condition: Expression }
  /** Whether the base of an access is the stack pointer. */
  | { readonly ask: 'stack'; readonly base: Extract<Place, { readonly at: 'register' }> }
  /** Whether a system operation is but a move from or to a cell. */
  | { readonly ask: 'plain'; readonly move: PlainMove }
  /** Whether such a move is that of a counter. */
  | { readonly ask: 'counter'; readonly move: PlainMove }
  /** Whether a branch stays in the page of its instruction. */
  | { readonly ask: 'near'; readonly target: Expression };

/** The forms of a row: questions, and behind the last answer what to do. */
export type Variants<Leaf> =
  | { readonly question: Question; readonly yes: Variants<Leaf>; readonly no: Variants<Leaf> }
  | { readonly leaf: Leaf };

/** Most forms of one row that get handlers of their own. */
const mostVariants = 48;

/** The values that an operand may have, where they are known. */
export type Domains = (operand: string) => readonly bigint[] | undefined;

/** Answers that do not show in the semantics. */
export interface Answers {
  readonly near: boolean;
  readonly plain: boolean;
  readonly counter: boolean;
}

/** The move that a system operation may be. */
export function plainMoveOf(
  { operation, arguments: values }: Extract<Statement, { readonly do: 'system' }>,
  { operations }: Vocabulary,
): PlainMove | undefined {
  const { registers, control, arguments: names } = operations[operation]!;
  if (registers?.named !== 'system-register' || control) return undefined;
  const register = values[names.findIndex(({ name }) => name === registers.argument)]!;
  return { access: registers.access, register };
}

/** All forms of a row's semantics. Undefined when there are too many. */
export function variantsOf<Leaf>(
  semantics: Semantics,
  vocabulary: Vocabulary,
  domains: Domains,
  leafOf: (semantics: Semantics, answers: Answers) => Leaf,
): Variants<Leaf> | undefined {
  let leaves = 0;
  const explore = (given: readonly boolean[]): Variants<Leaf> | undefined => {
    let asked = 0;
    let open: Question | undefined;
    const answers = { near: false, plain: false, counter: false };
    const ask = (question: Question): boolean => {
      if (asked < given.length) {
        const answer = given[asked++]!;
        const { ask: what } = question;
        if (what === 'near' || what === 'plain' || what === 'counter') answers[what] = answer;
        return answer;
      }
      open ??= question;
      return false;
    };
    const special = new Specialisation(ask, vocabulary, domains).block(semantics, new Map());
    if (open === undefined) {
      leaves++;
      return leaves > mostVariants ? undefined : { leaf: leafOf(simplify(special, vocabulary), answers) };
    }
    const yes = explore([...given, true]);
    const no = yes && explore([...given, false]);
    return yes && no && { question: open, yes, no };
  };
  return explore([]);
}

/** Locals whose value is known when the instruction is decoded. */
type BoundLocals = Map<string, Expression>;

class Specialisation {
  readonly #ask: (question: Question) => boolean;
  readonly #vocabulary: Vocabulary;
  readonly #domains: Domains;
  /** What operands may still be, after the answers so far. */
  readonly #left = new Map<string, readonly bigint[]>();
  /** Answers on this way about places and targets. */
  readonly #answers = new Map<Place | Expression, boolean>();

  constructor(ask: (question: Question) => boolean, vocabulary: Vocabulary, domains: Domains) {
    this.#ask = ask;
    this.#vocabulary = vocabulary;
    this.#domains = domains;
  }

  block(statements: Semantics, locals: BoundLocals): Statement[] {
    const result: Statement[] = [];
    for (const statement of statements) result.push(...this.#statement(statement, locals));
    return result;
  }

  /** Asks once about the same thing. */
  #askOnce(about: Place | Expression, question: Question): boolean {
    const answer = this.#answers.get(about) ?? this.#ask(question);
    this.#answers.set(about, answer);
    return answer;
  }

  #holds(condition: Expression): boolean {
    const known = constantOf(condition);
    if (known !== undefined) return known === 1n;
    const name = onlyOperand(condition);
    const domain = name === undefined ? undefined : (this.#left.get(name) ?? this.#domains(name));
    if (name === undefined || !domain) return this.#ask({ ask: 'holds', condition });
    const holdsFor = (value: bigint): boolean =>
      boundValue(condition, { operands: { [name]: value }, address: 0n, length: 0 }, this.#vocabulary) === 1n;
    const yes = domain.filter(holdsFor);
    if (yes.length === 0 || yes.length === domain.length) return yes.length > 0;
    const answer = this.#ask({ ask: 'holds', condition });
    this.#left.set(name, answer ? yes : domain.filter(value => !holdsFor(value)));
    return answer;
  }

  #statement(statement: Statement, locals: BoundLocals): Statement[] {
    const value = (expression: Expression): Expression => this.#expression(expression, locals);
    switch (statement.do) {
      case 'let': {
        const known = value(statement.value);
        if (!isBound(known) && known.op !== 'local') return [{ ...statement, value: known }];
        locals.set(statement.name, known);
        return [];
      }
      case 'set':
        return [{ ...statement, value: value(statement.value) }];
      case 'load': {
        const access = this.#access(statement.access);
        return [{ ...statement, address: value(statement.address), access }];
      }
      case 'store': {
        const access = this.#access(statement.access);
        return [{ ...statement, address: value(statement.address), value: value(statement.value), access }];
      }
      case 'if': {
        const condition = value(statement.condition);
        if (isBound(condition))
          return this.block(this.#holds(condition) ? statement.then : statement.else, locals);
        const then = this.block(statement.then, new Map(locals));
        return [{ ...statement, condition, then, else: this.block(statement.else, new Map(locals)) }];
      }
      case 'branch': {
        const target = value(statement.target);
        if (isBound(target)) this.#askOnce(target, { ask: 'near', target });
        return [{ ...statement, target }];
      }
      case 'system': {
        const move = plainMoveOf(statement, this.#vocabulary);
        const plain = move && this.#ask({ ask: 'plain', move });
        if (plain && move.access === 'read') this.#ask({ ask: 'counter', move });
        return [{ ...statement, arguments: statement.arguments.map(value) }];
      }
      case 'compute':
      case 'raise':
        return [{ ...statement, arguments: statement.arguments.map(value) }];
    }
  }

  #access({ base, ...access }: AccessKind): AccessKind {
    if (base?.at !== 'register' || base.special !== 'sp') return access;
    return this.#askOnce(base, { ask: 'stack', base }) ? { ...access, stackAligned: true, base } : access;
  }

  #expression(expression: Expression, locals: BoundLocals): Expression {
    const value = (part: Expression): Expression => this.#expression(part, locals);
    switch (expression.op) {
      case 'const':
      case 'operand':
      case 'address':
      case 'get':
        return expression;
      case 'local':
        return locals.get(expression.name) ?? expression;
      case 'unary':
        return foldUnary({ ...expression, a: value(expression.a) });
      case 'binary': {
        const a = value(expression.a);
        const b = value(expression.b);
        // Most registers that could be shifted are not.
        const shifts = expression.operator === 'shl' && a.op === 'get' && isBound(b);
        if (shifts && this.#holds(compare('eq', b, constant(b.type, 0)))) return a;
        return foldBinary({ ...expression, a, b });
      }
      case 'compare':
        return foldComparison({ ...expression, a: value(expression.a), b: value(expression.b) });
      case 'select': {
        const condition = value(expression.condition);
        if (isBound(condition)) return value(this.#holds(condition) ? expression.a : expression.b);
        return foldSelect({ ...expression, condition, a: value(expression.a), b: value(expression.b) });
      }
      case 'extend':
        return foldExtend({ ...expression, a: value(expression.a) });
      case 'call':
        return { ...expression, arguments: expression.arguments.map(value) };
    }
  }
}

/** The operand that a bound expression depends on, if it is one and nothing else. */
function onlyOperand(expression: Expression): string | undefined {
  const names = new Set<string>();
  let other = false;
  const collect = (part: Expression): void => {
    if (part.op === 'operand') names.add(part.name);
    if (part.op === 'address') other = true;
    partsOf(part).forEach(collect);
  };
  collect(expression);
  return names.size === 1 && !other ? [...names][0] : undefined;
}
