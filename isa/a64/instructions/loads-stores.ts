/**
 * Loads and stores of one register and of pairs (C4.1, Loads and Stores). Each is the product of two tables: what
 * is transferred, and how it is addressed.
 */
import type { InstructionRow } from '../../instruction.ts';
import type { Semantics } from '../../semantics.ts';
import type { Addressing, PairForm, TransferForm } from '../semantics/memory.ts';
import { loadPair, loadRegister, prefetch, storePair, storeRegister } from '../semantics/memory.ts';
import type { SimdSize } from '../semantics/simd/memory.ts';
import { loadSimd, loadSimdPair, storeSimd, storeSimdPair } from '../semantics/simd/memory.ts';
import type { Line, Meaning } from './table.ts';
import { spelling, table } from './table.ts';

/** What one row moves. */
interface Transfer {
  readonly name: string;
  /** Fields of the encoding. */
  readonly size: string;
  readonly V: string;
  readonly opc: string;
  /** Placeholder of the transfer register; its first letter tells rows of one name apart. */
  readonly register: string;
  /** log2 of the bytes. */
  readonly scale: number;
  readonly doc: string;
  readonly semantics?: (addressing: Addressing, access: TransferForm['access']) => Semantics;
}

type Form = Pick<TransferForm, 'size' | 'width' | 'signed'>;
const loads = (form: Form) => (addressing: Addressing, access: TransferForm['access']) =>
  loadRegister({ ...form, addressing, ...(access && { access }) });
const stores = (form: Form) => (addressing: Addressing, access: TransferForm['access']) =>
  storeRegister({ ...form, addressing, ...(access && { access }) });

const simdLoads = (size: SimdSize) => (addressing: Addressing) => loadSimd(size, addressing);
const simdStores = (size: SimdSize) => (addressing: Addressing) => storeSimd(size, addressing);

// biome-ignore format: a table is read by columns
const transfers: readonly Transfer[] = [
  { name: 'strb',  size: '00', V: '0', opc: '00', register: 'Wt',    scale: 0, doc: 'Store a byte',                                   semantics: stores({ size: 1, width: 32 }) },
  { name: 'ldrb',  size: '00', V: '0', opc: '01', register: 'Wt',    scale: 0, doc: 'Load a byte',                                    semantics: loads({ size: 1, width: 32 }) },
  { name: 'ldrsb', size: '00', V: '0', opc: '10', register: 'Xt',    scale: 0, doc: 'Load a byte and extend its sign to 64 bits',     semantics: loads({ size: 1, width: 64, signed: true }) },
  { name: 'ldrsb', size: '00', V: '0', opc: '11', register: 'Wt',    scale: 0, doc: 'Load a byte and extend its sign to 32 bits',     semantics: loads({ size: 1, width: 32, signed: true }) },
  { name: 'strh',  size: '01', V: '0', opc: '00', register: 'Wt',    scale: 1, doc: 'Store a halfword',                               semantics: stores({ size: 2, width: 32 }) },
  { name: 'ldrh',  size: '01', V: '0', opc: '01', register: 'Wt',    scale: 1, doc: 'Load a halfword',                                semantics: loads({ size: 2, width: 32 }) },
  { name: 'ldrsh', size: '01', V: '0', opc: '10', register: 'Xt',    scale: 1, doc: 'Load a halfword and extend its sign to 64 bits', semantics: loads({ size: 2, width: 64, signed: true }) },
  { name: 'ldrsh', size: '01', V: '0', opc: '11', register: 'Wt',    scale: 1, doc: 'Load a halfword and extend its sign to 32 bits', semantics: loads({ size: 2, width: 32, signed: true }) },
  { name: 'str',   size: '10', V: '0', opc: '00', register: 'Wt',    scale: 2, doc: 'Store a word',                                   semantics: stores({ size: 4, width: 32 }) },
  { name: 'ldr',   size: '10', V: '0', opc: '01', register: 'Wt',    scale: 2, doc: 'Load a word',                                    semantics: loads({ size: 4, width: 32 }) },
  { name: 'ldrsw', size: '10', V: '0', opc: '10', register: 'Xt',    scale: 2, doc: 'Load a word and extend its sign to 64 bits',     semantics: loads({ size: 4, width: 64, signed: true }) },
  { name: 'str',   size: '11', V: '0', opc: '00', register: 'Xt',    scale: 3, doc: 'Store a doubleword',                             semantics: stores({ size: 8, width: 64 }) },
  { name: 'ldr',   size: '11', V: '0', opc: '01', register: 'Xt',    scale: 3, doc: 'Load a doubleword',                              semantics: loads({ size: 8, width: 64 }) },
  { name: 'prfm',  size: '11', V: '0', opc: '10', register: 'prfop', scale: 3, doc: 'Prefetch memory',                                semantics: prefetch },

  { name: 'str',   size: '00', V: '1', opc: '00', register: 'Bt',    scale: 0, doc: 'Store an 8-bit SIMD&FP register',                       semantics: simdStores(1) },
  { name: 'ldr',   size: '00', V: '1', opc: '01', register: 'Bt',    scale: 0, doc: 'Load an 8-bit SIMD&FP register',                        semantics: simdLoads(1) },
  { name: 'str',   size: '01', V: '1', opc: '00', register: 'Ht',    scale: 1, doc: 'Store a 16-bit SIMD&FP register',                       semantics: simdStores(2) },
  { name: 'ldr',   size: '01', V: '1', opc: '01', register: 'Ht',    scale: 1, doc: 'Load a 16-bit SIMD&FP register',                        semantics: simdLoads(2) },
  { name: 'str',   size: '10', V: '1', opc: '00', register: 'St',    scale: 2, doc: 'Store a 32-bit SIMD&FP register',                       semantics: simdStores(4) },
  { name: 'ldr',   size: '10', V: '1', opc: '01', register: 'St',    scale: 2, doc: 'Load a 32-bit SIMD&FP register',                        semantics: simdLoads(4) },
  { name: 'str',   size: '11', V: '1', opc: '00', register: 'Dt',    scale: 3, doc: 'Store a 64-bit SIMD&FP register',                       semantics: simdStores(8) },
  { name: 'ldr',   size: '11', V: '1', opc: '01', register: 'Dt',    scale: 3, doc: 'Load a 64-bit SIMD&FP register',                        semantics: simdLoads(8) },
  { name: 'str',   size: '00', V: '1', opc: '10', register: 'Qt',    scale: 4, doc: 'Store a 128-bit SIMD&FP register',                       semantics: simdStores(16) },
  { name: 'ldr',   size: '00', V: '1', opc: '11', register: 'Qt',    scale: 4, doc: 'Load a 128-bit SIMD&FP register',                        semantics: simdLoads(16) },
];

