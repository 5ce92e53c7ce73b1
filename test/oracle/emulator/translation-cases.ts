/**
 * Cases for translation: random tables of all granules for both stages, random control registers and addresses;
 * looked at by address translation instructions, and by real accesses of code that is always mapped.
 */
import type { Random } from '../random-programs.ts';
import { type Control, type Preset, places, plain, type RecordedCase } from './recorder.ts';

const frameBytes = 0x1_0000;
const frameQuads = frameBytes / 8;
/** Frames of a level's tables; a first table of stage 2 may take all of them. */
const poolFrames = 16;
const poolBytes = BigInt(poolFrames * frameBytes);

/** Zeroes, where accesses may go: as code they are undefined. */
const target = 0x4c00_0000n;
/** What is always mapped to itself: the program, its tables and its data. */
const region = { start: 0x4000_0000n, end: 0x5000_0000n } as const;

interface Granule {
  readonly bits: number;
  /** TCR.TG0, VTCR.TG0 and TCR.TG1. */
  readonly lower: bigint;
  readonly upper: bigint;
  /** Bits of input by the level at which a walk of stage 1 begins: the smallest. */
  readonly first: readonly number[];
}

export const granules: readonly Granule[] = [
  { bits: 12, lower: 0n, upper: 2n, first: [40, 31, 22] },
  { bits: 14, lower: 2n, upper: 1n, first: [48, 37, 26] },
  { bits: 16, lower: 1n, upper: 3n, first: [64, 43, 30] },
];

const shiftOf = ({ bits }: Granule, level: number): number => bits + (bits - 3) * (3 - level);

/**
 * Levels of pools: 1 to 3 as in the manual, with blocks at level 1 as only the granule of 4 KiB has them; 0 for
 * tables above the first level with blocks, whatever the granule, and 4 above those. QEMU takes blocks at every level.
 */
type PoolLevel = 0 | 1 | 2 | 3 | 4;

/** What tables are for: any output, outputs that stores may touch, stage 2. */
type Purpose = 'look' | 'access' | 'second';

const chance = (random: Random, one: number): boolean => random(one) === 0;
const bitIf = (random: Random, one: number, at: bigint): bigint => (chance(random, one) ? 1n << at : 0n);

/** Cacheability and type of stage 2 without reserved encodings. */
const secondTypes = [0, 1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 15, 15, 15];

function leafAttributes(random: Random, purpose: Purpose): bigint {
  const accessFlag = chance(random, 10) ? 0n : 1n << 10n;
  const hints = (BigInt(random(16)) << 55n) | bitIf(random, 4, 52n) | (BigInt(random(4)) << 8n);
  if (purpose === 'second') {
    const access = BigInt(chance(random, 3) ? random(4) : 3) << 6n;
    const type = BigInt(secondTypes[random(secondTypes.length)]!) << 2n;
    return accessFlag | hints | access | type | bitIf(random, 5, 54n);
  }
  const never = bitIf(random, 4, 53n) | bitIf(random, 4, 54n);
  return accessFlag | hints | never | bitIf(random, 4, 11n) | (BigInt(random(64)) << 2n);
}

/** Physical address of a leaf. Tables are in `region`, so what accesses write must not be there. */
function leafOutput(random: Random, purpose: Purpose, level: number): bigint {
  // Where nothing is: board virt has PCIe above 256 GiB.
  const lowest = purpose === 'look' ? 36 : 40;
  const beyond = bitIf(random, 12, BigInt(lowest + random(48 - lowest)));
  if (purpose !== 'look' && level === 3) return beyond | target | (BigInt(random(poolFrames * 16)) << 12n);
  const page = BigInt(random(0x10000)) << 20n;
  return purpose === 'look' ? beyond | page | (BigInt(random(256)) << 12n) : beyond | page | (1n << 35n);
}

const poolAt = (purpose: Purpose, level: PoolLevel): bigint =>
  places.data + poolBytes * BigInt(['look', 'access', 'second'].indexOf(purpose) * 5 + level);

/** The pool of a table of a granule at a level; a table at level 0 of 4 KiB leads to blocks of larger granules. */
const poolFor = ({ bits }: Granule, level: number): PoolLevel =>
  level <= 0 && bits > 12
    ? 4
    : level <= 0 || (level === 1 && bits > 12)
      ? 0
      : (Math.min(level, 3) as PoolLevel);

