/** `.eh_frame` and `.debug_frame`: what `.cfi_` directives say, as unwinders read it (LSB Core 10.6, DWARF 5, 6.4.1). */
import { ByteWriter } from '../../elf/bytes.ts';
import { relocationNamed } from '../../elf/relocations.ts';
import type { NoValue, Term } from '../../expression.ts';
import type { Place } from '../../image/fragment.ts';
import type { InputSection } from '../../image/section.ts';
import type { EncodedAddress, Frame, FrameInstruction } from '../frames.ts';
import { linearOf } from './linear.ts';
import { type PendingRelocation, targetOf } from './relocate.ts';

/** A section that no statement wrote. */
export interface MadeSection {
  readonly bytes: Uint8Array;
  readonly relocations: readonly PendingRelocation[];
  readonly alignment: number;
  /** Where the first padding stands: GNU as marks data from there on. */
  readonly mark?: number;
}

const codeAlignment = 4n;
const dataAlignment = -8n;

/** Addresses in `.eh_frame`: distances of 4 bytes (`DW_EH_PE_pcrel | DW_EH_PE_sdata4`). */
const distance4 = 0x1b;

interface Common {
  readonly frame: Frame;
  /** How many of the frame's instructions all frames of this kind begin with. */
  readonly count: number;
  readonly offset: number;
}

export interface FrameProblem {
  readonly frame: Frame;
  readonly value: NoValue;
}

/** The bytes of one of the two sections; what cannot be written is told. */
export function frameSection(
  frames: readonly Frame[],
  name: '.eh_frame' | '.debug_frame',
  section: InputSection,
  problem: (problem: FrameProblem) => void,
): MadeSection {
  const writer = new FrameWriter(name, section, problem);
  const last = frames.length - 1;
  for (const [index, frame] of frames.entries()) writer.write(frame, index === last);
  return writer.made;
}

class FrameWriter {
  readonly #bytes = new ByteWriter();
  readonly #relocations: PendingRelocation[] = [];
  readonly #commons: Common[] = [];
  readonly #isEh: boolean;
  readonly #section: InputSection;
  readonly #problem: (problem: FrameProblem) => void;
  #mark: number | undefined;

  constructor(
    name: '.eh_frame' | '.debug_frame',
    section: InputSection,
    problem: (problem: FrameProblem) => void,
  ) {
    this.#isEh = name === '.eh_frame';
    this.#section = section;
    this.#problem = problem;
  }

  get made(): MadeSection {
    const bytes = this.#bytes.written;
    const mark = this.#mark !== undefined && this.#mark < bytes.length ? { mark: this.#mark } : {};
    return { bytes, relocations: this.#relocations, alignment: 8, ...mark };
  }

  write(frame: Frame, isLast: boolean): void {
    const known = this.#commons.find(common => this.#fits(common, frame));
    const common = known ?? this.#writeCommon(frame);
    const bytes = this.#bytes;
    const start = bytes.length;
    bytes.u32(0);
    const [first, end] = [frame.start, frame.end ?? frame.start];
    const size = distance(first, end);
    if (this.#isEh) {
      bytes.u32(bytes.length - common.offset);
      this.#address(frame, distance4, { op: 'place', place: first });
      bytes
        .u32(Number(size))
        .uleb(frame.languageData === undefined ? 0 : sizeOf(frame.languageData.encoding));
      if (frame.languageData !== undefined) this.#encoded(frame, frame.languageData);
    } else {
      const type = relocationNamed('ABS32')!.type;
      const at = { offset: bytes.length, type, section: this.#section, addend: BigInt(common.offset) };
      this.#relocations.push(at);
      bytes.u32(0);
      this.#address(frame, 0, { op: 'place', place: first });
      bytes.u64(size);
    }
    for (const instruction of frame.instructions.slice(common.count)) this.#instruction(instruction);
    this.#finish(start, this.#isEh && !isLast ? 4 : 8);
  }

  #finish(start: number, alignment: number): void {
    this.#mark ??= this.#bytes.length;
    this.#bytes.align(alignment);
    this.#bytes.set32(start, this.#bytes.length - start - 4);
  }

  #writeCommon(frame: Frame): Common {
    const stop = frame.instructions.findIndex(endsCommon);
    const count = stop < 0 ? frame.instructions.length : stop;
    const bytes = this.#bytes;
    const common = { frame, count, offset: bytes.length };
    this.#commons.push(common);
    const { personality, languageData, isSignal, keyB, returnColumn } = frame;
    bytes.u32(0, this.#isEh ? 0 : 0xffff_ffff).u8(1);
    const letters = `${personality ? 'P' : ''}${languageData ? 'L' : ''}R${isSignal ? 'S' : ''}${keyB ? 'B' : ''}`;
    bytes.text(this.#isEh ? `z${letters}` : isSignal ? 'S' : '');
    bytes.uleb(codeAlignment).sleb(dataAlignment).u8(returnColumn);
    if (this.#isEh) {
      const size = personality === undefined ? 0 : 1 + sizeOf(personality.encoding);
      bytes.uleb(1 + size + (languageData === undefined ? 0 : 1));
      if (personality !== undefined) {
        bytes.u8(personality.encoding);
        this.#encoded(frame, personality);
      }
      if (languageData !== undefined) bytes.u8(languageData.encoding);
      bytes.u8(distance4);
    }
    for (const instruction of frame.instructions.slice(0, count)) this.#instruction(instruction);
    this.#finish(common.offset, this.#isEh ? 4 : 8);
    return common;
  }

  /** Whether a frame begins as another one did, so that both have this in common. */
  #fits({ frame: other, count }: Common, frame: Frame): boolean {
    if (other.returnColumn !== frame.returnColumn || other.isSignal !== frame.isSignal) return false;
    if (other.keyB !== frame.keyB || !sameAddresses(other, frame)) return false;
    const mine = frame.instructions.slice(0, count);
    const next = frame.instructions[count];
    return (
      mine.length === count &&
      mine.every((instruction, at) => sameInstruction(instruction, other.instructions[at]!)) &&
      (next === undefined || endsCommon(next))
    );
  }

  #encoded(frame: Frame, { encoding, value }: EncodedAddress): void {
    this.#address(frame, encoding, value);
  }

