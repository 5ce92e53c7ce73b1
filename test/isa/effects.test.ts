import { describe, expect, test } from 'vitest';
import { addSubtractImmediate, addSubtractShifted } from '../../isa/a64/semantics/arithmetic.ts';
import {
  branchOnCondition,
  branchTo,
  branchWithLink,
  branchWithLinkToRegister,
  generateException,
  returnFromSubroutine,
  undefinedInstruction,
} from '../../isa/a64/semantics/branches.ts';
import { conditionalSelect } from '../../isa/a64/semantics/conditions.ts';
import { storeExclusive } from '../../isa/a64/semantics/exclusives.ts';
import { logicalShifted } from '../../isa/a64/semantics/logical.ts';
import { loadPair, loadRegister, storePair, storeRegister } from '../../isa/a64/semantics/memory.ts';
import {
  a64Vocabulary,
  exceptionReturn,
  hint,
  readSystemRegister,
  writeStatusField,
  writeSystemRegister,
} from '../../isa/a64/semantics/system.ts';
import type { CellLookup } from '../../isa/effects.ts';
import { effectsOf } from '../../isa/effects.ts';
import type { Effects } from '../../isa/instruction.ts';
import type { Semantics } from '../../isa/semantics.ts';
import { semanticsOf } from '../../isa/simplify.ts';
import { instructionOf } from './instruction-of.ts';

const lookup: CellLookup = {
  systemRegister: encoding => (encoding === 1 ? ['elr_el2'] : encoding === 2 ? ['n', 'z', 'c', 'v'] : []),
  statusField: field => (field === 30 ? ['d', 'a', 'i', 'f'] : []),
};

function effects(semantics: Semantics, operands: Readonly<Record<string, bigint>>): Effects {
  const simplified = semanticsOf(instructionOf(semantics, operands), a64Vocabulary)!;
  return effectsOf(simplified, a64Vocabulary, lookup);
}

const nothing: Effects = { reads: [], writes: [], copies: [], accesses: [], control: ['next'] };
const cellCopy = (from: string, to: string) => ({ from: { cell: from }, to: { cell: to } });
const plain = { shift: 0n, amount: 0n };
const orr = logicalShifted(64, 'or', false, false);
const word = { size: 4, width: 32, addressing: 'offset' } as const;

