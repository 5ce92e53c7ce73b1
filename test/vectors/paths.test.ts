/** Following all paths from an address: what becomes of calls, and where it ends. */
import { expect, test } from 'vitest';
import { assembleWithSync } from '../../assembler/host.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import { hawk } from '../../isa/hawk/architecture.ts';
import { type Code, codeOf } from '../../vectors/code.ts';
import { pathsFrom } from '../../vectors/paths.ts';

const start = 0x1000n;

function codeFrom(source: string): Code {
  const input = {
    main: ['test.a'],
    includePaths: [],
    defines: {},
    operands: {},
    loadAddress: start,
    limits: defaultLimits,
  };
  const text = (file: string): string | undefined => (file === 'test.a' ? source : undefined);
  return codeOf(hawk, assembleWithSync(hawk, input, { text }));
}

test('calls are followed, or passed over', () => {
  const code = codeFrom(` USE "hawk.h"
 JSR R1,SUB
 LIL PC,0
SUB: LIS R3,1
 JUMPS R1
`);
  const mnemonics = (calls: 'followed' | 'passed-over'): readonly string[] =>
    pathsFrom(code, start, calls).steps.map(({ found }) => found.instruction.row.id);
  expect(mnemonics('followed')).toEqual(['jsr', 'lis', 'jsrs', 'lil']);
  expect(mnemonics('passed-over')).toEqual(['jsr', 'lil']);
});

test('routines that call each other without end are given up', () => {
  const count = 1000;
  const routine = (n: number): string =>
    `R${n}x: STORES R1,R2\n LEA R2,R2,8\n STORE R8,R2,-4\n LEA R8,R8,1\n JSR R1,R${(n + 1) % count}x\n`;
  const code = codeFrom(` USE "hawk.h"\n${Array.from({ length: count }, (_, n) => routine(n)).join('')}`);
  const { complete, steps } = pathsFrom(code, start);
  expect(complete).toBe(false);
  expect(steps.length).toBeLessThan(5 * count);
});
