/** Memory, traps, interrupts, devices and the coprocessor of the Hawk, by small programs. */
import { describe, expect, test } from 'vitest';
import type { MachineOptions } from '../../../emulator/api.ts';
import { type Started, start } from './start.ts';

/** A program at #1000. */
const at1000 = (lines: string, options: Partial<MachineOptions> = {}): Started =>
  start(`        USE "hawk.h"\n. = #1000\n${lines}\n`, { entry: 0x1000n, ...options });

/** Runs to the first trap. */
function trapOf(lines: string, registers: Readonly<Record<string, bigint>> = {}) {
  const started = at1000(lines, { registers });
  started.run({ onEntry: () => true }, 100);
  return { started, entry: started.entries[0] };
}

describe('memory', () => {
  test.each<[string, bigint, object | undefined]>([
    ['LOADS R4,R3', 0x1fffcn, undefined],
    ['LOADS R4,R3', 0x20000n, { cause: 'bus', faultAddress: 0x20000n }],
    ['LOADS R4,R3', 0xfefffffen, { cause: 'bus', faultAddress: 0xfefffffcn }],
    ['LOADS R4,R3', 0xff200000n, undefined],
    ['STORES R4,R3', 0x10000n, undefined],
    ['STORES R4,R3', 0xffffn, { cause: 'bus', faultAddress: 0xfffcn }],
    ['STORES R4,R3', 0x20000n, { cause: 'bus', faultAddress: 0x20000n }],
    ['STORES R4,R3', 0xff200000n, undefined],
    ['JUMPS R3', 0x20000n, { cause: 'bus', faultAddress: 0x20000n, returnAddress: 0x20000n }],
    ['JUMPS R3', 0xff000000n, { cause: 'bus', faultAddress: 0xff000000n }],
  ])('%s with R3 = %i', (line, address, expected) => {
    const { started, entry } = trapOf(` ${line}\nHERE: BR HERE`, { r3: address, r4: 7n });
    if (expected === undefined) expect(entry).toBeUndefined();
    else expect(entry).toMatchObject(expected);
    if (expected !== undefined) expect(started.read('r4')).toBe(7);
  });

  test('ignores the low two bits of an address, and reads #AAAAAAAA where no device is', () => {
    const started = at1000(' STORES R4,R3\n LOADS R5,R6\n LOADS R7,R8\nHERE: BR HERE', {
      registers: { r3: 0x10007n, r4: 9n, r6: 0x10004n, r8: 0xff20_0000n },
    });
    started.run({}, 10);
    expect([started.read('r5'), started.read('r7')]).toEqual([9, 0xaaaaaaaa]);
  });

  test('an instruction that begins in the last halfword faults at the word behind it', () => {
    const started = at1000('', { entry: 0x1fffen });
    started.machine.writeMemory(0x1fffen, Uint8Array.of(0xe3, 0));
    started.run({ onEntry: () => true });
    expect(started.entries[0]).toMatchObject({ returnAddress: 0x1fffen, faultAddress: 0x20000n });
  });

  test('bit 0 of the program counter is kept, and ignored when an instruction is fetched', () => {
    const started = at1000(' MOVE R3,PC\n BR .', { entry: 0x1001n });
    started.run({}, 1);
    expect([started.read('r3'), started.machine.pc]).toEqual([0x1003, 0x1003n]);
  });

  test('there is as much memory as is asked for, in steps of 64 KiB', () => {
    const started = at1000(' LOADS R4,R3\n BR .', { memoryBytes: 0x10001, registers: { r3: 0x2fffcn } });
    started.run({}, 5);
    expect(started.entries).toEqual([]);
  });

  test('code that was stored is executed, also across the end of a page', () => {
    const started = at1000(
      ` LIL R3,#10FFC
        LIW R4,#51D30000
        LIW R5,#52D3
HERE:   STORES R4,R3
        STORE R5,R3,4
        LIL PC,#10FFE`,
    );
    started.run({ breakpoints: new Set([0x11002n]) });
    expect(started.read('r3')).toBe(0x52);
    started.machine.writeMemory(0x11000n, Uint8Array.of(0xd3, 0x53));
    started.machine.write('pc', 0x11000n);
    started.run({ breakpoints: new Set([0x11002n]) });
    expect(started.read('r3')).toBe(0x53);
  });
});

