/** All boards of all machines. */
import { machineKinds } from '../machine-kinds.ts';
import type { Board } from './board.ts';

export const boards: readonly Board[] = machineKinds.flatMap(kind => kind.boards);
