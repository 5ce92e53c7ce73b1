import { expect, it } from 'vitest';
import { defaultLimits } from '../../assembler/limits.ts';
import { snippets } from '../oracle/gas-snippets.ts';
import { assembleText } from './assemble.ts';

// What authors leave half written, and what would run away.
// biome-ignore format: a list is read by columns
const pieces = [
  '.macro a', '.endm', '.rept 1000000000', '.endr', '.if 1', '.if', '.endif', '"', '/*', '*/', ';', '\\', '\\@',
  '(', ')', '[', ']', ',', '#', '=', ':', '.', '{x}', '{{', '<<', '~', "'", '.org', '.space 1<<40',
  '.macro r\nr\nr\n.endm\nr', '.macro g a\ng "\\a\\a"\n.endm\ng xy', 'x0', '1b', '1f', '0x', '\u00e9', '\u{1f600}',
  '.include "main.s"', '\r\n', '\0', '.irp x,1,2', '.set a, a+1', '.fill -1', '.align 40', '.subsection 3', ':lo12:',
  '.ltorg', 'ldr x0, =a-b', '.uleb128 -1', '.sleb128 -5', '.org . + 1', '.space b - a',
  '.altmacro', '.noaltmacro', '.macro l x\nLOCAL y\ny&x: .byte %x\n.endm\nl %1', '<a!>', '&', '.struct 8', '.weakref a, b',
  '.weakref b, a', '.reloc 0, R, x', 'a = a + a',
];

/** A linear congruential generator: the same numbers on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

function mutated(random: (below: number) => number): string {
  const sources = Object.values(snippets);
  const pick = <T>(all: readonly T[]): T => all[random(all.length)]!;
  let text = pick(sources) + pick(sources);
  for (let count = random(8) + 1; count > 0; count--) {
    const at = random(text.length);
    const rest = text.slice(at);
    const changes = [
      pick(pieces) + rest,
      rest.slice(random(10)),
      `\n${pick(pieces)}\n${rest}`,
      text.slice(random(text.length)),
    ];
    text = (text.slice(0, at) + pick(changes)).slice(0, 8000);
  }
  return text;
}

it('any text gives an image and places inside it, in bounded time', () => {
  const random = numbers(7);
  const limits = { ...defaultLimits, statements: 10_000 };
  for (let run = 0; run < 400; run++) {
    const source = mutated(random);
    const from = performance.now();
    const { diagnostics, program } = assembleText(source, { limits });
    expect(performance.now() - from, source).toBeLessThan(5000);
    for (const { span } of [...diagnostics, ...program.statements.map(({ origin }) => origin)]) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(span.end).toBeLessThanOrEqual(source.length);
    }
  }
});