describe('traps', () => {
  test('keep condition codes and TSV, and put the level aside', () => {
    const { started, entry } = trapOf(' H #0108', { psw: 0x7000ff05n, tsv: 3n, tma: 9n });
    expect(entry).toMatchObject({ cause: 'instruction', fromLevel: 7, toLevel: 0, savedStatus: 0x7000ff05n });
    expect(started.read('psw')).toBe(0x0700ff05);
    expect([started.read('tpc'), started.read('tma'), started.read('tsv')]).toEqual([0x1000, 0, 3]);
    expect(entry?.interrupted.get('psw')).toBe(0x7000ff05n);
    expect(entry?.routing).toEqual(['#0108 is no instruction, or names register 0 where it may not']);
  });

  test.each(['CPUGET R3,TPC', 'CPUSET R3,TSV', 'RTT', 'CPUGET R3,15'])('%s is privileged', line => {
    const { entry, started } = trapOf(` ${line}`, { psw: 0xf000_0000n, tma: 9n });
    expect(entry).toMatchObject({ cause: 'privilege', offset: 0x30 });
    expect(started.read('tma')).toBe(9);
  });

  test.each([
    [0n, 'COSTAT selects coprocessor 0, which is not there'],
    [0x100n, 'COSTAT does not enable coprocessor 1'],
    [0x202n, 'COSTAT selects coprocessor 2, which is not there'],
  ])('a coprocessor that COSTAT %i does not offer', (costat, reason) => {
    const { entry } = trapOf(' COSET R3,2', { costat });
    expect(entry).toMatchObject({ cause: 'coprocessor', offset: 0x50, routing: [reason] });
  });

  test('RTT goes to TPC at the old level, which becomes 0', () => {
    const started = at1000(' RTT', { registers: { tpc: 0x1234n, psw: 0x0700_000fn } });
    const event = started.run({ onReturn: () => true });
    expect(event).toMatchObject({ event: 'exceptionReturn', toLevel: 7, returnAddress: 0x1234n });
    expect([started.machine.pc, started.read('psw')]).toEqual([0x1234n, 0x7000000f]);
  });

  test('an entry of the vector in which nothing is, is reported', () => {
    const { started } = trapOf(' H #0108');
    expect(started.hazards).toMatchObject([{ hazard: 'empty-slot', address: 0x20n }]);
  });

  test('special registers that are not there read as zero', () => {
    const started = at1000(' CPUSET R3,9\n CPUGET R4,9\nHERE: BR HERE', { registers: { r3: 1n, r4: 2n } });
    started.run({}, 5);
    expect(started.read('r4')).toBe(0);
  });

  test('CYC counts words fetched, loads and stores', () => {
    const started = at1000(' CPUSET R0,CYC\n LOADS R4,R3\n LIL R5,5\n STORES R5,R3\n CPUGET R6,CYC', {
      registers: { r3: 0x10000n },
    });
    started.run({}, 5);
    // A load, the words at #1004 and #1008, a store, the word at #1008 is there already.
    expect(started.read('r6')).toBe(4);
  });
});

describe('interrupts', () => {
  test.each([
    [0, ['irq1'], undefined],
    [0, ['irq0'], 0x80],
    [1, ['irq2'], undefined],
    [2, ['irq2'], 0xa0],
    [7, ['irq6', 'irq3', 'irq7'], 0xb0],
    [15, ['irq7'], 0xf0],
    [8, ['irq1'], undefined],
  ])('at level %i with %o go to %o', (level, lines, offset) => {
    const started = at1000('HERE: BR HERE', { registers: { psw: BigInt(level) << 28n } });
    for (const line of lines) expect(started.machine.setInterrupt(line, true)).toBe(true);
    started.run({ onEntry: () => true }, 10);
    expect(started.entries[0]?.offset).toBe(offset);
  });

  test('are taken before the next instruction, and again as long as they are requested', () => {
    const started = start('        USE "hawk.h"\n. = #90\n RTT\n. = #1000\nHERE: ADDSI R3,1\n BR HERE', {
      entry: 0x1000n,
      registers: { psw: 0x1000_0000n },
    });
    started.machine.setInterrupt('irq1', true);
    started.run({}, 20);
    expect(started.entries.every(({ returnAddress }) => returnAddress === 0x1000n)).toBe(true);
    started.machine.setInterrupt('irq1', false);
    started.run({}, 20);
    expect(started.read('r3')).toBeGreaterThan(5);
  });

  test('know no other lines', () => {
    expect(at1000(' BR .').machine.setInterrupt('irq', true)).toBe(false);
  });
});

