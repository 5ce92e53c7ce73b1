/** Going back to a snapshot and running again gives the same states and events, always. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { hawk } from '../../isa/hawk/architecture.ts';
import { monitorRoutines } from '../../isa/hawk/monitor.ts';
import { randomNumbers } from '../isa/random-words.ts';
import { boardProgram } from '../oracle/board-harness.ts';
import { boardPrograms } from '../oracle/board-programs.ts';
import { checkGoingBack, runUntil } from './going-back.ts';
import { fixture, start as startHawk } from './hawk/start.ts';
import { loadAddress, start } from './start.ts';

const routine = (name: string): number => monitorRoutines.find(each => each.name === name)!.address;

/** Words that are mostly instructions, many of them of the system. */
function randomWords(seed: number, count: number): Uint8Array {
  const random = randomNumbers(seed);
  const words = Uint32Array.from({ length: count }, () => {
    for (;;) {
      const word = random() % 3 === 0 ? (random() & 0x003f_ffff) | 0xd500_0000 : random();
      if (a64.instructions.decode(word >>> 0, loadAddress)) return word >>> 0;
    }
  });
  return new Uint8Array(words.buffer);
}

describe('random programs', () => {
  it.each(
    [1, 2, 3].flatMap(level => (['evaluator', 'interpreter'] as const).map(engine => ({ level, engine }))),
  )('A64, starting at EL$level, with interrupts and edits, by the $engine', ({ level, engine }) => {
    const random = randomNumbers(level);
    const machine = createMachine({
      architecture: a64,
      board: 'virt',
      segments: [{ address: loadAddress, bytes: randomWords(level * 31, 4096) }],
      entry: loadAddress,
      entryLevel: level,
      engine,
      registers: { sp: 0x4020_0000n, x1: 0x4020_0000n, x2: 0x0900_0000n, x30: loadAddress },
    });
    checkGoingBack(machine, 40, 11, leg => {
      machine.setInterrupt(leg % 3 ? 'irq' : 'fiq', leg % 2 === 0);
      machine.write(`x${random() % 31}`, 0x4020_0000n + BigInt(random() % 4096));
      machine.writeMemory(loadAddress + BigInt(random() % 16384), Uint8Array.of(random()));
      machine.write('pc', loadAddress + 4n * BigInt(random() % 4096));
    });
    expect(machine.inputs.length).toBeGreaterThan(120);
  });

  it('Hawk', () => {
    const random = randomNumbers(5);
    const machine = createMachine({
      architecture: hawk,
      board: 'hawk',
      segments: [
        { address: 0x1000n, bytes: new Uint8Array(Uint32Array.from({ length: 4096 }, random).buffer) },
      ],
      entry: 0x1000n,
    });
    checkGoingBack(machine, 80, 7, leg => {
      machine.setInterrupt('irq3', leg % 2 === 0);
      machine.consoleInput(Uint8Array.of(65 + (leg % 26)));
      machine.write(`r${1 + (random() % 15)}`, BigInt(random() % 0x20000));
      machine.write('pc', BigInt(0x1000 + (random() % 16384)) & ~1n);
    });
  });
});

/** Many moments of these are looked at: between the writes of a command, inside of handlers, while waiting. */
const closely = [
  'the flash: query, identification, status, program, erase',
  'fw_cfg: signature, features, DMA',
  'the clock: alarm, masks, load',
  'a physical interrupt from EL1 to EL2, its wait by WFI',
  'the UART raises its interrupt when it has transmitted',
  'causes of the maintenance interrupt',
];

describe('programs for the devices of board virt', () => {
  it.each(boardPrograms.filter(({ name }) => closely.includes(name)))('$name', program => {
    const { machine } = start(boardProgram(program), { entryLevel: program.level, engine: 'interpreter' });
    checkGoingBack(machine, 40, 71);
  });

  it.each(boardPrograms.filter(({ name }, at) => name.startsWith('virtual') || at % 5 === 0))(
    '$name',
    program => {
      const { machine } = start(boardProgram(program), { entryLevel: program.level, engine: 'interpreter' });
      checkGoingBack(machine, 5, 311);
    },
  );
});

