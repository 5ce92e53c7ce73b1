/**
 * The condition language of breakpoints, exception filters, watches and `evaluate`: C-like expressions on
 * unsigned 64-bit numbers, e.g. `el == 2 && esr.ec == 0x16 && *(u64*)(sp + 16) != 0`.
 *
 * Parsing gives plain data; evaluation asks the caller for names and memory. What is wrong comes back as a
 * value that names the place. Work and depth are bounded by the length of the text.
 */
import type { Architecture, BitField } from '../isa/architecture.ts';

/** What is wrong with a condition, and where in its text (UTF-16 code units, end exclusive). */
export interface ConditionError {
  readonly error: string;
  readonly start: number;
  readonly end: number;
}

export type UnaryOperator = '!' | '~' | '-' | '+';
export type BinaryOperator = keyof typeof precedences;
export type AccessSize = 1 | 2 | 4 | 8;

interface Place {
  readonly start: number;
  readonly end: number;
}

/** A parsed condition. */
export type Condition = Place &
  (
    | { readonly is: 'number'; readonly value: bigint }
    | { readonly is: 'name'; readonly name: string }
    | { readonly is: 'field'; readonly name: string; readonly field: string }
    | {
        readonly is: 'memory';
        readonly size: AccessSize;
        readonly signed: boolean;
        readonly address: Condition;
      }
    | { readonly is: 'unary'; readonly operator: UnaryOperator; readonly operand: Condition }
    | {
        readonly is: 'binary';
        readonly operator: BinaryOperator;
        readonly left: Condition;
        readonly right: Condition;
      }
  );

/** Where a condition finds its values. */
export interface ConditionLookup {
  /** Value of a register, variable or symbol. Asked as written first, then in lower case. */
  variable(name: string): bigint | undefined;
  /** Little-endian value of `size` bytes; undefined where nothing is mapped. */
  memory(address: bigint, size: AccessSize): bigint | undefined;
  /** The field of a named value (`esr.ec`), names as written; see `fieldLookup`. */
  field?(name: string, field: string): BitField | undefined;
}

/** Binary operators, loosest first, as in C. */
const precedences = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
} as const;

const unaryOperators: ReadonlySet<string> = new Set<UnaryOperator>(['!', '~', '-', '+']);

/** Longest text of a condition, in UTF-16 code units, and deepest nesting of parentheses and operators. */
const textLimit = 2000;
const depthLimit = 100;

interface Token extends Place {
  readonly kind: 'number' | 'name' | 'operator' | 'end' | 'bad';
  readonly text: string;
}

const tokenPattern =
  /\s*(?:(?<number>\d[\w]*)|(?<name>[A-Za-z_$][\w$]*)|(?<operator>\|\||&&|==|!=|<=|>=|<<|>>|[-+*/%&|^~!<>().])|(?<bad>\S))/uy;

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  for (let match = tokenPattern.exec(text); match; match = tokenPattern.exec(text)) {
    const [kind, found] = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined) as [
      Token['kind'],
      string,
    ];
    const end = match.index + match[0].length;
    tokens.push({ kind, text: found, start: end - found.length, end });
  }
  return [...tokens, { kind: 'end', text: '', start: text.length, end: text.length }];
}

/** Thrown and caught inside the parser or the evaluator only. */
class Problem {
  readonly at: Place;
  readonly message: string;
  constructor(at: Place, message: string) {
    this.at = at;
    this.message = message;
  }
}

/** Runs `work`; a problem that it meets is the result. */
function attempt<T>(work: () => T): T | ConditionError {
  try {
    return work();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { error: problem.message, start: problem.at.start, end: problem.at.end };
  }
}

const memoryTypes: Readonly<Record<string, { readonly size: AccessSize; readonly signed: boolean }>> = {
  u8: { size: 1, signed: false },
  u16: { size: 2, signed: false },
  u32: { size: 4, signed: false },
  u64: { size: 8, signed: false },
  i8: { size: 1, signed: true },
  i16: { size: 2, signed: true },
  i32: { size: 4, signed: true },
  i64: { size: 8, signed: true },
};

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);

