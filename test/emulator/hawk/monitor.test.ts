/** The monitor's routines, called as programs call them. */
import { describe, expect, test } from 'vitest';
import { type MonitorRoutineName, monitorData, monitorRoutines } from '../../../isa/hawk/monitor.ts';
import { type Started, start } from './start.ts';

const addressOf = (routine: string): number => monitorRoutines.find(({ name }) => name === routine)!.address;

/** A program that loads registers, calls one routine, and halts. */
function call(routine: string, registers: Readonly<Record<string, number>>, data = '', keys = ''): Started {
  const values = Object.fromEntries(
    Object.entries(registers).map(([name, value]) => [name, BigInt(value >>> 0)]),
  );
  const started = start(
    `        USE "hawk.h"
. = #10800
${data}
. = #1000
        LIL R1,${addressOf(routine)}
        JSRS R1,R1
        LIL PC,0
`,
    { board: 'hawk', entry: 0x1000n, registers: values },
  );
  if (keys !== '') started.machine.consoleInput(Buffer.from(keys));
  return started;
}

// biome-ignore format: a table is read by columns
const entryPoints: Readonly<Record<MonitorRoutineName, number>> = {
  EXIT: 0x000, DSPINI: 0x32c, PUTAT: 0x36a, PUTCHAR: 0x3e8, PUTSTR: 0x51a, PUTS: 0x530, PUTHEX: 0x542,
  PUTDEC: 0x592, PUTDECU: 0x59e, GETCHAR: 0x606, GETS: 0x618, TIMES: 0x664, TIMESU: 0x67e, DIVIDEU: 0x69a,
  RAND: 0x6b2, MALLOC: 0x6d8, FREE: 0x7c6, STRLEN: 0x898, STRCPY: 0x8d8, STRNCPY: 0x956, STRCAT: 0x9fe,
  STRNCAT: 0xa28, STRCMP: 0xa5a, FTOI: 0xa74,
};

test('the entry points are those of the monitor that the course links', () => {
  expect(Object.fromEntries(monitorRoutines.map(({ name, address }) => [name, address]))).toEqual(
    entryPoints,
  );
  expect(Object.fromEntries(monitorData.map(({ name, address }) => [name, address]))).toEqual({
    EXBUSTR: 0x10000,
    EXINSTR: 0x10004,
    EXEPRIV: 0x10008,
    EXECOPR: 0x1000c,
    TERMSIZE: 0x10064,
    TERMINFO: 0x10064,
  });
});

describe('the calling convention', () => {
  /** Parameters with which each routine comes back. */
  const parameters: Partial<Record<MonitorRoutineName, Readonly<Record<string, number>>>> = {
    PUTAT: { r3: 2, r4: 3 },
    ...Object.fromEntries(['PUTSTR', 'PUTS', 'GETS', 'STRLEN'].map(name => [name, { r3: 0x10800 }])),
    ...Object.fromEntries(
      ['STRCPY', 'STRNCPY', 'STRCAT', 'STRNCAT', 'STRCMP'].map(name => [
        name,
        { r3: 0x10800, r4: 0x10810, r5: 3 },
      ]),
    ),
  };
  /** FREE takes what MALLOC gave; EXIT does not come back. */
  const callable = monitorRoutines.filter(({ name }) => name !== 'EXIT' && name !== 'FREE');

  test.each(callable)('$name returns to R1, leaves R2, R8 to R15, and the PSW as they were', ({ name }) => {
    const kept = Object.fromEntries(
      [8, 9, 10, 11, 12, 13, 14, 15].map(n => [`r${n}`, 0x1111_1111 * (n - 7)]),
    );
    const before = { r3: 7, r4: 3, ...parameters[name], ...kept, psw: 0x0500_ff05 };
    const started = call(name, before, ' ASCII "ab",0\n. = #10810\n ASCII "cd",0', 'line\n');
    const stack = started.read('r2');
    expect(started.run()).toEqual(halted);
    expect(started.read('r1')).toBe(0x1006);
    expect(started.read('r2')).toBe(stack);
    expect(started.read('psw')).toBe(before.psw);
    for (const [register, value] of Object.entries(kept))
      expect(started.read(register), register).toBe(value);
  });

  test('MALLOC and FREE keep it too', () => {
    const started = start(
      ` USE "hawk.h"
 USE "stdlib.h"
. = #1000
 LIS R3,12
 LIL R1,MALLOC
 JSRS R1,R1
 LIL R1,FREE
 JSRS R1,R1
 LIL PC,0`,
      { board: 'hawk', entry: 0x1000n, registers: { r8: 8n, r15: 15n } },
    );
    const stack = started.read('r2');
    expect(started.run()).toEqual(halted);
    expect(['r2', 'r8', 'r15'].map(started.read)).toEqual([stack, 8, 15]);
  });

  test('EXIT ends the program, called or jumped to', () => {
    expect(call('EXIT', {}).run()).toEqual(halted);
  });
});

