/**
 * Loads and stores of structures of one to four elements, whole vectors or one lane (C4.1). Each is the product of
 * what is transferred and how the base moves.
 */
import type { InstructionRow } from '../../instruction.ts';
import type { Move } from '../semantics/simd/memory.ts';
import {
  loadLane,
  loadReplicated,
  loadStructures,
  storeLane,
  storeStructures,
} from '../semantics/simd/memory.ts';
import type { Letter } from './simd-shapes.ts';
import { arrangements, scalars, vectorsOf } from './simd-shapes.ts';
import type { Shape } from './simd-table.ts';
import { rowsOf, withRanges } from './simd-table.ts';

/** A list of so many registers, each written with this end. */
const list = (count: number, end: string): string =>
  `\\{${['<Vt>', '<V(t+1)>', '<V(t+2)>', '<V(t+3)>']
    .slice(0, count)
    .map(register => `${register}.${end}`)
    .join(', ')}\\}`;

/** How the base moves; `bytes` are those transferred. */
// biome-ignore format: a table is read by columns
const modes = [
  { id: '',               move: 'none' as Move,     post: '0', Rm: '0 00000', base: (_bytes: number) => '[<Xn|SP>]', doc: '' },
  { id: ' post',          move: 'bytes' as Move,    post: '1', Rm: '0 11111', base: (bytes: number) => `[<Xn|SP>], #<bytes${bytes}>`, doc: ', then move the base' },
  { id: ' post register', move: 'register' as Move, post: '1', Rm: '0 Rm:5', base: (_bytes: number) => '[<Xn|SP>], <Xm|move>', doc: ', then move the base by a register' },
];

const directions = [
  { name: 'LD', L: '1', verb: 'Load', all: loadStructures, one: loadLane },
  { name: 'ST', L: '0', verb: 'Store', all: storeStructures, one: storeLane },
] as const;

const structures = ['elements', 'pairs of elements', 'triples of elements', 'quadruples of elements'];

/** Elements per structure, registers, opcode. */
// biome-ignore format: a table is read by columns
const multiple: readonly (readonly [elements: number, registers: number, opcode: string])[] = [
  [1, 1, '0111'],
  [1, 2, '1010'],
  [1, 3, '0110'],
  [1, 4, '0010'],
  [2, 2, '1000'],
  [3, 3, '0100'],
  [4, 4, '0000'],
];

const whole = vectorsOf('bhsd');
const bytesOf = ({ half }: Shape): number => (half === '2' ? 16 : 8);

const multipleRows = multiple.flatMap(([elements, registers, opcode]) =>
  directions.flatMap(({ name, L, verb, all }) =>
    modes.flatMap(({ id, move, post, Rm, base, doc }) =>
      (elements === 1 ? [...whole, ...arrangements('1d')] : whole).flatMap(shape =>
        rowsOf({
          title: `${name}${elements} (multiple structures) | ${registers}${id}`,
          pattern: `0 Q 001100 ${post} ${L} ${Rm} ${opcode} size Rn:5 Rt:5`,
          syntax: `${list(registers, '<T>')}, ${base(registers * bytesOf(shape))}`,
          doc: `${verb} ${structures[elements - 1]} of ${registers === 1 ? 'a vector' : `${registers} vectors`}${doc}`,
          shapes: [shape],
          feature: 'AdvSIMD',
          meaning: ({ lanes }) => all({ elements, registers, lanes, move }),
        }),
      ),
    ),
  ),
);

/** Where a lane's number lies, by its size. */
// biome-ignore format: a table is read by columns
const lanes: readonly (readonly [letter: Letter, opcode: string, S: string, size: string, bytes: number])[] = [
  ['b', '00', 'S:1', 'size:2',   1],
  ['h', '01', 'S:1', 'size:1 0', 2],
  ['s', '10', 'S:1', '00',       4],
  ['d', '10', '0',   '01',       8],
];

/** The number of elements of a structure, in bits 21 (R) and 13. */
// biome-ignore format: a table is read by columns
const counts = [
  { elements: 1, R: '0', odd: '0' },
  { elements: 2, R: '1', odd: '0' },
  { elements: 3, R: '0', odd: '1' },
  { elements: 4, R: '1', odd: '1' },
];

const laneRows = counts.flatMap(({ elements, R, odd }) =>
  directions.flatMap(({ name, L, verb, one }) =>
    modes.flatMap(({ id, move, post, Rm, base, doc }) =>
      lanes.flatMap(([letter, opcode, S, size, bytes]) =>
        rowsOf({
          title: `${name}${elements} (single structure) |${id}`,
          pattern: `0 Q:1 001101 ${post} ${L} ${R} ${Rm.slice(2)} ${opcode}${odd} ${S} ${size} Rn:5 Rt:5`,
          syntax: `${list(elements, '<Ts>')}[<element.${letter}>], ${base(elements * bytes)}`,
          doc: `${verb} one lane of ${elements === 1 ? 'a vector' : `${elements} vectors`}${doc}`,
          shapes: scalars(letter),
          feature: 'AdvSIMD',
          meaning: ({ lanes }) => one({ elements, lanes, move }),
        }),
      ),
    ),
  ),
);

const replicatingRows = counts.flatMap(({ elements, R, odd }) =>
  modes.flatMap(({ id, move, post, Rm, base, doc }) =>
    [...whole, ...arrangements('1d')].flatMap(shape =>
      rowsOf({
        title: `LD${elements}R |${id}`,
        pattern: `0 Q 001101 ${post} 1 ${R} ${Rm.slice(2)} 11${odd} 0 size Rn:5 Rt:5`,
        syntax: `${list(elements, '<T>')}, ${base(elements * lanes.find(([letter]) => letter.toUpperCase() === shape.names.Ts)![4])}`,
        doc: `Load a structure to all lanes of ${elements === 1 ? 'a vector' : `${elements} vectors`}${doc}`,
        shapes: [shape],
        feature: 'AdvSIMD',
        meaning: ({ lanes }) => loadReplicated({ elements, lanes, move }),
      }),
    ),
  ),
);

export const structureTransfers: readonly InstructionRow[] = withRanges([
  ...multipleRows,
  ...laneRows,
  ...replicatingRows,
]);
