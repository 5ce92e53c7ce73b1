/**
 * Loads and stores of general registers. Operands: `Rt` (`Rt2`), base `Rn`, and by addressing form `offset`
 * (signed bytes), or `Rm`, `extend`, `amount`, or `target` (literal).
 *
 * The order is the manual's where it matters: the base is written back after the last access, so a fault
 * leaves every register as it was.
 */
import type { AccessKind, Expression, Semantics, Statement } from '../../semantics.ts';
import { add, extend, get, i64, let_, load, local, operand, set, store } from '../../semantics.ts';
import type { Width } from './registers.ts';
import { generalOrSp, getX, setX, typeOf } from './registers.ts';
import { extendedRegister } from './shifts.ts';

export type Addressing = 'offset' | 'pre-index' | 'post-index' | 'register' | 'literal';
export type Size = 1 | 2 | 4 | 8;

/** What tells one row of a load or store from another. */
export interface TransferForm {
  /** Bytes of the access. */
  readonly size: Size;
  /** Width of the transfer register; a load narrower than it is extended. */
  readonly width: Width;
  /** A load extends the sign. */
  readonly signed?: boolean;
  readonly addressing: Addressing;
  /** What else is special about the access: `unprivileged`, `acquire`, `release` … */
  readonly access?: AccessKind;
}

const base = generalOrSp('Rn', 64);
const addressLocal: Expression = local('address', 'i64');

/** The base register's part in the access: its alignment is checked when it is the stack pointer. */
export const basedAccess: AccessKind = { base };

/** The address, computed first: a store may use the base register as its data. */
export function addressOf(addressing: Addressing): Statement {
  const offset = operand('offset', 'i64');
  const value: Record<Addressing, Expression> = {
    offset: add(get(base), offset),
    'pre-index': add(get(base), offset),
    'post-index': get(base),
    register: add(get(base), extendedRegister('Rm', 64)),
    literal: operand('target', 'i64'),
  };
  return let_('address', value[addressing]);
}

const writesBack = (addressing: Addressing): boolean =>
  addressing === 'pre-index' || addressing === 'post-index';

/** The base register afterwards: what the addressing form makes of it. */
export function writeBack(addressing: Addressing): Statement[] {
  if (addressing === 'pre-index') return [set(base, addressLocal)];
  if (addressing === 'post-index') return [set(base, add(addressLocal, operand('offset', 'i64')))];
  return [];
}

function accessOf(form: TransferForm): AccessKind {
  return {
    ...(form.addressing === 'literal' ? {} : basedAccess),
    ...form.access,
    // A transfer of one register without write-back has a valid syndrome (ISS.ISV).
    ...(writesBack(form.addressing)
      ? {}
      : { syndrome: { register: 'Rt', signed: form.signed ?? false, wide: form.width === 64 } }),
  };
}

/** Type in which an access of `size` bytes moves its data. */
export const dataType = (size: Size): 'i32' | 'i64' => (size === 8 ? 'i64' : 'i32');

/** What was loaded into the local `name`, extended to the transfer register. */
const loaded = (name: string, size: Size, width: Width, signed = false): Expression =>
  extend(signed, 8 * size, typeOf(width), local(name, dataType(size)));

/** `LDR`, `LDRB`, `LDRH`, `LDRSB`, `LDRSH`, `LDRSW`, `LDUR…`, `LDTR…`, `LDAR…`, `LDAPR…`. */
export const loadRegister = (form: TransferForm): Semantics => [
  addressOf(form.addressing),
  load('data', dataType(form.size), form.size, addressLocal, accessOf(form)),
  ...writeBack(form.addressing),
  setX('Rt', loaded('data', form.size, form.width, form.signed)),
];

/** `STR`, `STRB`, `STRH`, `STUR…`, `STTR…`, `STLR…`. */
export const storeRegister = (form: TransferForm): Semantics => [
  addressOf(form.addressing),
  store(form.size, addressLocal, getX('Rt', form.size === 8 ? 64 : 32), accessOf(form)),
  ...writeBack(form.addressing),
];

/** What tells one row of a pair from another: both registers have `size` bytes in memory. */
export interface PairForm {
  readonly size: 4 | 8;
  /** `LDPSW`: 4 bytes, sign-extended to 64 bits. */
  readonly signed?: boolean;
  readonly addressing: 'offset' | 'pre-index' | 'post-index';
}

const second = (size: Size): Expression => add(addressLocal, i64(size));

/** `LDP`, `LDPSW`, `LDNP`: no register changes before both halves are read. */
export function loadPair({ size, signed = false, addressing }: PairForm): Semantics {
  const width: Width = size === 8 || signed ? 64 : 32;
  return [
    addressOf(addressing),
    load('data1', dataType(size), size, addressLocal, basedAccess),
    load('data2', dataType(size), size, second(size), basedAccess),
    ...writeBack(addressing),
    setX('Rt', loaded('data1', size, width, signed)),
    setX('Rt2', loaded('data2', size, width, signed)),
  ];
}

/**
 * `STP`, `STNP`. When the second half faults the first may already be in memory, as the manual allows for
 * accesses that are not single-copy atomic as a whole (B2.2.1); no register has changed.
 */
export function storePair({ size, addressing }: PairForm): Semantics {
  const width: Width = size === 8 ? 64 : 32;
  return [
    addressOf(addressing),
    store(size, addressLocal, getX('Rt', width), basedAccess),
    store(size, second(size), getX('Rt2', width), basedAccess),
    ...writeBack(addressing),
  ];
}

/** `PRFM`, `PRFUM`: a hint without effect. */
export const prefetch = (): Semantics => [];
