/** Values: an offset from a relocation base. */
import type { SmalError } from './errors.ts';

/** What an offset counts from. Absolute values have none. */
export interface Base {
  readonly kind: 'relocatable' | 'external' | 'common' | 'registers';
  /** Of an external or common name, itself; of registers, the name of the first. */
  readonly name: string;
  /** What TYP gives. */
  readonly type: number;
}

export interface Value {
  readonly base: Base | undefined;
  /** 32 bits, signed. */
  readonly offset: number;
  /** Depends on something that is not known; what follows from it is not reported. */
  readonly uncertain: boolean;
}

export const absolute = (offset: number, uncertain = false): Value => ({
  base: undefined,
  offset: offset | 0,
  uncertain,
});

export const relative = (base: Base | undefined, offset: number): Value => ({
  base,
  offset: offset | 0,
  uncertain: false,
});

type Failure = Extract<SmalError, 'misuse of relocation'>;

const truth = (condition: boolean): number => (condition ? -1 : 0);

/** Counts above 32 act as 32. */
const shiftCount = (count: number): number => Math.min(count >>> 0, 32);

/** Operators on absolute values only. */
const absoluteOperators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '!': (a, b) => a | b,
  '<<': (a, b) => (shiftCount(b) === 32 ? 0 : a << b),
  '>>': (a, b) => a >> Math.min(shiftCount(b), 31),
  '>>>': (a, b) => (shiftCount(b) === 32 ? 0 : a >>> b),
};

/** Operators on values with the same base. */
const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};

export const isBinaryOperator = (text: string): boolean =>
  text === '+' || text === '-' || Object.hasOwn(absoluteOperators, text) || Object.hasOwn(comparisons, text);

/** The result of an operator, or why there is none. */
export function applyBinary(operator: string, a: Value, b: Value): Value | Failure {
  const uncertain = a.uncertain || b.uncertain;
  const made = (base: Base | undefined, offset: number): Value => ({ base, offset: offset | 0, uncertain });
  if (operator === '+') {
    if (a.base !== undefined && b.base !== undefined) return 'misuse of relocation';
    return made(a.base ?? b.base, a.offset + b.offset);
  }
  if (operator === '-') {
    if (a.base === b.base) return made(undefined, a.offset - b.offset);
    return b.base === undefined ? made(a.base, a.offset - b.offset) : 'misuse of relocation';
  }
  const compare = comparisons[operator];
  if (compare !== undefined)
    return a.base === b.base ? made(undefined, truth(compare(a.offset, b.offset))) : 'misuse of relocation';
  if (a.base !== undefined || b.base !== undefined) return 'misuse of relocation';
  return made(undefined, absoluteOperators[operator]!(a.offset, b.offset));
}

const unaryOperators: Readonly<Record<string, (a: number) => number>> = {
  '+': a => a,
  '-': a => -a,
  '~': a => ~a,
  '\\': a => ~a,
};

export const isUnaryOperator = (text: string): boolean => Object.hasOwn(unaryOperators, text);

export function applyUnary(operator: string, a: Value): Value | Failure {
  if (operator === '+') return a;
  if (a.base !== undefined) return 'misuse of relocation';
  return absolute(unaryOperators[operator]!(a.offset), a.uncertain);
}

/** Least and greatest value of a unit of so many bytes, signed or not. */
export const boundsOf = (size: number): readonly [number, number] =>
  size === 4 ? [-0x8000_0000, 0xffff_ffff] : [-(2 ** (8 * size - 1)), 2 ** (8 * size) - 1];

/** Whether 32 bits, taken as signed, fit in `size` bytes. */
export function fitsIn(offset: number, size: number): boolean {
  const [least, greatest] = boundsOf(size);
  return offset >= least && offset <= greatest;
}
