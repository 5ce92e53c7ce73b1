/** AArch64 machines. */
import { machineKind } from '../machine-kind.ts';
import { fastPaths, hotCells } from './fast-paths.ts';
import { A64Model } from './model.ts';
import { modelCells } from './pstate.ts';
import { virt } from './virt.ts';

export const a64Kind = machineKind({
  architecture: 'a64',
  boards: [virt],
  problemsOf: ({ entryLevel: level }) =>
    level === undefined || [1, 2, 3].includes(level)
      ? []
      : [`The entry level is ${level}; it must be 1, 2 or 3.`],
  cells: modelCells,
  // One processing element, in order, always coherent: barriers have nothing left to do.
  idle: ['yield', 'esb', 'isb', 'dsb', 'dmb', 'sb'],
  fastPaths,
  hotCells,
  model: (options, surroundings) => new A64Model(options, surroundings),
});
