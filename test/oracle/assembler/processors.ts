/** Which instructions and names there are, by architecture, processor and extension: ventry and GNU as. */
import { a64Features as table } from '../../../isa/a64/features.ts';
import { a64InstructionSet as set } from '../../../isa/a64/instruction-set.ts';
import { statusFieldOperands, systemOperations } from '../../../isa/a64/system-operations.ts';
import { systemRegisters } from '../../../isa/a64/system-registers.ts';
import { refusedByGnu, refusedByUs } from './assemblers.ts';
import { validLines } from './boundary-lines.ts';

/** A line for each name that has a feature. */
const nameLines = [
  ...systemRegisters.map(({ name, readLevel, feature }) => ({
    feature: `name ${feature}`,
    line: readLevel === undefined ? `msr ${name}, x1` : `mrs x1, ${name}`,
  })),
  ...systemOperations.map(({ instruction, name, register, feature }) => ({
    feature: `name ${feature}`,
    line: `${instruction} ${name}${register ? ', x1' : ''}`,
  })),
  ...statusFieldOperands.map(({ name, feature }) => ({
    feature: `name ${feature}`,
    line: `msr ${name}, #1`,
  })),
];

/** Rows that are spellings of others are taken for what they are: by their own feature. */
const rowLines = validLines(set, 1).map(({ row, line }) => ({ feature: row.feature, line }));

const everyLine = [...rowLines, ...nameLines];
const oneOfEach = [...new Map(everyLine.map(entry => [entry.feature, entry])).values()];

const names = table.extensions.map(({ name }) => name);

/** Architectures with every extension on and off; and every architecture and processor. */
const optionsWith = (bases: readonly string[]): readonly string[] => [
  ...bases.flatMap(base => names.flatMap(name => [`-march=${base}+${name}`, `-march=${base}+no${name}`])),
  ...[...table.architectures.keys()].map(name => `-march=${name}`),
  ...[...table.processors.keys()].map(name => `-mcpu=${name}`),
];

/**
 * The R profile, to which `all` belongs for GNU as, has no EL3 and no stage 2 tables. Names of registers are those of
 * the A profile here, whatever the processor.
 */
const ofOtherProfile = (option: string, line: string): boolean =>
  /=(armv8-r|cortex-r82|all)$/.test(option) && /_el3$|ttbr[01]?_el2$/.test(line);

/** Lines that one of the two takes, the other does not; of every row, or one of each feature. */
export function checkProcessors(which: 'every' | 'one of each') {
  const entries = which === 'every' ? everyLine : oneOfEach;
  const versions = [...table.architectures.keys()].slice(0, 6);
  const options = optionsWith(which === 'every' ? versions : ['armv8-a', 'armv8.4-a']);
  const texts = entries.map(({ line }) => line);
  const wrong: string[] = [];
  for (const option of options) {
    const [flag, value = ''] = option.split('=');
    const own = refusedByUs(texts, flag === '-march' ? { architecture: value } : { processor: value });
    const gnu = refusedByGnu(texts, [option]);
    for (const [at, { feature, line }] of entries.entries()) {
      if (own.has(at) === gnu.has(at) || ofOtherProfile(option, line)) continue;
      wrong.push(`${option}: ${line} (${feature}) is taken by ${own.has(at) ? 'GNU as' : 'ventry'}`);
    }
  }
  return { options: options.length, lines: texts.length, wrong };
}