function descriptor(random: Random, purpose: Purpose, level: PoolLevel): bigint {
  const kind = random(8);
  if (kind === 0) return BigInt(random(0x7fff_ffff)) * 2n;
  const onlyTables = level === 0 || level === 4;
  if (onlyTables || (level < 3 && kind < 6)) {
    const below = level === 4 ? 0 : level === 0 ? 2 : ((level + 1) as PoolLevel);
    const table = poolAt(purpose, below) + BigInt(random(poolFrames) * frameBytes);
    let attributes = 3n | bitIf(random, 40, BigInt(36 + random(12)));
    if (purpose !== 'second') for (let at = 59n; at < 64n; at++) attributes |= bitIf(random, 8, at);
    return table | attributes;
  }
  const type = level === 3 && !chance(random, 12) ? 3n : 1n;
  return leafOutput(random, purpose, level) | leafAttributes(random, purpose) | type;
}

/** The tables of a level, whose entries lead to those of the next. */
function pool(random: Random, purpose: Purpose, level: PoolLevel): Preset {
  const quads = new BigUint64Array(poolFrames * frameQuads);
  const different = 4096;
  for (let at = 0; at < different; at++) quads[at] = descriptor(random, purpose, level);
  for (let at = different; at < quads.length; at += different) {
    quads.copyWithin(at, 0, different);
    quads[at + random(different)] = descriptor(random, purpose, level);
  }
  return { address: poolAt(purpose, level), bytes: new Uint8Array(quads.buffer) };
}

const rootsAt = places.data + 15n * poolBytes;

/** First tables that map the region to itself and are random elsewhere, by granule and level. */
const rootAt = (purpose: 'access' | 'second' | 'el3', granule: number, level: number): bigint =>
  rootsAt + BigInt(frameBytes * (['access', 'second', 'el3'].indexOf(purpose) * 12 + granule * 4 + level));

function root(random: Random, purpose: 'access' | 'second' | 'el3', number: number, level: number): Preset {
  const granule = granules[number]!;
  const quads = new BigUint64Array(frameQuads);
  const below = purpose === 'el3' ? 'access' : purpose;
  for (let at = 0; at < quads.length; at++) quads[at] = descriptor(random, below, poolFor(granule, level));
  const shift = BigInt(shiftOf(granule, level));
  // As the first table of stage 2 it may be several in a row; otherwise the index has the bits of one.
  const map = (address: bigint, entry: bigint): void => {
    const index = Number(address >> shift);
    quads[index % frameQuads] = entry;
    quads[index % (1 << (granule.bits - 3))] = entry;
  };
  if (level < 2) map(region.start, rootAt(purpose, number, level + 1) | 3n);
  else {
    // Normal memory; read-only for EL1 and EL0, so that it is executable at both. At EL3 it is written, too.
    const attributes = { access: 0x7c4n, second: 0x7fcn, el3: 0x744n }[purpose] | 1n;
    for (let at = region.start; at < region.end; at += 1n << shift)
      map(at, ((at >> shift) << shift) | attributes);
  }
  return { address: rootAt(purpose, number, level), bytes: new Uint8Array(quads.buffer) };
}

/** All tables. */
export function randomTables(random: Random): readonly Preset[] {
  const pools = (['look', 'access', 'second'] as const).flatMap(purpose =>
    ([0, 1, 2, 3, 4] as const).map(level => pool(random, purpose, level)),
  );
  const roots = (['access', 'second', 'el3'] as const).flatMap(purpose =>
    granules.flatMap((_, number) => [0, 1, 2].map(level => root(random, purpose, number, level))),
  );
  return [...pools, ...roots];
}

const looks = ['s1e1r', 's1e1w', 's1e0r', 's1e0w', 's12e1r', 's12e1w', 's12e0r', 's12e0w', 's1e2r', 's1e2w'];

const accesses = [
  'ldr x21, [x20]',
  'str x21, [x20]',
  'ldrb w21, [x20]',
  'strh w21, [x20]',
  'ldrsw x22, [x20]',
  'ldp x21, x22, [x20]',
  'stp x21, x22, [x20]',
  'ldtr x21, [x20]',
  'sttr w21, [x20]',
  'ldar w22, [x20]',
  'br x20',
];

/** The bodies of both kinds of case. `x20` is the address. */
export const bodies: readonly (readonly string[])[] = [
  ...looks.map(name => [`at ${name}, x20`]),
  ...accesses.map(line => [line]),
  ['at s1e3r, x20'],
  ['at s1e3w, x20'],
];
const accessBodies = looks.length;
const monitorBodies = looks.length + accesses.length;

