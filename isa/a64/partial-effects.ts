/**
 * Effects of rows that can be assembled but not yet executed (memory tagging, BFloat16, a few more), as far as
 * their syntax tells: general registers, flags, write-back, accesses.
 */
import type { CellName, Effects, Instruction, SyntaxElement } from '../instruction.ts';
import { operandsOf } from '../syntax.ts';

/** The cell of a general register as it is written; none of a zero register and of other operands. */
function cellOf(text: string): readonly CellName[] {
  if (text === 'sp' || text === 'wsp') return ['sp'];
  const [, number] = /^[wx](\d+)$/.exec(text) ?? [];
  return number === undefined ? [] : [`x${number}`];
}

const isText = (element: SyntaxElement | undefined, text: string): boolean =>
  element?.is === 'text' && element.text === text;

/** Where the base of a memory operand stands: `[<Xn|SP>`; -1 when there is none. */
const baseIn = (syntax: readonly SyntaxElement[]): number =>
  syntax.findIndex(
    (element, at) => element.is === 'operand' && element.name === 'Rn' && isText(syntax[at - 1], '['),
  );

/** `[Xn, #8]!` and `[Xn], #8`: something stands after the bracket. */
function writesBack(syntax: readonly SyntaxElement[], base: number): boolean {
  return base >= 0 && !isText(syntax.at(-1), ']');
}

/** Bytes of the accesses of stores that write more than tags. */
const stored: Readonly<Record<string, readonly number[]>> = { stgp: [8, 8], stzg: [16], stz2g: [32] };

const allFlags: readonly CellName[] = ['n', 'z', 'c', 'v'];

/** What is known without semantics; nothing that is certain is missing for tracking general registers. */
export function partialEffects(instruction: Instruction, syntax: readonly SyntaxElement[]): Effects {
  const { row, operands } = instruction;
  const { mnemonic } = row;
  const base = baseIn(syntax);
  const written = operandsOf(syntax).map(({ name, kind }) => ({ name, text: kind.format(operands[name]!) }));
  const cellsOf = (wanted: (name: string) => boolean): readonly CellName[] =>
    written.flatMap(({ name, text }) => (wanted(name) && name.startsWith('R') ? cellOf(text) : []));
  const loads = base >= 0 && mnemonic.startsWith('ld');
  return {
    reads: cellsOf(name => name !== 'Rd'),
    writes: [
      ...cellsOf(
        name => name === 'Rd' || (name === 'Rt' && loads) || (name === 'Rn' && writesBack(syntax, base)),
      ),
      ...(mnemonic === 'subps' ? allFlags : []),
    ],
    copies: [],
    accesses: (stored[mnemonic] ?? []).map(size => ({ kind: 'store', size })),
    control: ['next'],
  };
}
