/** stepBack and reverseContinue, and going to any moment of the recorded run. */
import type { StopConditions } from '../../emulator/api.ts';
import type { History, Way } from '../../emulator/core/history.ts';
import type { Debuggee } from '../debuggee.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal, refuse } from '../refusal.ts';
import { stepBack } from '../running/back.ts';
import { type Session, threadId } from '../session.ts';
import { needStopped } from './need.ts';

const atStart = 'Paused at the start of the recorded run';

/**
 * Goes a way through the past once the present request has been answered; refused where there is no past.
 * `announces`: the client does not know that the request makes the program move.
 */
export function travel(
  session: Session,
  wayWith: (history: History, stop: StopConditions) => Way,
  description: string,
  announces = false,
): Refusal | undefined {
  const debuggee = needStopped(session);
  if (debuggee instanceof Refusal) return debuggee;
  const { runner, target } = debuggee;
  const { history } = target;
  if (history === undefined)
    return refuse('There is no way back: nothing is recorded. Set "history" in the launch configuration.');
  if (history.atStart) return refuse('This is the start of the recorded run.');
  session.after(() => {
    if (announces) session.send('continued', { threadId, allThreadsContinued: true });
    runner.travel(
      stop => wayWith(history, stop),
      () => ({ reason: 'step', description: history.atStart ? atStart : description }),
    );
  });
  return undefined;
}

/** What a step has to know of the program. */
const contextOf = ({ target, exceptions, program }: Debuggee) => ({ target, exceptions, map: program.map });

export const reversing: RequestFamily = {
  capabilities: { supportsStepBack: true },
  handlers: {
    stepBack: (session, { granularity }) =>
      travel(
        session,
        (history, stop) => {
          const debuggee = session.debuggee!;
          const view = granularity === 'instruction' ? undefined : debuggee.runner.view;
          return stepBack(contextOf(debuggee), history, view, stop);
        },
        'Paused after a step back',
      ),
    reverseContinue: session => travel(session, (history, stop) => history.goBack(stop), atStart),
  },
};
