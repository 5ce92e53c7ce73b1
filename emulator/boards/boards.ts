/** All boards, by id. */
import type { Board } from './board.ts';
import { virt } from './virt.ts';

export const boards: readonly Board[] = [virt];

/** The board with this id. */
export const boardById = (id: string): Board | undefined => boards.find(board => board.id === id);
