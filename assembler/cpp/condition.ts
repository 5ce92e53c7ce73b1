/** The integer expressions of `#if` (C11 6.10.1): 64-bit, signed unless an operand is unsigned. */
import type { Token } from './tokens.ts';

interface Value {
  readonly bits: bigint;
  readonly unsigned: boolean;
}

export type ConditionResult =
  | { readonly value: boolean }
  | { readonly error: string; readonly at: Token | undefined };

/** Thrown inside this file only, to leave the recursion at a wrong expression. */
class Wrong extends Error {
  readonly at: Token | undefined;
  constructor(message: string, at: Token | undefined) {
    super(message);
    this.at = at;
  }
}

const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  r: 13,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  e: 27,
};

const BINARY: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
};

const make = (bits: bigint, unsigned: boolean): Value => ({
  bits: unsigned ? BigInt.asUintN(64, bits) : BigInt.asIntN(64, bits),
  unsigned,
});
const truth = (value: boolean): Value => ({ bits: value ? 1n : 0n, unsigned: false });

function numberValue(token: Token): Value {
  const match = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)([uUlL]*)$/.exec(token.text);
  if (match === null) throw new Wrong(`${token.text} is no integer`, token);
  const digits = match[1]!;
  const bits = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return make(bits, /[uU]/.test(match[2]!) || bits > 0x7fff_ffff_ffff_ffffn);
}

function characterValue(token: Token): Value {
  let bits = 0n;
  const body = token.text.slice(1, -1);
  const pattern = /\\(?:x([0-9a-fA-F]+)|([0-7]{1,3})|(.))|([\s\S])/gu;
  for (const [, hex, octal, letter, plain] of body.matchAll(pattern)) {
    let code = 0;
    if (hex !== undefined) code = Number.parseInt(hex.slice(-8), 16);
    else if (octal !== undefined) code = Number.parseInt(octal, 8);
    else if (letter !== undefined) code = ESCAPES[letter] ?? letter.codePointAt(0)!;
    else code = plain!.codePointAt(0)!;
    bits = BigInt.asIntN(32, (bits << 8n) | BigInt(code & 0xff));
  }
  return make(bits, false);
}

function arithmetic(operator: Token, a: Value, b: Value): Value {
  const unsigned = a.unsigned || b.unsigned;
  const x = make(a.bits, unsigned).bits;
  const y = make(b.bits, unsigned).bits;
  switch (operator.text) {
    case '|':
      return make(x | y, unsigned);
    case '^':
      return make(x ^ y, unsigned);
    case '&':
      return make(x & y, unsigned);
    case '==':
      return truth(x === y);
    case '!=':
      return truth(x !== y);
    case '<':
      return truth(x < y);
    case '>':
      return truth(x > y);
    case '<=':
      return truth(x <= y);
    case '>=':
      return truth(x >= y);
    case '<<':
    case '>>': {
      const by = operator.text === '<<' ? b.bits : -b.bits;
      if (by > 64n) return make(0n, a.unsigned);
      return make(by >= 0n ? a.bits << by : a.bits >> (by < -64n ? 64n : -by), a.unsigned);
    }
    case '+':
      return make(x + y, unsigned);
    case '-':
      return make(x - y, unsigned);
    case '*':
      return make(x * y, unsigned);
    default:
      if (y === 0n) throw new Wrong('division by zero', operator);
      return make(operator.text === '/' ? x / y : x % y, unsigned);
  }
}

/**
 * Value of a fully expanded condition, in which `defined` and the like have already become numbers. Names that
 * are left are 0. With `lenient` a name followed by a parenthesised list is 0 too: it would be a macro of a
 * header that is not here.
 */
export function evaluateCondition(
  tokens: readonly Token[],
  lenient: boolean,
  depthLimit: number,
): ConditionResult {
  let at = 0;
  let depth = 0;
  const peek = (): string | undefined => tokens[at]?.text;

  function skipList(): void {
    const open = tokens[at];
    for (let nesting = 0; at < tokens.length; ) {
      const text = tokens[at++]!.text;
      if (text === '(') nesting++;
      else if (text === ')' && --nesting === 0) return;
    }
    throw new Wrong('the parenthesis is not closed', open);
  }

  function primary(evaluated: boolean): Value {
    const token = tokens[at++];
    if (token === undefined) throw new Wrong('a value is missing at the end', tokens[tokens.length - 1]);
    if (token.kind === 'number') return numberValue(token);
    if (token.kind === 'string' && token.text.startsWith("'")) return characterValue(token);
    if (token.kind === 'name') {
      if (peek() === '(') {
        if (!lenient) throw new Wrong(`${token.text} is not a defined macro, so it cannot be called`, token);
        skipList();
      }
      return truth(false);
    }
    switch (token.text) {
      case '(': {
        const value = comma(evaluated);
        if (peek() !== ')') throw new Wrong('the parenthesis is not closed', token);
        at++;
        return value;
      }
      case '!':
        return truth(unary(evaluated).bits === 0n);
      case '~': {
        const { bits, unsigned } = unary(evaluated);
        return make(~bits, unsigned);
      }
      case '-': {
        const { bits, unsigned } = unary(evaluated);
        return make(-bits, unsigned);
      }
      case '+':
        return unary(evaluated);
    }
    throw new Wrong(`${token.text} is not expected in a condition`, token);
  }

  function unary(evaluated: boolean): Value {
    if (++depth > depthLimit) throw new Wrong('the condition is nested too deep', tokens[at]);
    const value = primary(evaluated);
    depth--;
    return value;
  }

  function binary(least: number, evaluated: boolean): Value {
    let left = unary(evaluated);
    for (;;) {
      const operator = tokens[at];
      const binding = operator?.kind === 'punctuator' ? (BINARY[operator.text] ?? 0) : 0;
      if (operator === undefined || binding < least || binding === 0) return left;
      at++;
      if (operator.text === '&&' || operator.text === '||') {
        const decided = (left.bits !== 0n) === (operator.text === '||');
        const right = binary(binding + 1, evaluated && !decided);
        left = truth(decided ? left.bits !== 0n : right.bits !== 0n);
      } else {
        const right = binary(binding + 1, evaluated);
        const harmless = !evaluated && '/%'.includes(operator.text) && right.bits === 0n;
        left = harmless ? left : arithmetic(operator, left, right);
      }
    }
  }

  function conditional(evaluated: boolean): Value {
    const condition = binary(1, evaluated);
    if (peek() !== '?') return condition;
    const question = tokens[at++];
    if (++depth > depthLimit) throw new Wrong('the condition is nested too deep', question);
    const chosen = condition.bits !== 0n;
    const yes = comma(evaluated && chosen);
    if (peek() !== ':') throw new Wrong('? without :', question);
    at++;
    const no = conditional(evaluated && !chosen);
    depth--;
    return make((chosen ? yes : no).bits, yes.unsigned || no.unsigned);
  }

  function comma(evaluated: boolean): Value {
    let value = conditional(evaluated);
    while (peek() === ',') {
      at++;
      value = conditional(evaluated);
    }
    return value;
  }

  try {
    if (tokens.length === 0) return { error: 'the condition is empty', at: undefined };
    const value = comma(true);
    const rest = tokens[at];
    if (rest !== undefined) return { error: `an operator is missing before ${rest.text}`, at: rest };
    return { value: value.bits !== 0n };
  } catch (error) {
    if (error instanceof Wrong) return { error: error.message, at: error.at };
    throw error;
  }
}
