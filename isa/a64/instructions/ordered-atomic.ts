/**
 * Exclusive, ordered and atomic accesses, and pointer-authenticated loads (C4.1, Loads and Stores). Their names
 * are made of parts: operation, acquire (`a`) and release (`l`), size.
 */
import type { AtomicOperation } from '../semantics/exclusives.ts';
import {
  atomicMemory,
  compareAndSwap,
  compareAndSwapPair,
  loadExclusive,
  loadExclusivePair,
  storeExclusive,
  storeExclusivePair,
} from '../semantics/exclusives.ts';
import type { Size } from '../semantics/memory.ts';
import { loadRegister, storeRegister } from '../semantics/memory.ts';
import type { Width } from '../semantics/registers.ts';
import type { Line } from './table.ts';
import { alias, table } from './table.ts';

interface AccessSize {
  readonly bits: string;
  /** Letter at the end of the mnemonic. */
  readonly suffix: string;
  /** Letter of the transfer register. */
  readonly letter: 'W' | 'X';
  readonly bytes: Size;
  readonly width: Width;
  readonly noun: string;
}

// biome-ignore format: a table is read by columns
const sizes: readonly AccessSize[] = [
  { bits: '00', suffix: 'b', letter: 'W', bytes: 1, width: 32, noun: 'byte' },
  { bits: '01', suffix: 'h', letter: 'W', bytes: 2, width: 32, noun: 'halfword' },
  { bits: '10', suffix: '',  letter: 'W', bytes: 4, width: 32, noun: 'word' },
  { bits: '11', suffix: '',  letter: 'X', bytes: 8, width: 64, noun: 'doubleword' },
];

// biome-ignore format: a table is read by columns
const orders = [
  { suffix: '',   acquire: false, release: false, words: '' },
  { suffix: 'a',  acquire: true,  release: false, words: ', acquiring' },
  { suffix: 'l',  acquire: false, release: true,  words: ', releasing' },
  { suffix: 'al', acquire: true,  release: true,  words: ', acquiring and releasing' },
] as const;

const acquires = { access: { acquire: true, aligned: true } };
const releases = { access: { release: true, aligned: true } };

// biome-ignore format: a table is read by columns
const exclusive = sizes.flatMap(({ bits, suffix, letter: R, bytes: size, width, noun }) => {
  const s = suffix;
  const S = suffix.toUpperCase();
  const w = R.toLowerCase();
  return [
    ...table('v8.0', [
      [`stxr${s}-${w}`,  `${bits} 001000 0 0 0 Rs:5 0 11111 Rn:5 Rt:5`,  `<Ws>, <${R}t>, [<Xn|SP>{, #<zero>}]`, `STXR${S}`,  `Store a ${noun} if the exclusive monitor allows`,            () => storeExclusive(size)],
      [`stlxr${s}-${w}`, `${bits} 001000 0 0 0 Rs:5 1 11111 Rn:5 Rt:5`,  `<Ws>, <${R}t>, [<Xn|SP>{, #<zero>}]`, `STLXR${S}`, `Store a ${noun} if the exclusive monitor allows, releasing`, () => storeExclusive(size, { release: true })],
      [`ldxr${s}-${w}`,  `${bits} 001000 0 1 0 11111 0 11111 Rn:5 Rt:5`, `<${R}t>, [<Xn|SP>{, #<zero>}]`,       `LDXR${S}`,  `Load a ${noun} and mark it exclusive`,                       () => loadExclusive(size)],
      [`ldaxr${s}-${w}`, `${bits} 001000 0 1 0 11111 1 11111 Rn:5 Rt:5`, `<${R}t>, [<Xn|SP>{, #<zero>}]`,       `LDAXR${S}`, `Load a ${noun} and mark it exclusive, acquiring`,            () => loadExclusive(size, { acquire: true })],
      [`stlr${s}-${w}`,  `${bits} 001000 1 0 0 11111 1 11111 Rn:5 Rt:5`, `<${R}t>, [<Xn|SP>{, #<zero>}]`,       `STLR${S}`,  `Store a ${noun}, releasing`,                                 () => storeRegister({ size, width, addressing: 'offset', ...releases })],
      [`ldar${s}-${w}`,  `${bits} 001000 1 1 0 11111 1 11111 Rn:5 Rt:5`, `<${R}t>, [<Xn|SP>{, #<zero>}]`,       `LDAR${S}`,  `Load a ${noun}, acquiring`,                                  () => loadRegister({ size, width, addressing: 'offset', ...acquires })],
    ]),
    ...table('LOR', [
      [`stllr${s}-${w}`, `${bits} 001000 1 0 0 11111 0 11111 Rn:5 Rt:5`, `<${R}t>, [<Xn|SP>{, #<zero>}]`, `STLLR${S}`, `Store a ${noun}, releasing in its limited ordering region`, () => storeRegister({ size, width, addressing: 'offset', ...releases })],
      [`ldlar${s}-${w}`, `${bits} 001000 1 1 0 11111 0 11111 Rn:5 Rt:5`, `<${R}t>, [<Xn|SP>{, #<zero>}]`, `LDLAR${S}`, `Load a ${noun}, acquiring in its limited ordering region`,  () => loadRegister({ size, width, addressing: 'offset', ...acquires })],
    ]),
    ...table('LRCPC', [
      [`ldapr${s}-${w}`, `${bits} 111 0 00 1 0 1 11111 1 100 00 Rn:5 Rt:5`, `<${R}t>, [<Xn|SP>{, #<zero>}]`, `LDAPR${S}`, `Load a ${noun}, acquiring (release consistent by processor)`, () => loadRegister({ size, width, addressing: 'offset', ...acquires })],
    ]),
  ];
});

