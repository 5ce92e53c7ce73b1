/** Placeholders of register shifts and extensions, and of conditions. */
import type { OperandValue } from '../../instruction.ts';
import { choiceKind, fieldChoice, fieldNumber, numbered } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';
import { conditions } from '../conditions.ts';

const shiftNames = numbered(['lsl', 'lsr', 'asr', 'ror']);
const arithmeticShifts = numbered(['lsl', 'lsr', 'asr']);
const extendNames = ['uxtb', 'uxth', 'uxtw', 'uxtx', 'sxtb', 'sxth', 'sxtw', 'sxtx'];

/** Extensions of a register, with the number of each in `option`. */
function extendPlaceholder(name: string, spellings: readonly (readonly [string, number])[]): Placeholder {
  const names = new Map(spellings.map(([spelling, value]) => [spelling, BigInt(value)]));
  return {
    operand: 'extend',
    kind: fieldChoice({
      name,
      what: 'extension',
      expects: [...names.keys()].join(', '),
      names,
      field: 'option',
    }),
  };
}

const conditionNames = (upTo: number): Map<string, OperandValue> =>
  new Map(
    conditions
      .filter(({ code }) => code <= upTo)
      .flatMap(({ code, names, predicate }) =>
        [...names, ...predicate].map(name => [name, BigInt(code)] as const),
      ),
  );
const conditionWords = 'a condition: eq, ne, cs, cc, mi, pl, vs, vc, hi, ls, ge, lt, gt, le';

export const shiftsAndConditions: Record<string, Placeholder> = {
  shift: {
    operand: 'shift',
    default: 0n,
    kind: fieldChoice({
      name: 'shift',
      what: 'shift',
      expects: 'lsl, lsr or asr',
      names: arithmeticShifts,
      field: 'shift',
    }),
  },
  'shift|ror': {
    operand: 'shift',
    default: 0n,
    kind: fieldChoice({
      name: 'shift',
      what: 'shift',
      expects: 'lsl, lsr, asr or ror',
      names: shiftNames,
      field: 'shift',
    }),
  },
  // Of add and subtract: all, those of a W register in a 64-bit sum, those of an X register.
  extend: extendPlaceholder(
    'extend',
    extendNames.map((name, value) => [name, value]),
  ),
  extendW: extendPlaceholder(
    'extend',
    extendNames.flatMap((name, value) => (value % 4 === 3 ? [] : [[name, value]])),
  ),
  extendX: extendPlaceholder('extend', [
    ['uxtx', 3],
    ['sxtx', 7],
  ]),
  imm3: {
    operand: 'amount',
    default: 0n,
    kind: fieldNumber({ name: 'amount', field: 'imm3', width: 3, to: 4, what: 'shift amount' }),
  },
  // Of loads and stores.
  indexW: extendPlaceholder('extend', [
    ['uxtw', 2],
    ['sxtw', 6],
  ]),
  cond: {
    operand: 'cond',
    kind: fieldChoice({
      name: 'cond',
      what: 'operand',
      expects: `${conditionWords}, al or nv`,
      names: conditionNames(15),
      field: 'cond',
    }),
  },
  // Aliases such as `cset` encode the opposite condition, which `al` and `nv` do not have.
  invcond: {
    operand: 'cond',
    kind: choiceKind({
      name: 'cond',
      what: 'operand',
      expects: conditionWords,
      names: conditionNames(13),
      encode: value => (value <= 13n ? { cond: Number(value) ^ 1 } : undefined),
      decode: ({ cond }) => (cond! <= 13 ? BigInt(cond! ^ 1) : undefined),
    }),
  },
};
