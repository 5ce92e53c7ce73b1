/** Syndromes and saved status in words. */
import type { DecodedSyndrome } from '../architecture.ts';
import { fieldMeaning, fieldValue } from './fields/field.ts';
import { conditionFlags, interruptMasks, savedStatus, statusModes } from './fields/status.ts';
import { exceptionClasses, syndrome } from './fields/syndrome.ts';
import { type SyndromeField, syndromeFormats } from './syndrome-formats.ts';

const classByCode = new Map(exceptionClasses.map(row => [row.code, row]));

/** ESR_ELx in words (D13.2): class, instruction length, and the fields that this class gives its ISS. */
export function decodeSyndrome(value: bigint): DecodedSyndrome {
  const code = Number((value >> 26n) & 0x3fn);
  const iss = value & 0x1ff_ffffn;
  const { title, short } = classByCode.get(code) ?? { title: 'Reserved exception class', short: 'reserved' };
  const format = syndromeFormats[code];
  const fields: readonly SyndromeField[] = [
    ...syndrome,
    ...(format?.fields ?? []).filter(field => field.when?.(iss) ?? true),
  ];
  const gist = format?.gist?.(iss);
  return {
    title,
    short,
    summary: gist === undefined ? title : `${shortTitle(short)}${gist.startsWith('#') ? ' ' : ': '}${gist}`,
    fields: fields.map(field => {
      const number = fieldValue(value, field);
      const meaning = field.says?.(number, iss) ?? fieldMeaning(value, field);
      return { name: field.name, value: number, meaning };
    }),
  };
}

/** Instructions are written in upper case as in the manual, other causes as words. */
const shortTitle = (short: string): string =>
  /^(svc|hvc|smc|brk|bkpt)/.test(short)
    ? short.toUpperCase()
    : ({ wfx: 'trapped', sysreg: 'trapped' }[short] ?? short.replace('-', ' '));

const flag = (value: bigint, name: string): boolean => {
  const field = savedStatus.find(candidate => candidate.name === name);
  return field !== undefined && fieldValue(value, field) === 1n;
};

/** Bits beyond flags and masks that are worth a word when they are set. */
const notable = ['SS', 'IL', 'PAN', 'UAO', 'DIT', 'TCO'];

/** SPSR_ELx in words: `EL1h, nZCv, DAIF masked` (flags that are set are in upper case). */
export function describeStatus(value: bigint): string {
  const mode = Number(value & 0x1fn);
  const flags = conditionFlags.map(({ name }) => (flag(value, name) ? name : name.toLowerCase())).join('');
  const aarch32 = (mode & 0x10) !== 0;
  const masks = interruptMasks
    .filter(({ name }) => flag(value, name) && !(aarch32 && name === 'D'))
    .map(({ name }) => name)
    .join('');
  return [
    statusModes[mode] ?? `reserved mode 0x${mode.toString(16)}`,
    flags,
    masks ? `${masks} masked` : 'nothing masked',
    ...notable.filter(name => flag(value, name)),
  ].join(', ');
}
