/** Registers of the Hawk (manual, section 1.3). */
import type { BitField, RegisterDescription } from '../architecture.ts';
import { coprocessorStatusFields, statusFields } from './status.ts';

function purpose(number: number): string {
  if (number === 1) return 'Return address of a call; a call changes it';
  if (number === 2) return 'Activation record: the first free word of the stack, which grows upward';
  if (number === 3) return 'First parameter and result; a call may change it';
  if (number <= 7) return `${number <= 6 ? 'Parameter, or scratch' : 'Scratch'}: a call may change it`;
  return 'A callee gives it back';
}

const register = (
  name: string,
  group: string,
  doc: string,
  more: Partial<Pick<RegisterDescription, 'aliases' | 'width' | 'fields' | 'section' | 'access'>> = {},
): RegisterDescription => ({
  name,
  aliases: [],
  width: 32,
  group,
  doc,
  fields: [],
  level: 0,
  access: 'read-write',
  section: 'Hawk manual, section 1.3',
  ...more,
});

const general = Array.from({ length: 15 }, (_, index) => {
  const number = index + 1;
  const aliases = number >= 10 ? [`r${number.toString(16)}`] : [];
  return register(`r${number}`, 'General', purpose(number), { aliases });
});

const fields = (list: readonly BitField[]) => ({ fields: list });
const trapChapter = { section: 'Hawk manual, chapter 13: Traps and interrupts' };
const coprocessorChapter = { section: 'Hawk manual, chapter 15: Floating point' };

export const hawkRegisters: readonly RegisterDescription[] = [
  ...general,
  register('pc', 'General', 'Address of the next instruction', { access: 'read-only' }),
  register('psw', 'Status', 'Processor status word: levels and condition codes', fields(statusFields)),
  register('tpc', 'Trap', 'Program counter saved by a trap: where RTT goes', trapChapter),
  register('tma', 'Trap', 'Memory address of a bus or MMU trap', trapChapter),
  register('tsv', 'Trap', 'For trap handlers: a place to save one register', trapChapter),
  register('cyc', 'Counter', 'Counts memory references: words fetched, loads and stores'),
  register('costat', 'Coprocessor', 'Which coprocessor is enabled and selected', {
    ...coprocessorChapter,
    ...fields(coprocessorStatusFields),
  }),
  register('fplow', 'Coprocessor', 'Low half of long floating-point operands', coprocessorChapter),
  register('fpa0', 'Coprocessor', 'Floating-point accumulator 0, an IEEE double', {
    ...coprocessorChapter,
    width: 64,
  }),
  register('fpa1', 'Coprocessor', 'Floating-point accumulator 1, an IEEE double', {
    ...coprocessorChapter,
    width: 64,
  }),
];

/** The register under any of its names. */
export const hawkRegister = (name: string): RegisterDescription | undefined => byName.get(name.toLowerCase());

const byName = new Map(
  hawkRegisters.flatMap(described =>
    [described.name, ...described.aliases].map(name => [name, described] as const),
  ),
);
