/** Source, function and instruction breakpoints, and where they can be. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Breakpoint } from '../breakpoints/breakpoints.ts';
import { pathKey } from '../program/paths.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal } from '../refusal.ts';
import type { Session } from '../session.ts';
import { addressOf, needDebuggee, reference } from './need.ts';

function answer(session: Session, breakpoint: Breakpoint): DebugProtocol.Breakpoint {
  const { id, addresses, position, message } = breakpoint;
  const [first] = addresses;
  return {
    id,
    verified: first !== undefined,
    ...(message !== undefined && { message, reason: 'failed' as const }),
    ...(position && session.positions.range(position)),
    ...(first !== undefined && { instructionReference: reference(first) }),
  };
}

function setSource(session: Session, args: DebugProtocol.SetBreakpointsArguments): readonly Breakpoint[] {
  const requests = (args.breakpoints ?? args.lines?.map(line => ({ line })) ?? []).map(request => ({
    ...request,
    line: session.positions.lineFrom(request.line),
  }));
  const file = args.source.path ?? '';
  return session.debuggee?.breakpoints.setSource(file, requests) ?? [];
}

const setFunctions = (session: Session): readonly Breakpoint[] =>
  session.debuggee?.breakpoints.setFunctions(session.wanted.functions) ?? [];

const setInstructions = (session: Session): readonly Breakpoint[] =>
  session.debuggee?.breakpoints.setInstructions(
    session.wanted.instructions.map(request => ({
      ...request,
      address:
        addressOf(request.instructionReference, request.offset) ??
        `"${request.instructionReference}" is not an address.`,
    })),
  ) ?? [];

/** Sets everything that the client wants in a program that has just been loaded. */
export function applyWantedBreakpoints(session: Session): void {
  const set = [
    ...[...session.wanted.sources.values()].flatMap(args => setSource(session, args)),
    ...setFunctions(session),
    ...setInstructions(session),
  ];
  session.debuggee?.filters.set(session.wanted.filters);
  for (const breakpoint of set)
    session.send('breakpoint', { reason: 'changed', breakpoint: answer(session, breakpoint) });
}

export const breakpoints: RequestFamily = {
  capabilities: {
    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsLogPoints: true,
    supportsFunctionBreakpoints: true,
    supportsInstructionBreakpoints: true,
    supportsBreakpointLocationsRequest: true,
  },
  handlers: {
    setBreakpoints(session, args) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      session.wanted.sources.set(pathKey(args.source.path ?? ''), args);
      return { breakpoints: setSource(session, args).map(b => answer(session, b)) };
    },
    setFunctionBreakpoints(session, args) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      session.wanted.functions = args.breakpoints;
      return { breakpoints: setFunctions(session).map(b => answer(session, b)) };
    },
    setInstructionBreakpoints(session, args) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      session.wanted.instructions = args.breakpoints;
      return { breakpoints: setInstructions(session).map(b => answer(session, b)) };
    },
    breakpointLocations(session, args) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      const { positions } = session;
      const first = positions.lineFrom(args.line);
      const last = args.endLine === undefined ? first : positions.lineFrom(args.endLine);
      const targets = debuggee.program.map.targetsBetween(args.source.path ?? '', first, last);
      return {
        breakpoints: targets.map(({ position }) => ({
          line: positions.line(position.line),
          column: positions.column(position.column),
        })),
      };
    },
  },
};