test.each<[string, Semantics, Readonly<Record<string, bigint>>, Partial<Effects>]>([
  ['nop', hint(), { imm: 0n }, {}],
  ['wfi', hint(), { imm: 3n }, { control: ['wait', 'next'] }],
  [
    'add x0, x1, x2',
    addSubtractShifted(64, 'add', false),
    { Rd: 0n, Rn: 1n, Rm: 2n, ...plain },
    { reads: ['x1', 'x2'], writes: ['x0'] },
  ],
  [
    'cmp x1, x2',
    addSubtractShifted(64, 'sub', true),
    { Rd: 31n, Rn: 1n, Rm: 2n, ...plain },
    { reads: ['x1', 'x2'], writes: ['n', 'z', 'c', 'v'] },
  ],
  [
    'mov x0, x1',
    orr,
    { Rd: 0n, Rn: 31n, Rm: 1n, ...plain },
    { reads: ['x1'], writes: ['x0'], copies: [cellCopy('x1', 'x0')] },
  ],
  [
    'mov w0, w1 is no copy',
    logicalShifted(32, 'or', false, false),
    { Rd: 0n, Rn: 31n, Rm: 1n, ...plain },
    { reads: ['x1'], writes: ['x0'] },
  ],
  [
    'mov x0, sp',
    addSubtractImmediate(64, 'add', false),
    { Rd: 0n, Rn: 31n, imm: 0n, shift: 0n },
    { reads: ['sp'], writes: ['x0'], copies: [cellCopy('sp', 'x0')] },
  ],
  [
    'csel is no copy',
    conditionalSelect(64, 'keep'),
    { Rd: 0n, Rn: 1n, Rm: 2n, cond: 0n },
    { reads: ['z', 'x1', 'x2'], writes: ['x0'] },
  ],
  [
    'stp x0, x1, [sp, #-16]!',
    storePair({ size: 8, addressing: 'pre-index' }),
    { Rt: 0n, Rt2: 1n, Rn: 31n, offset: -16n },
    {
      reads: ['sp', 'x0', 'x1'],
      writes: ['sp'],
      accesses: [
        { kind: 'store', size: 8 },
        { kind: 'store', size: 8 },
      ],
      copies: [
        { from: { cell: 'x0' }, to: { access: 0 } },
        { from: { cell: 'x1' }, to: { access: 1 } },
      ],
    },
  ],
  [
    'ldp x0, x1, [sp], #16',
    loadPair({ size: 8, addressing: 'post-index' }),
    { Rt: 0n, Rt2: 1n, Rn: 31n, offset: 16n },
    {
      reads: ['sp'],
      writes: ['sp', 'x0', 'x1'],
      accesses: [
        { kind: 'load', size: 8 },
        { kind: 'load', size: 8 },
      ],
      copies: [
        { from: { access: 0 }, to: { cell: 'x0' } },
        { from: { access: 1 }, to: { cell: 'x1' } },
      ],
    },
  ],
  [
    'ldr xzr, [x1] writes nothing',
    loadRegister({ size: 8, width: 64, addressing: 'offset' }),
    { Rt: 31n, Rn: 1n, offset: 0n },
    { reads: ['x1'], accesses: [{ kind: 'load', size: 8 }] },
  ],
  [
    'ldr w0, [x1] is no copy',
    loadRegister(word),
    { Rt: 0n, Rn: 1n, offset: 0n },
    { reads: ['x1'], writes: ['x0'], accesses: [{ kind: 'load', size: 4 }] },
  ],
  [
    'str w0, [x1] is no copy',
    storeRegister(word),
    { Rt: 0n, Rn: 1n, offset: 0n },
    { reads: ['x1', 'x0'], accesses: [{ kind: 'store', size: 4 }] },
  ],
  [
    'stxr is no copy',
    storeExclusive(8),
    { Rs: 2n, Rt: 0n, Rn: 1n },
    { reads: ['x1', 'x0'], writes: ['x2'], accesses: [{ kind: 'store', size: 8 }] },
  ],
  ['b', branchTo(), { target: 8n }, { control: ['jump'], target: 8n }],
  [
    'b.eq',
    branchOnCondition(),
    { cond: 0n, target: 8n },
    { reads: ['z'], control: ['jump', 'next'], target: 8n },
  ],
  ['b.al', branchOnCondition(), { cond: 14n, target: 8n }, { control: ['jump'], target: 8n }],
  ['bl', branchWithLink(), { target: 8n }, { writes: ['x30'], control: ['call'], target: 8n }],
  [
    'blr x30',
    branchWithLinkToRegister(),
    { Rn: 30n },
    { reads: ['x30'], writes: ['x30'], control: ['call'] },
  ],
  ['ret', returnFromSubroutine(), { Rn: 30n }, { reads: ['x30'], control: ['return'] }],
  ['svc returns after it', generateException('svc'), { imm: 0n }, { control: ['exception', 'next'] }],
  ['brk does not', generateException('brk'), { imm: 0n }, { control: ['exception'] }],
  ['udf', undefinedInstruction(), {}, { control: ['exception'] }],
  ['eret', exceptionReturn(), {}, { control: ['exception-return'] }],
  [
    'mrs x0, elr_el2',
    readSystemRegister(),
    { Rt: 0n, sysreg: 1n },
    { reads: ['elr_el2'], writes: ['x0'], copies: [cellCopy('elr_el2', 'x0')] },
  ],
  [
    'mrs x0, nzcv is put together',
    readSystemRegister(),
    { Rt: 0n, sysreg: 2n },
    { reads: ['n', 'z', 'c', 'v'], writes: ['x0'] },
  ],
  [
    'msr elr_el2, x0',
    writeSystemRegister(),
    { Rt: 0n, sysreg: 1n },
    { reads: ['x0'], writes: ['elr_el2'], copies: [cellCopy('x0', 'elr_el2')] },
  ],
  ['msr elr_el2, xzr', writeSystemRegister(), { Rt: 31n, sysreg: 1n }, { writes: ['elr_el2'] }],
  ['mrs of an unknown register', readSystemRegister(), { Rt: 0n, sysreg: 99n }, { writes: ['x0'] }],
  ['msr daifset, #2', writeStatusField(), { field: 30n, imm: 2n }, { writes: ['d', 'a', 'i', 'f'] }],
])('%s', (_name, semantics, operands, expected) => {
  expect(effects(semantics, operands)).toEqual({ ...nothing, ...expected });
});

describe('copies', () => {
  test('a cell already written no longer holds its old value', () => {
    const x = (name: string) => ({ at: 'cell', name, type: 'i64' }) as const;
    const semantics: Semantics = [
      { do: 'set', place: x('x0'), value: { op: 'get', type: 'i64', place: x('x1') } },
      { do: 'set', place: x('x2'), value: { op: 'get', type: 'i64', place: x('x0') } },
    ];
    expect(effects(semantics, {}).copies).toEqual([cellCopy('x1', 'x0')]);
  });
});
