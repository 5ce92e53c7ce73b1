/**
 * The heap grows down from the end of memory. Each block begins with a word that holds its size in bytes, this
 * word included, and in bit 0 whether it is in use; the control word behind the heap holds the lowest block's
 * address, or 0 as long as there is none.
 */
import type { Routine, RoutineContext } from './routine.ts';

/** Bytes that stay free above the stack. */
const reserve = 1024;
const inUse = 1;

interface Block {
  readonly at: number;
  readonly size: number;
  readonly used: boolean;
}

const lowest = ({ words, heapEnd }: RoutineContext): number => words.word(heapEnd) || heapEnd;

/** The blocks from the lowest address up. A damaged size ends the walk. */
function* blocks(context: RoutineContext): Iterable<Block> {
  const { words, heapEnd } = context;
  for (let at = lowest(context); at < heapEnd; ) {
    const header = words.word(at);
    const size = header & ~3;
    if (size < 4) return;
    yield { at, size, used: (header & inUse) !== 0 };
    at += size;
  }
}

const MALLOC: Routine = context => {
  const { cpu, words, heapEnd } = context;
  const need = 4 + Math.ceil(cpu.r(3) / 4) * 4;
  for (const { at, size, used } of blocks(context)) {
    if (used || size < need) continue;
    const rest = size - need;
    if (rest >= 8) words.setWord(at + need, rest);
    words.setWord(at, (rest >= 8 ? need : size) | inUse);
    cpu.setR(3, at + 4);
    return;
  }
  const at = lowest(context) - need;
  if (at < cpu.r(2) + reserve) {
    cpu.setR(3, 0);
    return;
  }
  words.setWord(at, need | inUse);
  words.setWord(heapEnd, at);
  cpu.setR(3, at + 4);
};

const FREE: Routine = context => {
  const { cpu, words, screen, end } = context;
  const wanted = cpu.r(3) - 4;
  let before: Block | undefined;
  for (const block of blocks(context)) {
    if (block.at === wanted && block.used) {
      const start = before !== undefined && !before.used ? before : block;
      const after = block.at + block.size;
      const next = [...blocks(context)].find(({ at }) => at === after);
      const stop = next !== undefined && !next.used ? after + next.size : after;
      words.setWord(start.at, stop - start.at);
      return;
    }
    before = block;
  }
  screen.write('\nFREE: the address is not one that MALLOC gave.');
  end('FREE of a bad address');
  cpu.setR(1, 0);
};

export const heap = { MALLOC, FREE } satisfies Readonly<Record<string, Routine>>;
