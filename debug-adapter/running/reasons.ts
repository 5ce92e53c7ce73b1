/** Why the program is stopped: from what a run has found to what the user is told. */
import type { ExceptionEntry, ExceptionReturn, Hazard, StopEvent } from '../../emulator/api.ts';
import type { Breakpoint } from '../breakpoints/breakpoints.ts';
import type { EventText } from '../exceptions/describe.ts';
import type { Stop } from './stop.ts';

/** What was found to be a reason to stop while a slice ran. */
export interface Found {
  filter?: { readonly label: string; readonly event: ExceptionEntry | ExceptionReturn | Hazard };
  hits?: readonly Breakpoint[];
  /** The leg of a step is at its end. */
  leg?: boolean;
}

/** Why an event stops; undefined when it does not. */
export function stopOf(
  event: StopEvent,
  found: Found,
  describe: (event: ExceptionEntry | ExceptionReturn | Hazard) => EventText,
): Stop | undefined {
  switch (event.event) {
    case 'exceptionEntry':
    case 'exceptionReturn':
    case 'hazard': {
      if (found.filter === undefined) return undefined;
      const { label, event: cause } = found.filter;
      const { title, text } = describe(cause);
      const depth = cause.event === 'exceptionEntry' ? { depth: 0 } : {};
      return { reason: 'exception', description: title, text: text ?? label, event: cause, ...depth };
    }
    case 'breakpoint': {
      const [first, ...others] = found.hits ?? [];
      if (first === undefined) return undefined;
      return {
        reason: first.reason,
        description: `Paused on ${first.reason}`,
        breakpoints: [first, ...others].map(hit => hit.id),
        depth: Math.max(...[first, ...others].map(hit => hit.depth)),
      };
    }
    case 'stub':
      return {
        reason: 'function breakpoint',
        description: `Call of ${event.name}, which is not in this program`,
        text: `${event.name} is not in this program. Continue returns to its caller; \`stub ${event.name} VALUE\` in the Debug Console gives back a value.`,
        stub: event.name,
      };
    case 'idle':
      return {
        reason: 'pause',
        description: 'Waiting for an interrupt',
        text: 'The processor waits for an interrupt, and nothing is there that could raise one.',
      };
    default:
      return undefined;
  }
}
