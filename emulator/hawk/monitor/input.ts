/** Routines that read the keyboard. They wait until there is what they need. */
import type { Routine, RoutineContext } from './routine.ts';

const backspace = 8;
const endsLine = (code: number): boolean => code === 10 || code === 13;

const GETCHAR: Routine = ({ cpu, keyboard }) => cpu.setR(3, keyboard.take());

/** Reads up to the end of the line, with echo; a backspace takes a character back. */
const GETS: Routine = ({ cpu, keyboard, screen, words }) => {
  const line: number[] = [];
  for (let code = keyboard.take(); !endsLine(code); code = keyboard.take()) {
    if (code === backspace) {
      if (line.pop() !== undefined) screen.write('\b \b');
    } else {
      line.push(code);
      screen.put(code);
    }
  }
  for (const [at, code] of [...line, 0].entries()) words.setByte(cpu.r(3) + at, code);
};

export const input = { GETCHAR, GETS } satisfies Readonly<Record<string, Routine>>;

/** Whether a routine cannot begin yet. */
export function waitsFor(routine: Routine, { keyboard }: RoutineContext): boolean {
  if (routine === GETCHAR) return !keyboard.ready;
  return routine === GETS && !keyboard.waiting.some(endsLine);
}