/** How one row addresses memory; `T` stands for the transfer register, `N` for its bytes, `L` for their log2. */
interface Mode {
  readonly id: string;
  /** Takes the place of the `r` in `ldr`, `str`, `prfm`. */
  readonly letters: string;
  readonly addressing: Addressing;
  readonly pattern: string;
  readonly syntax: string;
  readonly page: string;
  readonly doc: string;
  readonly applies?: (transfer: Transfer) => boolean;
  readonly access?: TransferForm['access'];
}

const general = ({ V }: Transfer) => V === '0';
const moves = ({ name }: Transfer) => name !== 'prfm';
const bytes = ({ scale }: Transfer) => scale === 0;
const wider = ({ scale }: Transfer) => scale !== 0;

// biome-ignore format: a table is read by columns
const modes: readonly Mode[] = [
  { id: 'unsigned',     letters: 'r',  addressing: 'offset',     pattern: 'size 111 V 01 opc imm12:12 Rn:5 Rt:5',                 syntax: '<T>, [<Xn|SP>{, #<uimm12*N>}]',              page: ' (immediate)', doc: 'at an unsigned offset' },
  { id: 'post',         letters: 'r',  addressing: 'post-index', pattern: 'size 111 V 00 opc 0 imm9:9 01 Rn:5 Rt:5',              syntax: '<T>, [<Xn|SP>], #<simm9>',                   page: ' (immediate)', doc: 'at the base, then move the base',  applies: moves },
  { id: 'pre',          letters: 'r',  addressing: 'pre-index',  pattern: 'size 111 V 00 opc 0 imm9:9 11 Rn:5 Rt:5',              syntax: '<T>, [<Xn|SP>, #<simm9>]!',                  page: ' (immediate)', doc: 'at the base moved by an offset',   applies: moves },
  { id: 'unscaled',     letters: 'ur', addressing: 'offset',     pattern: 'size 111 V 00 opc 0 imm9:9 00 Rn:5 Rt:5',              syntax: '<T>, [<Xn|SP>{, #<simm9>}]',                 page: '',             doc: 'at a signed offset in bytes' },
  { id: 'unprivileged', letters: 'tr', addressing: 'offset',     pattern: 'size 111 V 00 opc 0 imm9:9 10 Rn:5 Rt:5',              syntax: '<T>, [<Xn|SP>{, #<simm9>}]',                 page: '',             doc: 'with the permissions of EL0',      applies: transfer => general(transfer) && moves(transfer), access: { unprivileged: true } },
  { id: 'index-w',      letters: 'r',  addressing: 'register',   pattern: 'size 111 V 00 opc 1 Rm:5 option:3 S:1 10 Rn:5 Rt:5',   syntax: '<T>, [<Xn|SP>, <Wm>, <indexW>{ #<indexL>}]', page: ' (register)',  doc: 'at an index in a 32-bit register', applies: wider },
  { id: 'index-x',      letters: 'r',  addressing: 'register',   pattern: 'size 111 V 00 opc 1 Rm:5 extend=011 S:1 10 Rn:5 Rt:5', syntax: '<T>, [<Xn|SP>, <Xm>{, LSL #<indexL>}]',      page: ' (register)',  doc: 'at an index in a 64-bit register', applies: wider },
  { id: 'index-sx',     letters: 'r',  addressing: 'register',   pattern: 'size 111 V 00 opc 1 Rm:5 extend=111 S:1 10 Rn:5 Rt:5', syntax: '<T>, [<Xn|SP>, <Xm>, SXTX{ #<indexL>}]',     page: ' (register)',  doc: 'at an index in a 64-bit register', applies: wider },
  // Of bytes a shift by 0 differs from none in the encoding only.
  { id: 'shifted-w',    letters: 'r',  addressing: 'register',   pattern: 'size 111 V 00 opc 1 Rm:5 option:3 1 10 Rn:5 Rt:5',     syntax: '<T>, [<Xn|SP>, <Wm>, <indexW> #<index0>]',   page: ' (register)',  doc: 'at an index in a 32-bit register', applies: bytes },
  { id: 'shifted-x',    letters: 'r',  addressing: 'register',   pattern: 'size 111 V 00 opc 1 Rm:5 extend=011 1 10 Rn:5 Rt:5',   syntax: '<T>, [<Xn|SP>, <Xm>, LSL #<index0>]',        page: ' (register)',  doc: 'at an index in a 64-bit register', applies: bytes },
  { id: 'shifted-sx',   letters: 'r',  addressing: 'register',   pattern: 'size 111 V 00 opc 1 Rm:5 extend=111 1 10 Rn:5 Rt:5',   syntax: '<T>, [<Xn|SP>, <Xm>, SXTX #<index0>]',       page: ' (register)',  doc: 'at an index in a 64-bit register', applies: bytes },
  { id: 'index-w',      letters: 'r',  addressing: 'register',   pattern: 'size 111 V 00 opc 1 Rm:5 option:3 0 10 Rn:5 Rt:5',     syntax: '<T>, [<Xn|SP>, <Wm>, <indexW>{ #<index0>}]', page: ' (register)',  doc: 'at an index in a 32-bit register', applies: bytes },
  { id: 'index-x',      letters: 'r',  addressing: 'register',   pattern: 'size 111 V 00 opc 1 Rm:5 extend=011 0 10 Rn:5 Rt:5',   syntax: '<T>, [<Xn|SP>, <Xm>{, LSL #<index0>}]',      page: ' (register)',  doc: 'at an index in a 64-bit register', applies: bytes },
  { id: 'index-sx',     letters: 'r',  addressing: 'register',   pattern: 'size 111 V 00 opc 1 Rm:5 extend=111 0 10 Rn:5 Rt:5',   syntax: '<T>, [<Xn|SP>, <Xm>, SXTX{ #<index0>}]',     page: ' (register)',  doc: 'at an index in a 64-bit register', applies: bytes },
];

