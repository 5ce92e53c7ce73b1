import { describe, expect, test } from 'vitest';
import { Evaluator } from '../../../emulator/engines/evaluator.ts';
import { hawkInstructionSet as set } from '../../../isa/hawk/instruction-set.ts';
import { hawkVocabulary } from '../../../isa/hawk/semantics/special.ts';
import type { Instruction } from '../../../isa/instruction.ts';
import { semanticsOf } from '../../../isa/simplify.ts';
import { PlainHost } from '../../emulator/plain-host.ts';
import { randomNumbers } from '../random-words.ts';
import { complaintsAbout } from '../well-formed.ts';
import { bitsOf, bytesOf } from './line.ts';

const address = 0x8000n;

function instructionOf(line: string): Instruction {
  const bytes = bytesOf(line, address);
  expect(bytes, line).toMatch(/^[0-9A-F ]+$/);
  return set.decode(bitsOf(bytes), address)!;
}

const evaluator = new Evaluator(hawkVocabulary);

type Registers = Readonly<Record<string, number>>;

/** Executes one line; registers are given and answered as unsigned numbers. */
function execute(line: string, registers: Registers, memory = 0) {
  const cells = Object.entries(registers).map(([name, value]) => [name, BigInt(value >>> 0)] as const);
  const host = new PlainHost(Object.fromEntries(cells));
  new DataView(host.bytes.buffer).setUint32(0, memory, true);
  const outcome = evaluator.execute(instructionOf(line), host);
  const read = (name: string): number => Number(host.read(name));
  return {
    outcome,
    read,
    codes: [...'NZVC'].map((name, at) => ((read('psw') >> (3 - at)) & 1 ? name : '-')).join(''),
    carries: (read('psw') >> 8) & 0xff,
  };
}

describe('rows', () => {
  const rows = set.rows.flatMap(row => (row.semantics ? [[row.id, row.semantics] as const] : []));

  test.each(rows)('%s is well formed', (_id, semantics) => {
    expect(complaintsAbout(semantics, hawkVocabulary)).toEqual([]);
  });

  test('all have semantics, which name only cells when their operands are known', () => {
    for (let halfword = 0; halfword < 0x10000; halfword++) {
      const instruction = set.decode(halfword, address);
      if (!instruction) continue;
      const text = JSON.stringify(semanticsOf(instruction, hawkVocabulary));
      expect(text, instruction.row.id).not.toMatch(/"op":"(operand|address)"|"at":"register"/);
    }
  });
});

test('what a row says of the condition codes agrees with what it writes', () => {
  for (let halfword = 0; halfword < 0x10000; halfword++) {
    const instruction = set.decode(halfword, address);
    if (!instruction || instruction.row.mnemonic === 'cpuset') continue;
    const writes = set.effects(instruction).writes.includes('psw');
    expect(instruction.row.conditionCodes !== 'Unchanged', instruction.row.id).toBe(writes);
  }
});

const z = 4;
// Section by section of the manual: what the condition codes say of a result.
test.each<[string, Registers, number, Registers, string]>([
  ['ADD R3,R3,R4', { r3: 0x7fffffff, r4: 1 }, 0, { r3: 0x80000000 }, 'N-V-'],
  ['SUB R3,R3,R4', { r3: 5, r4: 5 }, 0, { r3: 0 }, '-Z-C'],
  ['CMP R3,R4', { r3: 3, r4: 5 }, 0, { r3: 3, r4: 5 }, 'N---'],
  ['ADDSI R3,1', { r3: 0xffffffff }, 0, { r3: 0 }, '-Z-C'],
  ['SR R3,1', { r3: -5 }, 0, { r3: -3 }, 'N-VC'],
  ['TRUNC R3,8', { r3: 0x1ff }, 0, { r3: 0xff }, '--VC'],
  ['SXT R3,8', { r3: 0xffffff80 }, 0, { r3: 0xffffff80 }, 'N--C'],
  ['SXT R3,8', { r3: 0x80 }, 0, { r3: 0xffffff80 }, 'N-V-'],
  ['LOADSCC R3,R4', { r4: 0x1000 }, 0x41420043, { r3: 0x41420043 }, '---C'],
  ['LOADSCC R3,R4', { r4: 0x1000 }, 0x41424344, { r3: 0x41424344 }, '----'],
  ['AND R3,R4', { r3: 0xf0, r4: 0x0f }, 0, { r3: 0 }, '-Z--'],
  ['ADDC R3,R4', { psw: z }, 0, { r3: 0 }, '-Z--'],
  ['ADDC R3,R4', { psw: 0 }, 0, { r3: 0 }, '----'],
  ['SUBB R3,R4', { r3: 5, r4: 3, psw: 0 }, 0, { r3: 1 }, '---C'],
  ['SUBB R3,R4', { r3: 5, r4: 3, psw: 1 }, 0, { r3: 2 }, '---C'],
  ['CMPI R3,6', { r3: 6 }, 0, { r3: 6 }, '-Z-C'],
  ['CMPI R3,0', { r3: 6 }, 0, { r3: 6 }, '----'],
  ['TESTR R3', { r3: 0x80000000 }, 0, {}, 'N---'],
  ['SRU R3,16', { r3: 0xffff8000 }, 0, { r3: 0xffff }, '--VC'],
  ['ADDSRU R3,R4,1', { r3: 0xffffffff, r4: 1 }, 0, { r3: 0x80000000 }, 'N---'],
  ['ADDSR R3,R4,1', { r3: 0x7fffffff, r4: 0x7fffffff }, 0, { r3: 0x7fffffff }, '----'],
  ['SL R3,1', { r3: 0x80000001 }, 0, { r3: 2 }, '--VC'],
  ['MOVESL R3,R4,16', { r4: 0x1234 }, 0, { r3: 0x12340000 }, '----'],
  ['ADDSL R3,R4,2', { r3: 3, r4: 5 }, 0, { r3: 17 }, '----'],
  ['EXTB R3,R4,R5', { r4: 0x44332211, r5: 2 }, 0, { r3: 0x33 }, '----'],
  ['EXTH R3,R4,R5', { r4: 0x44332211, r5: 3 }, 0, { r3: 0x4433 }, '----'],
  ['EQU R3,R4', { r3: 5, r4: 5 }, 0, { r3: 0xffffffff }, 'N---'],
  ['COGET R3,COSTAT', { costat: 0x102 }, 0, { r3: 0x102 }, '----'],
  ['COGET R3,COSTAT', {}, 0, { r3: 0 }, '-Z--'],
])('%s of %o', (line, before, memory, after, codes) => {
  const done = execute(line, { psw: 0xf000_0000, ...before }, memory);
  for (const [name, value] of Object.entries(after)) expect(done.read(name), name).toBe(value >>> 0);
  expect(done.codes).toBe(codes);
});

