/** The body of a WebAssembly function, written instruction by instruction. */
import {
  callOpcode,
  constOpcodes,
  controlOpcodes,
  emptyBlockType,
  localOpcodes,
  type MemoryOpcode,
  memoryCopyBytes,
  memoryOpcodes,
  type Opcode,
  opcodes,
  typeCodes,
  type WasmType,
} from './opcodes.ts';

/** Bytes that grow at the end. */
export class Bytes {
  #bytes = new Uint8Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(...values: readonly number[]): void {
    for (const value of values) {
      if (this.#length === this.#bytes.length) this.#reserve(1);
      this.#bytes[this.#length++] = value;
    }
  }

  append(bytes: Bytes): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes.written(), this.#length);
    this.#length += bytes.length;
  }

  /** What was written, from an offset on. Valid until more is written. */
  written(from = 0): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(from, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(2 * needed);
    bytes.set(this.written());
    this.#bytes = bytes;
  }
}

/** An unsigned number below 2^32 as LEB128. */
export function unsigned(value: number, into: Bytes): void {
  let rest = value >>> 0;
  while (rest >= 0x80) {
    into.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  into.push(rest);
}

function signed32(value: number, into: Bytes): void {
  let rest = value | 0;
  while (rest < -64 || rest > 63) {
    into.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  into.push(rest & 0x7f);
}

function signed64(value: bigint, into: Bytes): void {
  let rest = BigInt.asIntN(64, value);
  while (rest < -64n || rest > 63n) {
    into.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  into.push(Number(rest & 0x7fn));
}

/** A block, loop or `if` that can be branched to. */
export type Label = symbol;

export interface Local {
  readonly index: number;
  readonly type: WasmType;
}

/** Writes the body of one function. Branches name their blocks; an unknown block is a bug of ours and throws. */
export class Code {
  readonly bytes = new Bytes();
  /** Open blocks, and how many lie around each labelled one. */
  readonly #open: (Label | undefined)[] = [];
  readonly #heights = new Map<Label, number>();
  readonly #parameters: number;
  readonly #locals: WasmType[] = [];

  /** `parameters`: how many of the locals are the function's parameters. */
  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  /** A new local of the function. */
  local(type: WasmType): Local {
    this.#locals.push(type);
    return { index: this.#parameters + this.#locals.length - 1, type };
  }

  op(...names: readonly Opcode[]): this {
    for (const name of names) this.bytes.push(opcodes[name]);
    return this;
  }

  i32(value: number): this {
    this.bytes.push(constOpcodes.i32);
    signed32(value, this.bytes);
    return this;
  }

  i64(value: bigint): this {
    this.bytes.push(constOpcodes.i64);
    signed64(value, this.bytes);
    return this;
  }

  get(local: Local): this {
    return this.#onLocal('get', local);
  }

  set(local: Local): this {
    return this.#onLocal('set', local);
  }

  tee(local: Local): this {
    return this.#onLocal('tee', local);
  }

  #onLocal(what: keyof typeof localOpcodes, { index }: Local): this {
    this.bytes.push(localOpcodes[what]);
    unsigned(index, this.bytes);
    return this;
  }

  /** A load or store at the address on the stack plus `offset`. No alignment is promised. */
  memory(name: MemoryOpcode, offset = 0): this {
    this.bytes.push(memoryOpcodes[name], 0);
    unsigned(offset, this.bytes);
    return this;
  }

  call(functionIndex: number): this {
    this.bytes.push(callOpcode);
    unsigned(functionIndex, this.bytes);
    return this;
  }

  /** Copies (to, from, length). */
  memoryCopy(): this {
    this.bytes.push(...memoryCopyBytes);
    return this;
  }

  /** Opens a block; its `end` comes with `end()`. */
  open(what: 'block' | 'loop' | 'if', label?: Label): this {
    this.bytes.push(controlOpcodes[what], emptyBlockType);
    if (label) this.#heights.set(label, this.#open.length);
    this.#open.push(label);
    return this;
  }

  end(): this {
    const label = this.#open.pop();
    if (label) this.#heights.delete(label);
    return this.op('end');
  }

  br(label: Label): this {
    return this.#branch('br', label);
  }

  brIf(label: Label): this {
    return this.#branch('br_if', label);
  }

  /** Branches to the label with the number on the stack; to the last one when there is none. */
  brTable(labels: readonly Label[]): this {
    this.bytes.push(controlOpcodes.br_table);
    unsigned(labels.length - 1, this.bytes);
    for (const label of labels) unsigned(this.#depth(label), this.bytes);
    return this;
  }

  #branch(what: 'br' | 'br_if', label: Label): this {
    this.bytes.push(controlOpcodes[what]);
    unsigned(this.#depth(label), this.bytes);
    return this;
  }

  #depth(label: Label): number {
    const height = this.#heights.get(label);
    if (height === undefined) throw new Error('wasm: a branch to a block that is not open');
    return this.#open.length - 1 - height;
  }

  /** Appends the body with its locals, as the code section holds it. */
  appendTo(into: Bytes): void {
    const locals = new Bytes();
    unsigned(this.#locals.length, locals);
    for (const type of this.#locals) locals.push(1, typeCodes[type]);
    unsigned(locals.length + this.bytes.length + 1, into);
    into.append(locals);
    into.append(this.bytes);
    into.push(opcodes.end);
  }
}
