/** next, stepIn, stepOut. */
import type { Debuggee } from '../debuggee.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal } from '../refusal.ts';
import {
  nextInstruction,
  nextStatement,
  type StepContext,
  type StepPlan,
  stepInstruction,
  stepOut,
} from '../running/steps.ts';
import type { Session } from '../session.ts';
import { needStopped } from './need.ts';

function step(session: Session, plan: (context: StepContext, debuggee: Debuggee) => StepPlan | undefined) {
  const debuggee = needStopped(session);
  if (debuggee instanceof Refusal) return debuggee;
  const { target, exceptions, program, runner } = debuggee;
  session.after(() => {
    const chosen = plan({ target, exceptions, map: program.map }, debuggee);
    if (chosen !== undefined) return runner.resume(chosen);
    // A macro call is entered by looking at its body: nothing of it has been executed yet.
    runner.show({ reason: 'step', description: 'Paused after a step', depth: runner.view.depth + 1 });
  });
  return undefined;
}

export const stepping: RequestFamily = {
  capabilities: { supportsSteppingGranularity: true },
  handlers: {
    next: (session, { granularity }) =>
      step(session, (context, { runner }) =>
        granularity === 'instruction' ? nextInstruction(context) : nextStatement(context, runner.view),
      ),
    stepIn: (session, { granularity }) =>
      step(session, (_, { runner }) => {
        const isMacroCall = runner.view.depth + 1 < runner.view.levels.length;
        return granularity !== 'instruction' && isMacroCall ? undefined : stepInstruction();
      }),
    stepOut: session => step(session, (context, { runner }) => stepOut(context, runner.view)),
  },
};
