/** `.cfi_` directives: how callers' registers are found. */
import { number } from '../../expression.ts';
import type { Place } from '../../image/fragment.ts';
import { here } from '../emit.ts';
import { readConstant, readExpression } from '../evaluate.ts';
import type { Frame, FrameInstruction } from '../frames.ts';
import {
  type DirectiveCall,
  type DirectiveHandler,
  type DirectiveTable,
  expectEnd,
  ignored,
} from './directive.ts';

const stackPointer = 31;
const linkRegister = 30;

/** Numbers of registers in DWARF for AArch64: `x0`–`x30`, `sp`, and the SIMD&FP registers from 64 on. */
function readRegister({ unit, cursor, origin, name }: DirectiveCall): number | undefined {
  const word = /^\s*([a-z]+\d*|\d+)\b/i.exec(cursor.text.slice(cursor.at, cursor.at + 64));
  const number = word === null ? undefined : registerNumber(word[1]!.toLowerCase());
  if (word === null || number === undefined) {
    unit.job.diagnostics.error('bad-operand', `${name} needs a register, or its number in DWARF`, origin);
    return undefined;
  }
  cursor.at += word[0].length;
  return number;
}

function registerNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === 'sp' || text === 'wsp') return stackPointer;
  if (text === 'lr') return linkRegister;
  const [, kind, digits] = /^([xwbhsdq])(\d+)$/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  const index = Number(digits);
  if (/[xw]/.test(kind)) return index <= 30 ? index : undefined;
  return index <= 31 ? 64 + index : undefined;
}

function frameOf({ unit, origin, name }: DirectiveCall): Frame | undefined {
  const frame = unit.frames.at(unit.sections.current);
  if (frame === undefined)
    unit.job.diagnostics.error('unbalanced', `${name} without a .cfi_startproc before it`, origin);
  return frame;
}

const isSame = (a: Place, b: Place): boolean => a.fragment === b.fragment && a.delta === b.delta;

/** Adds what a directive says, from the place where it stands on. */
function add({ unit, origin }: DirectiveCall, frame: Frame, instructions: readonly FrameInstruction[]): void {
  const place = here(unit, origin);
  if (!isSame(frame.last, place)) {
    frame.instructions.push({ is: 'advance', from: frame.last, to: place });
    frame.last = place;
  }
  frame.instructions.push(...instructions);
}

/** A directive inside a frame; `read` gives what it adds, undefined when its operands are wrong. */
const inFrame =
  (read: (call: DirectiveCall, frame: Frame) => readonly FrameInstruction[] | undefined): DirectiveHandler =>
  call => {
    const frame = frameOf(call);
    if (frame === undefined) return;
    const instructions = read(call, frame);
    if (instructions === undefined) return;
    expectEnd(call);
    add(call, frame, instructions);
  };

const offsetOf = ({ unit, cursor }: DirectiveCall): bigint | undefined =>
  readConstant(unit, cursor, 'the offset');

/** `register, offset` */
function registerAndOffset(call: DirectiveCall): readonly [number, bigint] | undefined {
  const register = readRegister(call);
  if (register === undefined) return undefined;
  const offset = call.cursor.take(',') ? offsetOf(call) : undefined;
  if (offset === undefined)
    call.unit.job.diagnostics.error(
      'bad-operand',
      `${call.name} is written ${call.name} register, offset`,
      call.origin,
    );
  return offset === undefined ? undefined : [register, offset];
}

/** One register or several. */
const registers = (is: 'restore' | 'undefined' | 'same-value'): DirectiveHandler =>
  inFrame(call => {
    const all: FrameInstruction[] = [];
    do {
      const register = readRegister(call);
      if (register === undefined) return undefined;
      all.push({ is, register });
    } while (call.cursor.take(','));
    return all;
  });

const plain = (is: 'negate-ra-state'): DirectiveHandler => inFrame(() => [{ is }]);

const startProcedure: DirectiveHandler = call => {
  const { unit, origin, cursor } = call;
  const chunk = unit.sections.current;
  if (unit.frames.at(chunk) !== undefined) {
    unit.job.diagnostics.error(
      'unbalanced',
      '.cfi_startproc before the .cfi_endproc of the one before',
      origin,
    );
    return;
  }
  const simple = !cursor.done && cursor.name()?.text === 'simple';
  expectEnd(call);
  const start = here(unit, origin);
  unit.frames.open(chunk, {
    ...{ origin, start, last: start, end: undefined, offset: 0n, remembered: [] },
    ...{ returnColumn: linkRegister, isSignal: false, keyB: false },
    ...{ personality: undefined, languageData: undefined },
    instructions: simple ? [] : [{ is: 'def-cfa', register: stackPointer, offset: 0n }],
  });
};

const endProcedure: DirectiveHandler = call => {
  if (frameOf(call) === undefined) return;
  expectEnd(call);
  call.unit.frames.close(call.unit.sections.current, here(call.unit, call.origin));
};

/** `encoding[, address]`: without an address (0xff), none. */
const address =
  (field: 'personality' | 'languageData'): DirectiveHandler =>
  call => {
    const frame = frameOf(call);
    if (frame === undefined) return;
    const { unit, cursor } = call;
    const encoding = readConstant(unit, cursor, 'the encoding');
    if (encoding === undefined) return;
    if (encoding === 0xffn) {
      frame[field] = undefined;
      return;
    }
    const value = cursor.take(',') ? readExpression(unit, cursor) : undefined;
    if (value === undefined) return;
    expectEnd(call);
    frame[field] = { encoding: Number(encoding), value };
  };

