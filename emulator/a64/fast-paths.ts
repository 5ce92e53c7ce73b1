/**
 * Calls of a higher level and returns in their common cases, in the form of semantics (D1.10.2, D1.11). What the
 * control registers have to say about them is not asked here: the machine allows each way after it has gone it
 * once, until a control register is written.
 */
import { systemRegisterByEncoding } from '../../isa/a64/system-registers.ts';
import type { Expression, Semantics, Statement } from '../../isa/semantics.ts';
import {
  add,
  and,
  binary,
  cell,
  compare,
  constant,
  eq,
  extend,
  get,
  i64,
  let_,
  local,
  ne,
  nextAddress,
  or,
  select,
  set,
  when,
} from '../../isa/semantics.ts';
import type { FastPaths, LevelChange, PlainCell } from '../engines/interpreter/fast-paths.ts';
import { classes, syndromeValue } from './exceptions/request.ts';
import { modelCells, statusBits } from './pstate.ts';
import { isPlainRegister } from './system/registers.ts';

const state = (name: string): Expression => get(cell(name, 'i64'));
const put = (name: string, value: Expression): Statement => set(cell(name, 'i64'), value);
const shl = (value: Expression, by: number): Expression => binary('shl', value, i64(by));
const field = (value: Expression, low: number, width: number): Expression =>
  and(binary('lshr', value, i64(low)), i64((1n << BigInt(width)) - 1n));

const level = state('el');

/** The register of a level from 1 to 3. */
const ofLevel = (name: string, at: Expression): Expression =>
  select(
    eq(at, i64(3)),
    state(`${name}_el3`),
    select(eq(at, i64(2)), state(`${name}_el2`), state(`${name}_el1`)),
  );

/** PSTATE as it is saved. */
const status = statusBits
  .map(({ cell: name, low }) => (low === 0 ? state(name) : shl(state(name), low)))
  .reduce(or);

/** The bank of the stack pointer in use, brought up to date. */
const settle: Semantics = [
  when(
    eq(state('spsel'), i64(0)),
    [put('sp_el0', state('sp'))],
    [1, 2, 3].map(each => when(eq(level, i64(each)), [put(`sp_el${each}`, state('sp'))])),
  ),
];

/** SVC, HVC and SMC: to the level itself, or to the lowest that takes them. */
function call(exceptionClass: number, lowest: number, [imm]: readonly Expression[]): LevelChange {
  const to = local('to', 'i64');
  const source = select(eq(to, level), select(eq(state('spsel'), i64(0)), i64(0), i64(0x200)), i64(0x400));
  const syndrome = or(i64(syndromeValue(exceptionClass, 0)), extend(false, 32, 'i64', imm!));
  return {
    given: [let_('to', select(compare('ult', level, i64(lowest)), i64(lowest), level))],
    unless: constant('i1', 0),
    from: level,
    to,
    target: add(and(ofLevel('vbar', to), i64(~0x7ffn)), source),
    settle,
    change: [
      ...[1, 2, 3].map(each =>
        when(eq(to, i64(each)), [
          put(`esr_el${each}`, syndrome),
          put(`spsr_el${each}`, status),
          put(`elr_el${each}`, nextAddress),
        ]),
      ),
      put('sp', ofLevel('sp', to)),
      put('el', to),
      put('spsel', i64(1)),
      ...['d', 'a', 'i', 'f'].map(name => put(name, i64(1))),
      put('ss', i64(0)),
      put('il', i64(0)),
    ],
  };
}

/** ERET to AArch64, without an interrupt that it might unmask. */
function exceptionReturn(): LevelChange {
  const saved = local('saved', 'i64');
  const to = local('to', 'i64');
  const unlikely = [
    eq(level, i64(0)),
    // M[4] and M[1]: AArch32, or reserved. IL.
    ne(and(saved, i64((1n << 20n) | 0x12n)), i64(0)),
    and(eq(to, i64(0)), ne(and(saved, i64(1)), i64(0))),
    ne(state('interrupts'), i64(0)),
    // HCR_EL2.VSE, VI, VF
    ne(and(state('hcr_el2'), i64(0x1c0)), i64(0)),
  ];
  const restored = statusBits.filter(({ cell: name }) => !['ss', 'il', 'el', 'spsel'].includes(name));
  const stackPointer = select(eq(and(saved, i64(1)), i64(0)), state('sp_el0'), ofLevel('sp', to));
  return {
    given: [let_('saved', ofLevel('spsr', level)), let_('to', field(saved, 2, 2))],
    unless: unlikely.reduce(or),
    from: level,
    to,
    target: ofLevel('elr', level),
    settle,
    change: [
      ...restored.map(({ cell: name, low, width }) => put(name, field(saved, low, width))),
      put('ss', i64(0)),
      put('sp', stackPointer),
      put('spsel', and(saved, i64(1))),
      put('event', i64(1)),
      put('monitor_address', i64(0)),
      put('monitor_size', i64(0)),
      // Everything above depends on the level.
      put('el', to),
    ],
  };
}

/** System registers that programs write often, and no others: the interpreter writes only these. */
const hotRegisters: readonly string[] = [
  ...[1, 2, 3].flatMap(each => [`elr_el${each}`, `spsr_el${each}`, `esr_el${each}`, `far_el${each}`]),
  ...[0, 1, 2, 3].flatMap(each => [`sp_el${each}`, `tpidr_el${each}`]),
  'tpidrro_el0',
];

/** Cells besides the general registers that the interpreter writes. */
export const hotCells: readonly string[] = [...modelCells.map(({ name }) => name), ...hotRegisters];

/** Counters, by the cell of their offset. */
const counters: Readonly<Record<string, string>> = { cntpct_el0: 'zero', cntvct_el0: 'cntvoff_el2' };

function plainCell(access: 'read' | 'write', encoding: number): PlainCell | undefined {
  const register = systemRegisterByEncoding(encoding);
  const offset = register && access === 'read' ? counters[register.name] : undefined;
  if (offset !== undefined) return { cell: offset, writeMask: 0n, isCounter: true };
  if (!register || !isPlainRegister(register, access)) return undefined;
  if (access === 'write' && !hotRegisters.includes(register.name)) return undefined;
  return { cell: register.name, writeMask: register.writeMask };
}

export const fastPaths: FastPaths = {
  context: level,
  privilege: or(shl(level, 1), state('spsel')),
  entries: {
    svc: args => call(classes.svc, 1, args),
    hvc: args => call(classes.hvc, 2, args),
    smc: args => call(classes.smc, 3, args),
  },
  returns: { eret: exceptionReturn },
  plainCell,
  monitor: { address: 'monitor_address', size: 'monitor_size' },
};
