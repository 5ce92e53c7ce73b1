/** All boards, by id. */
import { machineKinds } from '../machine-kinds.ts';
import type { Board } from './board.ts';

export const boards: readonly Board[] = machineKinds.flatMap(kind => kind.boards);

/** The board with this id. */
export const boardById = (id: string): Board | undefined => boards.find(board => board.id === id);