/** A literal is addressed by its label, within 1 MiB. */
// biome-ignore format: a table is read by columns
const literals = [
  ...table('v8.0', [
    ['ldr-literal-w',   '00 011 0 00 imm19:19 Rt:5', '<Wt>, <label19>',    'LDR (literal)',   'Load a word at a label',                                () => loadRegister({ size: 4, width: 32, addressing: 'literal' })],
    ['ldr-literal-x',   '01 011 0 00 imm19:19 Rt:5', '<Xt>, <label19>',    'LDR (literal)',   'Load a doubleword at a label',                          () => loadRegister({ size: 8, width: 64, addressing: 'literal' })],
    ['ldrsw-literal-x', '10 011 0 00 imm19:19 Rt:5', '<Xt>, <label19>',    'LDRSW (literal)', 'Load a word at a label and extend its sign to 64 bits', () => loadRegister({ size: 4, width: 64, signed: true, addressing: 'literal' })],
    ['prfm-literal',    '11 011 0 00 imm19:19 Rt:5', '<prfop>, <label19>', 'PRFM (literal)',  'Prefetch memory at a label',                            prefetch],
  ]),
  ...table('v8.0', [
    ['ldr-literal-s',   '00 011 1 00 imm19:19 Rt:5', '<St>, <label19>',    'LDR (literal, SIMD&FP)', 'Load a 32-bit SIMD&FP register at a label', () => loadSimd(4, 'literal')],
    ['ldr-literal-d',   '01 011 1 00 imm19:19 Rt:5', '<Dt>, <label19>',    'LDR (literal, SIMD&FP)', 'Load a 64-bit SIMD&FP register at a label', () => loadSimd(8, 'literal')],
    ['ldr-literal-q',   '10 011 1 00 imm19:19 Rt:5', '<Qt>, <label19>',    'LDR (literal, SIMD&FP)', 'Load a 128-bit SIMD&FP register at a label', () => loadSimd(16, 'literal')],
  ], 'C7.2'),
];