describe('programs of the Hawk', () => {
  it.each([
    't1-minimal-bus-error.a',
    't2-bus-error-to-exception.a',
    't3-emulated-multiply.a',
    't4-privilege-violation.a',
    't6-nested-trap.a',
  ])('%s', name => {
    checkGoingBack(startHawk(fixture(name)).machine, 20, 3);
  });

  it('a key that is waited for', () => {
    const { machine } = startHawk(
      `        USE "hawk.h"\n. = #1000\nL:      LIL R1,${routine('GETCHAR')}\n        JSRS R1,R1\n        LIL R1,${routine('PUTCHAR')}\n        JSRS R1,R1\n        LIL PC,L\n`,
      { board: 'hawk', entry: 0x1000n },
    );
    checkGoingBack(machine, 20, 5, leg => {
      if (leg % 4 === 3) machine.consoleInput(Buffer.from('ab'));
    });
  });
});

describe('examples', () => {
  const text = (name: string): string =>
    readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');

  it.each([
    ['el2-ventry/hypervisor.S', 2],
    ['el3-dummy/start.S', 3],
  ] as const)('%s', (name, entryLevel) => {
    const { machine, entries } = start(text(name), { entryLevel });
    checkGoingBack(machine, 20, 13);
    expect(entries.length).toBeGreaterThan(0);
  });

  it.each(['keyboard', 'multiply', 'save', 'tsv'])('hawk-traps/%s.a', name => {
    const { machine, entries } = startHawk(text(`hawk-traps/${name}.a`), { board: 'hawk' });
    checkGoingBack(machine, 20, 13, leg => {
      if (leg % 5 === 4) machine.consoleInput(Buffer.from('x'));
    });
    expect(entries.length).toBeGreaterThan(0);
  });
});

it('the exclusive monitor and the event register go back, too', () => {
  const { machine } = start(`
      ldr x1, =0x40200000
    1: ldxr x2, [x1]
      add x2, x2, #1
      stxr w3, x2, [x1]
      stxr w4, x2, [x1]
      add x5, x5, x4
      sevl
      wfe
      ldxr x2, [x1]
      clrex
      stxr w6, x2, [x1]
      add x7, x7, x6
      b 1b`);
  checkGoingBack(machine, 60, 1);
  machine.run({ budget: 200, stop: {} });
  expect([machine.read('x3'), machine.read('x4'), machine.read('x6')]).toEqual([0n, 1n, 1n]);
});

