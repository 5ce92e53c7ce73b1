/** What a routine of the monitor is: it finds its parameters in registers 3 to 6 and leaves results in 3 and 4. */
import type { Cpu } from '../cpu.ts';
import type { Keyboard } from '../devices/keyboard.ts';
import type { GuestWords } from './guest-words.ts';
import type { Screen } from './screen.ts';

export interface RoutineContext {
  readonly cpu: Cpu;
  /** Memory as the program sees it. */
  readonly words: GuestWords;
  readonly keyboard: Keyboard;
  readonly screen: Screen;
  /** Where the heap's control word lies: the heap grows down from here. */
  readonly heapEnd: number;
  /** Notes why the program is ended: it halts when it arrives at address 0. */
  readonly end: (message: string) => void;
}

export type Routine = (context: RoutineContext) => void;
