/** Exclusive accesses, and the atomic read-modify-write instructions of FEAT_LSE. The base is `Rn`. */
import type { AccessKind, Expression, Semantics } from '../../semantics.ts';
import {
  add,
  and,
  binary,
  compare,
  eq,
  extend,
  get,
  i32,
  i64,
  let_,
  load,
  local,
  not,
  or,
  select,
  store,
  when,
  xor,
} from '../../semantics.ts';
import type { Size } from './memory.ts';
import { basedAccess, dataType } from './memory.ts';
import type { Width } from './registers.ts';
import { generalOrSp, getX, setX, typeOf } from './registers.ts';

const base: Expression = get(generalOrSp('Rn', 64));
const address: Expression = local('address', 'i64');

/** Order of an access: `LDAXR` acquires, `STLXR` releases. */
export interface Ordering {
  readonly acquire?: boolean;
  readonly release?: boolean;
}

/** Only what is set, so that the data stays small. */
const ordering = ({ acquire = false, release = false }: Ordering): AccessKind => ({
  ...(acquire ? { acquire } : {}),
  ...(release ? { release } : {}),
});

const exclusive = (order: Ordering): AccessKind => ({
  ...basedAccess,
  exclusive: true,
  aligned: true,
  ...ordering(order),
});

const transferWidth = (size: Size): Width => (size === 8 ? 64 : 32);

/** `LDXR`, `LDAXR` and their byte and halfword forms. */
export const loadExclusive = (size: Size, order: Ordering = {}): Semantics => [
  load('data', dataType(size), size, base, exclusive(order)),
  setX('Rt', local('data', dataType(size))),
];

/** `STXR`, `STLXR` and their byte and halfword forms; `Rs` receives the status. */
export const storeExclusive = (size: Size, order: Ordering = {}): Semantics => [
  store(size, base, getX('Rt', transferWidth(size)), exclusive(order), 'status'),
  setX('Rs', local('status', 'i32')),
];

/** Concatenation of two 32-bit registers as one 64-bit value in memory. */
const joined = (low: string, high: string): Expression =>
  or(
    extend(false, 32, 'i64', getX(low, 32)),
    binary('shl', extend(false, 32, 'i64', getX(high, 32)), i64(32)),
  );

const lowHalf = (value: Expression): Expression => extend(false, 32, 'i32', value);
const highHalf = (value: Expression): Expression => extend(false, 32, 'i32', binary('lshr', value, i64(32)));

/** `LDXP`, `LDAXP`: the 32-bit form is one access, the 64-bit form two halves of an aligned 16 bytes. */
export function loadExclusivePair(width: Width, order: Ordering = {}): Semantics {
  if (width === 32) {
    const data = local('data', 'i64');
    return [
      load('data', 'i64', 8, base, exclusive(order)),
      setX('Rt', lowHalf(data)),
      setX('Rt2', highHalf(data)),
    ];
  }
  return [
    let_('address', base),
    load('data1', 'i64', 8, address, { ...exclusive(order), alignment: 16 }),
    load('data2', 'i64', 8, add(address, i64(8)), basedAccess),
    setX('Rt', local('data1', 'i64')),
    setX('Rt2', local('data2', 'i64')),
  ];
}

/**
 * `STXP`, `STLXP`. In the 64-bit form the first half asks the monitor; the second follows when it was granted,
 * and cannot fault where the first did not: 16 aligned bytes lie in one page.
 */
export function storeExclusivePair(width: Width, order: Ordering = {}): Semantics {
  const status = local('status', 'i32');
  if (width === 32)
    return [store(8, base, joined('Rt', 'Rt2'), exclusive(order), 'status'), setX('Rs', status)];
  return [
    let_('address', base),
    store(8, address, getX('Rt', 64), { ...exclusive(order), alignment: 16 }, 'status'),
    when(eq(status, i32(0)), [store(8, add(address, i64(8)), getX('Rt2', 64), basedAccess)]),
    setX('Rs', status),
  ];
}

export type AtomicOperation = 'add' | 'clr' | 'eor' | 'set' | 'smax' | 'smin' | 'umax' | 'umin' | 'swp';

const atomic = (order: Ordering): AccessKind => ({ ...basedAccess, atomic: true, aligned: true, ...order });
/** The load half acquires, the store half releases. */
const loadHalf = ({ acquire = false }: Ordering): AccessKind => atomic(ordering({ acquire }));
const storeHalf = ({ release = false }: Ordering): AccessKind => atomic(ordering({ release }));

/** What is stored by an atomic operation on the `old` value and the register `value`, both `8 * size` bits. */
function combine(operation: AtomicOperation, size: Size, old: Expression, value: Expression): Expression {
  const signed = (a: Expression): Expression => extend(true, 8 * size, a.type, a);
  switch (operation) {
    case 'add':
      return add(old, value);
    case 'clr':
      return and(old, not(value));
    case 'eor':
      return xor(old, value);
    case 'set':
      return or(old, value);
    case 'smax':
      return select(compare('slt', signed(old), signed(value)), value, old);
    case 'smin':
      return select(compare('slt', signed(old), signed(value)), old, value);
    case 'umax':
      return select(compare('ult', old, value), value, old);
    case 'umin':
      return select(compare('ult', old, value), old, value);
    case 'swp':
      return value;
  }
}

/** `LDADD`, `LDCLR`, `LDEOR`, `LDSET`, `LDSMAX` …, `SWP` (and `STADD` … with `Rt` 31): `Rt` gets the old value. */
export function atomicMemory(operation: AtomicOperation, size: Size, order: Ordering = {}): Semantics {
  const type = dataType(size);
  const value = extend(false, 8 * size, type, getX('Rs', transferWidth(size)));
  const old = local('old', type);
  return [
    let_('address', base),
    load('old', type, size, address, loadHalf(order)),
    store(size, address, combine(operation, size, old, value), storeHalf(order)),
    setX('Rt', old),
  ];
}

/** `CAS` and its forms: `Rt` is stored when memory equals `Rs`, which gets the old value. */
export function compareAndSwap(size: Size, order: Ordering = {}): Semantics {
  const type = dataType(size);
  const old = local('old', type);
  const expected = extend(false, 8 * size, type, getX('Rs', transferWidth(size)));
  return [
    let_('address', base),
    load('old', type, size, address, loadHalf(order)),
    when(eq(old, expected), [store(size, address, getX('Rt', transferWidth(size)), storeHalf(order))]),
    setX('Rs', old),
  ];
}

/** `CASP` of two 32-bit registers or two 64-bit ones: `Rs` and the one after it, `Rt` and the one after it. */
export function compareAndSwapPair(width: Width, order: Ordering = {}): Semantics {
  const size: Size = width === 64 ? 8 : 4;
  const type = typeOf(width);
  const old = [local('old1', type), local('old2', type)] as const;
  const equal = and(eq(old[0], getX('Rs', width)), eq(old[1], getX('Rs2', width)));
  const next = add(address, i64(size));
  return [
    let_('address', base),
    load('old1', type, size, address, { ...loadHalf(order), alignment: 2 * size }),
    load('old2', type, size, next, { ...basedAccess, atomic: true }),
    when(equal, [
      store(size, address, getX('Rt', width), { ...storeHalf(order), alignment: 2 * size }),
      store(size, next, getX('Rt2', width), { ...basedAccess, atomic: true }),
    ]),
    setX('Rs', old[0]),
    setX('Rs2', old[1]),
  ];
}