/** What a pair of registers moves. */
interface PairTransfer {
  readonly name: string;
  readonly opc: string;
  readonly V: string;
  readonly L: string;
  readonly letter: string;
  readonly bytes: number;
  readonly doc: string;
  readonly semantics?: (addressing: PairForm['addressing']) => Semantics;
}

// biome-ignore format: a table is read by columns
const pairs: readonly PairTransfer[] = [
  { name: 'stp',   opc: '00', V: '0', L: '0', letter: 'W', bytes: 4,  doc: 'Store two words',                                  semantics: addressing => storePair({ size: 4, addressing }) },
  { name: 'ldp',   opc: '00', V: '0', L: '1', letter: 'W', bytes: 4,  doc: 'Load two words',                                   semantics: addressing => loadPair({ size: 4, addressing }) },
  { name: 'ldpsw', opc: '01', V: '0', L: '1', letter: 'X', bytes: 4,  doc: 'Load two words and extend their signs to 64 bits', semantics: addressing => loadPair({ size: 4, signed: true, addressing }) },
  { name: 'stp',   opc: '10', V: '0', L: '0', letter: 'X', bytes: 8,  doc: 'Store two doublewords',                            semantics: addressing => storePair({ size: 8, addressing }) },
  { name: 'ldp',   opc: '10', V: '0', L: '1', letter: 'X', bytes: 8,  doc: 'Load two doublewords',                             semantics: addressing => loadPair({ size: 8, addressing }) },
  { name: 'stp',   opc: '00', V: '1', L: '0', letter: 'S', bytes: 4,  doc: 'Store two 32-bit SIMD&FP registers',              semantics: addressing => storeSimdPair(4, addressing) },
  { name: 'ldp',   opc: '00', V: '1', L: '1', letter: 'S', bytes: 4,  doc: 'Load two 32-bit SIMD&FP registers',              semantics: addressing => loadSimdPair(4, addressing) },
  { name: 'stp',   opc: '01', V: '1', L: '0', letter: 'D', bytes: 8,  doc: 'Store two 64-bit SIMD&FP registers',              semantics: addressing => storeSimdPair(8, addressing) },
  { name: 'ldp',   opc: '01', V: '1', L: '1', letter: 'D', bytes: 8,  doc: 'Load two 64-bit SIMD&FP registers',              semantics: addressing => loadSimdPair(8, addressing) },
  { name: 'stp',   opc: '10', V: '1', L: '0', letter: 'Q', bytes: 16, doc: 'Store two 128-bit SIMD&FP registers',              semantics: addressing => storeSimdPair(16, addressing) },
  { name: 'ldp',   opc: '10', V: '1', L: '1', letter: 'Q', bytes: 16, doc: 'Load two 128-bit SIMD&FP registers',              semantics: addressing => loadSimdPair(16, addressing) },
];