function parseNumber(token: Token): bigint {
  const digits = token.text.replaceAll('_', '');
  if (!/^(0x[0-9a-f]+|0b[01]+|\d+)$/i.test(digits))
    throw new Problem(token, `\`${token.text}\` is no number`);
  const value = BigInt(digits);
  if (value !== wrap(value)) throw new Problem(token, `\`${token.text}\` does not fit in 64 bits`);
  return value;
}

/** Recursive descent over the tokens, with precedence climbing for binary operators. */
function parser(tokens: readonly Token[]) {
  let position = 0;
  const peek = (): Token => tokens[position] as Token;
  const take = (): Token => {
    const token = peek();
    if (token.kind !== 'end') position++;
    return token;
  };
  const show = (token: Token): string => (token.kind === 'end' ? 'the end' : `\`${token.text}\``);
  const accept = (text: string): boolean => {
    const found = peek().kind === 'operator' && peek().text === text;
    if (found) position++;
    return found;
  };
  const expect = (text: string, why: string): Token => {
    const token = peek();
    if (!accept(text)) throw new Problem(token, `expected \`${text}\` ${why}, found ${show(token)}`);
    return token;
  };

  function memory(star: Token, depth: number): Condition {
    expect('(', 'and a type after `*`, as in `*(u64*)(sp + 16)`');
    const type = take();
    const access = type.kind === 'name' ? memoryTypes[type.text.toLowerCase()] : undefined;
    if (!access)
      throw new Problem(type, `expected u8, u16, u32, u64, i8, i16, i32 or i64, found ${show(type)}`);
    expect('*', 'after the type');
    expect(')', 'after the type');
    const address = unary(depth + 1);
    return { is: 'memory', ...access, address, start: star.start, end: address.end };
  }

  function unary(depth: number): Condition {
    const token = take();
    if (depth > depthLimit) throw new Problem(token, 'the condition is nested too deeply');
    if (token.kind === 'number') {
      return { is: 'number', value: parseNumber(token), start: token.start, end: token.end };
    }
    if (token.kind === 'name') {
      if (!accept('.')) return { is: 'name', name: token.text, start: token.start, end: token.end };
      const field = take();
      if (field.kind !== 'name')
        throw new Problem(field, `expected a field after the dot, found ${show(field)}`);
      return { is: 'field', name: token.text, field: field.text, start: token.start, end: field.end };
    }
    if (token.kind === 'operator') {
      if (token.text === '(') {
        const inner = binary(1, depth + 1);
        const close = expect(')', 'to close the parenthesis');
        return { ...inner, start: token.start, end: close.end };
      }
      if (token.text === '*') return memory(token, depth);
      if (unaryOperators.has(token.text)) {
        const operand = unary(depth + 1);
        const operator = token.text as UnaryOperator;
        return { is: 'unary', operator, operand, start: token.start, end: operand.end };
      }
    }
    throw new Problem(token, `expected a number, a name or \`(\`, found ${show(token)}`);
  }

  function binary(lowest: number, depth: number): Condition {
    let left = unary(depth);
    let chain = depth;
    for (;;) {
      const token = peek();
      const operator = token.text as BinaryOperator;
      const precedence = token.kind === 'operator' ? precedences[operator] : undefined;
      if (precedence === undefined || precedence < lowest) return left;
      take();
      if (++chain > depthLimit) throw new Problem(token, 'the condition is nested too deeply');
      const right = binary(precedence + 1, depth + 1);
      left = { is: 'binary', operator, left, right, start: left.start, end: right.end };
    }
  }

  return (): Condition => {
    const condition = binary(1, 0);
    const rest = peek();
    if (rest.kind !== 'end') throw new Problem(rest, `expected an operator, found ${show(rest)}`);
    return condition;
  };
}

