import { describe, expect, it } from 'vitest';
import { a64InstructionSet as set } from '../../isa/a64/instruction-set.ts';
import { assembleLine } from './one-line.ts';

function effectsOf(line: string) {
  const assembled = assembleLine(set, line);
  if (!('bits' in assembled)) throw new Error(assembled.errors.join('; '));
  return set.effects(set.decode(assembled.bits, 0n)!);
}

describe('effects on SIMD&FP registers', () => {
  it('a store of pairs saves both halves of both', () => {
    expect(effectsOf('stp q0, q1, [sp, #-32]!')).toMatchObject({
      reads: ['sp', 'd0', 'vh0', 'd1', 'vh1'],
      writes: ['sp'],
      copies: [
        { from: { cell: 'd0' }, to: { access: 0 } },
        { from: { cell: 'vh0' }, to: { access: 1 } },
        { from: { cell: 'd1' }, to: { access: 2 } },
        { from: { cell: 'vh1' }, to: { access: 3 } },
      ],
      control: ['next'],
    });
  });

  it('a load of a doubleword restores the low half', () => {
    expect(effectsOf('ldr d8, [x2], #8')).toMatchObject({
      reads: ['x2'],
      writes: ['x2', 'd8', 'vh8'],
      accesses: [{ kind: 'load', size: 8 }],
      copies: [{ from: { access: 0 }, to: { cell: 'd8' } }],
    });
  });

  it.each([
    ['ld1 {v0.4s, v1.4s}, [x0]', ['d0', 'vh0', 'd1', 'vh1'], Array(8).fill('load 4')],
    ['ld2 {v31.b, v0.b}[3], [x0], #2', ['x0', 'd31', 'd0'], ['load 1', 'load 1']],
    ['st1 {v0.1d}, [x0], x1', ['x0'], ['store 8']],
    ['ld1r {v0.4s}, [sp]', ['d0', 'vh0'], ['load 4']],
    ['ldr q0, 0x10', ['d0', 'vh0'], ['load 8', 'load 8']],
    ['fadd d0, d1, d2', ['d0', 'vh0', 'fpsr'], []],
    ['ins v0.s[1], w2', ['d0'], []],
    ['umov w2, v0.s[1]', ['x2'], []],
    ['fcmp d0, #0.0', ['n', 'z', 'c', 'v', 'fpsr'], []],
  ] as const)('%s writes %j and accesses %j', (line, writes, accesses) => {
    const effects = effectsOf(line);
    expect(effects.writes).toEqual(writes);
    expect(effects.accesses.map(({ kind, size }) => `${kind} ${size}`)).toEqual(accesses);
  });
});
