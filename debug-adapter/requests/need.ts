/** What requests need before they can be answered. */
import type { Debuggee } from '../debuggee.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Session } from '../session.ts';

/** The launched program. */
export const needDebuggee = (session: Session): Debuggee | Refusal =>
  session.debuggee ?? refuse('No program has been launched.');

/** The launched program while it is stopped. */
export function needStopped(session: Session): Debuggee | Refusal {
  const { debuggee } = session;
  if (debuggee === undefined) return refuse('No program has been launched.');
  switch (debuggee.runner.state) {
    case 'running':
      return refuse('The program is running: pause it first.');
    case 'ended':
      return refuse('The program has ended.');
    default:
      return debuggee;
  }
}

/** An address in hexadecimal, as it is given out in memory references. */
export const reference = (address: bigint): string => `0x${address.toString(16)}`;

/** The address of a memory reference with an offset in bytes. */
export function addressOf(memoryReference: string, offset = 0): bigint | undefined {
  if (!/^\s*(0x[0-9a-f]+|\d+)\s*$/i.test(memoryReference)) return undefined;
  return BigInt.asUintN(64, BigInt(memoryReference.trim()) + BigInt(offset));
}
