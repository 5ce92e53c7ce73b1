/**
 * SIMD&FP registers as semantics see them: two cells each, the low half `d0` … `d31`, which is also the register of
 * that name, and the high half `vh0` … `vh31`.
 */
import type { Expression, Semantics, Statement } from '../../../semantics.ts';
import { cell, extend, get, i64, let_, local, or, register, set, system } from '../../../semantics.ts';
import type { RegisterBank } from '../../../vocabulary.ts';

/** The banks of both halves: all numbers are registers. */
export const simdBanks: Readonly<Record<'d' | 'vh', RegisterBank>> = {
  d: { type: 'i64', special: {} },
  vh: { type: 'i64', special: {} },
};

/** The halves of a 128-bit value. */
export interface Vector {
  readonly low: Expression;
  readonly high: Expression;
}

/** `V[n]<63:0>` of an operand. */
export const getLow = (name: string): Expression => get(register('d', name, 'none', 'i64'));

/** `V[n]<127:64>`. */
export const getHigh = (name: string): Expression => get(register('vh', name, 'none', 'i64'));

export const getV = (name: string): Vector => ({ low: getLow(name), high: getHigh(name) });

/** The lowest `bits` of a register, extended with zeros. */
export const getScalar = (name: string, bits: number): Expression =>
  bits === 64 ? getLow(name) : extend(false, bits, 'i64', getLow(name));

export const setLow = (name: string, value: Expression): Statement =>
  set(register('d', name, 'none', 'i64'), value);

export const setHigh = (name: string, value: Expression): Statement =>
  set(register('vh', name, 'none', 'i64'), value);

export const setHalves = (name: string, { low, high }: Vector): Statement[] => [
  setLow(name, low),
  setHigh(name, high),
];

export const zeroHalf: Expression = i64(0);

/** `CheckFPAdvSIMDEnabled64`: what every instruction on these registers begins with. */
export const checkEnabled: Statement = system('check-fp-simd-enabled');

const controlRegister = cell('fpcr', 'i64');
const statusRegister = cell('fpsr', 'i64');

/** Value of FPCR, the last argument of floating-point computations. */
export const fpcr: Expression = get(controlRegister);

/** While an instruction's semantics are written: calls of computations, in order, whose exceptions add up. */
export interface Steps {
  /** Calls a computation whose results are a doubleword and bits of FPSR; the doubleword. */
  readonly compute: (computation: string, ...args: readonly Expression[]) => Expression;
  /** Keeps a value that is used several times. */
  readonly keep: (value: Expression) => Expression;
  /** Another statement, and bits of FPSR that it leaves in a local. */
  readonly add: (statement: Statement, status?: Expression) => void;
}

/**
 * Semantics of an instruction on SIMD&FP registers: the access check, the steps, the writes that `write` gives
 * back, and FPSR. Writes come after everything that is read.
 */
export function simdInstruction(write: (steps: Steps) => readonly Statement[]): Semantics {
  const statements: Statement[] = [checkEnabled];
  const status: Expression[] = [];
  let count = 0;
  const writes = write({
    compute: (computation, ...args) => {
      count++;
      const [value, raised] = [`value${count}`, `raised${count}`];
      statements.push({
        do: 'compute',
        computation,
        arguments: args,
        results: [value, raised].map(name => ({ name, type: 'i64' })),
      });
      status.push(local(raised, 'i64'));
      return local(value, 'i64');
    },
    keep: value => {
      count++;
      statements.push(let_(`value${count}`, value));
      return local(`value${count}`, value.type);
    },
    add: (statement, raised) => {
      statements.push(statement);
      if (raised) status.push(raised);
    },
  });
  const raised = status.reduce<Expression | undefined>((all, one) => (all ? or(all, one) : one), undefined);
  return [
    ...statements,
    ...writes,
    ...(raised ? [set(statusRegister, or(get(statusRegister), raised))] : []),
  ];
}
