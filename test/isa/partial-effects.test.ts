import { describe, expect, it } from 'vitest';
import { a64InstructionSet as set } from '../../isa/a64/instruction-set.ts';
import { assembleLine } from './one-line.ts';

function effectsOf(line: string) {
  const assembled = assembleLine(set, line);
  if (!('bits' in assembled)) throw new Error(assembled.errors.join('; '));
  return set.effects(set.decode(assembled.bits, 0n)!);
}

describe('instructions that cannot be executed yet', () => {
  it.each([
    ['ldg x1, [x0]', ['x1'], []],
    ['stzg x1, [x0, #16]!', ['x0'], ['store 16']],
    ['stgp x1, x2, [x0]', [], ['store 8', 'store 8']],
  ] as const)('%s writes %j and accesses %j', (line, writes, accesses) => {
    const effects = effectsOf(line);
    expect(effects.writes).toEqual(writes);
    expect(effects.accesses.map(({ kind, size }) => `${kind} ${size}`)).toEqual(accesses);
  });

  it('write their result', () => {
    expect(effectsOf('pacga x0, x1, sp')).toMatchObject({ reads: ['x1', 'sp'], writes: ['x0'] });
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
