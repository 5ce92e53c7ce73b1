import { describe, expect, test } from 'vitest';
import { Evaluator } from '../../emulator/engines/evaluator.ts';
import {
  addSubtractCarry,
  addSubtractExtended,
  addSubtractImmediate,
  addSubtractShifted,
  divide,
  multiplyAddLong,
  multiplyHigh,
} from '../../isa/a64/semantics/arithmetic.ts';
import {
  bitfieldMove,
  countLeadingSigns,
  cyclicRedundancy,
  extract,
  reverseOrCount,
} from '../../isa/a64/semantics/bits.ts';
import {
  branchOnCondition,
  branchWithLink,
  branchWithLinkToRegister,
  compareAndBranch,
  generateException,
  returnFromSubroutine,
  testAndBranch,
} from '../../isa/a64/semantics/branches.ts';
import { conditionalCompare, conditionalSelect } from '../../isa/a64/semantics/conditions.ts';
import {
  atomicMemory,
  compareAndSwap,
  loadExclusive,
  loadExclusivePair,
  storeExclusive,
  storeExclusivePair,
} from '../../isa/a64/semantics/exclusives.ts';
import { logicalShifted, moveWideKeep } from '../../isa/a64/semantics/logical.ts';
import { loadPair, loadRegister, storePair, storeRegister } from '../../isa/a64/semantics/memory.ts';
import {
  a64Vocabulary,
  exceptionReturn,
  hint,
  readSystemRegister,
  writeStatusField,
} from '../../isa/a64/semantics/system.ts';
import type { Semantics } from '../../isa/semantics.ts';
import { instructionOf } from '../isa/instruction-of.ts';
import { PlainHost } from './plain-host.ts';

type Values = Readonly<Record<string, bigint>>;

const max = 0xffff_ffff_ffff_ffffn;
const min = 0x8000_0000_0000_0000n;

function run(semantics: Semantics, operands: Values, host: PlainHost) {
  return new Evaluator(a64Vocabulary).execute(instructionOf(semantics, operands), host);
}

const cellsOf = (host: PlainHost): Values => Object.fromEntries(host.cells);
const flags = (host: PlainHost): string =>
  ['n', 'z', 'c', 'v'].map(name => (host.read(name) ? name.toUpperCase() : name)).join('');

const three = { Rd: 0n, Rn: 1n, Rm: 2n };
const plain = { shift: 0n, amount: 0n };

