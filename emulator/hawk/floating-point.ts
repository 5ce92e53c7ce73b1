/**
 * The floating-point coprocessor (manual, chapter 15): two accumulators of IEEE doubles. A register number is an
 * operation times two plus an accumulator; number 1 is FPLOW, the low half of long operands.
 */
import type { Cpu } from './cpu.ts';

/** Its number in COSTAT. */
const unit = 1n;
const longBit = 12n;

/** Why the coprocessor that COSTAT selects cannot be used; undefined when it can. */
export function coprocessorProblem(cpu: Cpu): string | undefined {
  const costat = cpu.register('costat');
  const selected = (costat >> 8n) & 7n;
  if (selected !== unit) return `COSTAT selects coprocessor ${selected}, which is not there`;
  if (((costat >> unit) & 1n) === 0n) return `COSTAT does not enable coprocessor ${selected}`;
  return undefined;
}

const scratch = (): DataView => new DataView(new ArrayBuffer(8));

function doubleOf(bits: bigint): number {
  const view = scratch();
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

function bitsOfDouble(value: number): bigint {
  const view = scratch();
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

function singleOf(bits: bigint): number {
  const view = scratch();
  view.setUint32(0, Number(bits));
  return view.getFloat32(0);
}

function bitsOfSingle(value: number): bigint {
  const view = scratch();
  view.setFloat32(0, value);
  return BigInt(view.getUint32(0));
}

const accumulatorOf = (register: number): string => `fpa${register & 1}`;
const isLong = (cpu: Cpu): boolean => ((cpu.register('costat') >> longBit) & 1n) === 1n;

const set = 1;
const integer = 2;

/** What the operations 3 to 7 make of accumulator and operand. */
const operations: Readonly<Record<number, (accumulator: number, operand: number) => number>> = {
  3: (_, operand) => Math.sqrt(operand),
  4: (accumulator, operand) => accumulator + operand,
  5: (accumulator, operand) => accumulator - operand,
  6: (accumulator, operand) => accumulator * operand,
  7: (accumulator, operand) => accumulator / operand,
};

/** `COSET`, register 1 to 15. */
export function writeFloatingPoint(cpu: Cpu, register: number, value: bigint): void {
  if (register === 1) {
    cpu.setRegister('fplow', value);
    return;
  }
  const name = accumulatorOf(register);
  const operation = register >> 1;
  const long = isLong(cpu);
  const bits = long ? (value << 32n) | cpu.register('fplow') : value;
  if (operation === integer) {
    cpu.setRegister(name, bitsOfDouble(Number(BigInt.asIntN(long ? 64 : 32, bits))));
    return;
  }
  const operand = long ? doubleOf(bits) : singleOf(bits);
  const accumulator = doubleOf(cpu.register(name));
  const result = operation === set ? operand : operations[operation]!(accumulator, operand);
  cpu.setRegister(name, bitsOfDouble(result));
}

/** Condition codes of an answer, where `coget` puts them. */
const codes = { n: 1n << 35n, z: 1n << 34n, c: 1n << 32n } as const;

/** `COGET`, register 1 to 15: the value, with the condition codes in bits 35 to 32. */
export function readFloatingPoint(cpu: Cpu, register: number): bigint {
  if (register === 1) return cpu.register('fplow');
  const accumulator = doubleOf(cpu.register(accumulatorOf(register)));
  const reads: Readonly<Record<number, number>> = {
    1: accumulator,
    2: -accumulator,
    3: Math.abs(accumulator),
  };
  const value = reads[register >> 1];
  if (value === undefined) return 0n;
  const long = isLong(cpu);
  const bits = long ? bitsOfDouble(value) : bitsOfSingle(value);
  if (long) cpu.setRegister('fplow', bits & 0xffff_ffffn);
  const flags =
    (value < 0 ? codes.n : 0n) | (value === 0 ? codes.z : 0n) | (Number.isFinite(value) ? 0n : codes.c);
  return (long ? bits >> 32n : bits) | flags;
}