// biome-ignore format: a table is read by columns
const exclusivePairs = ([[32, 'W', '0'], [64, 'X', '1']] as const).flatMap(([width, R, sz]) => {
  const w = R.toLowerCase();
  return table('v8.0', [
    [`stxp-${w}`,  `1 ${sz} 001000 0 0 1 Rs:5 0 Rt2:5 Rn:5 Rt:5`,  `<Ws>, <${R}t>, <${R}t2>, [<Xn|SP>{, #<zero>}]`, 'STXP',  'Store two registers if the exclusive monitor allows',            () => storeExclusivePair(width)],
    [`stlxp-${w}`, `1 ${sz} 001000 0 0 1 Rs:5 1 Rt2:5 Rn:5 Rt:5`,  `<Ws>, <${R}t>, <${R}t2>, [<Xn|SP>{, #<zero>}]`, 'STLXP', 'Store two registers if the exclusive monitor allows, releasing', () => storeExclusivePair(width, { release: true })],
    [`ldxp-${w}`,  `1 ${sz} 001000 0 1 1 11111 0 Rt2:5 Rn:5 Rt:5`, `<${R}t>, <${R}t2>, [<Xn|SP>{, #<zero>}]`,       'LDXP',  'Load two registers and mark them exclusive',                     () => loadExclusivePair(width)],
    [`ldaxp-${w}`, `1 ${sz} 001000 0 1 1 11111 1 Rt2:5 Rn:5 Rt:5`, `<${R}t>, <${R}t2>, [<Xn|SP>{, #<zero>}]`,       'LDAXP', 'Load two registers and mark them exclusive, acquiring',          () => loadExclusivePair(width, { acquire: true })],
  ]);
});

