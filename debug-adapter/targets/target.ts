/** What can be debugged: everything above works through this and does not know what is behind it. */
import type { InterruptLine, Machine, RunOptions, StopEvent } from '../../emulator/api.ts';

export interface Target
  extends Pick<
    Machine,
    | 'architecture'
    | 'time'
    | 'pc'
    | 'level'
    | 'read'
    | 'write'
    | 'readMemory'
    | 'writeMemory'
    | 'instructionAt'
    | 'consoleInput'
    | 'screen'
    | 'returnFromStub'
    | 'onInstruction'
    | 'onEvent'
  > {
  /** Runs until an event that stops or the budget is used up; scripted interrupts are raised on the way. */
  run(options: RunOptions): StopEvent;
  /** Raises an interrupt input until it has been taken. */
  interrupt(line: InterruptLine): void;
}
