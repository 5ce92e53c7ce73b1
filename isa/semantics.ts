/**
 * The typed form in which the meaning of every instruction is written, once.
 *
 * It is plain data: it survives a JSON round trip, so the evaluator, the generated interpreter, the read and
 * write sets and the linter's value tracking are all derived from the same description. The builders below
 * check types when a table is made; an ill-typed row is a bug of ours and throws at load.
 *
 * Order matters: no architectural write may come before the last access that can fault.
 */

/** Type of a value. `i1` is a flag or condition, 0 or 1. */
export type ValueType = 'i1' | 'i32' | 'i64';

export type UnaryOperator = 'not' | 'neg' | 'clz' | 'rbit' | 'rev' | 'rev16' | 'rev32' | 'popcount';

/**
 * Operators on two values of one type, with a result of that type, modulo its width. Shift amounts are taken
 * modulo the width. A division by zero gives zero; the most negative number divided by −1 gives itself.
 */
export type BinaryOperator =
  | 'add'
  | 'sub'
  | 'mul'
  | 'udiv'
  | 'sdiv'
  | 'umulh'
  | 'smulh'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl'
  | 'lshr'
  | 'ashr'
  | 'ror';

/** Comparisons: two values of one type give an `i1`. */
export type Comparison = 'eq' | 'ne' | 'ult' | 'ule' | 'slt' | 'sle';

/**
 * A place that holds architectural state.
 * `register`: an element of a register bank chosen by the instruction's operand (`Rn`), where number 31 may
 * mean the zero register or the stack pointer; `index` may also be a fixed number.
 * `cell`: a named entry of the architecture's state table (`pc`, `n`, `sp`, `vbar_el2` …).
 *
 * A place narrower than its register (`w3`) reads the low bits, and writes them zero-extended.
 */
export type Place =
  | {
      readonly at: 'register';
      readonly bank: string;
      readonly index: string | number;
      readonly special: RegisterSpecial;
      readonly type: ValueType;
    }
  | { readonly at: 'cell'; readonly name: string; readonly type: ValueType };

/**
 * What the bank's special number (31, or 0) means for this operand: nothing special, constant zero, or the stack
 * pointer. The number itself is the bank's, see `RegisterBank`.
 */
export type RegisterSpecial = 'none' | 'zero' | 'sp';

export type Expression =
  /** A constant; `value` is a decimal or 0x string so that 64 bits survive JSON. */
  | { readonly op: 'const'; readonly type: ValueType; readonly value: string }
  /** The decoded value of an immediate operand (already scaled, sign-extended, bit mask expanded …). */
  | { readonly op: 'operand'; readonly type: ValueType; readonly name: string }
  /** The address of this instruction, or (`next`) of the one after it. */
  | { readonly op: 'address'; readonly type: 'i64' | 'i32'; readonly next: boolean }
  | { readonly op: 'get'; readonly type: ValueType; readonly place: Place }
  | { readonly op: 'local'; readonly type: ValueType; readonly name: string }
  | {
      readonly op: 'unary';
      readonly type: ValueType;
      readonly operator: UnaryOperator;
      readonly a: Expression;
    }
  | {
      readonly op: 'binary';
      readonly type: ValueType;
      readonly operator: BinaryOperator;
      readonly a: Expression;
      readonly b: Expression;
    }
  | {
      readonly op: 'compare';
      readonly type: 'i1';
      readonly comparison: Comparison;
      readonly a: Expression;
      readonly b: Expression;
    }
  | {
      readonly op: 'select';
      readonly type: ValueType;
      readonly condition: Expression;
      readonly a: Expression;
      readonly b: Expression;
    }
  /** Bits `[0, from)` of `a` extended to `type`: also i64 → i32 truncation (`from` = 32, type `i32`). */
  | {
      readonly op: 'extend';
      readonly type: ValueType;
      readonly signed: boolean;
      readonly from: number;
      readonly a: Expression;
    }
  /** A named function of the architecture's closed list of pure helpers (`condition-holds`, `crc32` …). */
  | {
      readonly op: 'call';
      readonly type: ValueType;
      readonly helper: string;
      readonly arguments: readonly Expression[];
    };

