/** gotoTargets and goto: go on from another line without executing what is between. */
import type { RequestFamily } from '../protocol.ts';
import { Refusal, refuse } from '../refusal.ts';
import { needStopped, reference } from './need.ts';

export const goto_: RequestFamily = {
  capabilities: { supportsGotoTargetsRequest: true },
  handlers: {
    gotoTargets(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const { map } = debuggee.program;
      const target = map.targetOfLine(args.source.path ?? '', session.positions.lineFrom(args.line));
      return {
        targets: (target?.addresses ?? []).map(address => ({
          id: session.gotoTargets.add(address),
          label: map.describe(address) ?? reference(address),
          line: session.positions.line(target?.position.line ?? args.line),
          instructionPointerReference: reference(address),
        })),
      };
    },
    goto(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const address = session.gotoTargets.get(args.targetId);
      if (address === undefined) return refuse('This target is of an earlier stop.');
      if (!debuggee.target.write('pc', address)) return refuse('The program counter cannot be written.');
      session.after(() => debuggee.runner.show({ reason: 'goto', description: 'Paused after a jump' }));
    },
  },
};
