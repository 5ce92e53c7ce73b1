/** Makes the bytes of fragments once everything has its address. */
import type { InstructionSet } from '../../isa/instruction.ts';
import { operandsOf } from '../../isa/syntax.ts';
import type { Diagnostics } from '../diagnostics.ts';
import {
  evaluate,
  hasValue,
  type NoValue,
  type Scope,
  signed64,
  type Term,
  type Value,
} from '../expression.ts';
import type { Origin } from '../program.ts';
import { nearest } from '../spelling.ts';
import { type MappedText, originOf } from '../text.ts';
import type { Candidate, CandidateOperand, Content, Datum, Encoded, Fragment } from './fragment.ts';
import { lebBytes } from './leb.ts';

export interface Encoding {
  readonly instructions: InstructionSet;
  readonly diagnostics: Diagnostics;
  /** Undefined symbols have no value here … */
  readonly known: Scope;
  /** … and the address of their stub here. */
  readonly linked: Scope;
  /** A header was missing: what is undefined may be defined there. */
  readonly incomplete: boolean;
  /** Bytes that align code: a no-operation. */
  readonly codePadding: Uint8Array;
  /** Gives an instruction the form for a value that is, or is not, written as its complement. */
  readonly signedMove: (bits: number, inverted: boolean) => number;
}

/** Writes a fragment's bytes at its offset in its section. */
export function encodeFragment(fragment: Fragment, bytes: Uint8Array, encoding: Encoding): void {
  const { content, offset, omitted } = fragment;
  if (omitted) return;
  if (content.is === 'data') {
    bytes.set(content.bytes, offset);
    for (const datum of content.data) encodeDatum(fragment, datum, bytes, encoding);
  } else if (content.is === 'instruction') encodeInstruction(fragment, content, bytes, encoding);
  else encodeLayout(fragment, bytes, encoding);
}

/** The same for contents that hang on no symbol of another file: encoded instructions, padding, fills. */
export function encodeLayout(fragment: Fragment, bytes: Uint8Array, encoding: Encoding): void {
  const { content, offset } = fragment;
  const end = offset + fragment.size;
  switch (content.is) {
    case 'encoded':
      writeBits(bytes, offset, content.bits, content.length);
      return;
    case 'alignment':
      if (content.fill !== undefined) fillWith(bytes, offset, end, content.fill.value, content.fill.size);
      else if (fragment.chunk.section.flags.exec) fillCode(bytes, offset, end, encoding.codePadding);
      return;
    case 'leb': {
      const value = lebBytes(numberOf(content.value, fragment, encoding), content.signed);
      bytes.set(value.subarray(0, fragment.size), offset);
      return;
    }
    case 'org': {
      const fill = content.fill === undefined ? 0n : numberOf(content.fill, fragment, encoding);
      bytes.fill(Number(fill & 0xffn), offset, end);
      return;
    }
    case 'fill': {
      const value = content.value === undefined ? 0n : numberOf(content.value, fragment, encoding);
      if (value !== 0n) fillUnits(bytes, offset, end, value, content.unit, content.used);
      return;
    }
    default:
      return;
  }
}

/** The bytes that align code: a no-operation. */
export function paddingOf(instructions: InstructionSet): Uint8Array {
  const row = instructions.forms('nop')[0];
  const encoded = row && instructions.encode(row, {}, 0n);
  const bytes = new Uint8Array(row?.length ?? 1);
  if (encoded !== undefined && 'bits' in encoded) writeBits(bytes, 0, encoded.bits, bytes.length);
  return bytes;
}

