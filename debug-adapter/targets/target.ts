/** What can be debugged: everything above works through this and does not know what is behind it. */
import type { Machine } from '../../emulator/api.ts';
import type { History } from '../../emulator/core/history.ts';

export interface Target
  extends Pick<
    Machine,
    | 'architecture'
    | 'time'
    | 'moment'
    | 'end'
    | 'slotEntries'
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
    | 'onInput'
    | 'requestInterrupt'
    | 'run'
  > {
  /** The recorded run; absent where there is no way back. */
  readonly history: History | undefined;
}
