/**
 * The instructions that need the machine (manual, chapters 11, 13 and 15), and the closed lists that Hawk
 * semantics use.
 */
import type { Expression, Semantics } from '../../semantics.ts';
import {
  and,
  binary,
  cell,
  eq,
  extend,
  get,
  i32,
  i64,
  let_,
  local,
  ne,
  operand,
  set,
  system,
  systemValue,
  when,
} from '../../semantics.ts';
import type { RaisedException, SystemOperation, Vocabulary } from '../../vocabulary.ts';
import { coprocessorStatusMask } from '../special-registers.ts';
import { generalRegisters, getR, setR } from './registers.ts';
import { clear, isZero, setCodes } from './status.ts';

const number = { name: 'register', type: 'i32' } as const;
const word = { name: 'value', type: 'i32' } as const;

/** Operations by name. All of them trap where the program may not use them. */
export const operations = {
  cpuget: {
    arguments: [number],
    result: 'i32',
    doc: 'Reads a special register of the processor. A privilege trap at level 15.',
    registers: { named: 'system-register', argument: 'register', access: 'read' },
  },
  cpuset: {
    arguments: [number, word],
    doc: 'Writes a special register of the processor. A privilege trap at level 15.',
    registers: { named: 'system-register', argument: 'register', access: 'write' },
  },
  rtt: {
    arguments: [number],
    doc: 'Goes on at the address in a special register (TPC) and at the old level. A privilege trap at level 15.',
    registers: { named: 'system-register', argument: 'register', access: 'read' },
    control: 'exception-return',
  },
  coget: {
    arguments: [number],
    result: 'i64',
    doc: 'Reads a register of the selected coprocessor: bits 31 to 0 its value, 35 to 32 N, Z, V and C. A coprocessor trap when it is missing or disabled.',
  },
  coset: {
    arguments: [number, word],
    doc: 'Writes a register of the selected coprocessor, which may start an operation. A coprocessor trap when it is missing or disabled.',
  },
} satisfies Readonly<Record<string, SystemOperation>>;

/** Traps come from the machine: an undefined instruction has no row. */
const exceptions: Readonly<Record<string, RaisedException>> = {};

/** Everything a reader of Hawk semantics must know by name. */
export const hawkVocabulary: Vocabulary = {
  banks: { r: generalRegisters },
  helpers: {},
  computations: {},
  operations,
  exceptions,
};

const s = operand('s', 'i32');

/** `CPUGET`; with register 0 it returns from a trap. */
export const getSpecial = (): Semantics => [
  when(
    eq(operand('d', 'i32'), i32(0)),
    [system('rtt', s)],
    [systemValue('value', 'i32', 'cpuget', s), setR('d', local('value', 'i32'))],
  ),
];

/** `CPUSET`; register 0 is the constant zero. */
export const setSpecial = (): Semantics => [system('cpuset', s, getR('d'))];

const coprocessorStatus = cell('costat', 'i32');

/** `COGET`: register 0 of every coprocessor is COSTAT. */
export function getCoprocessor(): Semantics {
  const answer = local('answer', 'i64');
  const flag = (bit: number): Expression => ne(and(answer, i64(1n << BigInt(bit))), i64(0));
  return [
    when(
      eq(s, i32(0)),
      [
        let_('status', get(coprocessorStatus)),
        setR('d', local('status', 'i32')),
        setCodes({ n: clear, z: isZero(local('status', 'i32')), v: clear, c: clear }),
      ],
      [
        systemValue('answer', 'i64', 'coget', s),
        setR('d', extend(false, 32, 'i32', answer)),
        setCodes({ n: flag(35), z: flag(34), v: flag(33), c: flag(32) }),
      ],
    ),
  ];
}

/** `COSET`; register 0 sends zero. */
export const setCoprocessor = (): Semantics => [
  when(
    eq(s, i32(0)),
    [set(coprocessorStatus, binary('and', getR('d'), i32(coprocessorStatusMask)))],
    [system('coset', s, getR('d'))],
  ),
];