const randomBits = (random: Random, bits: number): bigint => {
  let value = 0n;
  for (let at = 0; at < bits; at += 16) value |= BigInt(random(0x1_0000)) << BigInt(at);
  return BigInt.asUintN(bits, value);
};

/** Types of memory: index 1 is Normal. */
function attributes(random: Random): bigint {
  const types = [0x00n, 0x04n, 0x08n, 0x0cn, 0x44n, 0xffn, 0xbbn, 0xeen, 0x4fn, 0xf4n, 0xaan, 0x77n];
  let value = 0n;
  for (let at = 0; at < 8; at++) value |= (at === 1 ? 0xffn : types[random(types.length)]!) << BigInt(8 * at);
  return value;
}

/** Level at which stage 1 begins. */
const firstLevel = ({ first }: Granule, inputBits: number): number => {
  const level = first.findIndex(least => inputBits >= least);
  return level < 0 ? 3 : level;
};

type Controls = Partial<Record<Control, bigint>>;

interface Options {
  /** Indexes of granules. */
  readonly granules: readonly number[];
  /** Largest code of an output size. */
  readonly largestSize: number;
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!;

/** An address for a walk with so many bits; now and then one too large. */
function addressFor(random: Random, inputBits: number, upper: boolean, low: bigint): bigint {
  const value = randomBits(random, Math.min(inputBits, 52)) & ~low;
  const stray = chance(random, 24) ? 1n << BigInt(Math.min(inputBits + random(4), 54)) : 0n;
  return upper ? BigInt.asUintN(64, ~value & ~low) ^ stray : value | stray;
}

/** Stage 2 on. `mapped`: the region is mapped to itself. */
function secondStage(random: Random, mapped: boolean, options: Options): Controls {
  const number = pick(random, options.granules);
  const granule = granules[number]!;
  const wild = !mapped && chance(random, 4);
  const level = mapped ? (granule.bits === 12 ? random(3) : 1 + random(2)) : random(4);
  // The first table has from two entries to the size of a frame.
  const least = Math.max(shiftOf(granule, level) + 1, 31);
  const most = Math.min(shiftOf(granule, level) + 13, 44);
  const inputBits = wild || least > most ? 20 + random(32) : least + random(most - least + 1);
  const select = granule.bits === 12 ? 2 - level : 3 - level;
  const size = mapped || !chance(random, 3) ? 4n : BigInt(random(options.largestSize + 1));
  const table = mapped ? rootAt('second', number, level) : poolAt('second', poolFor(granule, level));
  return {
    vtcr_el2:
      0x8000_0000n |
      (size << 16n) |
      (granule.lower << 14n) |
      (BigInt(select & 3) << 6n) |
      BigInt(64 - inputBits),
    vttbr_el2: table,
  };
}

/** One look, by an address translation instruction at EL3. */
function lookCase(random: Random, options: Options): RecordedCase {
  const body = random(looks.length);
  const own = looks[body]!.includes('e2') ? 2 : 1;
  const upper = own === 1 && chance(random, 3);
  const granule = granules[pick(random, options.granules)]!;
  const other = granules[pick(random, options.granules)]!;
  const sizeOffset = chance(random, 20) ? random(64) : 16 + random(24);
  const inputBits = 64 - Math.min(Math.max(sizeOffset, 16), 39);
  const tables = poolAt('look', poolFor(granule, firstLevel(granule, inputBits)));
  const table = tables + BigInt(random(poolFrames) * frameBytes) + bitIf(random, 40, BigInt(36 + random(12)));
  const size = BigInt(random(options.largestSize + 1));
  const ignore = BigInt(random(2));
  const range = BigInt(sizeOffset);
  const otherRange = BigInt(16 + random(24));
  const controls: Controls =
    own === 2
      ? {
          sctlr_el2: plain.sctlr_el2 | 1n | bitIf(random, 3, 19n) | bitIf(random, 16, 25n),
          tcr_el2: 0x8080_0000n | (ignore << 20n) | (size << 16n) | (granule.lower << 14n) | range,
          ttbr0_el2: table,
          mair_el2: attributes(random),
        }
      : {
          sctlr_el1:
            (plain.sctlr_el1 | bitIf(random, 3, 19n) | bitIf(random, 16, 25n)) ^
            (chance(random, 30) ? 0n : 1n),
          tcr_el1:
            (BigInt(random(4)) << 37n) |
            (size << 32n) |
            ((upper ? granule : other).upper << 30n) |
            bitIf(random, 24, 23n) |
            ((upper ? range : otherRange) << 16n) |
            ((upper ? other : granule).lower << 14n) |
            bitIf(random, 24, 7n) |
            (upper ? otherRange : range),
          ttbr0_el1: upper ? 0n : table,
          ttbr1_el1: upper ? table : 0n,
          mair_el1: attributes(random),
        };
  const second = own === 1 && chance(random, 2);
  if (second) Object.assign(controls, secondStage(random, !chance(random, 4), options));
  if (second) controls.hcr_el2 = plain.hcr_el2 | 1n | bitIf(random, 8, 2n) | bitIf(random, 16, 12n);
  const tag = ignore === 1n ? randomBits(random, 8) << 56n : 0n;
  const on = own === 2 || ((controls.sctlr_el1! & 1n) === 1n && ((controls.hcr_el2 ?? 0n) & 0x1000n) === 0n);
  const any = addressFor(random, inputBits, upper, 0n) ^ (chance(random, 3) ? tag : 0n);
  // With stage 1 off, an address is a physical one.
  const address = on ? any : BigInt.asUintN(44, any);
  return { title: titleOf(body, 0x3cd, controls), body, status: 0x3cd, controls, operands: { x20: address } };
}

const titleOf = (body: number, status: number, controls: Controls): string => {
  const changed = Object.entries(controls).map(([name, value]) => `${name}=${value.toString(16)}`);
  return [bodies[body]!.join('; '), `status ${status.toString(16)}`, ...changed].join(', ');
};

const statuses = [0x3c0, 0x3c5, 0x3c9, 0x3cd];

/** One access at a level whose stage 1 is on, or an address translation instruction there. */
function accessCase(random: Random, options: Options): RecordedCase {
  const level = random(4);
  const own = Math.max(level, 1);
  const number = pick(random, options.granules);
  const granule = granules[number]!;
  const sizeOffset = 16 + random(18);
  const inputBits = 64 - sizeOffset;
  const first = firstLevel(granule, inputBits);
  const table = rootAt(own === 3 ? 'el3' : 'access', number, first);
  const size = BigInt(1 + random(options.largestSize));
  const never = own < 3 ? bitIf(random, 4, 19n) : 0n;
  const secure = level < 2 && chance(random, 6);
  const controls: Controls = { [`sctlr_el${own}`]: plain[`sctlr_el${own}` as Control] | 1n | never };
  if (secure) controls.scr_el3 = plain.scr_el3 & ~1n;
  controls[`ttbr0_el${own}` as Control] = table;
  controls[`mair_el${own}` as Control] = attributes(random);
  if (own === 1) {
    const upper = (granule.upper << 30n) | (BigInt(sizeOffset) << 16n);
    controls.tcr_el1 = (size << 32n) | upper | (granule.lower << 14n) | BigInt(sizeOffset);
    controls.ttbr1_el1 = poolAt('access', poolFor(granule, first));
  } else {
    const control = 0x8080_0000n | (size << 16n) | (granule.lower << 14n) | BigInt(sizeOffset);
    controls[`tcr_el${own}` as Control] = control;
  }
  if (own === 1 && !secure && chance(random, 2)) {
    Object.assign(controls, secondStage(random, true, options));
    controls.hcr_el2 = plain.hcr_el2 | 1n;
  }
  const upper = own === 1 && chance(random, 3);
  let address = addressFor(random, inputBits, upper, 15n);
  // Not where the program is: it may be written at EL3.
  if (address >> 29n === region.start >> 29n) address ^= 1n << 30n;
  const looking = chance(random, 4);
  const atLevel = own === 3 ? monitorBodies + random(2) : own === 2 ? 8 + random(2) : random(4);
  const body = looking && level > 0 ? atLevel : accessBodies + random(accesses.length);
  const operands = { x20: address, x21: 0x1234_5678_9abc_def0n, x22: 0n };
  const status = statuses[level]!;
  return { title: titleOf(body, status, controls), body, status, controls, operands };
}

/** Looks and accesses in equal parts. */
export const translationCases = (random: Random, count: number, options: Options): readonly RecordedCase[] =>
  Array.from({ length: count }, (_, number) =>
    number % 2 === 0 ? lookCase(random, options) : accessCase(random, options),
  );
