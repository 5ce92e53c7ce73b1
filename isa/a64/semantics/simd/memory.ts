/**
 * Loads and stores of SIMD&FP registers: one register, pairs, structures. What is wider than 8 bytes is two
 * accesses of 8, as the single-copy atomicity of vector elements allows (B2.2.1). No register changes before the
 * last access.
 */
import type { AccessKind, Expression, Semantics, Statement } from '../../../semantics.ts';
import { add, call, get, i32, i64, let_, load, local, operand, set, store } from '../../../semantics.ts';
import type { Addressing, PairForm } from '../memory.ts';
import { addressOf, basedAccess, writeBack } from '../memory.ts';
import { generalOrSp, getX } from '../registers.ts';
import { replicated, setElement } from './copies.ts';
import type { Lanes } from './lanes.ts';
import { isWhole, lanesPerHalf } from './lanes.ts';
import type { Vector } from './registers.ts';
import { checkEnabled, getHigh, getLow, setHalves, zeroHalf } from './registers.ts';

/** Bytes of a SIMD&FP register in memory. */
export type SimdSize = 1 | 2 | 4 | 8 | 16;

const address: Expression = local('address', 'i64');

const at = (offset: number): Expression => (offset === 0 ? address : add(address, i64(offset)));

/** Bytes of one access. */
const accessSize = (size: SimdSize): 1 | 2 | 4 | 8 => (size === 16 ? 8 : size);

/** The access to a register's first bytes: what is wider than 8 bytes is aligned as a whole. */
const wholeAccess = (size: SimdSize, access: AccessKind): AccessKind =>
  size === 16 ? { ...access, naturalAlignment: 16 } : access;

const based = (addressing: Addressing): AccessKind => (addressing === 'literal' ? {} : basedAccess);

/** A register of `size` bytes at an offset: the accesses, and what was read. */
function loadV(
  name: string,
  size: SimdSize,
  offset: number,
  access: AccessKind,
): { readonly loads: readonly Statement[]; readonly value: Vector } {
  const bytes = accessSize(size);
  const low = load(`${name}-low`, 'i64', bytes, at(offset), wholeAccess(size, access));
  const value = local(`${name}-low`, 'i64');
  if (size !== 16) return { loads: [low], value: { low: value, high: zeroHalf } };
  return {
    loads: [low, load(`${name}-high`, 'i64', 8, at(offset + 8), access)],
    value: { low: value, high: local(`${name}-high`, 'i64') },
  };
}

function storeV(name: string, size: SimdSize, offset: number, access: AccessKind): readonly Statement[] {
  const low = store(accessSize(size), at(offset), getLow(name), wholeAccess(size, access));
  return size === 16 ? [low, store(8, at(offset + 8), getHigh(name), access)] : [low];
}

/** `LDR`, `LDUR` of a SIMD&FP register. */
export function loadSimd(size: SimdSize, addressing: Addressing): Semantics {
  const { loads, value } = loadV('data', size, 0, based(addressing));
  return [checkEnabled, addressOf(addressing), ...loads, ...writeBack(addressing), ...setHalves('Rt', value)];
}

/** `STR`, `STUR`. */
export const storeSimd = (size: SimdSize, addressing: Addressing): Semantics => [
  checkEnabled,
  addressOf(addressing),
  ...storeV('Rt', size, 0, based(addressing)),
  ...writeBack(addressing),
];

/** `LDP`, `LDNP`. */
export function loadSimdPair(size: 4 | 8 | 16, addressing: PairForm['addressing']): Semantics {
  const first = loadV('data1', size, 0, basedAccess);
  const second = loadV('data2', size, size, basedAccess);
  return [
    checkEnabled,
    addressOf(addressing),
    ...first.loads,
    ...second.loads,
    ...writeBack(addressing),
    ...setHalves('Rt', first.value),
    ...setHalves('Rt2', second.value),
  ];
}

/** `STP`, `STNP`. */
export const storeSimdPair = (size: 4 | 8 | 16, addressing: PairForm['addressing']): Semantics => [
  checkEnabled,
  addressOf(addressing),
  ...storeV('Rt', size, 0, basedAccess),
  ...storeV('Rt2', size, size, basedAccess),
  ...writeBack(addressing),
];

/** How a load or store of structures moves its base: not, by the bytes transferred, or by `Rm`. */
export type Move = 'none' | 'bytes' | 'register';

const base = generalOrSp('Rn', 64);

const moved = (move: Move, bytes: number): Statement[] =>
  move === 'none' ? [] : [set(base, add(address, move === 'bytes' ? i64(bytes) : getX('Rm', 64)))];

/** Registers of a list by their operands' names. */
const listed = (count: number): readonly string[] => ['Rt', 'Rt+1', 'Rt+2', 'Rt+3'].slice(0, count);

