/** What instructions do to the condition codes, in words, for those who read them (manual, chapters 3 to 11). */

const groups: readonly (readonly [text: string, ids: readonly string[]])[] = [
  ['N, Z, V, C and BCD carries of the sum', ['movecc', 'leacc', 'add', 'addsi']],
  ['N, Z, V, C and BCD carries of the difference; C is set when nothing was borrowed', ['sub']],
  ['N, V, C and BCD carries of the result; Z only stays set', ['addc', 'subb']],
  ['N and Z of the word; C if one of its bytes is zero; V cleared', ['loadscc', 'loadcc', 'loadl']],
  ['N and Z of the result; V and C cleared', ['and', 'or', 'equ', 'extb', 'exth']],
  [
    'N and Z of the result; V if the value does not fit as a signed number, C if not as an unsigned one',
    ['trunc', 'sxt'],
  ],
  ['N and Z of the result; C the last bit shifted out; V if any bit shifted out was 1', ['addsr', 'addsru']],
  ['N and Z of the result; C if a 1 was shifted out; V if the signed value does not fit', ['movesl']],
  [
    'N, Z and BCD carries of the sum; C if a 1 was shifted out or the sum carried; V if it does not fit',
    ['addsl'],
  ],
  ['V if nothing was stored; N, Z and C cleared', ['storec']],
  ['COSTAT: Z if it is 0, others cleared; else set by the coprocessor', ['coget']],
  ['Replaced when PSW is written, else unchanged', ['cpuset']],
];

const byRow = new Map(groups.flatMap(([text, ids]) => ids.map(id => [id, text] as const)));

/** Of a row that has a meaning of its own, by its id. */
export const conditionCodesOf = (id: string): string => byRow.get(id) ?? 'Unchanged';
