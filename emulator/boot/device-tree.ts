/** Flattened device trees (Devicetree Specification 0.4, chapter 5). */

/** A property: nothing, text, a list of texts, 32-bit cells, or bytes. */
export type PropertyValue = true | string | readonly string[] | readonly number[] | Uint8Array;

/** A node: properties by name, then the nodes below it. */
export interface TreeNode {
  readonly properties: Readonly<Record<string, PropertyValue>>;
  readonly children?: Readonly<Record<string, TreeNode>>;
}

const tokens = { beginNode: 1, endNode: 2, property: 3, end: 9 } as const;
const magic = 0xd00d_feed;
const version = 17;
const lastCompatibleVersion = 16;
const headerBytes = 40;
/** One empty entry: the list of reserved memory ends at once. */
const reservationBytes = 16;

const encoder = new TextEncoder();

/** A 64-bit number as two cells. */
export const cells64 = (value: number): readonly number[] => [Math.floor(value / 2 ** 32), value % 2 ** 32];

function bytesOf(value: PropertyValue): Uint8Array {
  if (value === true) return new Uint8Array();
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return encoder.encode(`${value}\0`);
  if (isTexts(value)) return encoder.encode(value.map(text => `${text}\0`).join(''));
  const result = new Uint8Array(4 * value.length);
  const view = new DataView(result.buffer);
  for (const [at, cell] of value.entries()) view.setUint32(4 * at, cell);
  return result;
}

const isTexts = (value: readonly string[] | readonly number[]): value is readonly string[] =>
  typeof value[0] === 'string';

/** Bytes in big-endian words, each part padded to a whole one. */
class Block {
  readonly #bytes: number[] = [];

  get length(): number {
    return this.#bytes.length;
  }

  word(value: number): void {
    this.#bytes.push((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
  }

  bytes(part: Uint8Array): void {
    for (const byte of part) this.#bytes.push(byte);
    while (this.#bytes.length % 4 !== 0) this.#bytes.push(0);
  }

  /** The bytes so far. */
  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Names of properties, each once. */
class Names {
  readonly #offsets = new Map<string, number>();
  #text = '';

  offsetOf(name: string): number {
    const known = this.#offsets.get(name);
    if (known !== undefined) return known;
    const offset = this.#text.length;
    this.#offsets.set(name, offset);
    this.#text += `${name}\0`;
    return offset;
  }

  done(): Uint8Array {
    return encoder.encode(this.#text);
  }
}

function writeNode(block: Block, names: Names, name: string, { properties, children = {} }: TreeNode): void {
  block.word(tokens.beginNode);
  block.bytes(encoder.encode(`${name}\0`));
  for (const [property, value] of Object.entries(properties)) {
    const bytes = bytesOf(value);
    block.word(tokens.property);
    block.word(bytes.length);
    block.word(names.offsetOf(property));
    block.bytes(bytes);
  }
  for (const [child, node] of Object.entries(children)) writeNode(block, names, child, node);
  block.word(tokens.endNode);
}

/** The blob of a tree, padded to `totalBytes`. Throws when it is longer. */
export function flattenTree(root: TreeNode, totalBytes: number): Uint8Array {
  const structure = new Block();
  const names = new Names();
  writeNode(structure, names, '', root);
  structure.word(tokens.end);
  const strings = names.done();
  const structureStart = headerBytes + 8 + reservationBytes;
  const stringsStart = structureStart + structure.length;
  if (stringsStart + strings.length > totalBytes) throw new Error('the device tree does not fit');
  const header = new Block();
  const reserved = headerBytes + 8;
  for (const word of [
    magic,
    totalBytes,
    structureStart,
    stringsStart,
    reserved,
    version,
    lastCompatibleVersion,
    0 /* the processor that starts */,
    strings.length,
    structure.length,
  ]) {
    header.word(word);
  }
  const result = new Uint8Array(totalBytes);
  result.set(header.done());
  result.set(structure.done(), structureStart);
  result.set(strings, stringsStart);
  return result;
}
