/** Which state cells the numbers of special registers name. */
import type { CellLookup } from '../effects.ts';
import { specialRegisters } from './special-registers.ts';

export const hawkCells: CellLookup = {
  systemRegister: number => {
    const cell = specialRegisters[number];
    return cell === undefined ? [] : [cell];
  },
  statusField: () => [],
};
