import { describe, expect, test } from 'vitest';
import { addSubtractShifted } from '../../isa/a64/semantics/arithmetic.ts';
import { bitfieldMove } from '../../isa/a64/semantics/bits.ts';
import { branchOnCondition } from '../../isa/a64/semantics/branches.ts';
import { logicalImmediate, moveWideNot } from '../../isa/a64/semantics/logical.ts';
import { loadRegister } from '../../isa/a64/semantics/memory.ts';
import { a64Vocabulary } from '../../isa/a64/semantics/system.ts';
import type { Semantics } from '../../isa/semantics.ts';
import {
  add,
  cell,
  constant,
  extend,
  get,
  i32,
  i64,
  let_,
  local,
  not,
  select,
  set,
} from '../../isa/semantics.ts';
import { semanticsOf, simplify } from '../../isa/simplify.ts';
import { instructionOf } from './instruction-of.ts';
import { complaintsAbout } from './well-formed.ts';

const x = (name: string) => get(cell(name, 'i64'));

describe('the check of rows finds', () => {
  test.each<[string, Semantics, string]>([
    [
      'a register written before an access',
      [
        set(cell('x0', 'i64'), i64(0)),
        { do: 'load', name: 'a', type: 'i64', size: 8, address: i64(0), access: {} },
      ],
      'a register is written before load',
    ],
    ['a local that is not there', [set(cell('x0', 'i64'), local('a', 'i64'))], 'local a is no i64 here'],
    ['a local set twice', [let_('a', i64(0)), let_('a', i64(1))], 'local a is set twice'],
    ['an unlisted operation', [{ do: 'system', operation: 'halt', arguments: [] }], 'halt is on no list'],
    ['wrong arguments', [{ do: 'raise', exception: 'svc', arguments: [i64(0)] }], 'arguments of svc'],
    [
      'an unlisted helper',
      [let_('a', { op: 'call', type: 'i32', helper: 'sha', arguments: [] })],
      'no helper sha',
    ],
  ])('%s', (_name, semantics, complaint) => {
    expect(complaintsAbout(semantics, a64Vocabulary)).toContain(complaint);
  });
});

describe('simplification', () => {
  const simplified = (semantics: Semantics, operands: Readonly<Record<string, bigint>>): Semantics =>
    semanticsOf(instructionOf(semantics, operands), a64Vocabulary)!;

  test.each<[string, Semantics, Readonly<Record<string, bigint>>, Semantics]>([
    [
      'sub x0, x1, x2',
      addSubtractShifted(64, 'sub', false),
      { Rd: 0n, Rn: 1n, Rm: 2n, shift: 0n, amount: 0n },
      [set(cell('x0', 'i64'), { op: 'binary', type: 'i64', operator: 'sub', a: x('x1'), b: x('x2') })],
    ],
    [
      'movn',
      moveWideNot(64),
      { Rd: 3n, imm: 0n, shift: 0n },
      [set(cell('x3', 'i64'), constant('i64', 2n ** 64n - 1n))],
    ],
    [
      'ubfm of everything',
      bitfieldMove(64, 'unsigned'),
      { Rd: 0n, Rn: 1n, immr: 0n, imms: 63n },
      [set(cell('x0', 'i64'), x('x1'))],
    ],
    [
      'and sp, x1, #mask',
      logicalImmediate(64, 'and', false),
      { Rd: 31n, Rn: 1n, imm: 0xf0n },
      [set(cell('sp', 'i64'), { op: 'binary', type: 'i64', operator: 'and', a: x('x1'), b: i64(0xf0) })],
    ],
    [
      'a condition that always holds',
      branchOnCondition(),
      { cond: 14n, target: 8n },
      [{ do: 'branch', how: 'jump', target: i64(8) }],
    ],
    [
      'add w0, w1, w2',
      addSubtractShifted(32, 'add', false),
      { Rd: 0n, Rn: 1n, Rm: 2n, shift: 0n, amount: 0n },
      [
        set(
          cell('x0', 'i64'),
          extend(false, 32, 'i64', add(extend(false, 32, 'i32', x('x1')), extend(false, 32, 'i32', x('x2')))),
        ),
      ],
    ],
  ])('%s', (_name, semantics, operands, expected) => {
    expect(simplified(semantics, operands)).toEqual(expected);
  });

  test('is complete: no operand, address or bank register is left', () => {
    const text = JSON.stringify(
      simplified(loadRegister({ size: 8, width: 64, addressing: 'pre-index' }), {
        Rt: 0n,
        Rn: 31n,
        offset: 8n,
      }),
    );
    expect(text).not.toMatch(/"operand"|"op":"address"|"at":"register"/);
    expect(text).toContain('"stackAligned":true');
  });

  test('without operands it keeps what is symbolic', () => {
    const semantics = addSubtractShifted(64, 'add', true);
    expect(simplify(semantics, a64Vocabulary)).toEqual(semantics);
  });

  test.each<[string, ReturnType<typeof add>, ReturnType<typeof add>]>([
    ['double complement', not(not(x('x0'))), x('x0')],
    ['add zero', add(x('x0'), i64(0)), x('x0')],
    ['a decided select', select(constant('i1', 1), x('x0'), x('x1')), x('x0')],
    [
      'cut after extension',
      extend(false, 8, 'i64', extend(true, 16, 'i64', x('x0'))),
      extend(false, 8, 'i64', x('x0')),
    ],
    [
      'zeros on zeros',
      extend(true, 32, 'i64', extend(false, 8, 'i32', x('x0'))),
      extend(false, 8, 'i64', x('x0')),
    ],
    ['the sign survives', extend(false, 32, 'i64', extend(true, 8, 'i32', i32(0x80))), i64(0xffff_ff80)],
  ])('folds: %s', (_name, before, after) => {
    expect(simplify([set(cell('x9', 'i64'), before)], a64Vocabulary)).toEqual([
      set(cell('x9', 'i64'), after),
    ]);
  });

  test('constant locals disappear, unused ones are dropped', () => {
    const semantics: Semantics = [
      let_('a', i64(1)),
      let_('b', x('x1')),
      set(cell('x0', 'i64'), add(local('a', 'i64'), i64(1))),
    ];
    expect(simplify(semantics, a64Vocabulary)).toEqual([set(cell('x0', 'i64'), i64(2))]);
  });
});