test.each<[string, Registers, Registers]>([
  ['MOVE R3,PC', {}, { r3: 0x8002 }],
  ['LEA R3,PC,16', {}, { r3: 0x8014 }],
  ['LIS R3,-1', {}, { r3: 0xffffffff }],
  ['ORIS R3,#FF', { r3: 0x01020304 }, { r3: 0x020304ff }],
  ['STUFFB R3,R4,R5', { r3: 0x44332211, r4: 0xaa, r5: 1 }, { r3: 0x4433aa11 }],
  ['STUFFH R3,R4,R5', { r3: 0x44332211, r4: 0xaabb, r5: 3 }, { r3: 0xaabb2211 }],
  ['PLUS R3,PC', { r3: 6 }, { r3: 0x8008 }],
  ['ADJUST R3,PLUS64', { r3: 1 }, { r3: 65 }],
  ['ADJUST R3,CMSB', { r3: 1, psw: 1 }, { r3: 0x80000001 }],
  ['ADJUST R3,SSQ', { r3: 1, psw: 0xa }, { r3: 2 }],
  ['ADJUST R3,SSQ', { r3: 1, psw: 0x8 }, { r3: 1 }],
  ['ADJUST R3,7', { r3: 1, psw: 0xff0f }, { r3: 1 }],
  ['COSET R3,COSTAT', { r3: 0xffff_ffff }, { costat: 0xf7fe }],
])('%s of %o changes no condition code', (line, before, after) => {
  const done = execute(line, before);
  for (const [name, value] of Object.entries(after)) expect(done.read(name), name).toBe(value);
  expect(done.read('psw')).toBe(before.psw ?? 0);
});

test.each<[string, Registers, object]>([
  ['JSRS R1,R1', { r1: 0x1234 }, { ended: 'branch', how: 'call', pc: 0x1234n }],
  ['JUMPS R1', { r1: 0x1234 }, { ended: 'branch', how: 'jump', pc: 0x1234n }],
  ['JUMP .+16', {}, { ended: 'branch', how: 'jump', pc: 0x8010n }],
  ['LOADS PC,R4', { r4: 0x1002 }, { ended: 'branch', how: 'return', pc: 0x77n }],
  ['LIL PC,#1000', {}, { ended: 'branch', how: 'jump', pc: 0x1000n }],
  ['LIL PC,-2', {}, { ended: 'branch', how: 'jump', pc: 0xffff_fffen }],
  ['BTRUNC R3,2', { r3: 7 }, { ended: 'branch', how: 'jump', pc: 0x8008n }],
  ['BR .-6', {}, { ended: 'branch', how: 'jump', pc: 0x7ffan }],
])('%s goes on elsewhere', (line, before, outcome) => {
  expect(execute(line, before, 0x77).outcome).toMatchObject(outcome);
});

test('a call reads its target before it writes the return address', () => {
  expect(execute('JSRS R1,R1', { r1: 0x1234 }).read('r1')).toBe(0x8002);
});

