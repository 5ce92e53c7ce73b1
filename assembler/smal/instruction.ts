/** Machine instructions: their operands as expressions, and the first form that takes them. */
import type { OperandKind } from '../../isa/instruction.ts';
import type { Origin } from '../program.ts';
import type { SmalError } from './errors.ts';
import { describe, readExpression } from './expression.ts';
import type { Token } from './lexer.ts';
import type { Form, Machine, Slot } from './machine.ts';
import type { DataUnit } from './object.ts';
import type { Reader } from './reader.ts';
import { emit, type Unit } from './unit.ts';
import type { Base, Value } from './value.ts';

interface Operand {
  readonly value: Value;
  readonly start: number;
  readonly end: number;
}

/** Why a form does not take the operands. */
interface Mismatch {
  readonly error: SmalError;
  readonly detail: string;
  readonly operand: number;
}

/** Assembles the instruction whose mnemonic has been read; it has one form at least. */
export function assembleInstruction(
  reader: Reader,
  mnemonic: Token,
  forms: readonly Form[],
  origin: Origin,
): void {
  const { unit } = reader;
  const operands = readOperands(reader);
  const fitting = forms.filter(({ slots }) => slots.length === operands?.length);
  const { length } = (fitting[0] ?? forms[0]!).row;
  const name = mnemonic.text.toLowerCase();
  const unknown = (uncertain: boolean): void =>
    emit(unit, { kind: 'unknown', name }, wordsOf(0, length, 0), length, origin, uncertain);
  if (operands === undefined) {
    reader.skip();
    unknown(true);
    return;
  }
  if (fitting.length === 0) {
    reportCount(reader, mnemonic, operands, forms);
    unknown(true);
    return;
  }
  if (unit.pass === 1) {
    emit(unit, { kind: 'instruction', name }, [], length, origin);
    return;
  }
  const units = encode(reader, fitting, operands);
  if ('error' in units) {
    const { start, end, value } = operands[units.operand]!;
    if (!value.uncertain) reader.fail(units.error, units.detail, start, end);
    unknown(true);
    return;
  }
  const uncertain = operands.some(({ value }) => value.uncertain);
  emit(unit, { kind: 'instruction', name }, units, length, origin, uncertain);
}

/** Expressions separated by commas, up to the end of the line. */
function readOperands(reader: Reader): readonly Operand[] | undefined {
  const operands: Operand[] = [];
  if (reader.done) return operands;
  do {
    const { start } = reader.token;
    const value = readExpression(reader);
    if (value === undefined) return undefined;
    operands.push({ value, start, end: reader.tokens[reader.at - 1]!.end });
  } while (reader.take(','));
  if (reader.done) return operands;
  reader.finish();
  return undefined;
}

/** How a form is written: `LOAD Rd,Rx,disp`. */
const writtenForm = (mnemonic: string, { slots }: Form): string =>
  `${mnemonic} ${slots.map(({ kind }) => kind.name).join(',')}`.trim();

function reportCount(
  reader: Reader,
  mnemonic: Token,
  operands: readonly Operand[],
  forms: readonly Form[],
): void {
  const counts = forms.map(({ slots }) => slots.length);
  const written = [...new Set(forms.map(form => writtenForm(mnemonic.text, form)))].join(' or ');
  const most = Math.max(...counts);
  const extra = operands[most];
  if (extra !== undefined) reader.fail('comment or eol expected', written, extra.start, reader.end);
  else if (operands.length === 0)
    reader.fail('bad value or expression', written, mnemonic.start, mnemonic.end);
  else reader.fail('comma expected', written, operands.at(-1)!.start, reader.end);
}

/** The bytes of the first form that takes the operands; or why the one that got farthest does not. */
function encode(
  reader: Reader,
  forms: readonly Form[],
  operands: readonly Operand[],
): readonly DataUnit[] | Mismatch {
  let farthest: Mismatch | undefined;
  for (const form of forms) {
    const result = encodeForm(reader, form, operands);
    if (!('error' in result)) return result;
    if (farthest === undefined || result.operand > farthest.operand) farthest = result;
  }
  return farthest!;
}