/** Writes the low `size` bytes of a value, least significant first. */
export function writeLittleEndian(bytes: Uint8Array, at: number, value: bigint, size: number): void {
  let rest = BigInt.asUintN(size * 8, value);
  for (let index = 0; index < size; index++) {
    bytes[at + index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}

/** Writes the `length` bytes of an instruction. */
export function writeBits(bytes: Uint8Array, at: number, bits: number, length: number): void {
  for (let index = 0; index < length; index++) bytes[at + index] = bits >>> (8 * index);
}

/** A whole number of units up to `end`; what is short of one unit comes first and is zero. */
function fillWith(bytes: Uint8Array, from: number, end: number, value: bigint, size: number): void {
  for (let at = from + ((end - from) % size); at < end; at += size) writeLittleEndian(bytes, at, value, size);
}

function fillCode(bytes: Uint8Array, from: number, end: number, code: Uint8Array): void {
  for (let at = from + ((end - from) % code.length); at < end; at += code.length) bytes.set(code, at);
}

function fillUnits(
  bytes: Uint8Array,
  from: number,
  end: number,
  value: bigint,
  unit: number,
  used: number,
): void {
  for (let at = from; at < end; at += unit) writeLittleEndian(bytes, at, value, used);
}

function numberOf(term: Term, fragment: Fragment, encoding: Encoding): bigint {
  const value = evaluate(term, encoding.linked);
  if (hasValue(value)) {
    if (value.uncertain) fragment.uncertain = true;
    return value.value;
  }
  reportNoValue(value, fragment, fragment.origin, encoding);
  return 0n;
}

function reportNoValue(value: NoValue, fragment: Fragment, origin: Origin, encoding: Encoding): void {
  const { diagnostics, incomplete } = encoding;
  const { problem, message } = value;
  fragment.uncertain = true;
  if (problem === 'not-given' || (problem === 'undefined' && incomplete)) return;
  if (problem === 'unsupported')
    diagnostics.once('information', 'not-yet-supported', message, message, origin);
  else if (problem === 'undefined')
    diagnostics.error('undefined-symbol', `${message}, and its value is needed here`, origin);
  else diagnostics.error(problem === 'not-known' ? 'undefined-symbol' : 'bad-expression', message, origin);
}

function encodeDatum(fragment: Fragment, datum: Datum, bytes: Uint8Array, encoding: Encoding): void {
  const value = evaluate(datum.value, encoding.linked);
  if (!hasValue(value)) {
    reportNoValue(value, fragment, datum.origin, encoding);
    return;
  }
  if (value.uncertain) fragment.uncertain = true;
  else checkSize(value, datum, encoding.diagnostics);
  writeLittleEndian(bytes, fragment.offset + datum.at, value.value, datum.size);
}

/** Reports a value that loses bits: a number is cut, an address is wrong. */
export function checkSize(
  { value, base }: Pick<Value, 'value' | 'base'>,
  { size, origin }: Datum,
  diagnostics: Diagnostics,
): void {
  const limit = 1n << BigInt(size * 8);
  if (value < limit && value >= (size < 8 ? -limit : -(limit >> 1n))) return;
  const message = `${value} does not fit in ${size === 1 ? 'one byte' : `${size} bytes`}`;
  diagnostics.report(base === undefined ? 'warning' : 'error', 'value-truncated', message, origin);
}

interface Failure {
  readonly position: number;
  /** The value that does not fit is that of a stub. */
  readonly uncertain: boolean;
  readonly code: string;
  /** Made only when it is told: of many failures one is, and finding what to write instead takes time. */
  readonly message: () => string;
  readonly origin: Origin;
}

/**
 * Takes the first form that encodes with what is known; then, when something is defined elsewhere, the first
 * that encodes with its stub. Otherwise reports the form that got farthest.
 */
function encodeInstruction(
  fragment: Fragment,
  { candidates, text }: Extract<Content, { is: 'instruction' }>,
  bytes: Uint8Array,
  encoding: Encoding,
): void {
  let farthest: Failure | undefined;
  let missing: NoValue | undefined;
  for (const scope of [encoding.known, encoding.linked]) {
    for (const candidate of candidates) {
      const result = encodeCandidate(candidate, text, fragment, scope, encoding);
      if ('bits' in result) {
        writeBits(bytes, fragment.offset, result.bits, candidate.row.length);
        fragment.uncertain ||= result.uncertain;
        return;
      }
      if ('problem' in result) missing ??= result;
      else if (result.uncertain) fragment.uncertain = true;
      else if (farthest === undefined || result.position > farthest.position) farthest = result;
    }
    if (missing?.problem !== 'undefined' && missing?.problem !== 'not-given') break;
  }
  // A stub that is out of reach says nothing about the place where the symbol really is.
  if (fragment.uncertain) return;
  if (missing !== undefined) reportNoValue(missing, fragment, missing.origin ?? fragment.origin, encoding);
  else if (farthest !== undefined && !encoding.diagnostics.isFull(farthest.origin))
    encoding.diagnostics.error(farthest.code, farthest.message(), farthest.origin);
}

/** Whether a form's encoding hangs on nothing that only layout can tell. */
export const isSettled = ({ operands }: Candidate): boolean =>
  operands.every(({ value, isAddress }) => typeof value === 'bigint' && !isAddress);

/** The encoding of a settled form; undefined when a value does not fit. */
export function encodeSettled(
  instructions: InstructionSet,
  { row, operands, defaults }: Candidate,
): Encoded | undefined {
  const values: Record<string, bigint> = { ...defaults };
  for (const { name, value } of operands) if (typeof value === 'bigint') values[name] = value;
  const result = instructions.encode(row, values, 0n);
  return 'bits' in result ? { is: 'encoded', bits: result.bits, length: row.length } : undefined;
}

/** A name that is no symbol, where one of some names or a number belongs. */
function misspelt(
  instructions: InstructionSet,
  row: Candidate['row'],
  { name }: CandidateOperand,
  word: string,
): Pick<Failure, 'code' | 'message'> | undefined {
  const kind = operandsOf(instructions.syntaxOf(row)).find(operand => operand.name === name)?.kind;
  if (kind?.names === undefined) return undefined;
  const { names, expects } = kind;
  const message = (): string => {
    const near = nearest(word, [...names.keys()]);
    return `${word} is none of ${expects}${near === undefined ? '' : `; did you mean ${near}?`}`;
  };
  return { code: 'bad-operand', message };
}

/** The encoding of one form; or the first operand whose value is missing or does not fit. */
function encodeCandidate(
  candidate: Candidate,
  text: MappedText,
  fragment: Fragment,
  scope: Scope,
  { instructions, known, signedMove, incomplete }: Encoding,
): { readonly bits: number; readonly uncertain: boolean } | Failure | NoValue {
  const { row, operands, defaults } = candidate;
  const values: Record<string, bigint> = { ...defaults };
  const placeOf = (operand: CandidateOperand | undefined): Origin =>
    operand === undefined ? fragment.origin : originOf(text, operand.start, operand.end, fragment.origin);
  const textOf = ({ start, end }: CandidateOperand): string => text.text.slice(start, end).trim();
  let uncertain = false;
  let inverted: boolean | undefined;
  for (const [position, operand] of operands.entries()) {
    if (typeof operand.value === 'bigint') {
      values[operand.name] = operand.value;
      continue;
    }
    // Only an address, or a part of one, can be filled in by a linker.
    const linkable = operand.isAddress || operand.value.op === 'part';
    const value = evaluate(operand.value, linkable ? scope : known);
    if (!hasValue(value)) {
      const failure =
        value.problem === 'undefined' && !incomplete
          ? misspelt(instructions, row, operand, textOf(operand))
          : undefined;
      return failure === undefined ? value : { ...failure, position, uncertain, origin: placeOf(operand) };
    }
    if (value.base !== undefined && !operand.isAddress) {
      const message = () => 'a number belongs here, not an address';
      return { position, uncertain, code: 'bad-operand', message, origin: placeOf(operand) };
    }
    uncertain ||= value.uncertain === true;
    inverted ??= value.inverted;
    values[operand.name] = signed64(value.value);
  }
  const result = instructions.encode(row, values, fragment.chunk.section.address + BigInt(fragment.offset));
  if ('bits' in result) {
    const bits = inverted === undefined ? result.bits : signedMove(result.bits, inverted);
    return { bits, uncertain };
  }
  const { position, ...misfit } = misfitOf(candidate, text, values, result, instructions);
  return { ...misfit, position, uncertain, origin: placeOf(operands[position]) };
}

/** What no field can hold: the position of its operand, and what to write instead where that is exact. */
export function misfitOf(
  { row, operands }: Candidate,
  text: MappedText,
  values: Readonly<Record<string, bigint>>,
  { operand: name, error }: { readonly operand: string; readonly error: string },
  instructions: InstructionSet,
): Pick<Failure, 'position' | 'code' | 'message'> {
  const position = operands.findIndex(operand => operand.name === name);
  const operand = operands[position];
  const textOf = ({ start, end }: CandidateOperand): string => text.text.slice(start, end).trim();
  const message = (): string => {
    const remedy =
      operand &&
      instructions.remedy({
        row,
        operands: values,
        operand: operand.name,
        written: textOf(operand).replace(/^#/, ''),
        others: operands.filter(other => other !== operand).map(textOf),
      });
    const lines = remedy?.map(line => `\`${line}\``).join(' and ');
    return lines === undefined ? error : `${error}; write ${lines}`;
  };
  return { position, code: operand?.isAddress ? 'branch-range' : 'immediate-range', message };
}
