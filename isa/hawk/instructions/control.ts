/** Special registers, coprocessors and branches (manual, chapters 11, 12 and 15). */
import { conditions } from '../conditions.ts';
import { adjust } from '../semantics/arithmetic.ts';
import { branchOn } from '../semantics/branches.ts';
import { getCoprocessor, getSpecial, setCoprocessor, setSpecial } from '../semantics/special.ts';
import type { Line } from './table.ts';
import { alias, spelling, table } from './table.ts';

// biome-ignore format: a table is read by columns
const special = table('Sparrowhawk', '11: Special', [
  ['adjust', '0101 s:4 0001 d:4',   '<d!>,<adjustment>', 'Correct a sum: BCD digits, rounding of a shift; or add a power of two', adjust()],
  ['cpuget', '0001 s:4 0001 d:4',   '<d>,<special>',     'Read a special register (privileged); into R0: return from trap',      getSpecial()],
  ['cpuset', '0000 s:4 0001 d:4',   '<d>,<special>',     'Write a special register (privileged)',                                setSpecial()],
  ['rtt',    '0001 0001 0001 0000', '',                  'Return from trap: to TPC, at the old level',                           alias('cpuget')],
]);

// biome-ignore format: a table is read by columns
const coprocessor = table('Hawk', '15: Coprocessors', [
  ['coget',  '0011 s:4 0001 d:4',   '<d>,<coprocessor>', 'Read a coprocessor register and set the condition codes',              getCoprocessor()],
  ['coset',  '0010 s:4 0001 d:4',   '<d>,<coprocessor>', 'Write a coprocessor register, which may start an operation',           setCoprocessor()],
]);

const bits = (code: number): string => code.toString(2).padStart(4, '0');

const branches = conditions.flatMap(({ code, names: [preferred, ...others], flags, meaning }) => {
  const pattern = `const:8 0000 ${bits(code)}`;
  const doc = code === 0 ? 'Branch' : `Branch if ${meaning} (${flags})`;
  const lines: readonly Line[] = [
    [preferred, pattern, '<branch>', doc, branchOn(code)],
    ...others.map((name): Line => [name, pattern, '<branch>', doc, spelling(preferred)]),
  ];
  return table('Sparrowhawk', '12: Branch', lines);
});

const noOperation = table('Sparrowhawk', '12: Branch', [
  ['nop', '00000000 0000 0000', '', 'No operation: a branch to the next instruction', alias('br')],
]);

export const controlInstructions = [...special, ...coprocessor, ...branches, ...noOperation];