// biome-ignore format: a table is read by columns
const pairModes = [
  { id: 'offset',      letters: 'p',  addressing: 'offset',     pattern: 'opc 101 V 010 L imm7:7 Rt2:5 Rn:5 Rt:5', syntax: '<T>, <T2>, [<Xn|SP>{, #<simm7*N>}]', doc: 'at an offset' },
  { id: 'post',        letters: 'p',  addressing: 'post-index', pattern: 'opc 101 V 001 L imm7:7 Rt2:5 Rn:5 Rt:5', syntax: '<T>, <T2>, [<Xn|SP>], #<simm7*N>',   doc: 'at the base, then move the base' },
  { id: 'pre',         letters: 'p',  addressing: 'pre-index',  pattern: 'opc 101 V 011 L imm7:7 Rt2:5 Rn:5 Rt:5', syntax: '<T>, <T2>, [<Xn|SP>, #<simm7*N>]!',  doc: 'at the base moved by an offset' },
  { id: 'nontemporal', letters: 'np', addressing: 'offset',     pattern: 'opc 101 V 000 L imm7:7 Rt2:5 Rn:5 Rt:5', syntax: '<T>, <T2>, [<Xn|SP>{, #<simm7*N>}]', doc: 'at an offset, unlikely to be used again soon' },
] as const;

/** Replaces the names of fixed fields in a pattern by their bits. */
const filled = (pattern: string, bits: Readonly<Record<string, string>>): string =>
  pattern.replace(/\b(size|opc|V|L)\b/g, name => bits[name] ?? name);

/** The chapter of the manual and the words that a page of SIMD&FP registers adds to its title. */
const chapterOf = (V: string) => (V === '1' ? ('C7.2' as const) : ('C6.2' as const));
const pageOf = (name: string, suffix: string, V: string): string => {
  if (V === '0') return `${name.toUpperCase()}${suffix}`;
  return suffix === ''
    ? `${name.toUpperCase()} (SIMD&FP)`
    : `${name.toUpperCase()}${suffix.replace(')', ', SIMD&FP)')}`;
};

function transferRow(transfer: Transfer, mode: Mode, name: string, meaning?: Meaning): InstructionRow[] {
  const { register, scale, V, doc } = transfer;
  const letter = register === 'prfop' ? '' : `-${register[0]!.toLowerCase()}`;
  const syntax = mode.syntax
    .replace('<T>', `<${register}>`)
    .replace('*N>', `*${1 << scale}>`)
    .replace('<indexL>', `<index${scale}>`);
  const line: Line = [
    `${name}-${mode.id}${letter}`,
    filled(mode.pattern, { size: transfer.size, V, opc: transfer.opc }),
    syntax,
    pageOf(name, mode.page, V),
    `${doc} ${mode.doc}`,
    ...(meaning === undefined ? ([] as const) : ([meaning] as const)),
  ];
  return [...table('v8.0', [line], chapterOf(V))];
}

const nameIn = ({ name }: Transfer, { letters }: Mode): string =>
  name === 'prfm' ? name.replace('m', `${letters.slice(0, -1)}m`) : name.replace('r', letters);

/** `ldr x0, [x1, #-8]` is `ldur`, where the scaled form cannot hold the offset. */
function unscaledSpelling(transfer: Transfer): InstructionRow[] {
  const unscaled = modes.find(({ id }) => id === 'unscaled')!;
  const [row] = transferRow(transfer, unscaled, nameIn(transfer, unscaled));
  return transferRow(transfer, unscaled, transfer.name, spelling(row!.id));
}

const single = transfers.flatMap(transfer => [
  ...modes
    .filter(({ applies }) => applies === undefined || applies(transfer))
    .flatMap(mode => {
      const { semantics } = transfer;
      const meaning = semantics && (() => semantics(mode.addressing, mode.access));
      return transferRow(transfer, mode, nameIn(transfer, mode), meaning);
    }),
  ...unscaledSpelling(transfer),
]);

const pairRows = pairs.flatMap(pair =>
  pairModes
    .filter(({ id }) => id !== 'nontemporal' || pair.name !== 'ldpsw')
    .flatMap(mode => {
      const { semantics, letter, V } = pair;
      const name = pair.name.replace('p', mode.letters);
      const syntax = mode.syntax
        .replace('<T>', `<${letter}t>`)
        .replace('<T2>', `<${letter}t2>`)
        .replace('*N>', `*${pair.bytes}>`);
      const line: Line = [
        `${name}-${mode.id}-${letter.toLowerCase()}`,
        filled(mode.pattern, { opc: pair.opc, V, L: pair.L }),
        syntax,
        pageOf(name, '', V),
        `${pair.doc} ${mode.doc}`,
        ...(semantics === undefined ? ([] as const) : ([() => semantics(mode.addressing)] as const)),
      ];
      return table('v8.0', [line], chapterOf(V));
    }),
);

export const loadsAndStores = [...single, ...literals, ...pairRows];
