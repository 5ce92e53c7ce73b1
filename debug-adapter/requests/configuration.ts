/** configurationDone: the program starts. */
import type { RequestFamily } from '../protocol.ts';
import { Refusal } from '../refusal.ts';
import { start } from './launching.ts';
import { needDebuggee } from './need.ts';

export const configuration: RequestFamily = {
  capabilities: { supportsConfigurationDoneRequest: true },
  handlers: {
    configurationDone(session) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      if (session.configured) return;
      session.configured = true;
      session.after(() => start(session));
    },
  },
};