describe('flags', () => {
  const adds = addSubtractShifted(64, 'add', true);
  const subs = addSubtractShifted(64, 'sub', true);
  const adds32 = addSubtractShifted(32, 'add', true);
  const subs32 = addSubtractShifted(32, 'sub', true);
  test.each<[string, Semantics, bigint, bigint, bigint, string]>([
    ['adds x', adds, 1n, 2n, 3n, 'nzcv'],
    ['adds x', adds, max, 1n, 0n, 'nZCv'],
    ['adds x', adds, min - 1n, 1n, min, 'NzcV'],
    ['adds x', adds, min, min, 0n, 'nZCV'],
    ['subs x', subs, 0n, 0n, 0n, 'nZCv'],
    ['subs x', subs, 0n, 1n, max, 'Nzcv'],
    ['subs x', subs, 5n, 3n, 2n, 'nzCv'],
    ['subs x', subs, min, 1n, min - 1n, 'nzCV'],
    ['subs x', subs, 0n, min, min, 'NzcV'],
    ['adds w', adds32, 0xffff_ffff_7fff_ffffn, 1n, 0x8000_0000n, 'NzcV'],
    ['adds w', adds32, 0xffff_ffffn, 0x1_0000_0001n, 0n, 'nZCv'],
    ['subs w', subs32, 0n, 1n, 0xffff_ffffn, 'Nzcv'],
  ])('%s: %#', (_name, semantics, x1, x2, result, expected) => {
    const host = new PlainHost({ x1, x2 });
    run(semantics, { ...three, ...plain }, host);
    expect([host.read('x0'), flags(host)]).toEqual([result, expected]);
  });

  test.each<[bigint, bigint, bigint, bigint, string]>([
    [0n, 0n, 0n, max, 'Nzcv'],
    [0n, 0n, 1n, 0n, 'nZCv'],
    [5n, max, 0n, 5n, 'nzcv'],
    [0n, max, 1n, 1n, 'nzcv'],
    [max, max, 1n, 0n, 'nZCv'],
  ])('sbcs %i, %i with carry %i', (x1, x2, c, result, expected) => {
    const host = new PlainHost({ x1, x2, c });
    run(addSubtractCarry(64, 'sub', true), three, host);
    expect([host.read('x0'), flags(host)]).toEqual([result, expected]);
  });

  test('adcs of all ones with a carry carries out', () => {
    const host = new PlainHost({ x1: max, x2: max, c: 1n });
    run(addSubtractCarry(64, 'add', true), three, host);
    expect([host.read('x0'), flags(host)]).toEqual([max, 'NzCv']);
  });

  test('bics clears C and V', () => {
    const host = new PlainHost({ x1: 0xff00n, x2: 0xff00n, c: 1n, v: 1n });
    run(logicalShifted(64, 'and', true, true), { ...three, ...plain }, host);
    expect([host.read('x0'), flags(host)]).toEqual([0n, 'nZcv']);
  });

  test('ccmp takes its flags from nzcv when the condition fails', () => {
    const operands = { Rn: 1n, imm: 3n, nzcv: 0b0101n, cond: 0n };
    const failing = new PlainHost({ x1: 3n, z: 0n, n: 1n });
    run(conditionalCompare(64, 'sub', 'immediate'), operands, failing);
    expect(flags(failing)).toBe('nZcV');
    const holding = new PlainHost({ x1: 3n, z: 1n });
    run(conditionalCompare(64, 'sub', 'immediate'), operands, holding);
    expect(flags(holding)).toBe('nZCv');
  });

  test('the sixteen conditions in every state of the flags', () => {
    const holds = (cond: bigint, n: bigint, z: bigint, c: bigint, v: bigint): boolean => {
      const host = new PlainHost({ n, z, c, v, x1: 1n, x2: 0n });
      run(conditionalSelect(64, 'keep'), { ...three, cond }, host);
      return host.read('x0') === 1n;
    };
    const manual: ((n: boolean, z: boolean, c: boolean, v: boolean) => boolean)[] = [
      (_n, z) => z,
      (_n, _z, c) => c,
      n => n,
      (_n, _z, _c, v) => v,
      (_n, z, c) => c && !z,
      (n, _z, _c, v) => n === v,
      (n, z, _c, v) => n === v && !z,
      () => true,
    ];
    for (let cond = 0; cond < 16; cond++)
      for (let state = 0; state < 16; state++) {
        const bit = (at: number): boolean => ((state >> at) & 1) === 1;
        const base = manual[cond >> 1]!(bit(3), bit(2), bit(1), bit(0));
        const expected = cond & 1 && cond !== 15 ? !base : base;
        const [n, z, c, v] = [3, 2, 1, 0].map(at => BigInt(bit(at))) as [bigint, bigint, bigint, bigint];
        expect(holds(BigInt(cond), n, z, c, v), `cond ${cond} flags ${state}`).toBe(expected);
      }
  });
});

