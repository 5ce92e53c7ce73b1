/** AArch64 machines. */
import { machineKind } from '../machine-kind.ts';
import { fastPaths, hotCells } from './fast-paths.ts';
import { A64Model } from './model.ts';
import { processors } from './processors.ts';
import { modelCells } from './pstate.ts';
import { virt } from './virt.ts';

export const a64Kind = machineKind({
  architecture: 'a64',
  boards: [virt],
  problemsOf: ({ entryLevel: level, cpu }) => [
    ...(level === undefined || [1, 2, 3].includes(level)
      ? []
      : [`The entry level is ${level}; it must be 1, 2 or 3.`]),
    ...(cpu === undefined || processors.some(({ id }) => id === cpu)
      ? []
      : [
          `There is no processor "${cpu}"; there are ${processors.map(({ id }) => `"${id}"`).join(' and ')}.`,
        ]),
  ],
  cells: modelCells,
  // One processing element, in order, always coherent: barriers have nothing left to do.
  idle: ['yield', 'esb', 'isb', 'dsb', 'dmb', 'sb'],
  fastPaths,
  hotCells,
  model: (options, surroundings) => new A64Model(options, surroundings),
});