// biome-ignore format: a table is read by columns
const unscaledOrdered = table('LRCPC2', [
  ['stlurb-w',    '00 011001 00 0 imm9:9 00 Rn:5 Rt:5', '<Wt>, [<Xn|SP>{, #<simm9>}]', 'STLURB',   'Store a byte, releasing',                                   () => storeRegister({ size: 1, width: 32, addressing: 'offset', ...releases })],
  ['ldapurb-w',   '00 011001 01 0 imm9:9 00 Rn:5 Rt:5', '<Wt>, [<Xn|SP>{, #<simm9>}]', 'LDAPURB',  'Load a byte, acquiring',                                    () => loadRegister({ size: 1, width: 32, addressing: 'offset', ...acquires })],
  ['ldapursb-x',  '00 011001 10 0 imm9:9 00 Rn:5 Rt:5', '<Xt>, [<Xn|SP>{, #<simm9>}]', 'LDAPURSB', 'Load a byte and extend its sign to 64 bits, acquiring',     () => loadRegister({ size: 1, width: 64, signed: true, addressing: 'offset', ...acquires })],
  ['ldapursb-w',  '00 011001 11 0 imm9:9 00 Rn:5 Rt:5', '<Wt>, [<Xn|SP>{, #<simm9>}]', 'LDAPURSB', 'Load a byte and extend its sign to 32 bits, acquiring',     () => loadRegister({ size: 1, width: 32, signed: true, addressing: 'offset', ...acquires })],
  ['stlurh-w',    '01 011001 00 0 imm9:9 00 Rn:5 Rt:5', '<Wt>, [<Xn|SP>{, #<simm9>}]', 'STLURH',   'Store a halfword, releasing',                               () => storeRegister({ size: 2, width: 32, addressing: 'offset', ...releases })],
  ['ldapurh-w',   '01 011001 01 0 imm9:9 00 Rn:5 Rt:5', '<Wt>, [<Xn|SP>{, #<simm9>}]', 'LDAPURH',  'Load a halfword, acquiring',                                () => loadRegister({ size: 2, width: 32, addressing: 'offset', ...acquires })],
  ['ldapursh-x',  '01 011001 10 0 imm9:9 00 Rn:5 Rt:5', '<Xt>, [<Xn|SP>{, #<simm9>}]', 'LDAPURSH', 'Load a halfword and extend its sign to 64 bits, acquiring', () => loadRegister({ size: 2, width: 64, signed: true, addressing: 'offset', ...acquires })],
  ['ldapursh-w',  '01 011001 11 0 imm9:9 00 Rn:5 Rt:5', '<Wt>, [<Xn|SP>{, #<simm9>}]', 'LDAPURSH', 'Load a halfword and extend its sign to 32 bits, acquiring', () => loadRegister({ size: 2, width: 32, signed: true, addressing: 'offset', ...acquires })],
  ['stlur-w',     '10 011001 00 0 imm9:9 00 Rn:5 Rt:5', '<Wt>, [<Xn|SP>{, #<simm9>}]', 'STLUR',    'Store a word, releasing',                                   () => storeRegister({ size: 4, width: 32, addressing: 'offset', ...releases })],
  ['ldapur-w',    '10 011001 01 0 imm9:9 00 Rn:5 Rt:5', '<Wt>, [<Xn|SP>{, #<simm9>}]', 'LDAPUR',   'Load a word, acquiring',                                    () => loadRegister({ size: 4, width: 32, addressing: 'offset', ...acquires })],
  ['ldapursw-x',  '10 011001 10 0 imm9:9 00 Rn:5 Rt:5', '<Xt>, [<Xn|SP>{, #<simm9>}]', 'LDAPURSW', 'Load a word and extend its sign to 64 bits, acquiring',     () => loadRegister({ size: 4, width: 64, signed: true, addressing: 'offset', ...acquires })],
  ['stlur-x',     '11 011001 00 0 imm9:9 00 Rn:5 Rt:5', '<Xt>, [<Xn|SP>{, #<simm9>}]', 'STLUR',    'Store a doubleword, releasing',                             () => storeRegister({ size: 8, width: 64, addressing: 'offset', ...releases })],
  ['ldapur-x',    '11 011001 01 0 imm9:9 00 Rn:5 Rt:5', '<Xt>, [<Xn|SP>{, #<simm9>}]', 'LDAPUR',   'Load a doubleword, acquiring',                              () => loadRegister({ size: 8, width: 64, addressing: 'offset', ...acquires })],
]);

// biome-ignore format: a table is read by columns
const atomics: readonly (readonly [
  operation: AtomicOperation,
  o3: string,
  opc: string,
  page: string,
  doc: string,
])[] = [
  ['add',  '0', '000', 'LDADD',  'Add to memory'],
  ['clr',  '0', '001', 'LDCLR',  'Clear bits in memory'],
  ['eor',  '0', '010', 'LDEOR',  'Exclusive or to memory'],
  ['set',  '0', '011', 'LDSET',  'Set bits in memory'],
  ['smax', '0', '100', 'LDSMAX', 'Signed maximum to memory'],
  ['smin', '0', '101', 'LDSMIN', 'Signed minimum to memory'],
  ['umax', '0', '110', 'LDUMAX', 'Unsigned maximum to memory'],
  ['umin', '0', '111', 'LDUMIN', 'Unsigned minimum to memory'],
  ['swp',  '1', '000', 'SWP',    'Swap with memory'],
];

const bit = (set: boolean): string => (set ? '1' : '0');

