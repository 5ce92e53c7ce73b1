/** launch, restart, terminate, disconnect. */
import { Debuggee } from '../debuggee.ts';
import { parseLaunch } from '../launch.ts';
import { architectureFor } from '../program/architecture.ts';
import { loadProgram } from '../program/load.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { Session } from '../session.ts';
import { createEmulatorTarget } from '../targets/emulator.ts';
import { applyWantedBreakpoints } from './breakpoints.ts';
import { needDebuggee } from './need.ts';

/** Reads, assembles and sets up the program of the session's launch arguments. */
async function prepare(session: Session): Promise<Refusal | undefined> {
  const launch = parseLaunch(session.launchArguments);
  if (launch instanceof Refusal) return launch;
  const architecture = architectureFor(session.architectures, launch.machine, launch.program);
  if (architecture instanceof Refusal) return architecture;
  const program = await loadProgram(session.host, architecture, launch);
  if (program instanceof Refusal) return program;
  for (const warning of program.warnings) session.output('stderr', warning.text, warning.position);
  const target = createEmulatorTarget(architecture, program, launch, {
    console: bytes => session.guestOutput.write(bytes),
    log: message => session.output('console', message),
    note: message => session.output('console', message),
  });
  if (target instanceof Refusal) return target;
  session.debuggee?.runner.end();
  session.clearHandles();
  session.started(
    new Debuggee({
      host: session.host,
      launch,
      program,
      target,
      architectures: session.architectures,
      events: session.events,
      breakpointId: (group, index) => session.breakpointId(group, index),
    }),
  );
  return undefined;
}

/** Starts the run, stopping before the first instruction when that is asked for. */
export function start(session: Session): void {
  const { debuggee } = session;
  if (debuggee === undefined) return;
  if (debuggee.launch.stopOnEntry && !debuggee.launch.noDebug)
    debuggee.runner.show({ reason: 'entry', description: 'Paused before the first instruction' });
  else debuggee.runner.resume();
}

export const launching: RequestFamily = {
  capabilities: {
    supportsRestartRequest: true,
    supportsTerminateRequest: true,
    supportTerminateDebuggee: true,
  },
  handlers: {
    async launch(session, args) {
      if (session.debuggee !== undefined) return refuse('A program has been launched already.');
      session.launchArguments = { ...args };
      const refused = await prepare(session);
      if (refused !== undefined) return refused;
      session.after(() => session.send('initialized'));
    },
    async restart(session, args) {
      const launched = needDebuggee(session);
      if (launched instanceof Refusal) return launched;
      const before = session.launchArguments;
      if (args.arguments !== undefined) session.launchArguments = { ...args.arguments };
      const refused = await prepare(session);
      if (refused !== undefined) {
        session.launchArguments = before;
        return refused;
      }
      applyWantedBreakpoints(session);
      session.after(() => start(session));
    },
    terminate(session) {
      session.debuggee?.runner.end();
      session.after(() => session.terminated());
    },
    disconnect(session) {
      session.debuggee?.runner.end();
      session.after(() => session.end());
    },
  },
};
