/**
 * Predecoded instructions. A record is 16 bytes: the number of its handler, and whatever of registers and
 * immediates the handler reads from it. What does not fit lies in an extension, at a fixed distance behind it,
 * so that the records that are executed stay close together.
 */
import type { Expression, Place } from '../../../isa/semantics.ts';
import { pageBytes } from '../../core/state.ts';

export const recordBytes = 16;

/** Where a record's handler number is. */
const handlerBytes = 2;

/** Numbers of the handlers that every interpreter has. */
export const handlers = {
  /** Not decoded yet; memory that was never written holds this. */
  unknown: 0,
  /** JavaScript executes this one. */
  leave: 1,
  /** The end of a page: goes on in the next one. */
  pageEnd: 2,
} as const;

/** Shape of a page of records. */
export interface RecordPageShape {
  /** Bytes of memory that a record stands for: the grain of instruction addresses. */
  readonly unit: number;
  /** Records for the instructions of a page. */
  readonly records: number;
  /** Records behind the page's own that lead to the next page: an instruction may end there. */
  readonly ends: number;
  /** Distance from a record to its extension. */
  readonly extension: number;
  /** Bytes of a whole page of records. */
  readonly bytes: number;
}

export function recordPageShape(unit: number, longest: number): RecordPageShape {
  const ends = longest / unit;
  const records = pageBytes / unit;
  const extension = (records + ends) * recordBytes;
  return { unit, records, ends, extension, bytes: 2 * extension };
}

type RegisterPlace = Extract<Place, { readonly at: 'register' }>;

/** A move from or to a register that is named by a bound value. */
export interface PlainMove {
  readonly access: 'read' | 'write';
  readonly register: Expression;
}

/** Something that decoding writes into a record. */
export type Slot =
  /** Byte offset of the cell that an operand names, 2 bytes. */
  | {
      readonly holds: 'register';
      readonly at: number;
      readonly place: RegisterPlace;
      readonly write: boolean;
    }
  /** The low bytes of the value of an expression over operands. */
  | {
      readonly holds: 'value';
      readonly at: number;
      readonly value: Expression;
      readonly bytes: 1 | 4 | 8;
    }
  /** Byte offset of the cell behind a system register, 2 bytes; or the bits of it that a write changes, 8 bytes. */
  | { readonly holds: 'cell'; readonly at: number; readonly move: PlainMove }
  | { readonly holds: 'mask'; readonly at: number; readonly move: PlainMove }
  /** Generation for which the access is permitted, and to whom: 4 bytes and a bit for each privilege. */
  | { readonly holds: 'permission'; readonly at: number }
  /** Address of the record that an address of the same page has, 4 bytes. */
  | { readonly holds: 'record'; readonly at: number; readonly target: Expression };

const widthOfValue = { i1: 1, i32: 4, i64: 8 } as const;

/** Gives slots their places, each of the same content once. */
export class RecordLayout {
  readonly #extension: number;
  readonly #slots = new Map<string, Slot>();
  /** A bit for each byte that is taken, of the record and its extension. */
  #used = (1 << handlerBytes) - 1;

  constructor({ extension }: RecordPageShape) {
    this.#extension = extension;
  }

  get slots(): readonly Slot[] {
    return [...this.#slots.values()];
  }

  /** Offset from the record of a register's cell offset. */
  register(place: RegisterPlace, write: boolean): number {
    // Reading and writing differ only where there is no cell.
    const key = `r ${place.bank} ${place.index} ${place.special} ${place.special === 'zero' && write}`;
    return this.#slot(key, 2, at => ({ holds: 'register', at, place, write }));
  }

  /** Offset from the record of an immediate, of which `bytes` are wanted. */
  value(value: Expression, bytes: 1 | 4 | 8 = widthOfValue[value.type]): number {
    const key = `v ${bytes} ${JSON.stringify(value)}`;
    return this.#slot(key, bytes, at => ({ holds: 'value', at, value, bytes }));
  }

  cell(move: PlainMove): number {
    return this.#slot('cell', 2, at => ({ holds: 'cell', at, move }));
  }

  mask(move: PlainMove): number {
    return this.#slot('mask', 8, at => ({ holds: 'mask', at, move }));
  }

  permission(): number {
    return this.#slot('permission', 8, at => ({ holds: 'permission', at }));
  }

  /** Offset from the record of the target's record address. */
  record(target: Expression): number {
    return this.#slot('record', 4, at => ({ holds: 'record', at, target }));
  }

  #slot(key: string, bytes: number, make: (at: number) => Slot): number {
    let slot = this.#slots.get(key);
    if (!slot) {
      slot = make(this.#place(bytes));
      this.#slots.set(key, slot);
    }
    return slot.at;
  }

  #place(bytes: number): number {
    const bits = (1 << bytes) - 1;
    for (let at = 0; at < 2 * recordBytes; at += bytes) {
      if (this.#used & (bits << at)) continue;
      this.#used |= bits << at;
      return at < recordBytes ? at : this.#extension + at - recordBytes;
    }
    throw new Error('interpreter: a record is too small for this row');
  }
}