/** `ldadd`, `ldadda`, `ldaddal`, `ldaddl` … of all sizes, and `stadd`, `staddl` …, which drop the old value. */
const atomicRows = atomics.flatMap(([operation, o3, opc, page, doc]) =>
  orders.flatMap(({ suffix: order, acquire, release, words }) =>
    sizes.flatMap(({ bits, suffix, letter, bytes, noun }) => {
      const base = operation === 'swp' ? 'swp' : `ld${operation}`;
      const id = `${base}${order}${suffix}-${letter.toLowerCase()}`;
      const title = `${page}${['b', 'h'].includes(suffix) ? suffix.toUpperCase() : ''}`;
      const pattern = (A: string, Rt: string): string =>
        `${bits} 111 0 00 ${A} ${bit(release)} 1 Rs:5 ${o3} ${opc} 00 Rn:5 ${Rt}`;
      const lines: Line[] = [
        [
          id,
          pattern(bit(acquire), 'Rt:5'),
          `<${letter}s>, <${letter}t>, [<Xn|SP>{, #<zero>}]`,
          title,
          `${doc}, a ${noun}, and give back the old value${words}`,
          () => atomicMemory(operation, bytes, { acquire, release }),
        ],
      ];
      if (operation !== 'swp' && !acquire) {
        lines.push([
          id.replace('ld', 'st'),
          pattern('0', '11111'),
          `<${letter}s>, [<Xn|SP>{, #<zero>}]`,
          title.replace('LD', 'ST'),
          `${doc}, a ${noun}${words}`,
          alias(id),
        ]);
      }
      return table('LSE', lines);
    }),
  ),
);

const compareAndSwapRows = orders.flatMap(({ suffix: order, acquire, release, words }) => [
  ...sizes.flatMap(({ bits, suffix, letter, bytes, noun }) =>
    table('LSE', [
      [
        `cas${order}${suffix}-${letter.toLowerCase()}`,
        `${bits} 001000 1 ${bit(acquire)} 1 Rs:5 ${bit(release)} 11111 Rn:5 Rt:5`,
        `<${letter}s>, <${letter}t>, [<Xn|SP>{, #<zero>}]`,
        `CAS${suffix.toUpperCase()}`,
        `Compare a ${noun} in memory with the first register and, if equal, store the second${words}`,
        () => compareAndSwap(bytes, { acquire, release }),
      ],
    ]),
  ),
  ...(['W', 'X'] as const).flatMap((letter, sz) =>
    table('LSE', [
      [
        `casp${order}-${letter.toLowerCase()}`,
        `0 ${sz} 001000 0 ${bit(acquire)} 1 Rs:5 ${bit(release)} 11111 Rn:5 Rt:5`,
        `<${letter}s:even>, <${letter}(s+1)>, <${letter}t:even>, <${letter}(t+1)>, [<Xn|SP>{, #<zero>}]`,
        'CASP',
        `Compare a pair in memory with the first pair and, if equal, store the second${words}`,
        () => compareAndSwapPair(letter === 'X' ? 64 : 32, { acquire, release }),
      ],
    ]),
  ),
]);

/** `ldraa x0, [x1, #8]!` and its three siblings. */
const authenticatedLoads = (['a', 'b'] as const).flatMap((key, M) =>
  table('PAuth', [
    [
      `ldra${key}-offset`,
      `11 111 0 00 ${M} S:1 1 imm9:9 0 1 Rn:5 Rt:5`,
      '<Xt>, [<Xn|SP>{, #<simm10*8>}]',
      'LDRAA, LDRAB',
      `Load a doubleword at an address authenticated with key ${key.toUpperCase()}`,
      () => loadRegister({ size: 8, width: 64, addressing: 'offset' }),
    ],
    [
      `ldra${key}-pre`,
      `11 111 0 00 ${M} S:1 1 imm9:9 1 1 Rn:5 Rt:5`,
      '<Xt>, [<Xn|SP>, #<simm10*8>]!',
      'LDRAA, LDRAB',
      `Load a doubleword at an address authenticated with key ${key.toUpperCase()} and move the base`,
      () => loadRegister({ size: 8, width: 64, addressing: 'pre-index' }),
    ],
  ]),
);

export const orderedAndAtomic = [
  ...exclusive,
  ...exclusivePairs,
  ...unscaledOrdered,
  ...compareAndSwapRows,
  ...atomicRows,
  ...authenticatedLoads,
];