function encodeForm(
  reader: Reader,
  form: Form,
  operands: readonly Operand[],
): readonly DataUnit[] | Mismatch {
  const { unit } = reader;
  const { machine } = unit.job;
  const { row, slots } = form;
  const values: Record<string, bigint> = {};
  let relocated: number | undefined;
  for (const [index, { name, kind }] of slots.entries()) {
    const { value } = operands[index]!;
    const fits = fitOperand(unit, slots[index]!, value, machine);
    if (fits === 'number' || fits === 'register') values[name] = BigInt(value.offset);
    else if (fits === 'relocated' && relocated === undefined) {
      values[name] = 0n;
      relocated = index;
    } else {
      return { error: 'misuse of relocation', detail: misuseOf(unit, kind, value), operand: index };
    }
  }
  const encoded = machine.instructions.encode(row, values, BigInt(unit.offset));
  if ('error' in encoded) {
    const operand = Math.max(
      0,
      slots.findIndex(({ name }) => name === encoded.operand),
    );
    return { error: 'value out of bounds', detail: encoded.error, operand };
  }
  const last = slots.at(-1);
  const field = last && !last.kind.isAddress ? fieldOf(machine, form, last, values) : undefined;
  if (relocated === undefined) return wordsOf(encoded.bits, row.length, field ?? row.length - 2);
  const { value, start, end } = operands[relocated]!;
  if (field === undefined || relocated !== slots.length - 1) {
    const detail = misuseOf(unit, slots[relocated]!.kind, value);
    return { error: 'misuse of relocation', detail, operand: relocated };
  }
  const size = field as DataUnit['size'];
  return [
    ...bytesOf(encoded.bits, row.length - size),
    { size, base: value.base, offset: value.offset, origin: reader.origin(start, end) },
  ];
}

/** Why a value cannot stand at an operand's place, and what takes it. */
function misuseOf({ base }: Unit, { isAddress, expects }: OperandKind, value: Value): string {
  const what = describe(value);
  if (!isAddress) return `expected ${expects}, not ${what}`;
  if (value.base?.kind === 'registers') return `expected an address, not ${what}`;
  const here = base === undefined ? 'code at an absolute place' : describeCode(base);
  return `${what} is at no fixed distance from ${here}: use LIL, which takes the address itself`;
}

const describeCode = ({ kind, name }: Base): string =>
  kind === 'relocatable' ? 'relocatable code' : `code in ${name}`;

/** What a value is at an operand's place. */
function fitOperand(
  unit: Unit,
  { kind }: Slot,
  { base }: Value,
  machine: Machine,
): 'number' | 'register' | 'relocated' | undefined {
  if (kind.reads === 'name') return base === machine.registers ? 'register' : undefined;
  if (base === machine.registers) return undefined;
  if (kind.isAddress) return base === unit.base ? 'number' : undefined;
  return base === undefined ? 'number' : 'relocated';
}

/**
 * Bytes at the end of an instruction that hold an operand as a plain number, so that a linker can add to it;
 * undefined when the operand lies otherwise.
 */
function fieldOf(
  { instructions }: Machine,
  { row, fields }: Form,
  { name }: Slot,
  values: Readonly<Record<string, bigint>>,
): number | undefined {
  if (fields.has(name)) return fields.get(name);
  const bitsOf = (value: bigint): number | undefined => {
    const result = instructions.encode(row, { ...values, [name]: value }, 0n);
    return 'bits' in result ? result.bits : undefined;
  };
  const zero = bitsOf(0n);
  const size = [3, 2, 1].find(bytes => {
    const low = 8 * (row.length - bytes);
    const top = 8 * bytes - 2;
    return (
      zero !== undefined &&
      low > 0 &&
      difference(zero, bitsOf(1n)) === 2 ** low &&
      difference(zero, bitsOf(1n << BigInt(top))) === 2 ** (low + top)
    );
  });
  fields.set(name, size);
  return size;
}

const difference = (a: number, b: number | undefined): number | undefined =>
  b === undefined ? undefined : (a ^ b) >>> 0;

function bytesOf(bits: number, count: number): DataUnit[] {
  const bytes: DataUnit[] = [];
  for (let index = 0; index < count; index++)
    bytes.push({ size: 1, base: undefined, offset: (bits >>> (8 * index)) & 0xff });
  return bytes;
}

/** Bytes, and the last `field` of them as one number. */
function wordsOf(bits: number, length: number, field: number): readonly DataUnit[] {
  if (field <= 0 || field > 3) return bytesOf(bits, length);
  const at = 8 * (length - field);
  const offset = Math.floor((bits >>> 0) / 2 ** at);
  return [...bytesOf(bits, length - field), { size: field as DataUnit['size'], base: undefined, offset }];
}