/** How a memory access is made; what is absent is ordinary. */
export interface AccessKind {
  readonly acquire?: boolean;
  readonly release?: boolean;
  readonly exclusive?: boolean;
  /** Made with EL0's permissions (`ldtr`, `sttr`). */
  readonly unprivileged?: boolean;
  /** The base register: when the operand turns out to be the stack pointer, its alignment is checked first. */
  readonly base?: Place;
  /** What simplification makes of `base`: it is the stack pointer. */
  readonly stackAligned?: boolean;
  /** The access faults on misalignment whatever SCTLR.A says. */
  readonly aligned?: boolean;
  /** The alignment that `aligned` asks for in bytes, when it is not the access's size (pairs of exclusives). */
  readonly alignment?: number;
  /**
   * What counts as aligned where misalignment faults (SCTLR.A, Device memory), when it is not the access's own size:
   * this is the first part of a wider access.
   */
  readonly naturalAlignment?: number;
  /** One half of an atomic read-modify-write: a load needs the permission to write, too. */
  readonly atomic?: boolean;
  /**
   * For the syndrome of an abort (ISS.ISV): the operand name of the transfer register, and whether it is a
   * sign-extending load. Absent: the syndrome has no valid access fields (ldp, write-back, exclusives …).
   */
  readonly syndrome?: { readonly register: string; readonly signed: boolean; readonly wide: boolean };
}

export type Statement =
  | { readonly do: 'let'; readonly name: string; readonly value: Expression }
  | { readonly do: 'set'; readonly place: Place; readonly value: Expression }
  /** Reads `size` bytes, zero-extended into the local `name` of `type`. May raise an abort. */
  | {
      readonly do: 'load';
      readonly name: string;
      readonly type: 'i32' | 'i64';
      readonly size: 1 | 2 | 4 | 8;
      readonly address: Expression;
      readonly access: AccessKind;
    }
  /** Writes the low `size` bytes of `value`. May raise an abort. With `status`, a store-exclusive: i32 0 done, 1 not. */
  | {
      readonly do: 'store';
      readonly size: 1 | 2 | 4 | 8;
      readonly address: Expression;
      readonly value: Expression;
      readonly access: AccessKind;
      readonly status?: string;
    }
  /**
   * Calls a pure function with several results of the architecture's closed list (`FPAdd`: the value and the
   * exceptions that it flags); each goes to the local of its name.
   */
  | {
      readonly do: 'compute';
      readonly computation: string;
      readonly arguments: readonly Expression[];
      readonly results: readonly { readonly name: string; readonly type: ValueType }[];
    }
  | {
      readonly do: 'if';
      readonly condition: Expression;
      readonly then: readonly Statement[];
      readonly else: readonly Statement[];
    }
  /** Writes the program counter. `how` tells calls, returns and plain jumps apart for stepping and analysis. */
  | { readonly do: 'branch'; readonly how: 'jump' | 'call' | 'return'; readonly target: Expression }
  /** Takes an exception of the architecture's list (`svc`, `undefined` …); nothing after it is executed. */
  | { readonly do: 'raise'; readonly exception: string; readonly arguments: readonly Expression[] }
  /**
   * A named operation of the architecture's closed list that needs more than its arguments (`mrs`, `msr`,
   * `eret`, `wfi`, `isb`, `tlbi` …). `result` names a local that receives a value of `type`.
   */
  | {
      readonly do: 'system';
      readonly operation: string;
      readonly arguments: readonly Expression[];
      readonly result?: { readonly name: string; readonly type: ValueType };
    };

/** The meaning of one instruction. After it, unless a branch or exception was taken, the next one executes. */
export type Semantics = readonly Statement[];

const widths: Record<ValueType, number> = { i1: 1, i32: 32, i64: 64 };

/** Width of a type in bits. */
export const widthOf = (type: ValueType): number => widths[type];

function agree(what: string, a: Expression, b: Expression): void {
  if (a.type !== b.type) throw new Error(`semantics: ${what} of ${a.type} and ${b.type}`);
}

export const constant = (type: ValueType, value: number | bigint): Expression => ({
  op: 'const',
  type,
  value: `${value}`,
});
export const i32 = (value: number): Expression => constant('i32', value);
export const i64 = (value: number | bigint): Expression => constant('i64', value);
export const operand = (name: string, type: ValueType): Expression => ({ op: 'operand', name, type });
export const local = (name: string, type: ValueType): Expression => ({ op: 'local', name, type });
/** The address of the instruction after this one. */
export const nextAddress: Expression = { op: 'address', type: 'i64', next: true };
export const get = (place: Place): Expression => ({ op: 'get', type: place.type, place });
export const unary = (operator: UnaryOperator, a: Expression): Expression => ({
  op: 'unary',
  type: a.type,
  operator,
  a,
});

