/** Bytes of fragments in an object, and what the linker is to fill in. */
import type { InstructionSet } from '../../../isa/instruction.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { relocationNamed } from '../../elf/relocations.ts';
import type { NoValue, Term } from '../../expression.ts';
import {
  checkSize,
  type Encoding,
  encodeLayout,
  misfitOf,
  writeBits,
  writeLittleEndian,
} from '../../image/encode.ts';
import type { Candidate, Content, Datum, Fragment } from '../../image/fragment.ts';
import type { Origin } from '../../program.ts';
import { type MappedText, originOf } from '../../text.ts';
import { moveOf, operatorUses, signedMove } from '../relocation.ts';
import { type Linear, linearOf } from './linear.ts';
import { fromHere, isNear, type PendingRelocation, targetOf } from './relocate.ts';
import { relocationFor, slotOf } from './slots.ts';

export interface ObjectEncoding {
  readonly instructions: InstructionSet;
  readonly diagnostics: Diagnostics;
  readonly layout: Encoding;
  /** Takes what the linker is to fill in, in the order of the source. */
  readonly relocate: (fragment: Fragment, relocation: PendingRelocation) => void;
}

/** Writes a fragment's bytes at its offset in its section. */
export function encodeObjectFragment(fragment: Fragment, bytes: Uint8Array, encoding: ObjectEncoding): void {
  const { content, offset, omitted } = fragment;
  if (omitted) return;
  if (content.is === 'data') {
    bytes.set(content.bytes, offset);
    for (const datum of content.data) encodeDatum(fragment, datum, bytes, encoding);
  } else if (content.is === 'instruction') encodeInstruction(fragment, content, bytes, encoding);
  else encodeLayout(fragment, bytes, encoding.layout);
}

function report(value: NoValue, origin: Origin, { diagnostics }: ObjectEncoding): void {
  diagnostics.error(
    value.problem === 'not-known' ? 'undefined-symbol' : 'bad-expression',
    value.message,
    origin,
  );
}

function encodeDatum(fragment: Fragment, datum: Datum, bytes: Uint8Array, encoding: ObjectEncoding): void {
  const { section } = fragment.chunk;
  const offset = fragment.offset + datum.at;
  const { size, origin } = datum;
  const value = linearOf(datum.value);
  const linear = 'problem' in value ? value : fromHere(value, section, offset);
  if ('problem' in linear) {
    report(linear, origin, encoding);
    return;
  }
  if (linear.plus === undefined) {
    checkSize(linear, datum, encoding.diagnostics);
    writeLittleEndian(bytes, offset, linear.value, size);
    return;
  }
  const subtracts = 'minus' in value;
  const relocation = relocationNamed(`${subtracts ? 'PREL' : 'ABS'}${size * 8}`);
  if (relocation === undefined) {
    const message = `no linker fills in an address of ${size === 1 ? 'one byte' : `${size} bytes`}`;
    encoding.diagnostics.error('bad-expression', message, origin);
    return;
  }
  encoding.relocate(fragment, { offset, type: relocation.type, ...targetOf(linear, subtracts) });
}

interface Failure {
  readonly position: number;
  readonly code: string;
  /** Made only when it is told. */
  readonly message: () => string;
  readonly origin: Origin;
}

/** Takes the first form that encodes; otherwise reports the one that got farthest. */
function encodeInstruction(
  fragment: Fragment,
  { candidates, text }: Extract<Content, { is: 'instruction' }>,
  bytes: Uint8Array,
  encoding: ObjectEncoding,
): void {
  let farthest: Failure | undefined;
  for (const candidate of candidates) {
    const placeOf = (position: number): Origin => {
      const operand = candidate.operands[position];
      return operand === undefined
        ? fragment.origin
        : originOf(text, operand.start, operand.end, fragment.origin);
    };
    const result = encodeCandidate(candidate, text, fragment, placeOf, encoding);
    if ('bits' in result) {
      writeBits(bytes, fragment.offset, result.bits, candidate.row.length);
      for (const relocation of result.relocations) encoding.relocate(fragment, relocation);
      return;
    }
    if (farthest === undefined || result.position > farthest.position) farthest = result;
  }
  if (farthest !== undefined) encoding.diagnostics.error(farthest.code, farthest.message(), farthest.origin);
}

interface EncodedCandidate {
  readonly bits: number;
  readonly relocations: readonly PendingRelocation[];
}

function encodeCandidate(
  candidate: Candidate,
  text: MappedText,
  fragment: Fragment,
  placeOf: (position: number) => Origin,
  { instructions }: ObjectEncoding,
): EncodedCandidate | Failure {
  const { row, operands, defaults } = candidate;
  const values: Record<string, bigint> = { ...defaults };
  const relocations: PendingRelocation[] = [];
  let inverted: boolean | undefined;
  const { offset, chunk } = fragment;
  for (const [position, operand] of operands.entries()) {
    const fail = (code: string, message: string): Failure => ({
      position,
      code,
      message: () => message,
      origin: placeOf(position),
    });
    const { name, value, isAddress } = operand;
    const operator = typeof value !== 'bigint' && value.op === 'part' ? value.name : undefined;
    const inner: Term | bigint = typeof value !== 'bigint' && value.op === 'part' ? value.a : value;
    const linear: Linear | NoValue = typeof inner === 'bigint' ? { value: inner } : linearOf(inner);
    if ('problem' in linear) return fail('bad-expression', linear.message);
    const isPage = slotOf(row, name, instructions) === 'adrp';
    if (operator === undefined && linear.plus === undefined && linear.minus === undefined && !isPage) {
      // Where an address is wanted, a number is the distance.
      values[name] = isAddress ? linear.value + BigInt(offset) : linear.value;
      continue;
    }
    if (!isAddress && operator === undefined)
      return fail('bad-operand', 'a number belongs here, not an address');
    if (operator === undefined && !isPage && linear.minus === undefined && isNear(linear, chunk.section)) {
      values[name] = linear.value + BigInt(linear.plus!.offset);
      continue;
    }
    if (linear.minus !== undefined) return fail('bad-operand', 'a difference of addresses cannot stand here');
    if (operator !== undefined && operatorUses(operator) === undefined)
      return fail('bad-operand', `:${operator}: is no relocation operator`);
    const relocation = relocationFor(row, name, operator, instructions);
    if (relocation === undefined) {
      const what = operator === undefined ? 'an address' : `:${operator}:`;
      return fail('bad-operand', `${what} cannot stand here, only what a linker can fill in`);
    }
    if (relocation.field.startsWith('movw') && linear.plus === undefined) {
      const moved = moveOf(operator!, linear.value);
      if (moved.tooLarge) return fail('immediate-range', `${linear.value} does not fit in :${operator}:`);
      values[name] = moved.bits;
      inverted = moved.inverted;
      continue;
    }
    values[name] = isAddress ? BigInt(offset) : 0n;
    if (relocation.field === 'add-high') values.shift = 12n;
    if (relocation.value === 'tls' && linear.plus?.symbol !== undefined) linear.plus.symbol.type ??= 'tls';
    relocations.push({ offset, type: relocation.type, ...targetOf(linear, false) });
  }
  const result = instructions.encode(row, values, BigInt(offset));
  if ('bits' in result) {
    const bits = inverted === undefined ? result.bits : signedMove(result.bits, inverted);
    return { bits, relocations };
  }
  const misfit = misfitOf(candidate, text, values, result, instructions);
  return { ...misfit, origin: placeOf(misfit.position) };
}