test.each([
  ['BNS', 'N'],
  ['BZS', 'Z'],
  ['BVS', 'V'],
  ['BCS', 'C'],
  ['BLT', 'N!=V'],
  ['BLE', 'N!=V||Z'],
  ['BLEU', '!C||Z'],
  ['BNR', '!N'],
  ['BZR', '!Z'],
  ['BVR', '!V'],
  ['BCR', '!C'],
  ['BGE', 'N==V'],
  ['BGT', 'N==V&&!Z'],
  ['BGTU', 'C&&!Z'],
])('%s is taken when %s', (mnemonic, condition) => {
  for (let psw = 0; psw < 16; psw++) {
    const [n, zero, v, c] = [8, 4, 2, 1].map(bit => (psw & bit) !== 0);
    const holds: Readonly<Record<string, boolean | undefined>> = {
      N: n,
      Z: zero,
      V: v,
      C: c,
      'N!=V': n !== v,
      'N!=V||Z': n !== v || zero,
      '!C||Z': !c || zero,
      '!N': !n,
      '!Z': !zero,
      '!V': !v,
      '!C': !c,
      'N==V': n === v,
      'N==V&&!Z': n === v && !zero,
      'C&&!Z': c && !zero,
    };
    expect(execute(`${mnemonic} .+8`, { psw }).outcome.ended === 'branch', `${psw}`).toBe(holds[condition]);
  }
});

describe('decimal arithmetic', () => {
  const digits = (value: number): number => Number.parseInt(`${value}`, 16);

  test('every carry out of four bits is kept', () => {
    const random = randomNumbers(3);
    for (let round = 0; round < 500; round++) {
      const [a, b] = [random(), random()];
      let carries = 0;
      for (let nibble = 0; nibble < 8; nibble++) {
        const part = 2 ** (4 * (nibble + 1));
        if ((a % part) + (b % part) >= part) carries |= 1 << nibble;
      }
      expect(execute('ADD R3,R4,R5', { r4: a, r5: b }).carries).toBe(carries);
      expect(execute('MOVESL R3,R4,1', { r4: a, psw: 0xff00 }).carries).toBe(0);
    }
  });

  test.each([
    [15, 27],
    [99999999, 1],
    [12345678, 87654321],
    [5, 5],
  ])('%i + %i in BCD and in excess 3', (a, b) => {
    const decimal = digits((a + b) % 100_000_000);
    const bcd = execute('ADD R3,R4,R5', { r4: digits(a) + 0x66666666, r5: digits(b) });
    const adjusted = execute('ADJUST R3,BCD', { r3: bcd.read('r3'), psw: bcd.read('psw') });
    expect(adjusted.read('r3')).toBe(decimal);
    const ex3 = execute('ADD R3,R4,R5', { r4: digits(a) + 0x33333333, r5: digits(b) + 0x33333333 });
    const corrected = execute('ADJUST R3,EX3', { r3: ex3.read('r3'), psw: ex3.read('psw') });
    expect(corrected.read('r3')).toBe((decimal + 0x33333333) % 2 ** 32);
  });
});

describe('LOADL and STOREC', () => {
  test('store when the word is still watched, and say in V when it is not', () => {
    const host = new PlainHost({ r4: 0x1000n, r5: 7n, psw: 0n });
    evaluator.execute(instructionOf('LOADL R3,R4'), host);
    evaluator.execute(instructionOf('STOREC R5,R4'), host);
    expect([host.bytes[0], host.read('psw')]).toEqual([7, 0n]);
    evaluator.execute(instructionOf('STOREC R3,R4'), host);
    expect([host.bytes[0], host.read('psw')]).toEqual([7, 2n]);
  });
});

describe('effects', () => {
  test.each<[string, object]>([
    ['STORES R1,R2', { copies: [{ from: { cell: 'r1' }, to: { access: 0 } }] }],
    ['LOAD R1,R2,8', { copies: [{ from: { access: 0 }, to: { cell: 'r1' } }] }],
    ['CPUSET R2,TSV', { copies: [{ from: { cell: 'r2' }, to: { cell: 'tsv' } }], writes: ['tsv'] }],
    ['CPUGET R1,PSW', { copies: [{ from: { cell: 'psw' }, to: { cell: 'r1' } }], reads: ['psw'] }],
    ['MOVE R3,R4', { copies: [{ from: { cell: 'r4' }, to: { cell: 'r3' } }], writes: ['r3'] }],
    ['RTT', { control: ['exception-return'], reads: ['tpc'] }],
    ['LIL PC,#1000', { control: ['jump'], target: 0x1000n, writes: [] }],
    ['BEQ .+4', { control: ['jump', 'next'], target: 0x8004n }],
    ['JSR R1,.+8', { control: ['call'], target: 0x8008n }],
  ])('%s', (line, effects) => {
    expect(set.effects(instructionOf(line))).toMatchObject(effects);
  });
});
