/** The shapes of floating-point and SIMD operands: scalars and arrangements, with the bits that choose them. */
import type { Lanes } from '../semantics/simd/lanes.ts';
import type { Shape } from './simd-table.ts';

/** An element size. Where a wider element stands beside it, that is the next one. */
export type Letter = 'b' | 'h' | 's' | 'd';

interface Element {
  readonly bytes: 1 | 2 | 4 | 8;
  readonly wider?: Letter;
  readonly narrower?: Letter;
  readonly bits: Readonly<Record<string, string>>;
}

/**
 * Bits by which encodings tell element sizes:
 * `size`; of shifts `imm` (immh:immb), of copies `imm5`; of lanes of a multiplied operand `LM`.
 * Of floating-point: `type` of scalars, `sz` (`wide` of the wider one), `fsize` of lanes; half precision also
 * has other fixed bits than the rest: `fp` and `ff` around Rm, `misc`, and `fu` for U.
 */
// biome-ignore format: a table is read by columns
const elements: Readonly<Record<Letter, Element>> = {
  b: { bytes: 1, wider: 'h',                 bits: { size: '00', imm: '0001 shift:3', imm5: 'index:4 1',     imm4: 'index2:4',     low: 'xxxx1' } },
  h: { bytes: 2, wider: 's', narrower: 'b',  bits: { size: '01', imm: '001 shift:4',  imm5: 'index:3 10',    imm4: 'index2:3 x',   low: 'xxx10', LM: 'L:1 M:1 Rm:4', type: '11', wide: '0', fsize: '00', fp: '10', ff: '00', misc: '111100', fu: '0', sz: '0' } },
  s: { bytes: 4, wider: 'd', narrower: 'h',  bits: { size: '10', imm: '01 shift:5',   imm5: 'index:2 100',   imm4: 'index2:2 xx',  low: 'xx100', LM: 'L:1 Rm:5',     type: '00', wide: '1', fsize: '10', fp: '01', ff: '11', misc: '010000', fu: '1', sz: '0' } },
  d: { bytes: 8,             narrower: 's',  bits: { size: '11', imm: '1 shift:6',    imm5: 'index:1 1000',  imm4: 'index2:1 xxx', low: 'x1000', LM: '0 Rm:5',       type: '01',            fsize: '11', fp: '11', ff: '11', misc: '110000', fu: '1', sz: '1' } },
};

/** Placeholders that exist per element size. */
const sized = (letter: Letter): Readonly<Record<string, string>> => {
  const bits = 8 * elements[letter].bytes;
  const lanes: Readonly<Record<Letter, string>> = { b: '', h: 'HLM', s: 'HL', d: 'H' };
  const indexBits: Readonly<Record<Letter, number>> = { b: 4, h: 3, s: 2, d: 1 };
  return {
    shr: `<shr${bits}>`,
    shl: `<shl${bits}>`,
    fbits: `<fbits${bits}>`,
    esize: `<exactly${bits}>`,
    lane: `<lane.${lanes[letter]}>`,
    Vlane: letter === 'h' ? '<Vm|low>' : '<Vm>',
    index: `<lane${indexBits[letter]}>`,
    index2: `<from${indexBits[letter]}>`,
    amount: `<amount.${letter}>`,
    ...(letter === 'd' && { float8: '<float8.d>', floatByte: '<floatByte.d>' }),
  };
};

/** Names of an element and of its neighbours in size: `V` of scalars, `Ts` of lists, `.Ts` of lanes. */
const elementNames = (letter: Letter): Readonly<Record<string, string>> => {
  const { wider } = elements[letter];
  return {
    V: letter.toUpperCase(),
    Ts: letter.toUpperCase(),
    '.Ts': `<.${letter.toUpperCase()}>`,
    ...(wider && { Va: wider.toUpperCase() }),
    ...sized(letter),
  };
};

/** Half precision is an extension where single and double are not. */
const halfPrecision = (letter: Letter): Pick<Shape, 'feature'> => (letter === 'h' ? { feature: 'FP16' } : {});

const lanesOf = (letter: Letter, count: number): Lanes => ({
  size: (8 * elements[letter].bytes) as Lanes['size'],
  count,
});

const allScalars = (['b', 'h', 's', 'd'] as const).map(letter => ({
  id: letter,
  bits: elements[letter].bits,
  names: elementNames(letter),
  lanes: lanesOf(letter, 1),
}));

/** Scalars of these elements. */
export const scalars = (letters: string): readonly Shape[] =>
  allScalars.filter(({ id }) => letters.includes(id));

function arrangement(letter: Letter, Q: 0 | 1): Shape {
  const { bytes, wider, narrower, bits } = elements[letter];
  const of = (count: number, other: Letter | undefined) =>
    other === undefined ? '' : `${count}${other.toUpperCase()}`;
  const count = (Q === 1 ? 16 : 8) / bytes;
  return {
    id: `${count}${letter}`,
    half: Q === 1 ? '2' : '',
    lanes: lanesOf(letter, count),
    bits: { ...bits, Q: `${Q}` },
    names: {
      ...elementNames(letter),
      T: of(count, letter),
      // A register as wide: of the wider element, of the narrower, of bytes in words.
      Tp: of(count / 2, wider),
      Th: of(count * 2, narrower),
      Tq: of(count * 4, letter === 's' ? 'b' : undefined),
      // A whole register of the wider element; as many of the narrower.
      Ta: of(8 / bytes, wider),
      Tn: of(count, narrower),
    },
  };
}

const allArrangements = (['b', 'h', 's', 'd'] as const).flatMap(letter => [
  arrangement(letter, 0),
  arrangement(letter, 1),
]);

/** Arrangements by name. */
export const arrangements = (...names: readonly string[]): readonly Shape[] =>
  allArrangements.filter(({ id }) => names.includes(id));

/** All arrangements of these elements, but `1d`. */
export const vectorsOf = (letters: string): readonly Shape[] =>
  allArrangements.filter(({ id }) => letters.includes(id.at(-1)!) && id !== '1d');

/** Shapes of floating-point elements. */
export const floats = (shapes: readonly Shape[]): readonly Shape[] =>
  shapes.map(shape => ({ ...shape, ...halfPrecision(shape.id.at(-1) as Letter) }));

/** The only shape of an instruction that has but one. */
export const single: readonly Shape[] = [{ id: '', bits: {}, names: {} }];
