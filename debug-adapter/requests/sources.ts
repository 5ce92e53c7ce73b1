/** loadedSources: every file that took part in the program. */
import type { RequestFamily } from '../protocol.ts';
import { Refusal } from '../refusal.ts';
import { needDebuggee } from './need.ts';

export const sources: RequestFamily = {
  capabilities: { supportsLoadedSourcesRequest: true },
  handlers: {
    loadedSources(session) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      return { sources: debuggee.program.result.filesUsed.map(file => session.positions.source(file)) };
    },
  },
};
