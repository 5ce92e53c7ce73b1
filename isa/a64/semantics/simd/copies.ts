/** Copies between elements and registers, permutations, table look-ups, immediates (C4.1, Advanced SIMD). */
import type { Expression, Semantics, Statement } from '../../../semantics.ts';
import {
  and,
  binary,
  call,
  compare,
  extend,
  i32,
  i64,
  not,
  operand,
  or,
  select,
  sub,
  when,
} from '../../../semantics.ts';
import type { Width } from '../registers.ts';
import { getX, setX } from '../registers.ts';
import type { Lanes } from './lanes.ts';
import { byHalves, isWhole, permuted } from './lanes.ts';
import type { Vector } from './registers.ts';
import { getHigh, getLow, getV, setHalves, setHigh, setLow, simdInstruction, zeroHalf } from './registers.ts';

/** The element of a register whose number an operand holds. */
export const element = (name: string, size: number, index = 'index'): Expression =>
  call('element', 'i64', getLow(name), getHigh(name), operand(index, 'i32'), i32(size));

export const replicated = (value: Expression, size: number): Expression =>
  call('dup', 'i64', value, i32(size));

/** The same doubleword in all halves of `Rd`. */
const inAllHalves = (lanes: Lanes, half: Expression): Semantics =>
  simdInstruction(steps => {
    const value = steps.keep(half);
    return setHalves('Rd', { low: value, high: isWhole(lanes) ? value : zeroHalf });
  });

/** `DUP` (element), to a vector or to a scalar. */
export const duplicateElement = (lanes: Lanes): Semantics =>
  inAllHalves(
    lanes,
    lanes.count === 1 ? element('Rn', lanes.size) : replicated(element('Rn', lanes.size), lanes.size),
  );

/** A general register of 64 bits, or a smaller one with zeros above it. */
const general = (name: string, size: number): Expression =>
  size === 64 ? getX(name, 64) : extend(false, 32, 'i64', getX(name, 32));

/** `DUP` (general). */
export const duplicateGeneral = (lanes: Lanes): Semantics =>
  inAllHalves(lanes, replicated(general('Rn', lanes.size), lanes.size));

/** Writes the element at the operand `index` of a register, and leaves the others. */
export function setElement(name: string, size: number, value: Expression): readonly Statement[] {
  const index = operand('index', 'i32');
  const perHalf = i32(64 / size);
  const inserted = (half: Expression, number: Expression): Expression =>
    call('insert', 'i64', half, number, value, i32(size));
  return [
    when(
      compare('ult', index, perHalf),
      [setLow(name, inserted(getLow(name), index))],
      [setHigh(name, inserted(getHigh(name), sub(index, perHalf)))],
    ),
  ];
}

const insertElement = (size: number, value: Expression): Semantics =>
  simdInstruction(steps => setElement('Rd', size, steps.keep(value)));

/** `INS` (element): operands `index` of the destination, `index2` of the source. */
export const insertFromElement = (size: number): Semantics =>
  insertElement(size, element('Rn', size, 'index2'));

/** `INS` (general). */
export const insertFromGeneral = (size: number): Semantics => insertElement(size, general('Rn', size));

/** `SMOV`, `UMOV` to a general register of this width. */
export const moveToGeneral = (size: number, width: Width, signed: boolean): Semantics =>
  simdInstruction(() => {
    const value = element('Rn', size);
    const wide = signed ? extend(true, size, 'i64', value) : value;
    return [setX('Rd', width === 64 ? wide : extend(false, 32, 'i32', wide))];
  });

