/** Why the program is stopped, in the adapter's own terms. */
import type { ExceptionEntry, ExceptionReturn, Hazard } from '../../emulator/api.ts';

export interface Stop {
  /** DAP's `reason` of a `stopped` event. */
  readonly reason:
    | 'entry'
    | 'step'
    | 'breakpoint'
    | 'function breakpoint'
    | 'instruction breakpoint'
    | 'exception'
    | 'pause'
    | 'goto';
  /** What happened in a few words, shown where the client says that it is paused. */
  readonly description: string;
  /** More, when there is more to say. */
  readonly text?: string;
  readonly breakpoints?: readonly number[];
  /** For `exception`: what `exceptionInfo` tells of. */
  readonly event?: ExceptionEntry | ExceptionReturn | Hazard;
  /** Stopped at a call of a handler that is not in the program. */
  readonly stub?: string;
  /** Macro level to show; the innermost when absent. */
  readonly depth?: number;
}
