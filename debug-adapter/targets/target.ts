/** What can be debugged: everything above works through this and does not know what is behind it. */
import type { Machine } from '../../emulator/api.ts';

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
    | 'requestInterrupt'
    | 'run'
  > {}
