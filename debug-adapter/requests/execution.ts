/** continue and pause. */
import type { RequestFamily } from '../protocol.ts';
import { Refusal } from '../refusal.ts';
import { needDebuggee, needStopped } from './need.ts';

export const execution: RequestFamily = {
  capabilities: {},
  handlers: {
    continue(session) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      session.after(() => debuggee.runner.resume());
      return { allThreadsContinued: true };
    },
    pause(session) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      debuggee.runner.pause();
    },
  },
};
