/** Floating-point numbers: `.float`, `.double`, `.float16`, `.bfloat16`, and the 68000's names for them. */
import { number } from '../../expression.ts';
import type { Cursor } from '../cursor.ts';
import { emit } from '../emit.ts';
import { readConstant } from '../evaluate.ts';
import { type DirectiveCall, type DirectiveHandler, type DirectiveTable, expectEnd } from './directive.ts';

/** A binary format of IEEE 754: a sign, `exponent` bits and `fraction` bits. */
interface Format {
  readonly exponent: number;
  readonly fraction: number;
}

const half: Format = { exponent: 5, fraction: 10 };
const brain: Format = { exponent: 8, fraction: 7 };
const single: Format = { exponent: 8, fraction: 23 };
const double: Format = { exponent: 11, fraction: 52 };

const sizeOf = ({ exponent, fraction }: Format): number => (1 + exponent + fraction) / 8;

/** A number, infinity, no number; or after `0f:` the bits. */
const spelling =
  /^\s*(?:0[a-z])?(?::([0-9a-f]+)|([+-]?)(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|(inf(?:inity)?)|(nan)))/i;

/** The bits of the number at the cursor; a sentence when there is none. */
function readFloat(cursor: Cursor, format: Format): bigint | string {
  const found = spelling.exec(cursor.text.slice(cursor.at, cursor.at + 512));
  if (found === null) return 'a floating-point number belongs here';
  cursor.at += found[0].length;
  const [, bits, sign, digits, , nan] = found;
  const width = 1 + format.exponent + format.fraction;
  // Bits that are not given are the last ones.
  if (bits !== undefined) return BigInt(`0x${bits.padEnd(width / 4, '0')}`);
  const negative = sign === '-' ? 1n << BigInt(width - 1) : 0n;
  const infinity = ((1n << BigInt(format.exponent)) - 1n) << BigInt(format.fraction);
  if (nan !== undefined) return negative | ((1n << BigInt(width - 1)) - 1n);
  if (digits === undefined) return negative | infinity;
  const magnitude = bitsOf(Number(digits), format);
  return magnitude >= infinity ? `${digits} is too large` : negative | magnitude;
}

/** The nearest value of a format to a number that is not negative; of two, the larger one, as GNU as has it. */
function bitsOf(value: number, { exponent, fraction }: Format): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const bias = (1 << (exponent - 1)) - 1;
  const field = Number(bits >> 52n);
  const power = Math.max(1, field) - 1023 + bias;
  const whole = field === 0 ? bits : (bits & ((1n << 52n) - 1n)) | (1n << 52n);
  // Numbers below the smallest normal one have fewer digits.
  const dropped = BigInt(52 - fraction + Math.max(0, 1 - power));
  const kept = whole >> dropped;
  const rest = whole - (kept << dropped);
  const middle = dropped === 0n ? 1n : 1n << (dropped - 1n);
  const rounded = rest >= middle ? kept + 1n : kept;
  // The first digit of a normal number is not written, and adds one to the exponent.
  return power > 0 ? (BigInt(power - 1) << BigInt(fraction)) + rounded : rounded;
}

function emitFloat({ unit, origin, name }: DirectiveCall, bits: bigint, size: number): void {
  const datum = { at: 0, size, value: number(bits), origin };
  const content = { is: 'data', bytes: new Uint8Array(size), data: [datum] } as const;
  emit(unit, { content, size, origin, statement: { kind: 'data', name } });
}

/** Reads one number; what is wrong with it is said. */
function takeFloat(call: DirectiveCall, format: Format): bigint | undefined {
  const { unit, cursor } = call;
  const start = cursor.skipBlanks().at;
  const bits = readFloat(cursor, format);
  if (typeof bits === 'bigint') return bits;
  unit.job.diagnostics.error('bad-operand', bits, cursor.origin(start));
  return undefined;
}

const floats =
  (format: Format): DirectiveHandler =>
  call => {
    if (call.cursor.done) return;
    do {
      const bits = takeFloat(call, format);
      if (bits === undefined) return;
      emitFloat(call, bits, sizeOf(format));
    } while (call.cursor.take(','));
    expectEnd(call);
  };

/** `.dcb.d count, number` */
const repeated =
  (format: Format): DirectiveHandler =>
  call => {
    const count = readConstant(call.unit, call.cursor, 'the count');
    if (count === undefined) return;
    const bits = call.cursor.take(',') ? takeFloat(call, format) : 0n;
    if (bits === undefined) return;
    expectEnd(call);
    const size = sizeOf(format);
    const content = {
      is: 'fill',
      count: number(count),
      unit: size,
      used: size,
      value: number(bits),
    } as const;
    const bytes = count < 0n ? 0 : Math.min(Number(count), 2 ** 40) * size;
    emit(call.unit, {
      content,
      size: bytes,
      origin: call.origin,
      statement: { kind: 'fill', name: call.name },
    });
  };

const extended: DirectiveHandler = ({ unit, name, origin }) =>
  unit.job.diagnostics.error(
    'bad-operand',
    `${name} is in a format of 80 bits, which AArch64 does not have`,
    origin,
  );

export const floatDirectives: DirectiveTable = {
  float16: floats(half),
  bfloat16: floats(brain),
  float: floats(single),
  single: floats(single),
  double: floats(double),
  'dc.s': floats(single),
  'dc.d': floats(double),
  'dc.x': extended,
  'dcb.s': repeated(single),
  'dcb.d': repeated(double),
  'dcb.x': extended,
};
