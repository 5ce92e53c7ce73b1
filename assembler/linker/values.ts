/** Values of linker script expressions (ld manual, 3.10.8): numbers, addresses, and addresses in a section. */
import type { Span } from '../program.ts';
import type { ScriptExpression } from './script.ts';

/** What an address can be relative to. */
export interface AddressedSection {
  readonly name: string;
  address: bigint;
  loadAddress: bigint;
  size: bigint;
  alignment: bigint;
}

export type ScriptValue =
  | { readonly kind: 'number' | 'absolute'; readonly value: bigint }
  | { readonly kind: 'relative'; readonly value: bigint; readonly section: AddressedSection };

/** Why there is none. */
export interface ScriptNoValue {
  readonly message: string;
  readonly span: Span | undefined;
}

/** What names mean where an expression stands. */
export interface ScriptScope {
  /** The section whose contents are being placed. */
  readonly section: AddressedSection | undefined;
  /** Of the location counter, absolute. */
  readonly dot: bigint;
  readonly symbol: (name: string) => ScriptValue | undefined;
  readonly sectionNamed: (name: string) => AddressedSection | undefined;
  readonly region: (name: string) => { readonly origin: bigint; readonly length: bigint } | undefined;
}

export const isValue = (value: ScriptValue | ScriptNoValue): value is ScriptValue => 'kind' in value;

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);

/** The address or number by itself. */
export const absolute = (value: ScriptValue): bigint =>
  wrap(value.kind === 'relative' ? value.section.address + value.value : value.value);

/** A page of the largest size that AArch64 has, and of the usual one. */
const constants: Readonly<Record<string, bigint>> = { MAXPAGESIZE: 0x10000n, COMMONPAGESIZE: 0x1000n };

export const alignUp = (value: bigint, alignment: bigint): bigint =>
  alignment <= 1n ? value : value + ((alignment - (value % alignment)) % alignment);

export function evaluateScript(
  expression: ScriptExpression,
  scope: ScriptScope,
): ScriptValue | ScriptNoValue {
  switch (expression.is) {
    case 'number':
      return { kind: scope.section === undefined ? 'absolute' : 'number', value: wrap(expression.value) };
    case 'name':
      return nameValue(expression.name, expression.span, scope);
    case 'unary': {
      const a = evaluateScript(expression.a, scope);
      if (!isValue(a)) return a;
      if (expression.operator === '!') return { kind: 'number', value: a.value === 0n ? 1n : 0n };
      return { ...a, value: wrap(expression.operator === '-' ? -a.value : ~a.value) };
    }
    case 'conditional': {
      const test = evaluateScript(expression.test, scope);
      if (!isValue(test)) return test;
      return evaluateScript(absolute(test) !== 0n ? expression.yes : expression.no, scope);
    }
    case 'binary': {
      const a = evaluateScript(expression.a, scope);
      const b = evaluateScript(expression.b, scope);
      if (!isValue(a)) return a;
      return isValue(b) ? binary(expression.operator, a, b, scope) : b;
    }
    case 'call':
      return call(expression, scope);
  }
}

function nameValue(name: string, span: Span, scope: ScriptScope): ScriptValue | ScriptNoValue {
  if (name === '.')
    return scope.section === undefined
      ? { kind: 'absolute', value: scope.dot }
      : { kind: 'relative', value: scope.dot - scope.section.address, section: scope.section };
  if (name === 'SIZEOF_HEADERS')
    return { message: 'SIZEOF_HEADERS is not known: images have no headers', span };
  const known = scope.symbol(name);
  if (known === undefined) return { message: `${name} is defined nowhere`, span };
  return known.kind === 'absolute' && scope.section !== undefined
    ? { kind: 'number', value: known.value }
    : known;
}

const operators: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<<': (a, b) => (b > 63n ? 0n : a << b),
  '>>': (a, b) => a >> b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
};

const comparisons: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '&&': (a, b) => a !== 0n && b !== 0n,
  '||': (a, b) => a !== 0n || b !== 0n,
};

