/** Writing little-endian records, and string tables. */

/** Grows as it is written. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  #reserve(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  u8(...values: readonly number[]): this {
    for (const value of values) {
      const at = this.#reserve(1);
      this.#view.setUint8(at, value);
    }
    return this;
  }

  u16(...values: readonly number[]): this {
    for (const value of values) {
      const at = this.#reserve(2);
      this.#view.setUint16(at, value, true);
    }
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) {
      const at = this.#reserve(4);
      this.#view.setUint32(at, value, true);
    }
    return this;
  }

  u64(...values: readonly (number | bigint)[]): this {
    for (const value of values) {
      const at = this.#reserve(8);
      this.#view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true);
    }
    return this;
  }

  /** Unsigned LEB128. */
  uleb(value: number | bigint): this {
    let rest = BigInt(value);
    for (; rest > 0x7fn; rest >>= 7n) this.u8(Number(rest & 0x7fn) | 0x80);
    return this.u8(Number(rest));
  }

  /** Signed LEB128. */
  sleb(value: number | bigint): this {
    let rest = BigInt(value);
    while (rest < -64n || rest > 63n) {
      this.u8(Number(BigInt.asUintN(7, rest)) | 0x80);
      rest >>= 7n;
    }
    return this.u8(Number(BigInt.asUintN(7, rest)));
  }

  /** Text in UTF-8 with a zero behind it. */
  text(text: string): this {
    return this.bytes(new TextEncoder().encode(text)).u8(0);
  }

  bytes(bytes: Uint8Array): this {
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  /** Fills up to a multiple of `alignment`. */
  align(alignment: number, fill = 0): this {
    while (this.length % alignment !== 0) this.u8(fill);
    return this;
  }

  /** A 32-bit value that was not known when it was written. */
  set32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  get written(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}

/** Texts with zeros behind them, each once. */
export class StringTable {
  readonly #writer = new ByteWriter().u8(0);
  readonly #offsets = new Map<string, number>([['', 0]]);

  offset(text: string): number {
    let offset = this.#offsets.get(text);
    if (offset === undefined) {
      offset = this.#writer.length;
      this.#offsets.set(text, offset);
      this.#writer.text(text);
    }
    return offset;
  }

  get bytes(): Uint8Array {
    return this.#writer.written;
  }
}