describe('input', () => {
  const echo = `
      movz x1, #0x0900, lsl #16
      mov w0, #0x10
      str w0, [x1, #0x38]
    1: ldr w2, [x1, #0x18]
      tbnz w2, #4, 1b
      ldr w0, [x1]
      str w0, [x1]
      b 1b`;

  it('is repeated at the same instruction, and its output is not sent again', () => {
    const { machine, console } = start(echo);
    const before = machine.snapshot();
    for (const [at, text] of ['one ', 'two ', 'three'].entries()) {
      machine.run({ budget: 50 + at, stop: {} });
      machine.consoleInput(Buffer.from(text));
    }
    machine.run({ budget: 100, stop: {} });
    const [end, hash] = [machine.moment, machine.stateHash()];
    expect(console()).toBe('one two three');
    machine.restore(before);
    runUntil(machine, end);
    expect(machine.stateHash()).toBe(hash);
    expect(console()).toBe('one two three');
    machine.consoleInput(Buffer.from('!'));
    machine.run({ budget: 20, stop: {} });
    expect(console()).toBe('one two three!');
  });

  it('in the past makes what was recorded after it void, unless it is the recorded input', () => {
    const { machine, console } = start(echo);
    const before = machine.snapshot();
    machine.run({ budget: 50, stop: {} });
    const stop = machine.moment;
    machine.consoleInput(Buffer.from('old'));
    machine.run({ budget: 100, stop: {} });
    const { end } = machine;
    machine.restore(before);
    runUntil(machine, stop - 1);
    expect([machine.end, machine.inputs.length]).toEqual([end, 1]);
    machine.consoleInput(Buffer.from('new'));
    expect([machine.end, machine.inputs.length]).toEqual([stop - 1, 1]);
    machine.run({ budget: 100, stop: {} });
    expect(console()).toBe('oldnew');
  });

  it('stubs are answered as recorded, and the stop before it is a moment of its own', () => {
    const { machine } = start(`ldr x1, =0x47000000\n 1: blr x1\n add x2, x2, x0\n b 1b`, {
      stubs: [{ address: 0x4700_0000n, name: 'handle_irq' }],
    });
    checkGoingBack(machine, 20, 5, leg => {
      if (machine.pc === 0x4700_0000n) machine.returnFromStub(BigInt(leg));
    });
    expect(machine.inputs.length).toBeGreaterThan(3);
  });

  it('planned interrupts need no input, and are requested again', () => {
    const { machine, entries } = start(
      'ldr x0, =0x40081000\n msr vbar_el1, x0\n msr daifclr, #2\n 1: add x3, x3, #1\n b 1b\n .balign 4096\n .space 0x280\n eret',
      {
        entryLevel: 1,
        interrupts: [20n, 30n, 90n].map(at => ({ at, line: 'irq' })),
      },
    );
    checkGoingBack(machine, 20, 7);
    runUntil(machine, machine.end);
    expect(machine.inputs).toEqual([]);
    expect(new Set(entries.map(({ time }) => time))).toEqual(new Set([20n, 30n, 90n]));
  });
});

describe('memory of snapshots', () => {
  it('is a page for each page that was written between two of them', () => {
    const { machine } = start('ldr x1, =0x40200000\n 1: str x1, [x1], #128\n b 1b');
    const first = machine.snapshot();
    machine.run({ budget: 1 + 2 * 128, stop: {} });
    const second = machine.snapshot();
    const third = machine.snapshot();
    expect(machine.bytesBetween(first, second)).toBe(4 * 4096);
    expect(machine.bytesBetween(second, third)).toBe(0);
  });

  it('code that was written since is decoded anew', () => {
    const { machine, address, run } = start('1: add x0, x0, #1\n b 1b');
    const before = machine.snapshot();
    machine.run({ budget: 20, stop: {} });
    machine.writeMemory(loadAddress, Uint8Array.of(0x00, 0x08, 0x00, 0x91)); // add x0, x0, #2
    machine.run({ budget: 20, stop: {} });
    expect(machine.read('x0')).toBe(30n);
    machine.restore(before);
    expect(machine.instructionAt(loadAddress)?.operands).toMatchObject({ imm: 1n });
    run({ breakpoints: new Set([address('1')]) });
  });
});

it('looking at memory makes no difference, also where translations are stale', () => {
  const source = `
    ldr x0, =0x40090000
    msr ttbr0_el1, x0
    ldr x1, =0x40000401
    str x1, [x0, #8]
    ldr x1, =0x80803519
    msr tcr_el1, x1
    mov x1, #1
    msr sctlr_el1, x1
    str xzr, [x0, #8]
  1: ldr x2, [x0]
    b 1b`;
  const looked = start(source, { entryLevel: 1 }).machine;
  const alone = start(source, { entryLevel: 1 }).machine;
  for (let at = 0; at < 40; at++) {
    looked.readMemory(0x4000_0000n + BigInt(at) * 4096n, 8);
    looked.run({ budget: 1, stop: {} });
    alone.run({ budget: 1, stop: {} });
  }
  expect(looked.stateHash()).toBe(alone.stateHash());
});