const text = 0x10800;
const halted = { event: 'exit', code: 0, how: 'arrived at address 0' };

describe('output', () => {
  test.each<[string, Readonly<Record<string, number>>, string, string]>([
    ['PUTCHAR', { r3: 65 }, '', 'A'],
    ['PUTSTR', { r3: text }, ' ASCII "Hello, world",0', 'Hello, world'],
    ['PUTS', { r3: text }, ' ASCII "Hello",0', 'Hello\n'],
    ['PUTHEX', { r3: 0xbeef, r4: 8 }, '', '0000BEEF'],
    ['PUTHEX', { r3: 0xbeef, r4: 1 }, '', 'BEEF'],
    ['PUTDEC', { r3: -42, r4: 6 }, '', '   -42'],
    ['PUTDECU', { r3: -1, r4: 0 }, '', '4294967295'],
  ])('%s of %o', (routine, registers, data, output) => {
    const started = call(routine, registers, data);
    expect(started.run()).toEqual(halted);
    expect(started.console()).toBe(output);
  });

  test('PUTCHAR writes to the display and moves the output position', () => {
    const started = call('PUTSTR', { r3: text }, ' ASCII "ab",10,"c",9,"d",0');
    started.run();
    const [row, column] = [started.word(0x10058), started.word(0x1005c)];
    expect([row, column]).toEqual([1, 9]);
    expect(started.console()).toBe('ab\nc       d');
  });

  test.each<[string, string, string, readonly [row: number, column: number]]>([
    ['backspace', '"ab",8,"c"', 'ac', [0, 2]],
    ['backspace at the start of a line', '"a",13,8,"b"', 'b', [0, 1]],
    ['tab', '"a",9,"b"', 'a       b', [0, 9]],
    ['the next line', '"a",10,"b"', 'a\nb', [1, 1]],
    ['one line down', '"a",11,"b"', 'a\n b', [1, 2]],
    ['clear and home', '"abc",10,12,"d"', 'd', [0, 1]],
    ['the start of the line', '"abc",13,"d"', 'dbc', [0, 1]],
    ['other control codes', '"a",1,7,27,"b"', 'ab', [0, 2]],
  ])('PUTSTR and control characters: %s', (_, data, screen, position) => {
    const started = call('PUTSTR', { r3: text }, ` ASCII ${data},0`);
    expect(started.run()).toEqual(halted);
    expect(started.screen()).toBe(screen);
    expect([started.word(0x10058), started.word(0x1005c)]).toEqual(position);
  });

  test('at the end of the screen everything moves up', () => {
    const started = call('PUTSTR', { r3: text }, ` ASCII "top",10${',10'.repeat(30)},"end",0`);
    expect(started.run()).toEqual(halted);
    expect(started.screen()).toMatch(/^\n+end$/);
  });

  test('PUTAT off the screen ends the program', () => {
    const started = call('PUTAT', { r3: 80, r4: 0 });
    expect(started.run()).toEqual({ event: 'exit', code: 1, how: 'PUTAT off the screen' });
  });
});

test('the stack begins behind everything that is loaded into memory', () => {
  expect(call('RAND', {}, '').read('r2')).toBe(0x10070);
  expect(call('RAND', {}, ' ASCII "abcde"').read('r2')).toBe(0x10808);
});

