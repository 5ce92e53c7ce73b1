import { describe, expect, it } from 'vitest';
import { a64InstructionSet as set } from '../../isa/a64/instruction-set.ts';
import { assembleLine } from './one-line.ts';

function effectsOf(line: string) {
  const assembled = assembleLine(set, line);
  if (!('bits' in assembled)) throw new Error(assembled.errors.join('; '));
  return set.effects(set.decode(assembled.bits, 0n)!);
}

describe('instructions that cannot be executed yet', () => {
  it('move their base register all the same', () => {
    expect(effectsOf('stp q0, q1, [sp, #-32]!')).toMatchObject({
      reads: ['sp'],
      writes: ['sp'],
      accesses: [
        { kind: 'store', size: 16 },
        { kind: 'store', size: 16 },
      ],
      control: ['next'],
    });
    expect(effectsOf('ldr d8, [x2], #8')).toMatchObject({
      reads: ['x2'],
      writes: ['x2'],
      accesses: [{ kind: 'load', size: 8 }],
    });
  });

  it('read their base and index registers', () => {
    expect(effectsOf('str q0, [x1, #16]')).toMatchObject({ reads: ['x1'], writes: [] });
    expect(effectsOf('ldr s0, [x1, w2, uxtw]')).toMatchObject({ reads: ['x1', 'x2'], writes: [] });
  });

  it.each([
    ['ld1 {v0.4s, v1.4s}, [x0]', [], ['load 16', 'load 16']],
    ['ld2 {v0.b, v1.b}[3], [x0], #2', ['x0'], ['load 1', 'load 1']],
    ['st1 {v0.1d}, [x0], x1', ['x0'], ['store 8']],
    ['ld1r {v0.4s}, [sp]', [], ['load 4']],
    ['ldr q0, 0x10', [], ['load 16']],
    ['ldg x1, [x0]', ['x1'], []],
    ['stzg x1, [x0, #16]!', ['x0'], ['store 16']],
    ['stgp x1, x2, [x0]', [], ['store 8', 'store 8']],
    ['fadd d0, d1, d2', [], []],
    ['ins v0.s[1], w2', [], []],
    ['umov w2, v0.s[1]', ['x2'], []],
    ['fcmp d0, #0.0', ['n', 'z', 'c', 'v'], []],
  ] as const)('%s writes %j and accesses %j', (line, writes, accesses) => {
    const effects = effectsOf(line);
    expect(effects.writes).toEqual(writes);
    expect(effects.accesses.map(({ kind, size }) => `${kind} ${size}`)).toEqual(accesses);
  });

  it('write their result', () => {
    expect(effectsOf('pacga x0, x1, sp')).toMatchObject({ reads: ['x1', 'sp'], writes: ['x0'] });
    expect(effectsOf('setf8 w3').writes).toEqual(['n', 'z', 'c', 'v']);
  });
});

describe('pointer-authenticated branches', () => {
  it.each([
    ['retaa', 'return', ['x30']],
    ['eretab', 'exception-return', []],
    ['braa x3, sp', 'jump', ['x3']],
    ['blraaz x3', 'call', ['x3']],
  ] as const)('%s leaves as %s', (line, control, reads) => {
    expect(effectsOf(line)).toMatchObject({ control: [control], reads });
  });
});