describe('results', () => {
  test.each<[string, Semantics, Values, Values, bigint]>([
    [
      'add sp, sp, #16 reads and writes sp',
      addSubtractImmediate(64, 'add', false),
      { Rd: 0n, Rn: 31n, imm: 16n, shift: 0n },
      { sp: 0x100n },
      0x110n,
    ],
    [
      'add #1, lsl #12',
      addSubtractImmediate(64, 'add', false),
      { Rd: 0n, Rn: 1n, imm: 1n, shift: 12n },
      { x1: 1n },
      0x1001n,
    ],
    [
      'add w, sxtb #2',
      addSubtractExtended(32, 'add', false),
      { ...three, extend: 4n, amount: 2n },
      { x1: 0n, x2: 0x80n },
      0xffff_fe00n,
    ],
    [
      'add x, uxtw #4',
      addSubtractExtended(64, 'add', false),
      { ...three, extend: 2n, amount: 4n },
      { x1: 0n, x2: max },
      0xf_ffff_fff0n,
    ],
    ['sdiv by zero', divide(64, true), three, { x1: 5n, x2: 0n }, 0n],
    ['sdiv overflow', divide(64, true), three, { x1: min, x2: max }, min],
    ['sdiv rounds to zero', divide(32, true), three, { x1: 0xffff_fff9n, x2: 2n }, 0xffff_fffdn],
    ['smulh', multiplyHigh(true), three, { x1: max, x2: 5n }, max],
    ['umulh', multiplyHigh(false), three, { x1: max, x2: max }, max - 1n],
    ['smaddl', multiplyAddLong(true, 'add'), { ...three, Ra: 3n }, { x1: 0xffff_ffffn, x2: 3n, x3: 10n }, 7n],
    [
      'movk lsl #16',
      moveWideKeep(64),
      { Rd: 0n, imm: 0xabcdn, shift: 16n },
      { x0: max },
      0xffff_ffff_abcd_ffffn,
    ],
    [
      'ubfx #8, #8',
      bitfieldMove(64, 'unsigned'),
      { Rd: 0n, Rn: 1n, immr: 8n, imms: 15n },
      { x1: 0xabcd12n },
      0xcdn,
    ],
    [
      'lsl #4',
      bitfieldMove(64, 'unsigned'),
      { Rd: 0n, Rn: 1n, immr: 60n, imms: 59n },
      { x1: max },
      max - 15n,
    ],
    [
      'sbfiz w #4, #4',
      bitfieldMove(32, 'signed'),
      { Rd: 0n, Rn: 1n, immr: 28n, imms: 3n },
      { x1: 8n },
      0xffff_ff80n,
    ],
    ['asr #63', bitfieldMove(64, 'signed'), { Rd: 0n, Rn: 1n, immr: 63n, imms: 63n }, { x1: min }, max],
    [
      'bfi #8, #4',
      bitfieldMove(64, 'insert'),
      { Rd: 0n, Rn: 1n, immr: 56n, imms: 3n },
      { x0: max, x1: 0xa5n },
      0xffff_ffff_ffff_f5ffn,
    ],
    [
      'bfxil #4, #4',
      bitfieldMove(64, 'insert'),
      { Rd: 0n, Rn: 1n, immr: 4n, imms: 7n },
      { x0: 0x77n, x1: 0xa5n },
      0x7an,
    ],
    ['extr #0', extract(64), { ...three, lsb: 0n }, { x1: 1n, x2: 2n }, 2n],
    ['extr #4', extract(32), { ...three, lsb: 4n }, { x1: 0xfn, x2: 0x20n }, 0xf000_0002n],
    ['clz of zero', reverseOrCount(32, 'clz'), { Rd: 0n, Rn: 1n }, { x1: 0xffff_ffff_0000_0000n }, 32n],
    [
      'rev16',
      reverseOrCount(64, 'rev16'),
      { Rd: 0n, Rn: 1n },
      { x1: 0x0102_0304_0506_0708n },
      0x0201_0403_0605_0807n,
    ],
    [
      'rev32',
      reverseOrCount(64, 'rev32'),
      { Rd: 0n, Rn: 1n },
      { x1: 0x0102_0304_0506_0708n },
      0x0403_0201_0807_0605n,
    ],
    ['rbit', reverseOrCount(32, 'rbit'), { Rd: 0n, Rn: 1n }, { x1: 1n }, 0x8000_0000n],
    ['cls of minus one', countLeadingSigns(64), { Rd: 0n, Rn: 1n }, { x1: max }, 63n],
    ['csinc', conditionalSelect(64, 'increment'), { ...three, cond: 0n }, { x2: max }, 0n],
    ['csneg', conditionalSelect(32, 'negate'), { ...three, cond: 0n }, { x2: 1n }, 0xffff_ffffn],
  ])('%s', (_name, semantics, operands, cells, result) => {
    const host = new PlainHost(cells);
    run(semantics, operands, host);
    expect(host.read('x0')).toBe(result);
  });

  // The published check values: the digits 1 to 9.
  test.each([
    ['crc32', 0xcbf4_3926n],
    ['crc32c', 0xe306_9283n],
  ] as const)('%s of "123456789"', (helper, check) => {
    const host = new PlainHost({ x1: 0xffff_ffffn, x2: 0x3837_3635_3433_3231n, x3: 0x39n });
    run(cyclicRedundancy(helper, 8), { Rd: 1n, Rn: 1n, Rm: 2n }, host);
    run(cyclicRedundancy(helper, 1), { Rd: 1n, Rn: 1n, Rm: 3n }, host);
    expect(host.read('x1') ^ 0xffff_ffffn).toBe(check);
  });

  test('the zero register reads as zero and swallows writes', () => {
    const host = new PlainHost({ x1: 7n, sp: 9n });
    run(addSubtractShifted(64, 'sub', true), { Rd: 31n, Rn: 1n, Rm: 31n, ...plain }, host);
    expect(cellsOf(host)).toEqual({ x1: 7n, sp: 9n, n: 0n, z: 0n, c: 1n, v: 0n });
  });

  test('writing a word register clears the upper half', () => {
    const host = new PlainHost({ x0: max, x1: 1n });
    run(addSubtractImmediate(32, 'add', false), { Rd: 0n, Rn: 1n, imm: 1n, shift: 0n }, host);
    expect(host.read('x0')).toBe(2n);
  });
});