/** `UZP1`, `ZIP2`, `TRN1` … */
export const permute = (mnemonic: string, lanes: Lanes): Semantics =>
  simdInstruction(steps => {
    const { size } = lanes;
    const [n, m] = [getV('Rn'), getV('Rm')];
    const which = mnemonic.endsWith('1') ? 'low' : 'high';
    const of = (a: Expression, b: Expression, helper = mnemonic): Expression =>
      steps.keep(permuted(helper, size, a, b));
    if (!isWhole(lanes)) return setHalves('Rd', { low: of(n.low, m.low), high: zeroHalf });
    const halves: Readonly<Record<string, () => Vector>> = {
      uzp: () => ({ low: of(n.low, n.high), high: of(m.low, m.high) }),
      zip: () => ({ low: of(n[which], m[which], 'zip1'), high: of(n[which], m[which], 'zip2') }),
      trn: () => ({ low: of(n.low, m.low), high: of(n.high, m.high) }),
    };
    // Of doublewords a half is an element.
    const kind = size === 64 ? 'zip' : mnemonic.slice(0, 3);
    return setHalves('Rd', halves[kind]!());
  });

/** `EXT`: the operand `index` is the first byte. */
export const extractVector = (lanes: Lanes): Semantics =>
  simdInstruction(steps => {
    const index = operand('index', 'i32');
    const from = (low: Expression, high: Expression, byte: Expression): Expression =>
      call('ext', 'i64', low, high, byte);
    const [n, m] = [getV('Rn'), getV('Rm')];
    if (!isWhole(lanes))
      return setHalves('Rd', { low: steps.keep(from(n.low, m.low, index)), high: zeroHalf });
    const inLow = compare('ult', index, i32(8));
    const rest = sub(index, i32(8));
    return setHalves('Rd', {
      low: steps.keep(select(inLow, from(n.low, n.high, index), from(n.high, m.low, rest))),
      high: steps.keep(select(inLow, from(n.high, m.low, index), from(m.low, m.high, rest))),
    });
  });

/** `TBL`, `TBX` of so many registers from `Rn` on. */
export const tableLookup = (mnemonic: string, lanes: Lanes, registers: number): Semantics =>
  byHalves(lanes, (_, read) => {
    const names = ['Rn', 'Rn+1', 'Rn+2', 'Rn+3'].slice(0, registers);
    return names.reduce<Expression>(
      (kept, name, at) => call('tbx', 'i64', kept, getLow(name), getHigh(name), read('Rm'), i32(16 * at)),
      mnemonic === 'tbx' ? read('Rd') : zeroHalf,
    );
  });

/** The operand `imm`, shifted by the operand `amount`, over the zeros or ones that move in. */
const shiftedImmediate = (withOnes: boolean): Expression => {
  const amount = operand('amount', 'i64');
  const shifted = binary('shl', and(operand('imm', 'i64'), i64(0xff)), amount);
  return withOnes ? or(shifted, sub(binary('shl', i64(1), amount), i64(1))) : shifted;
};

/** `MOVI`, `MVNI`, `ORR`, `BIC` with a byte that is shifted in each element. */
export const modifiedImmediate = (mnemonic: string, lanes: Lanes, withOnes: boolean): Semantics =>
  byHalves(lanes, (_, read) => {
    const value = replicated(shiftedImmediate(withOnes), lanes.size);
    const results: Readonly<Record<string, () => Expression>> = {
      movi: () => value,
      mvni: () => not(value),
      orr: () => or(read('Rd'), value),
      bic: () => and(read('Rd'), not(value)),
    };
    return results[mnemonic]!();
  });

/** `MOVI` of 64 bits, to one half or to both. */
export const moveMask = (lanes: Lanes): Semantics => inAllHalves(lanes, operand('imm', 'i64'));

/** The operand `imm`, a double, as a number of this size. */
const floatImmediate = (size: number): Expression =>
  call('VFPExpandImm', 'i64', operand('imm', 'i64'), i32(size));

/** `FMOV` (vector, immediate) and (scalar, immediate). */
export const moveFloat = (lanes: Lanes): Semantics =>
  inAllHalves(
    lanes,
    lanes.count === 1 ? floatImmediate(lanes.size) : replicated(floatImmediate(lanes.size), lanes.size),
  );
