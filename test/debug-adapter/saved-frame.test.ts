/** Following interrupted values by the flow of data, instruction by instruction. */
import { describe, expect, test } from 'vitest';
import { SavedContext } from '../../debug-adapter/exceptions/saved-frame.ts';
import type { ExceptionEntry, TracedAccess } from '../../emulator/api.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import type { CopyPlace, Effects, Instruction } from '../../isa/instruction.ts';

const value = 0x77n;
const entry = (toLevel: number): ExceptionEntry => ({
  event: 'exceptionEntry',
  time: 0n,
  sequence: 1,
  cause: 'svc',
  kind: 0,
  source: 1,
  fromLevel: 1,
  toLevel,
  vectorBase: 0n,
  offset: 0x200,
  returnAddress: value,
  savedStatus: value,
  routing: [],
  interrupted: new Map(a64.context.general.map(name => [name, value])),
});

/** Applies copies written as `x0 → 1000`, `1000 → x1`, `x0 → x1`, `? → x0`, `? → 1000`, and `sp = 2000`. */
class Handler {
  readonly context = new SavedContext(a64, entry(1));
  #sp = 0x2000n;
  #time = 0n;

  run(...steps: string[]): this {
    for (const step of steps) this.#step(step);
    return this;
  }

  #step(step: string): void {
    const [from = '', to = ''] = step.split(/ [→=] /);
    const address = (name: string): bigint | undefined =>
      /^[0-9a-f]{4}$/.test(name) ? BigInt(`0x${name}`) : undefined;
    const accesses: TracedAccess[] = [from, to].flatMap((name, i) => {
      const at = address(name);
      if (at === undefined || from === 'sp') return [];
      return [{ kind: i === 0 ? ('load' as const) : ('store' as const), address: at, size: 8, value }];
    });
    const place = (name: string): CopyPlace => (address(name) === undefined ? { cell: name } : { access: 0 });
    const effects: Effects = {
      reads: from === 'sp' ? ['sp'] : [],
      writes: from === 'sp' ? ['sp'] : address(to) === undefined ? [to] : [],
      copies: from === '?' || from === 'sp' ? [] : [{ from: place(from), to: place(to) }],
      accesses: accesses.map(({ kind, size }) => ({ kind, size })),
      control: ['next'],
    };
    const before = this.#sp;
    if (from === 'sp') this.#sp = BigInt(`0x${to}`);
    const instruction = { address: 0x9000n, length: 4 } as Instruction;
    const traced = { time: this.#time++, instruction, accesses, faulted: false };
    this.context.follow(traced, effects, { before, after: this.#sp });
  }

  /** `x0@1000`, with `*` when the handler changed it. */
  get fields(): readonly string[] {
    return this.context.registers.flatMap(register => {
      const field = this.context.fieldOf(register);
      return field === undefined
        ? []
        : [`${register}@${field.address.toString(16)}${field.changed ? '*' : ''}`];
    });
  }

  holds(register: string): string {
    const meaning = this.context.meaningOf(register);
    return meaning === undefined ? '?' : `${meaning.what} ${meaning.register}`;
  }
}

const handler = (...steps: string[]): Handler => new Handler().run(...steps);

describe('where registers are saved', () => {
  const cases: readonly [string, readonly string[], readonly string[]][] = [
    ['nothing yet', [], []],
    ['registers in any order', ['x3 → 1010', 'x0 → 1018'], ['x0@1018', 'x3@1010']],
    [
      'what describes the exception, through another register',
      ['elr_el1 → x1', 'x1 → 1000'],
      ['elr_el1@1000'],
    ],
    ['through a scratch register', ['x0 → tpidr_el0', '? → x0', 'tpidr_el0 → x1', 'x1 → 1000'], ['x0@1000']],
    ['not a value that was computed', ['? → x0', 'x0 → 1000'], []],
    ['not another value of the same number', ['? → x1', 'x1 → 1008'], []],
    ['the first place, when it is saved twice', ['x0 → 1000', 'x0 → 0f00'], ['x0@1000']],
    ['a field that the handler changed', ['x0 → 1000', '? → 1000'], ['x0@1000*']],
    [
      'a field that got another saved value',
      ['x0 → 1000', 'x1 → 1008', 'x1 → 1000'],
      ['x0@1000*', 'x1@1008'],
    ],
    ['a field that was put back', ['x0 → 1000', '? → 1000', 'x0 → 1000'], ['x0@1000']],
    ['lost under another register', ['x1 → 1008', 'x2 → 1008'], ['x2@1008']],
    ['a place left behind and used again', ['x0 → 1ff0', 'sp = 1ff0', 'sp = 2000', 'x1 → 1ff0'], ['x1@1ff0']],
    [
      'the frame, not what was pushed and popped before it',
      ['sp = 1ff0', 'x0 → 1ff0', 'sp = 2000', 'sp = 1f00', 'x0 → 1f00'],
      ['x0@1f00'],
    ],
    [
      'the frame after it has been popped, not what a callee pushed',
      ['sp = 1f00', 'x29 → 1f00', 'sp = 1ef0', 'x29 → 1ef0', 'sp = 1f00', 'sp = 2000'],
      ['x29@1f00'],
    ],
  ];
  for (const [name, steps, fields] of cases)
    test(name, () => expect(handler(...steps).fields).toEqual(fields));
});

describe('what registers hold on the way back', () => {
  test('their own value', () => {
    expect(handler('x0 → 1000', '? → x0', '1000 → x0').holds('x0')).toBe('interrupted x0');
  });
  test("another register's", () => {
    expect(handler('x0 → 1000', 'x1 → 1008', '1008 → x0').holds('x0')).toBe('interrupted x1');
  });
  test('what the handler put into their field', () => {
    expect(handler('x0 → 1000', '? → 1000', '1000 → x0').holds('x0')).toBe('given x0');
  });
  test('something else', () => {
    const h = handler('x0 → 1000', '? → x0');
    expect(h.holds('x0')).toBe('?');
    expect(h.context.overwriterOf('x0')).toBe(0x9000n);
  });
  test('a place that was overwritten in part means nothing', () => {
    expect(handler('x0 → 1000', 'x1 → 1004', '1000 → x2').holds('x2')).toBe('?');
  });
  test('a nested exception overwrites what describes the first', () => {
    const h = handler();
    h.context.nestedEntry(a64, entry(1));
    expect(h.holds('elr_el1')).toBe('?');
    expect(h.context.overwriterOf('elr_el1')).toBe('nested');
    const other = handler();
    other.context.nestedEntry(a64, entry(2));
    expect(other.holds('elr_el1')).toBe('interrupted elr_el1');
  });
  test('a register that the user set means nothing any more', () => {
    const h = handler('x0 → 1000');
    h.context.registerSet('x0');
    expect(h.holds('x0')).toBe('?');
    h.context.memorySet(0x1000n, 4);
    expect(h.fields).toEqual(['x0@1000*']);
  });
});
