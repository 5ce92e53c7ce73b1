/**
 * Effects of rows that can be assembled but not yet executed (floating-point and SIMD, memory tagging, a few
 * more), as far as their syntax tells: general registers, flags, write-back, accesses. SIMD&FP registers are no
 * cells.
 */
import type { CellName, Effects, Instruction, OperandValues, SyntaxElement } from '../instruction.ts';
import { operandsOf } from '../syntax.ts';

type Access = Effects['accesses'][number];

/** The cell of a general register as it is written; none of a zero register and of other operands. */
function cellOf(text: string): readonly CellName[] {
  if (text === 'sp' || text === 'wsp') return ['sp'];
  const [, number] = /^[wx](\d+)$/.exec(text) ?? [];
  return number === undefined ? [] : [`x${number}`];
}

const elementSizes: Readonly<Record<string, number>> = { b: 1, h: 2, s: 4, d: 8, q: 16 };

const isText = (element: SyntaxElement | undefined, text: string): boolean =>
  element?.is === 'text' && element.text === text;

/** Where the base of a memory operand stands: `[<Xn|SP>`; -1 when there is none. */
const baseIn = (syntax: readonly SyntaxElement[]): number =>
  syntax.findIndex(
    (element, at) => element.is === 'operand' && element.name === 'Rn' && isText(syntax[at - 1], '['),
  );

/** Where the operand stands that addresses memory: a base, or the label of a literal. */
const placeIn = (syntax: readonly SyntaxElement[]): number =>
  Math.max(
    baseIn(syntax),
    syntax.findIndex(element => element.is === 'operand' && element.kind.isAddress === true),
  );

/** `[Xn, #8]!` and `[Xn], #8`: something stands after the bracket. */
function writesBack(syntax: readonly SyntaxElement[], base: number): boolean {
  return base >= 0 && !isText(syntax.at(-1), ']');
}

/** Bytes that a register of a transfer moves: `d0`, `v0.4s`, and a lane, `v0.s`; 0 of a general register. */
function bytesOf(text: string, arrangement: SyntaxElement | undefined, oneElement: boolean): number {
  const [, letter] = /^([bhsdq])\d+$/.exec(text) ?? [];
  if (letter !== undefined) return elementSizes[letter]!;
  const [, count = '', element] =
    (arrangement?.is === 'text' && /^\.(\d*)([bhsd])$/.exec(arrangement.text)) || [];
  if (element === undefined) return 0;
  return elementSizes[element]! * (oneElement ? 1 : Number(count || 1));
}

/** Granules that a store of tags also sets to zero. */
const zeroed: Readonly<Record<string, number>> = { stzg: 16, stz2g: 32 };

function accessesOf(
  mnemonic: string,
  syntax: readonly SyntaxElement[],
  operands: OperandValues,
): readonly Access[] {
  const place = placeIn(syntax);
  if (place < 0) return [];
  const kind = mnemonic.startsWith('st') ? ('store' as const) : ('load' as const);
  if (mnemonic === 'stgp') return [8, 8].map(size => ({ kind, size }));
  if (zeroed[mnemonic] !== undefined) return [{ kind, size: zeroed[mnemonic] }];
  const oneElement = /^ld[1-4]r$/.test(mnemonic);
  return syntax.slice(0, place).flatMap((element, at) => {
    if (element.is !== 'operand') return [];
    const size = bytesOf(element.kind.format(operands[element.name]!), syntax[at + 1], oneElement);
    return size === 0 ? [] : [{ kind, size }];
  });
}

const allFlags: readonly CellName[] = ['n', 'z', 'c', 'v'];
const setsFlags = /^(fcmpe?|fccmpe?|subps)$/;

/** What is known without semantics; nothing that is certain is missing for tracking general registers. */
export function partialEffects(instruction: Instruction, syntax: readonly SyntaxElement[]): Effects {
  const { row, operands } = instruction;
  const { mnemonic } = row;
  const base = baseIn(syntax);
  const written = operandsOf(syntax).map(({ name, kind }) => ({ name, text: kind.format(operands[name]!) }));
  const cellsOf = (wanted: (name: string) => boolean): readonly CellName[] =>
    written.flatMap(({ name, text }) => (wanted(name) && name.startsWith('R') ? cellOf(text) : []));
  const changesFlags = row.feature.startsWith('FlagM');
  const loads = base >= 0 && mnemonic.startsWith('ld');
  return {
    reads: [
      ...cellsOf(name => name !== 'Rd'),
      ...(changesFlags || operands.cond !== undefined ? allFlags : []),
    ],
    writes: [
      ...cellsOf(
        name => name === 'Rd' || (name === 'Rt' && loads) || (name === 'Rn' && writesBack(syntax, base)),
      ),
      ...(changesFlags || setsFlags.test(mnemonic) ? allFlags : []),
    ],
    copies: [],
    accesses: accessesOf(mnemonic, syntax, operands),
    control: ['next'],
  };
}