const sectionNames = ['.eh_frame', '.debug_frame'] as const;

const sections: DirectiveHandler = call => {
  const { unit, cursor, origin } = call;
  const wanted: (typeof sectionNames)[number][] = [];
  while (!cursor.done) {
    const name = cursor.name()?.text;
    const known = sectionNames.find(candidate => candidate === name);
    if (known !== undefined) wanted.push(known);
    else if (name === undefined) break;
    else {
      const message = `.cfi_sections takes .eh_frame and .debug_frame, not ${name}`;
      unit.job.diagnostics.error('bad-operand', message, origin);
    }
    if (!cursor.take(',')) break;
  }
  expectEnd(call);
  unit.frames.sections = sectionNames.filter(name => wanted.includes(name));
};

const directives: DirectiveTable = {
  sections,
  startproc: startProcedure,
  endproc: endProcedure,
  personality: address('personality'),
  lsda: address('languageData'),
  def_cfa: inFrame((call, frame) => {
    const [register, offset] = registerAndOffset(call) ?? [];
    if (register === undefined || offset === undefined) return undefined;
    frame.offset = offset;
    return [{ is: 'def-cfa', register, offset }];
  }),
  def_cfa_register: inFrame(call => {
    const register = readRegister(call);
    return register === undefined ? undefined : [{ is: 'def-cfa-register', register }];
  }),
  def_cfa_offset: inFrame((call, frame) => {
    const offset = offsetOf(call);
    if (offset === undefined) return undefined;
    frame.offset = offset;
    return [{ is: 'def-cfa-offset', offset }];
  }),
  adjust_cfa_offset: inFrame((call, frame) => {
    const change = offsetOf(call);
    if (change === undefined) return undefined;
    frame.offset += change;
    return [{ is: 'def-cfa-offset', offset: frame.offset }];
  }),
  offset: inFrame(call => {
    const [register, offset] = registerAndOffset(call) ?? [];
    return register === undefined || offset === undefined ? undefined : [{ is: 'offset', register, offset }];
  }),
  val_offset: inFrame(call => {
    const [register, offset] = registerAndOffset(call) ?? [];
    return register === undefined || offset === undefined
      ? undefined
      : [{ is: 'val-offset', register, offset }];
  }),
  rel_offset: inFrame((call, frame) => {
    const [register, offset] = registerAndOffset(call) ?? [];
    if (register === undefined || offset === undefined) return undefined;
    return [{ is: 'offset', register, offset: offset - frame.offset }];
  }),
  register: inFrame(call => {
    const register = readRegister(call);
    const other = register !== undefined && call.cursor.take(',') ? readRegister(call) : undefined;
    return register === undefined || other === undefined
      ? undefined
      : [{ is: 'register', register, in: other }];
  }),
  restore: registers('restore'),
  undefined: registers('undefined'),
  same_value: registers('same-value'),
  remember_state: inFrame((_, frame) => {
    frame.remembered.push(frame.offset);
    return [{ is: 'remember-state' }];
  }),
  restore_state: inFrame(({ unit, origin }, frame) => {
    const offset = frame.remembered.pop();
    if (offset === undefined)
      unit.job.diagnostics.error(
        'unbalanced',
        '.cfi_restore_state without a .cfi_remember_state before it',
        origin,
      );
    frame.offset = offset ?? frame.offset;
    return [{ is: 'restore-state' }];
  }),
  return_column: inFrame((call, frame) => {
    const register = readRegister(call);
    if (register === undefined) return undefined;
    frame.returnColumn = register;
    return [];
  }),
  signal_frame: inFrame((_, frame) => {
    frame.isSignal = true;
    return [];
  }),
  window_save: plain('negate-ra-state'),
  negate_ra_state: plain('negate-ra-state'),
  b_key_frame: call => {
    const frame = frameOf(call);
    if (frame !== undefined) frame.keyB = true;
  },
  escape: inFrame(call => {
    const bytes: number[] = [];
    do {
      const value = readConstant(call.unit, call.cursor, 'a byte');
      if (value === undefined) return undefined;
      bytes.push(Number(BigInt.asUintN(8, value)));
    } while (call.cursor.take(','));
    return [{ is: 'escape', bytes }];
  }),
  label: inFrame(call => {
    const { unit, cursor, origin } = call;
    const name = cursor.symbolName();
    if (name === undefined) return undefined;
    const message = `.cfi_label ${name.text}: labels in frame descriptions are not made; 0 is taken for it`;
    unit.job.diagnostics.once('information', 'not-yet-supported', '.cfi_label', message, origin);
    const entry = unit.symbols.entry(name.text);
    entry.definition ??= { as: 'constant', value: number(0), origin };
    return [];
  }),
  inline_lsda: ignored,
  fde_data: ignored,
  personality_id: ignored,
  mte_tagged_frame: ignored,
};

export const frameDirectives: DirectiveTable = Object.fromEntries(
  Object.entries(directives).map(([name, handler]) => [`cfi_${name}`, handler]),
);