describe('input', () => {
  test('GETCHAR waits for a key', () => {
    const started = call('GETCHAR', {});
    expect(started.run()).toEqual({ event: 'idle', address: 0x606n });
    started.machine.consoleInput(Buffer.from('x'));
    expect(started.run()).toEqual(halted);
    expect(started.read('r3')).toBe(120);
  });

  test('GETS waits for a line and echoes it, with corrections', () => {
    const started = call('GETS', { r3: text }, '', 'cas');
    expect(started.run()).toEqual({ event: 'idle', address: 0x618n });
    started.machine.consoleInput(Buffer.from('\bt\nrest'));
    expect(started.run()).toEqual(halted);
    expect(Buffer.from(started.machine.readMemory(BigInt(text), 4)!).toString()).toBe('cat\0');
    expect(started.console()).toBe('cas\b \bt');
  });

  test('a wait is over when the program is made to go on elsewhere', () => {
    const started = call('GETCHAR', {});
    started.run();
    started.machine.write('pc', 0x1006n);
    expect(started.run()).toEqual(halted);
  });

  test('an interrupt is taken while a routine waits', () => {
    const started = call('GETCHAR', { psw: 0x1000_0000 });
    started.run();
    started.machine.setInterrupt('irq1', true);
    expect(started.run({ onEntry: () => true })).toMatchObject({
      cause: 'interrupt 1',
      returnAddress: 0x606n,
    });
  });
});

describe('arithmetic and strings', () => {
  const strings = ' ASCII "abc",0\n. = #10810\n ASCII "abd",0\n. = #10820\n ASCII "xyz",0';

  test.each<[string, Readonly<Record<string, number>>, Readonly<Record<string, number>>]>([
    ['TIMES', { r3: -3, r4: 7 }, { r3: -21 >>> 0 }],
    ['TIMESU', { r3: 0x10001, r4: 0x10001 }, { r3: 0x20001 }],
    ['DIVIDEU', { r3: 17, r4: 5 }, { r3: 3, r4: 2 }],
    ['DIVIDEU', { r3: 17, r4: 0 }, { r3: 0xffffffff, r4: 17 }],
    ['FTOI', { r3: 0xc0200000 }, { r3: -3 >>> 0 }],
    ['RAND', {}, { r3: 16838 }],
    ['STRLEN', { r3: text }, { r3: 3 }],
    ['STRCMP', { r3: text, r4: text + 0x10 }, { r3: -1 >>> 0 }],
    ['STRCMP', { r3: text, r4: text }, { r3: 0 }],
  ])('%s of %o', (routine, before, after) => {
    const started = call(routine, before, strings);
    expect(started.run()).toEqual(halted);
    for (const [name, value] of Object.entries(after)) expect(started.read(name), name).toBe(value);
  });

  test.each<[string, number, string]>([
    ['STRCPY', 0, 'abd\0'],
    ['STRNCPY', 2, 'abc\0'],
    ['STRCAT', 0, 'abcabd\0'],
    ['STRNCAT', 2, 'abcab\0'],
  ])('%s', (routine, limit, result) => {
    const started = call(routine, { r3: text, r4: text + 0x10, r5: limit }, strings);
    expect(started.run()).toEqual(halted);
    expect(Buffer.from(started.machine.readMemory(BigInt(text), result.length)!).toString()).toBe(result);
    expect(started.read('r3')).toBe(text);
  });

  test('a string that leaves memory is a bus trap of its routine', () => {
    const started = call('STRLEN', { r3: 0x20000 });
    expect(started.run({ onEntry: () => true })).toMatchObject({ cause: 'bus', returnAddress: 0x898n });
  });
});

test.each(['STRLEN', 'PUTSTR', 'STRCPY', 'STRCMP'])('%s of strings without an end traps', routine => {
  const started = call(routine, { r3: 0xff200000, r4: 0xff200000 });
  expect(started.run({ onEntry: () => true })).toMatchObject({ cause: 'bus' });
});

describe('the heap', () => {
  test('gives memory from the top, and takes it back', () => {
    const started = start(
      `        USE "hawk.h"
        USE "stdlib.h"
. = #1000
        LIS R3,20
        LIL R1,MALLOC
        JSRS R1,R1
        MOVE R8,R3
        LIS R3,4
        LIL R1,MALLOC
        JSRS R1,R1
        MOVE R9,R3
        MOVE R3,R8
        LIL R1,FREE
        JSRS R1,R1
        LIS R3,8
        LIL R1,MALLOC
        JSRS R1,R1
        MOVE R10,R3
        LIW R3,#00010000
        LIL R1,MALLOC
        JSRS R1,R1
        LIL PC,0`,
      { board: 'hawk', entry: 0x1000n },
    );
    expect(started.run()).toEqual(halted);
    const [first, second, third] = ['r8', 'r9', 'r10'].map(started.read);
    expect(first).toBe(0x1fffc - 20);
    expect(second).toBe(first! - 8);
    expect(third).toBe(first);
    expect(started.read('r3')).toBe(0);
  });

  test('FREE of what is no block ends the program', () => {
    expect(call('FREE', { r3: 0x12345 }).run()).toMatchObject({ event: 'exit', code: 1 });
  });
});

