/**
 * Effects of rows that can be assembled but not yet executed (loads and stores of SIMD&FP registers, a few more),
 * as far as their syntax tells: general registers, write-back, accesses. SIMD&FP registers are no cells.
 */
import type { CellName, Effects, Instruction, SyntaxElement } from '../instruction.ts';
import { operandsOf } from '../syntax.ts';

/** The cell of a general register as it is written; none of a zero register and of other operands. */
function cellOf(text: string): readonly CellName[] {
  if (text === 'sp' || text === 'wsp') return ['sp'];
  const [, number] = /^[wx](\d+)$/.exec(text) ?? [];
  return number === undefined ? [] : [`x${number}`];
}

const vectorSizes: Readonly<Record<string, number>> = { b: 1, h: 2, s: 4, d: 8, q: 16 };

/** `[Xn, #8]!` and `[Xn], #8`: something stands after the bracket. */
function writesBack(syntax: readonly SyntaxElement[]): boolean {
  const close = syntax.findIndex(element => element.is === 'text' && element.text === ']');
  return close >= 0 && close < syntax.length - 1;
}

/** What is known without semantics; nothing that is certain is missing for tracking general registers. */
export function partialEffects(instruction: Instruction, syntax: readonly SyntaxElement[]): Effects {
  const { row, operands } = instruction;
  const written = operandsOf(syntax).map(({ name, kind }) => ({ name, text: kind.format(operands[name]!) }));
  const cellsOf = (wanted: (name: string) => boolean): readonly CellName[] =>
    written.flatMap(({ name, text }) => (wanted(name) && name.startsWith('R') ? cellOf(text) : []));
  const flags = row.feature.startsWith('FlagM') ? ['n', 'z', 'c', 'v'] : [];
  return {
    reads: [...cellsOf(name => name !== 'Rd'), ...flags],
    writes: [...cellsOf(name => name === 'Rd' || (name === 'Rn' && writesBack(syntax))), ...flags],
    copies: [],
    accesses: written.flatMap(({ text }) => {
      const [, letter] = /^([bhsdq])\d+$/.exec(text) ?? [];
      const kind = row.mnemonic.startsWith('st') ? ('store' as const) : ('load' as const);
      return letter === undefined ? [] : [{ kind, size: vectorSizes[letter]! }];
    }),
    control: ['next'],
  };
}