describe('devices', () => {
  test('the keyboard gives each key once, in order', () => {
    const started = at1000(
      ` LIW R3,#FF100000
        LOAD R4,R3,4
        LOADS R5,R3
        LOAD R6,R3,4
        LOADS R7,R3
        LOAD R8,R3,4
HERE:   BR HERE`,
    );
    started.machine.consoleInput(Buffer.from('hi'));
    started.run({}, 20);
    expect(['r4', 'r5', 'r6', 'r7', 'r8'].map(started.read)).toEqual([1, 104, 1, 105, 0]);
    expect([0xff100000, 0xff100004].map(started.word)).toEqual([105, 0]);
    started.machine.consoleInput(Buffer.from('j'));
    // Looking does not take the key.
    expect([0xff100000, 0xff100004, 0xff100004].map(started.word)).toEqual([106, 1, 1]);
  });

  test('the keyboard asks for interrupt 7 while a key is ready and interrupts are enabled', () => {
    const started = at1000(
      ` LIW R3,#FF100000
        LIL R4,#80
        STORE R4,R3,4
HERE:   BR HERE`,
      { registers: { psw: 0x7000_0000n } },
    );
    started.machine.consoleInput(Buffer.from('x'));
    started.run({ onEntry: () => true }, 20);
    expect(started.entries[0]).toMatchObject({
      cause: 'interrupt 7',
      returnAddress: BigInt(started.address('HERE')),
    });
  });

  test('the display has a size, and text that can be read back', () => {
    const started = at1000(
      ` LIW R3,#FF000000
        LOADS R4,R3
        LOAD R5,R3,4
        LIW R6,#F4C3C2C1
        STORE R6,R3,#100
        LOAD R7,R3,#100
        LOAD R8,R3,8
HERE:   BR HERE`,
    );
    started.run({}, 20);
    expect(['r4', 'r5', 'r7', 'r8'].map(started.read)).toEqual([24, 80, 0x74434241, 0xffffffff]);
    expect(started.machine.screen()?.[0]).toBe('ABCt');
    expect([0xff000000, 0xff000100, 0xff000008].map(started.word)).toEqual([24, 0x74434241, 0xffffffff]);
  });
});

describe('floating point', () => {
  const single = (value: number): bigint => BigInt(new Uint32Array(Float32Array.of(value).buffer)[0]!);

  test.each<[string, readonly number[], number, string]>([
    ['COSET R3,2\n COSET R4,8', [1.5, 2.25], 3.75, '----'],
    ['COSET R3,2\n COSET R4,10', [1.5, 1.5], 0, '-Z--'],
    ['COSET R3,2\n COSET R4,12', [1.5, -2], -3, 'N---'],
    ['COSET R3,2\n COSET R4,14', [1, 0], Number.POSITIVE_INFINITY, '---C'],
    ['COSET R3,6', [2.25, 0], 1.5, '----'],
  ])('%s of %o', (lines, [a, b], result, codes) => {
    const started = at1000(` ${lines}\n COGET R5,2`, {
      registers: { costat: 0x102n, r3: single(a!), r4: single(b!) },
    });
    started.run({}, lines.split('\n').length + 1);
    expect(started.read('r5')).toBe(Number(single(result)));
    const psw = started.read('psw');
    expect([...'NZVC'].map((name, at) => ((psw >> (3 - at)) & 1 ? name : '-')).join('')).toBe(codes);
  });

  test('long operands lie in FPLOW and a register; integers are converted', () => {
    const started = at1000(
      ` COSET R3,1
        COSET R4,5
        COGET R5,3
        COGET R6,1
        COGET R7,5
        COGET R8,7`,
      { registers: { costat: 0x1102n, r3: 0n, r4: 0xffff_ffffn } },
    );
    started.run({}, 6);
    // -2^32
    expect(['r5', 'r6', 'r7', 'r8'].map(started.read)).toEqual([0xc1f00000, 0, 0x41f00000, 0x41f00000]);
    expect(started.machine.read('fpa1')).toBe(0xc1f0_0000_0000_0000n);
  });
});

describe('LOADL and STOREC', () => {
  const program = (between: string) =>
    at1000(` LOADL R4,R3\n ${between}\n STOREC R5,R3\n BR .`, {
      registers: { r3: 0x10000n, r5: 7n, r6: 0x10004n },
    });

  test.each([
    ['NOP', 7, 0],
    ['STORES R4,R6', 7, 0],
    ['STORES R4,R3', 0, 2],
  ])('with %s between', (between, stored, codes) => {
    const started = program(between);
    started.run({}, 3);
    expect([started.word(0x10000), started.read('psw')]).toEqual([stored, codes]);
  });
});