describe('branches', () => {
  test.each<[string, Semantics, Values, Values, object]>([
    ['bl', branchWithLink(), { target: 0x9000n }, {}, { ended: 'branch', how: 'call', pc: 0x9000n }],
    [
      'blr x30',
      branchWithLinkToRegister(),
      { Rn: 30n },
      { x30: 0x20n },
      { ended: 'branch', how: 'call', pc: 0x20n },
    ],
    [
      'ret',
      returnFromSubroutine(),
      { Rn: 30n },
      { x30: 0x20n },
      { ended: 'branch', how: 'return', pc: 0x20n },
    ],
    [
      'b.ne taken',
      branchOnCondition(),
      { cond: 1n, target: 0x10n },
      { z: 0n },
      { ended: 'branch', how: 'jump', pc: 0x10n },
    ],
    [
      'b.ne not taken',
      branchOnCondition(),
      { cond: 1n, target: 0x10n },
      { z: 1n },
      { ended: 'next', pc: 0x8004n },
    ],
    [
      'cbz w ignores the upper half',
      compareAndBranch(32, 'eq'),
      { Rt: 1n, target: 0n },
      { x1: 1n << 32n },
      { ended: 'branch', how: 'jump', pc: 0n },
    ],
    [
      'tbnz #63',
      testAndBranch('ne'),
      { Rt: 1n, bit: 63n, target: 0n },
      { x1: min },
      { ended: 'branch', how: 'jump', pc: 0n },
    ],
    [
      'hvc #7',
      generateException('hvc'),
      { imm: 7n },
      {},
      { ended: 'raise', exception: 'hvc', arguments: [7n] },
    ],
    ['eret', exceptionReturn(), {}, { elr: 0x40n }, { ended: 'branch', how: 'exception-return', pc: 0x40n }],
  ])('%s', (_name, semantics, operands, cells, outcome) => {
    const host = new PlainHost(cells);
    expect(run(semantics, operands, host)).toEqual(outcome);
    if ('how' in outcome && outcome.how === 'call') expect(host.read('x30')).toBe(0x8004n);
  });

  test('a row without semantics is unsupported and does nothing', () => {
    const host = new PlainHost();
    const outcome = new Evaluator(a64Vocabulary).execute(instructionOf(undefined), host);
    expect([outcome, host.cells.size]).toEqual([{ ended: 'unsupported' }, 0]);
  });
});

