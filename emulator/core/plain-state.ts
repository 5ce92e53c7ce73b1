/**
 * The state of a part of the machine: one object of plain data in which the part keeps everything that makes a
 * difference later. A snapshot copies it, going back puts the copy's contents into the same object again, and
 * the state hash reads it. So a part cannot forget anything in one of the three that it has in another.
 */
import type { Hash } from './hash.ts';

export type PlainValue = string | number | bigint | boolean | undefined | PlainState;

export type PlainState =
  | Uint8Array
  | Uint32Array
  | readonly PlainValue[]
  | ReadonlyMap<PlainValue, PlainValue>
  | ReadonlySet<PlainValue>
  | { readonly [name: string]: PlainValue };

type Bytes = Uint8Array | Uint32Array;

const isBytes = (value: PlainState): value is Bytes =>
  value instanceof Uint8Array || value instanceof Uint32Array;

const isState = (value: PlainValue): value is PlainState => typeof value === 'object';

/** A copy that shares nothing with the original. */
export function copyOf(value: PlainValue): PlainValue {
  if (!isState(value)) return value;
  if (isBytes(value)) return value.slice();
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, copyOf(each)]));
  if (value instanceof Set) return new Set(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyOf(each)]));
}

/** Gives a state the contents of a copy of it. Arrays and objects inside stay the same ones. */
export function putBack(state: PlainState, saved: PlainState): void {
  if (isBytes(state)) state.set(saved as Bytes);
  else if (state instanceof Map) {
    const from = saved as ReadonlyMap<PlainValue, PlainValue>;
    for (const key of [...state.keys()]) if (!from.has(key)) state.delete(key);
    for (const [key, value] of from) state.set(key, putBackValue(state.get(key), value));
  } else if (state instanceof Set) {
    state.clear();
    for (const value of saved as ReadonlySet<PlainValue>) state.add(value);
  } else {
    const [live, from] = [state, saved] as Record<string, PlainValue>[] as [
      Record<string, PlainValue>,
      Record<string, PlainValue>,
    ];
    if (Array.isArray(state)) state.length = (saved as readonly PlainValue[]).length;
    for (const name of Object.keys(from)) live[name] = putBackValue(live[name], from[name]);
  }
}

/** Objects that come and go are made anew; those that are there now and were there then stay. */
function putBackValue(live: PlainValue, saved: PlainValue): PlainValue {
  if (!isState(live) || !isState(saved)) return copyOf(saved);
  putBack(live, saved);
  return live;
}

/** Memory that a copy takes, about. */
export function bytesOf(value: PlainValue): number {
  if (!isState(value)) return 8;
  if (isBytes(value)) return value.byteLength;
  let bytes = 32;
  for (const each of value instanceof Map || Array.isArray(value) ? value.values() : Object.values(value))
    bytes += 16 + bytesOf(each);
  return value instanceof Set ? bytes + 24 * value.size : bytes;
}

/** Names or keys with their values. The order in which a map or set got its keys makes no difference. */
function entriesOf(value: Exclude<PlainState, Bytes>): readonly (readonly [PlainValue, PlainValue])[] {
  if (!(value instanceof Map || value instanceof Set)) return Object.entries(value);
  return [...value.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Takes a state into a hash. */
export function addState(hash: Hash, value: PlainValue): void {
  if (!isState(value)) hash.addText(`${value};`);
  else if (isBytes(value)) {
    hash.add(value.length);
    for (const each of value) hash.add(each);
  } else {
    const entries = entriesOf(value);
    hash.add(entries.length);
    for (const [key, each] of entries) {
      addState(hash, key);
      addState(hash, each);
    }
  }
}