describe('traps without a handler', () => {
  test('say what happened, as the monitor does, and halt', () => {
    const started = start('        USE "hawk.h"\n. = #1000\n LIW R3,#40000000\n LOADS R4,R3', {
      board: 'hawk',
      entry: 0x1000n,
    });
    expect(started.run()).toEqual({ event: 'exit', code: 1, how: 'Bus Trap.' });
    expect(started.console()).toBe(
      '\nBus Trap.          Trap PC = #00001006\n                   Trap MA = #40000000 invalid addr',
    );
    expect(started.hazards).toEqual([]);
  });

  test.each([
    ['COGET R3,1', 'Coprocessor Trap.'],
    ['H #0108', 'Instruction Trap.'],
    ['CPUGET R3,TSV', 'Privelege Trap.'],
  ])('%s at level 15: %s', (line, message) => {
    const started = start(`        USE "hawk.h"\n. = #1000\n ${line}\n`, {
      board: 'hawk',
      entry: 0x1000n,
      registers: { psw: 0xf000_0000n },
    });
    expect(started.run()).toEqual({ event: 'exit', code: 1, how: message });
    expect(started.console()).toBe(`\n${message.padEnd(19)}Trap PC = #00001000`);
  });

  test('save the state of the program where the monitor does', () => {
    const started = start('        USE "hawk.h"\n. = #1000\n LIW R3,#40000000\n LOADS R4,R3', {
      board: 'hawk',
      entry: 0x1000n,
      registers: { psw: 0x0300_0005n, r1: 1n, r2: 0x10200n, r4: 4n, r7: 7n },
    });
    started.run();
    const saved = Array.from({ length: 10 }, (_, word) => started.word(0x10010 + 4 * word));
    expect(saved).toEqual([5, 0x4000_0000, 0x1006, 1, 0x10200, 0x4000_0000, 4, 0, 0, 7]);
    expect(started.read('tsv')).toBe(0x10200);
  });

  // Entries without code of their own are NOPs that lead to the next.
  test.each([
    [0, 'Interrupt 1.'],
    [1, 'Interrupt 1.'],
    [2, 'Interrupt 2.'],
    [3, 'Interrupt 3-6.'],
    [4, 'Interrupt 3-6.'],
    [5, 'Interrupt 3-6.'],
    [6, 'Interrupt 3-6.'],
    [7, 'Interrupt 7.'],
  ])('interrupt %i: %s', (line, message) => {
    const started = start('        USE "hawk.h"\n. = #1000\nX: BR X\n', {
      board: 'hawk',
      entry: 0x1000n,
      registers: { psw: 0x7000_0000n },
    });
    started.machine.setInterrupt(`irq${line}`, true);
    expect(started.run({ onEntry: () => true })).toMatchObject({ offset: 0x80 + 0x10 * line });
    // Interrupt 0 cannot be masked: as long as it is requested, it comes again and again.
    started.machine.setInterrupt(`irq${line}`, false);
    expect(started.run()).toEqual({ event: 'exit', code: 1, how: message });
  });

  test('raise the exception that a program has set', () => {
    const started = start(
      `        USE "hawk.h"
. = #1000
        LIL R3,#10800
        LEA R4,CAUGHT
        STORES R4,R3
        LIL R4,#10900
        STORE R4,R3,4
        LIL R5,#10004
        STORES R3,R5
        H #0108
CAUGHT: LIS R6,1
        LIL PC,0`,
      { board: 'hawk', entry: 0x1000n },
    );
    expect(started.run()).toEqual(halted);
    expect([started.read('r6'), started.read('r2'), started.word(0x10004)]).toEqual([1, 0x10900, 0]);
  });

  test('leave entries of the program alone', () => {
    const started = start('        USE "hawk.h"\n. = #20\n LIS R6,5\n LIL PC,0\n. = #1000\n H #0108', {
      board: 'hawk',
      entry: 0x1000n,
    });
    expect(started.run()).toEqual(halted);
    expect(started.read('r6')).toBe(5);
  });
});