  /** An address, absolute or as its distance, for the linker to fill in. */
  #address(frame: Frame, encoding: number, value: Term): void {
    const size = sizeOf(encoding);
    const isDistance = (encoding & 0x70) === 0x10;
    const linear = linearOf(value);
    if ('problem' in linear) this.#problem({ frame, value: linear });
    else {
      const { type } = relocationNamed(`${isDistance ? 'PREL' : 'ABS'}${size * 8}`)!;
      this.#relocations.push({ offset: this.#bytes.length, type, ...targetOf(linear, isDistance) });
    }
    this.#bytes.bytes(new Uint8Array(size));
  }

  #instruction(instruction: FrameInstruction): void {
    const bytes = this.#bytes;
    switch (instruction.is) {
      case 'advance':
        this.#advance(Number(distance(instruction.from, instruction.to) / codeAlignment));
        return;
      case 'def-cfa':
        if (instruction.offset < 0n)
          bytes
            .u8(0x12)
            .uleb(instruction.register)
            .sleb(instruction.offset / dataAlignment);
        else bytes.u8(0x0c).uleb(instruction.register).uleb(instruction.offset);
        return;
      case 'def-cfa-register':
        bytes.u8(0x0d).uleb(instruction.register);
        return;
      case 'def-cfa-offset':
        if (instruction.offset < 0n) bytes.u8(0x13).sleb(instruction.offset / dataAlignment);
        else bytes.u8(0x0e).uleb(instruction.offset);
        return;
      case 'offset':
      case 'val-offset':
        this.#offset(instruction.is, instruction.register, instruction.offset / dataAlignment);
        return;
      case 'restore':
        if (instruction.register <= 0x3f) bytes.u8(0xc0 + instruction.register);
        else bytes.u8(0x06).uleb(instruction.register);
        return;
      case 'undefined':
        bytes.u8(0x07).uleb(instruction.register);
        return;
      case 'same-value':
        bytes.u8(0x08).uleb(instruction.register);
        return;
      case 'register':
        bytes.u8(0x09).uleb(instruction.register).uleb(instruction.in);
        return;
      case 'remember-state':
        bytes.u8(0x0a);
        return;
      case 'restore-state':
        bytes.u8(0x0b);
        return;
      case 'negate-ra-state':
        bytes.u8(0x2d);
        return;
      case 'escape':
        bytes.u8(...instruction.bytes);
        return;
    }
  }

  #advance(count: number): void {
    const bytes = this.#bytes;
    if (count === 0) return;
    if (count <= 0x3f) bytes.u8(0x40 + count);
    else if (count <= 0xff) bytes.u8(0x02, count);
    else if (count <= 0xffff) bytes.u8(0x03).u16(count);
    else bytes.u8(0x04).u32(count);
  }

  #offset(is: 'offset' | 'val-offset', register: number, factored: bigint): void {
    const bytes = this.#bytes;
    const isValue = is === 'val-offset';
    if (factored < 0n)
      bytes
        .u8(isValue ? 0x15 : 0x11)
        .uleb(register)
        .sleb(factored);
    else if (isValue) bytes.u8(0x14).uleb(register).uleb(factored);
    else if (register <= 0x3f) bytes.u8(0x80 + register).uleb(factored);
    else bytes.u8(0x05).uleb(register).uleb(factored);
  }
}

/** Bytes of an address of this encoding. */
const sizeOf = (encoding: number): number => ({ 2: 2, 10: 2, 3: 4, 11: 4 })[encoding & 15] ?? 8;

const distance = (from: Place, to: Place): bigint =>
  BigInt(to.fragment!.offset + to.delta - from.fragment!.offset - from.delta);

/** What frames have in common ends where code has been executed. */
const endsCommon = ({ is }: FrameInstruction): boolean =>
  is === 'advance' || is === 'remember-state' || is === 'escape';

const text = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part));

const sameInstruction = (a: FrameInstruction, b: FrameInstruction): boolean => text(a) === text(b);

function sameAddresses(a: Frame, b: Frame): boolean {
  if (a.languageData?.encoding !== b.languageData?.encoding) return false;
  const [x, y] = [a.personality, b.personality];
  if (x === undefined || y === undefined) return x === y;
  return (
    x.encoding === y.encoding &&
    x.value.op === 'symbol' &&
    y.value.op === 'symbol' &&
    x.value.symbol === y.value.symbol
  );
}