/** The condition that a text says, or what is wrong with it. At most 2000 characters and 100 levels. */
export function parseCondition(text: string): Condition | ConditionError {
  if (text.length > textLimit) {
    return {
      error: `the condition is longer than ${textLimit} characters`,
      start: textLimit,
      end: text.length,
    };
  }
  return attempt(parser(tokenize(text)));
}

/** Tells what went wrong from a condition or a value. */
export const isConditionError = (result: Condition | ConditionError | bigint): result is ConditionError =>
  typeof result === 'object' && 'error' in result;

const truth = (value: boolean): bigint => (value ? 1n : 0n);

function applyUnary(operator: UnaryOperator, value: bigint): bigint {
  switch (operator) {
    case '!':
      return truth(value === 0n);
    case '~':
      return wrap(~value);
    case '-':
      return wrap(-value);
    case '+':
      return value;
  }
}

function applyBinary(operator: BinaryOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '||':
      return truth(a !== 0n || b !== 0n);
    case '&&':
      return truth(a !== 0n && b !== 0n);
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '<=':
      return truth(a <= b);
    case '>':
      return truth(a > b);
    case '>=':
      return truth(a >= b);
    case '<<':
      return b > 63n ? 0n : wrap(a << b);
    case '>>':
      return b > 63n ? 0n : a >> b;
    case '+':
      return wrap(a + b);
    case '-':
      return wrap(a - b);
    case '*':
      return wrap(a * b);
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

function evaluate(condition: Condition, lookup: ConditionLookup): bigint {
  const variable = (name: string): bigint => {
    const value = lookup.variable(name) ?? lookup.variable(name.toLowerCase());
    if (value === undefined) throw new Problem(condition, `nothing is called \`${name}\` here`);
    return wrap(value);
  };
  switch (condition.is) {
    case 'number':
      return condition.value;
    case 'name':
      return variable(condition.name);
    case 'field': {
      const value = variable(condition.name);
      const field = lookup.field?.(condition.name, condition.field);
      if (!field) throw new Problem(condition, `\`${condition.name}\` has no field \`${condition.field}\``);
      return BigInt.asUintN(field.high - field.low + 1, value >> BigInt(field.low));
    }
    case 'memory': {
      const address = evaluate(condition.address, lookup);
      const value = lookup.memory(address, condition.size);
      if (value === undefined) {
        throw new Problem(condition, `no memory can be read at 0x${address.toString(16)}`);
      }
      return condition.signed ? wrap(BigInt.asIntN(condition.size * 8, value)) : value;
    }
    case 'unary':
      return applyUnary(condition.operator, evaluate(condition.operand, lookup));
    case 'binary': {
      const left = evaluate(condition.left, lookup);
      // As in C, the right side of a decided && or || is not looked at.
      if (condition.operator === '&&' && left === 0n) return 0n;
      if (condition.operator === '||' && left !== 0n) return 1n;
      const right = evaluate(condition.right, lookup);
      if (right === 0n && (condition.operator === '/' || condition.operator === '%')) {
        throw new Problem(condition.right, 'division by zero');
      }
      return applyBinary(condition.operator, left, right);
    }
  }
}

/** The value of a condition (0 is false), or what cannot be known. */
export const evaluateCondition = (condition: Condition, lookup: ConditionLookup): bigint | ConditionError =>
  attempt(() => evaluate(condition, lookup));

/** Fields by the architecture's descriptions of condition variables and registers, in any case. */
export const fieldLookup =
  (architecture: Architecture) =>
  (name: string, field: string): BitField | undefined => {
    const wanted = name.toLowerCase();
    const described =
      architecture.conditionVariables.find(variable => variable.name === wanted && variable.fields) ??
      architecture.register(wanted);
    return described?.fields?.find(candidate => candidate.name.toLowerCase() === field.toLowerCase());
  };
