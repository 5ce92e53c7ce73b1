/** A command of the Debug Console, and a call of one. */
import type { Debuggee } from '../debuggee.ts';
import type { CodeFrame } from '../exceptions/unwinding.ts';
import type { Refusal } from '../refusal.ts';
import type { Session } from '../session.ts';

export interface CommandCall {
  readonly session: Session;
  readonly debuggee: Debuggee;
  /** Words after the command. */
  readonly words: readonly string[];
  readonly frame: CodeFrame | undefined;
}

export interface ConsoleCommand {
  readonly name: string;
  /** As it is written: `stub NAME VALUE`. */
  readonly usage: string;
  readonly doc: string;
  readonly whileRunning: boolean;
  readonly run: (call: CommandCall) => string | Refusal;
}
