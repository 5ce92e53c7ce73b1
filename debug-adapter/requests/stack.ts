/** threads, stackTrace, scopes. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Debuggee } from '../debuggee.ts';
import type { CodeFrame, Frame } from '../exceptions/unwinding.ts';
import type { Position } from '../program/positions.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal, refuse } from '../refusal.ts';
import { type Session, threadId } from '../session.ts';
import { interruptedItems } from '../views/interrupted.ts';
import type { Item } from '../views/item.ts';
import { programRegisterItems, systemRegisterItems } from '../views/registers.ts';
import { savedFrameItems } from '../views/saved-frame.ts';
import { needDebuggee, needStopped, reference } from './need.ts';

/** One line of the Call Stack: a frame, or one macro level of it. */
interface Line {
  readonly frame: Frame;
  readonly name: string;
  readonly position: Position | undefined;
}

/** A frame with the macros that its place is in, as deep as they are shown. */
function linesOf(debuggee: Debuggee, frame: Frame, isTop: boolean): readonly Line[] {
  if (frame.kind === 'label') return [{ frame, name: frame.text, position: undefined }];
  const { map } = debuggee.program;
  const name = map.describe(frame.address) ?? reference(frame.address);
  const levels = map.levelsAt(frame.address);
  const depth = isTop ? debuggee.runner.view.depth : 0;
  const lines = levels.slice(0, depth + 1).map((level, i): Line => {
    const macro = i === 0 ? undefined : level.macro;
    return { frame, name: macro === undefined ? name : `macro ${macro}`, position: map.position(level) };
  });
  return lines.length === 0 ? [{ frame, name, position: undefined }] : lines.reverse();
}

function stackFrame(session: Session, line: Line): DebugProtocol.StackFrame {
  const { frame, name, position } = line;
  const id = session.frames.add({ frame, position });
  if (frame.kind === 'label') return { id, name, line: 0, column: 0, presentationHint: 'label' };
  return {
    id,
    name,
    line: 0,
    column: 0,
    ...(position && session.positions.range(position)),
    instructionPointerReference: reference(frame.address),
  };
}

function scopesOf(session: Session, debuggee: Debuggee, frame: CodeFrame): DebugProtocol.Scope[] {
  const scope = (
    name: string,
    items: () => readonly Item[],
    more: Partial<DebugProtocol.Scope> = {},
  ): DebugProtocol.Scope => ({
    name,
    variablesReference: session.items.add(items),
    namedVariables: items().length,
    expensive: false,
    ...more,
  });
  const { exception, registers } = frame;
  return [
    ...(exception === undefined
      ? []
      : [
          scope('Interrupted', () => interruptedItems(debuggee, exception)),
          scope('Saved frame', () => savedFrameItems(debuggee, exception, registers)),
        ]),
    scope('Registers', () => programRegisterItems(debuggee, registers), { presentationHint: 'registers' }),
    scope('System registers', () => systemRegisterItems(debuggee, registers)),
  ];
}

export const stack: RequestFamily = {
  capabilities: { supportsDelayedStackTraceLoading: true },
  handlers: {
    threads(session) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      const { runner, target, architecture } = debuggee;
      const at = runner.state === 'stopped' ? ` at ${architecture.levelName(target.level)}` : '';
      return { threads: [{ id: threadId, name: `CPU 0${at}` }] };
    },
    stackTrace(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const lines = debuggee.frames.flatMap((frame, i) => linesOf(debuggee, frame, i === 0));
      const start = args.startFrame ?? 0;
      const end = args.levels ? start + args.levels : lines.length;
      return {
        stackFrames: lines.slice(start, end).map(line => stackFrame(session, line)),
        totalFrames: lines.length,
      };
    },
    scopes(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const handle = session.frames.get(args.frameId);
      if (handle === undefined) return refuse('This stack frame is of an earlier stop.');
      if (handle.frame.kind === 'code') return { scopes: scopesOf(session, debuggee, handle.frame) };
      return { scopes: [] };
    },
  },
};
