/** Hawk machines. */
import { machineKind } from '../machine-kind.ts';
import { hawkBoards } from './board.ts';
import { hawkModelCells } from './cpu.ts';
import { counting } from './direct.ts';
import { HawkModel } from './model.ts';

export const hawkKind = machineKind({
  architecture: 'hawk',
  boards: hawkBoards,
  problemsOf: ({ entryLevel, cpu }) => [
    ...(entryLevel === undefined || entryLevel === 0
      ? []
      : [`The entry level is ${entryLevel}; a Hawk starts at level 0.`]),
    ...(cpu === undefined ? [] : [`There is no processor "${cpu}"; there is only one Hawk.`]),
  ],
  cells: hawkModelCells,
  counting,
  model: (options, surroundings) => new HawkModel(options, surroundings),
});