function binary(
  operator: string,
  a: ScriptValue,
  b: ScriptValue,
  { section }: ScriptScope,
): ScriptValue | ScriptNoValue {
  const sections = [a, b].map(value => (value.kind === 'relative' ? value.section : undefined));
  const [x, y] = sections;
  // Numbers are offsets beside an address; addresses of different sections are made absolute.
  const together =
    x === y || (x === undefined ? a.kind === 'number' : y === undefined && b.kind === 'number');
  const left = together ? a.value : absolute(a);
  const right = together ? b.value : absolute(b);
  const compared = comparisons[operator];
  if (compared !== undefined) return { kind: 'number', value: compared(left, right) ? 1n : 0n };
  if (right === 0n && (operator === '/' || operator === '%'))
    return { message: 'division by zero', span: undefined };
  const value = wrap(operators[operator]!(left, right));
  if (!together) return { kind: 'absolute', value };
  if (x !== undefined && y !== undefined)
    return { kind: section === undefined ? 'absolute' : 'number', value };
  const relativeTo = x ?? y;
  if (relativeTo !== undefined) return { kind: 'relative', value, section: relativeTo };
  return { kind: a.kind === 'number' && b.kind === 'number' ? 'number' : 'absolute', value };
}

function call(
  { name, arguments: given, span }: Extract<ScriptExpression, { is: 'call' }>,
  scope: ScriptScope,
): ScriptValue | ScriptNoValue {
  const [first] = given;
  const word = first?.is === 'name' ? first.name : '';
  const number = (value: bigint): ScriptValue => ({ kind: 'number', value: wrap(value) });
  const address = (value: bigint): ScriptValue => ({ kind: 'absolute', value: wrap(value) });
  switch (name) {
    case 'ADDR':
    case 'LOADADDR':
    case 'SIZEOF':
    case 'ALIGNOF': {
      const section = scope.sectionNamed(word);
      if (section === undefined)
        return name === 'SIZEOF' ? number(0n) : { message: `there is no output section ${word}`, span };
      if (name === 'ADDR') return { kind: 'relative', value: 0n, section };
      if (name === 'LOADADDR') return address(section.loadAddress);
      return number(name === 'SIZEOF' ? section.size : section.alignment);
    }
    case 'ORIGIN':
    case 'LENGTH': {
      const region = scope.region(word);
      if (region === undefined) return { message: `there is no memory region ${word}`, span };
      return name === 'ORIGIN' ? address(region.origin) : number(region.length);
    }
    case 'DEFINED':
      return number(scope.symbol(word) === undefined ? 0n : 1n);
    case 'CONSTANT':
      return constants[word] === undefined
        ? { message: `there is no CONSTANT(${word})`, span }
        : number(constants[word]);
    case 'SEGMENT_START':
      return given[1] === undefined
        ? { message: 'SEGMENT_START needs a name and an address', span }
        : evaluateScript(given[1], scope);
    default:
      return computed(name, given, span, scope);
  }
}

/** Functions of values. */
function computed(
  name: string,
  given: readonly ScriptExpression[],
  span: Span,
  scope: ScriptScope,
): ScriptValue | ScriptNoValue {
  const values: ScriptValue[] = [];
  for (const argument of given) {
    const value = evaluateScript(argument, scope);
    if (!isValue(value)) return value;
    values.push(value);
  }
  const [a, b] = values;
  if (a === undefined) return { message: `${name} needs a value`, span };
  /** An address, relative to the section that is being placed. */
  const placed = (value: bigint): ScriptValue =>
    scope.section === undefined
      ? { kind: 'absolute', value: wrap(value) }
      : { kind: 'relative', value: wrap(value - scope.section.address), section: scope.section };
  const page = absolute(a);
  switch (name) {
    case 'ABSOLUTE':
      return { kind: 'absolute', value: absolute(a) };
    case 'ALIGN':
    case 'BLOCK':
    case 'NEXT':
      return b === undefined ? placed(alignUp(scope.dot, page)) : placed(alignUp(absolute(a), absolute(b)));
    case 'MAX':
    case 'MIN': {
      if (b === undefined) return { message: `${name} needs two values`, span };
      const larger = absolute(a) >= absolute(b);
      return larger === (name === 'MAX') ? a : b;
    }
    case 'LOG2CEIL': {
      const value = absolute(a);
      return { kind: 'number', value: BigInt(value <= 1n ? 0 : (value - 1n).toString(2).length) };
    }
    case 'DATA_SEGMENT_ALIGN':
      return placed(alignUp(scope.dot, page) + (scope.dot & (page - 1n)));
    case 'DATA_SEGMENT_RELRO_END':
      return placed(scope.dot);
    case 'DATA_SEGMENT_END':
      return a;
    default:
      return { message: `there is no function ${name}`, span };
  }
}
