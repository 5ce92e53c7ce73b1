/** Hawk machines. */
import { machineKind } from '../machine-kind.ts';
import { hawkBoards } from './board.ts';
import { HawkModel } from './model.ts';

export const hawkKind = machineKind({
  architecture: 'hawk',
  boards: hawkBoards,
  problemsOf: ({ entryLevel }) =>
    entryLevel === undefined || entryLevel === 0
      ? []
      : [`The entry level is ${entryLevel}; a Hawk starts at level 0.`],
  model: (options, surroundings) => new HawkModel(options, surroundings),
});