const start: Statement = let_('address', get(base));

/** What tells one load or store of whole registers from another. */
export interface Structures {
  /** Elements of a structure: 1 of `LD1`, 4 of `LD4`. */
  readonly elements: number;
  readonly registers: number;
  readonly lanes: Lanes;
  readonly move: Move;
}

/** Each element of all registers in the order in which they lie in memory, and its offset. */
function inMemory({ elements, registers, lanes }: Structures) {
  const bytes = lanes.size / 8;
  const perRegister = lanes.count * bytes;
  return listed(registers)
    .flatMap((name, number) =>
      Array.from({ length: lanes.count }, (_, index) => ({
        name,
        index,
        offset: elements === 1 ? number * perRegister + index * bytes : (index * elements + number) * bytes,
      })),
    )
    .toSorted((a, b) => a.offset - b.offset);
}

const elementAccess = (lanes: Lanes): 1 | 2 | 4 | 8 => (lanes.size / 8) as 1 | 2 | 4 | 8;

/** `LD1` … `LD4` (multiple structures). */
export function loadStructures(form: Structures): Semantics {
  const { lanes, registers, move } = form;
  const perHalf = lanesPerHalf(lanes);
  const name = (register: string, index: number): string => `${register}-${index}`;
  const loads = inMemory(form).map(each =>
    load(name(each.name, each.index), 'i64', elementAccess(lanes), at(each.offset), basedAccess),
  );
  const half = (register: string, from: number): Expression =>
    Array.from({ length: perHalf }, (_, index) =>
      local(name(register, from + index), 'i64'),
    ).reduce<Expression>((value, element, index) => inserted(value, index, element, lanes.size), zeroHalf);
  return [
    checkEnabled,
    start,
    ...loads,
    ...moved(move, (registers * lanes.count * lanes.size) / 8),
    ...listed(registers).flatMap(register =>
      setHalves(register, {
        low: half(register, 0),
        high: isWhole(lanes) ? half(register, perHalf) : zeroHalf,
      }),
    ),
  ];
}

const inserted = (value: Expression, index: number, element: Expression, size: number): Expression =>
  size === 64 ? element : call('insert', 'i64', value, i32(index), element, i32(size));

const elementOf = (name: string, index: Expression, size: number): Expression =>
  call('element', 'i64', getLow(name), getHigh(name), index, i32(size));

/** `ST1` … `ST4` (multiple structures). */
export function storeStructures(form: Structures): Semantics {
  const { lanes, registers, move } = form;
  return [
    checkEnabled,
    start,
    ...inMemory(form).map(({ name, index, offset }) =>
      store(elementAccess(lanes), at(offset), elementOf(name, i32(index), lanes.size), basedAccess),
    ),
    ...moved(move, (registers * lanes.count * lanes.size) / 8),
  ];
}

/** What tells one load or store of a single structure from another. */
export interface SingleStructure {
  readonly elements: number;
  readonly lanes: Lanes;
  readonly move: Move;
}

/** One element of each register of a list, at ascending addresses. */
const elementLoads = ({ elements, lanes }: SingleStructure): readonly Statement[] =>
  listed(elements).map((name, number) =>
    load(name, 'i64', elementAccess(lanes), at((number * lanes.size) / 8), basedAccess),
  );

const movedBySingle = ({ elements, lanes, move }: SingleStructure): Statement[] =>
  moved(move, (elements * lanes.size) / 8);

/** `LD1` … `LD4` (single structure) to the lane `index`. */
export function loadLane(form: SingleStructure): Semantics {
  const { size } = form.lanes;
  return [
    checkEnabled,
    start,
    ...elementLoads(form),
    ...movedBySingle(form),
    ...listed(form.elements).flatMap(name => setElement(name, size, local(name, 'i64'))),
  ];
}

/** `ST1` … `ST4` (single structure) of the lane `index`. */
export const storeLane = (form: SingleStructure): Semantics => [
  checkEnabled,
  start,
  ...listed(form.elements).map((name, number) =>
    store(
      elementAccess(form.lanes),
      at((number * form.lanes.size) / 8),
      elementOf(name, operand('index', 'i32'), form.lanes.size),
      basedAccess,
    ),
  ),
  ...movedBySingle(form),
];

/** `LD1R` … `LD4R`. */
export const loadReplicated = (form: SingleStructure): Semantics => [
  checkEnabled,
  start,
  ...elementLoads(form),
  ...movedBySingle(form),
  ...listed(form.elements).flatMap(name => {
    const value = replicated(local(name, 'i64'), form.lanes.size);
    return setHalves(name, { low: value, high: isWhole(form.lanes) ? value : zeroHalf });
  }),
];