describe('memory', () => {
  const atSp = { Rt: 0n, Rt2: 1n, Rn: 31n };

  test('ldp with write-back loads both and moves the base after the accesses', () => {
    const host = new PlainHost({ sp: 0x1000n });
    host.bytes.set([1, 0, 0, 0, 0, 0, 0, 0, 2]);
    run(loadPair({ size: 8, addressing: 'post-index' }), { ...atSp, offset: 16n }, host);
    expect(cellsOf(host)).toEqual({ sp: 0x1010n, x0: 1n, x1: 2n });
    expect(host.accesses).toEqual([{ stackAligned: true }, { stackAligned: true }]);
  });

  test.each([
    ['ldp', loadPair({ size: 8, addressing: 'pre-index' })],
    ['stp', storePair({ size: 8, addressing: 'pre-index' })],
    ['ldr', loadRegister({ size: 8, width: 64, addressing: 'pre-index' })],
    ['str', storeRegister({ size: 8, width: 64, addressing: 'pre-index' })],
  ])('%s whose last access faults changes no register', (name, semantics) => {
    const host = new PlainHost({ sp: 0x10e8n, x0: 5n, x1: 6n });
    const before = cellsOf(host);
    const outcome = run(semantics, { ...atSp, offset: name.endsWith('p') ? 16n : 24n }, host);
    const address = 0x1100n;
    expect(outcome).toEqual({ ended: 'fault', fault: { address } });
    expect(cellsOf(host)).toEqual(before);
  });

  test('sign and width of loads', () => {
    const host = new PlainHost({ x1: 0x1000n });
    host.bytes.set([0x80, 0xff, 0xff, 0xff]);
    const operands = { Rt: 0n, Rn: 1n, offset: 0n };
    const loaded = (form: Omit<Parameters<typeof loadRegister>[0], 'addressing'>): bigint => {
      run(loadRegister({ ...form, addressing: 'offset' }), operands, host);
      return host.read('x0');
    };
    expect(loaded({ size: 1, width: 32 })).toBe(0x80n);
    expect(loaded({ size: 1, width: 32, signed: true })).toBe(0xffff_ff80n);
    expect(loaded({ size: 1, width: 64, signed: true })).toBe(max - 0x7fn);
    expect(loaded({ size: 4, width: 64, signed: true })).toBe(max - 0x7fn);
    expect(loaded({ size: 4, width: 32 })).toBe(0xffff_ff80n);
  });

  test('negative offsets, register offsets and literals', () => {
    const host = new PlainHost({ x1: 0x1010n, x2: 0xffff_fffen });
    host.bytes.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    const form = { size: 1, width: 32 } as const;
    run(loadRegister({ ...form, addressing: 'offset' }), { Rt: 0n, Rn: 1n, offset: -16n }, host);
    expect(host.read('x0')).toBe(1n);
    run(
      loadRegister({ ...form, addressing: 'register' }),
      { Rt: 0n, Rn: 1n, Rm: 2n, extend: 6n, amount: 2n },
      host,
    );
    expect(host.read('x0')).toBe(9n);
    run(loadRegister({ ...form, addressing: 'literal' }), { Rt: 0n, target: 0x1003n }, host);
    expect(host.read('x0')).toBe(4n);
  });

  test('what the host learns of an access', () => {
    const host = new PlainHost({ sp: 0x1000n, x1: 0x1000n });
    const access = (semantics: Semantics, Rn: bigint) => {
      run(semantics, { Rt: 7n, Rn, offset: 0n, Rs: 2n, Rt2: 3n }, host);
      return host.accesses.at(-1);
    };
    const narrow = { size: 1, width: 32, addressing: 'offset' } as const;
    expect(access(storeRegister(narrow), 31n)).toEqual({
      stackAligned: true,
      syndrome: { register: 7, signed: false, wide: false },
    });
    expect(
      access(loadRegister({ ...narrow, width: 64, signed: true, access: { unprivileged: true } }), 1n),
    ).toEqual({
      unprivileged: true,
      syndrome: { register: 7, signed: true, wide: true },
    });
    expect(access(loadRegister({ ...narrow, addressing: 'post-index' }), 1n)).toEqual({});
    expect(access(loadExclusive(8, { acquire: true }), 1n)).toEqual({
      exclusive: true,
      alignment: 8,
      acquire: true,
    });
  });

  test('exclusives: the store reports whether it was made', () => {
    const host = new PlainHost({ x1: 0x1000n, x2: 0x1_0000_0005n });
    const operands = { Rs: 3n, Rt: 2n, Rn: 1n };
    run(storeExclusive(4), operands, host);
    expect([host.read('x3'), host.bytes[0]]).toEqual([1n, 0]);
    run(loadExclusive(4), { Rt: 4n, Rn: 1n }, host);
    run(storeExclusive(4), operands, host);
    expect([host.read('x3'), host.bytes[0], host.bytes[4]]).toEqual([0n, 5, 0]);
  });

  test.each([32, 64] as const)('exclusive pairs of %i bits', width => {
    const host = new PlainHost({ x1: 0x1000n, x2: 0x1111n, x3: 0x2222n });
    const pair = { Rt: 2n, Rt2: 3n, Rn: 1n, Rs: 4n };
    run(storeExclusivePair(width), pair, host);
    expect([host.read('x4'), host.bytes.every(byte => byte === 0)]).toEqual([1n, true]);
    run(loadExclusivePair(width), { Rt: 5n, Rt2: 6n, Rn: 1n }, host);
    run(storeExclusivePair(width), pair, host);
    run(loadExclusivePair(width), { Rt: 5n, Rt2: 6n, Rn: 1n }, host);
    expect([host.read('x4'), host.read('x5'), host.read('x6')]).toEqual([0n, 0x1111n, 0x2222n]);
  });

  test.each([
    ['add', 0x81n],
    ['clr', 0x80n],
    ['eor', 0x81n],
    ['set', 0x81n],
    ['smax', 0x01n],
    ['smin', 0x80n],
    ['umax', 0x80n],
    ['umin', 0x01n],
    ['swp', 0x01n],
  ] as const)('atomic %s of a byte', (operation, stored) => {
    const host = new PlainHost({ x1: 0x1000n, x2: 0xff01n });
    host.bytes[0] = 0x80;
    run(atomicMemory(operation, 1), { Rs: 2n, Rt: 0n, Rn: 1n }, host);
    expect([host.read('x0'), host.bytes[0]]).toEqual([0x80n, Number(stored)]);
  });

  test('cas stores only when memory holds what was expected', () => {
    const host = new PlainHost({ x1: 0x1000n, x2: 5n, x3: 9n });
    const operands = { Rs: 2n, Rt: 3n, Rn: 1n };
    run(compareAndSwap(8), operands, host);
    expect([host.read('x2'), host.bytes[0]]).toEqual([0n, 0]);
    run(compareAndSwap(8), operands, host);
    expect([host.read('x2'), host.bytes[0]]).toEqual([0n, 9]);
  });
});

describe('system', () => {
  test('operations reach the host with their arguments', () => {
    const host = new PlainHost({ 'sysreg-49664': 0x77n });
    run(readSystemRegister(), { Rt: 3n, sysreg: 49664n }, host);
    run(writeStatusField(), { field: 30n, imm: 2n }, host);
    run(hint(), { imm: 3n }, host);
    run(hint(), { imm: 0n }, host);
    expect(host.log).toEqual(['mrs 0xc200', 'msr-immediate 0x1e 0x2', 'wfi']);
    expect(host.read('x3')).toBe(0x77n);
  });
});