export function binary(operator: BinaryOperator, a: Expression, b: Expression): Expression {
  agree(operator, a, b);
  return { op: 'binary', type: a.type, operator, a, b };
}

export function compare(comparison: Comparison, a: Expression, b: Expression): Expression {
  agree(comparison, a, b);
  return { op: 'compare', type: 'i1', comparison, a, b };
}

export function select(condition: Expression, a: Expression, b: Expression): Expression {
  if (condition.type !== 'i1') throw new Error('semantics: select needs an i1');
  agree('select', a, b);
  return { op: 'select', type: a.type, condition, a, b };
}

export const extend = (signed: boolean, from: number, type: ValueType, a: Expression): Expression => ({
  op: 'extend',
  type,
  signed,
  from,
  a,
});
export const call = (helper: string, type: ValueType, ...args: Expression[]): Expression => ({
  op: 'call',
  type,
  helper,
  arguments: args,
});
export const ne = (a: Expression, b: Expression): Expression => compare('ne', a, b);
export const add = (a: Expression, b: Expression): Expression => binary('add', a, b);
export const sub = (a: Expression, b: Expression): Expression => binary('sub', a, b);
export const and = (a: Expression, b: Expression): Expression => binary('and', a, b);
export const or = (a: Expression, b: Expression): Expression => binary('or', a, b);
export const xor = (a: Expression, b: Expression): Expression => binary('xor', a, b);
export const not = (a: Expression): Expression => unary('not', a);
export const eq = (a: Expression, b: Expression): Expression => compare('eq', a, b);

/** The alternative whose number the expression `index` is; the last one for all higher numbers. */
export function choose(index: Expression, alternatives: readonly Expression[]): Expression {
  const last = alternatives[alternatives.length - 1];
  if (last === undefined) throw new Error('semantics: choose needs an alternative');
  return alternatives
    .slice(0, -1)
    .reduceRight((rest, value, number) => select(eq(index, constant(index.type, number)), value, rest), last);
}

export const cell = (name: string, type: ValueType): Place => ({ at: 'cell', name, type });
export const register = (
  bank: string,
  index: string | number,
  special: RegisterSpecial,
  type: ValueType,
): Place => ({ at: 'register', bank, index, special, type });

export const let_ = (name: string, value: Expression): Statement => ({ do: 'let', name, value });

export function set(place: Place, value: Expression): Statement {
  if (place.type !== value.type) throw new Error(`semantics: ${value.type} set into a ${place.type} place`);
  return { do: 'set', place, value };
}

export const when = (condition: Expression, then: Statement[], otherwise: Statement[] = []): Statement => ({
  do: 'if',
  condition,
  then,
  else: otherwise,
});

/** Reads memory into the local `name`. */
export const load = (
  name: string,
  type: 'i32' | 'i64',
  size: 1 | 2 | 4 | 8,
  address: Expression,
  access: AccessKind = {},
): Statement => ({ do: 'load', name, type, size, address, access });

/** Writes memory; `status` names the local that receives a store-exclusive's result (i32). */
export const store = (
  size: 1 | 2 | 4 | 8,
  address: Expression,
  value: Expression,
  access: AccessKind = {},
  status?: string,
): Statement => ({
  do: 'store',
  size,
  address,
  value,
  access,
  ...(status === undefined ? {} : { status }),
});

/** Calls a computation; its results go to the locals of these names and types. */
export const compute = (
  computation: string,
  results: Readonly<Record<string, ValueType>>,
  ...args: Expression[]
): Statement => ({
  do: 'compute',
  computation,
  arguments: args,
  results: Object.entries(results).map(([name, type]) => ({ name, type })),
});

export const branch = (how: 'jump' | 'call' | 'return', target: Expression): Statement => ({
  do: 'branch',
  how,
  target,
});
export const raise = (exception: string, ...args: Expression[]): Statement => ({
  do: 'raise',
  exception,
  arguments: args,
});

export const system = (operation: string, ...args: Expression[]): Statement => ({
  do: 'system',
  operation,
  arguments: args,
});

/** A system operation whose value goes to the local `name`. */
export const systemValue = (
  name: string,
  type: ValueType,
  operation: string,
  ...args: Expression[]
): Statement => ({ do: 'system', operation, arguments: args, result: { name, type } });
