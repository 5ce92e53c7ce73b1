/** One debug session: what the requests share. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Architecture } from '../isa/architecture.ts';
import { architectures } from '../isa/architectures.ts';
import type { FilterRequest } from './breakpoints/exception-filters.ts';
import { GuestOutput } from './console/guest-output.ts';
import type { Debuggee, DebuggeeEvents } from './debuggee.ts';
import type { CodeFrame, Frame } from './exceptions/unwinding.ts';
import type { Host } from './host.ts';
import { Positions } from './positions.ts';
import type { Position } from './program/positions.ts';
import { Handles } from './views/handles.ts';
import type { Item } from './views/item.ts';

/** One processor. */
export const threadId = 1;

/** How messages leave the session. */
export interface Channel {
  readonly sendEvent: (event: string, body?: unknown) => void;
  readonly sendResponse: (response: Omit<DebugProtocol.Response, 'seq' | 'type'>) => void;
}

/** What a stack frame id stands for. */
export interface FrameHandle {
  readonly frame: Frame;
  readonly position: Position | undefined;
}

/** What breakpoints the client wants, kept over a restart. */
export interface WantedBreakpoints {
  readonly sources: Map<string, DebugProtocol.SetBreakpointsArguments>;
  functions: readonly DebugProtocol.FunctionBreakpoint[];
  instructions: readonly DebugProtocol.InstructionBreakpoint[];
  filters: readonly FilterRequest[];
}

export class Session {
  readonly host: Host;
  readonly architectures: readonly [Architecture, ...Architecture[]] = architectures;
  readonly frames = new Handles<FrameHandle>();
  readonly items = new Handles<() => readonly Item[]>();
  readonly wanted: WantedBreakpoints = { sources: new Map(), functions: [], instructions: [], filters: [] };
  readonly #channel: Channel;
  readonly #onEnd: () => void;
  /** Addresses offered by `gotoTargets`. */
  readonly gotoTargets = new Handles<bigint>();
  client: DebugProtocol.InitializeRequestArguments = { adapterID: 'ventry' };
  positions = new Positions({});
  debuggee: Debuggee | undefined;
  readonly guestOutput: GuestOutput;
  launchArguments: Readonly<Record<string, unknown>> = {};
  configured = false;
  #afterResponse: (() => void)[] = [];
  readonly #breakpointIds = new Map<string, number>();
  #terminated = false;
  #ended = false;

  /** `onEnd` is called once when the client has disconnected. */
  constructor(host: Host, channel: Channel, onEnd: () => void) {
    this.host = host;
    this.#channel = channel;
    this.#onEnd = onEnd;
    this.guestOutput = new GuestOutput(
      text => this.send('output', { category: 'stdout', output: text }),
      host.defer,
    );
  }

  send(event: string, body?: unknown): void {
    if (!this.#ended) this.#channel.sendEvent(event, body);
  }

  /** Runs a task once the response to the present request has been sent. */
  after(task: () => void): void {
    this.#afterResponse.push(task);
  }

  /** The tasks that wait for a response; asked once, when it has been sent or could not be. */
  takeAfterResponse(): readonly (() => void)[] {
    const tasks = this.#afterResponse;
    this.#afterResponse = [];
    return tasks;
  }

  /** A program has been loaded: the end of the one before is forgotten. */
  started(debuggee: Debuggee): void {
    this.debuggee = debuggee;
    this.#terminated = false;
  }

  /** Tells the client once that the debuggee has ended. */
  terminated(): void {
    if (this.#terminated) return;
    this.#terminated = true;
    this.send('terminated');
  }

  /** Values were changed by the present request: the client is asked to read them again. */
  valuesChanged(): void {
    if (this.client.supportsInvalidatedEvent)
      this.after(() => this.send('invalidated', { areas: ['variables'] }));
  }

  /** A message in the Debug Console. */
  output(category: string, text: string, position?: Position): void {
    this.guestOutput.flush();
    this.send('output', {
      category,
      output: text.endsWith('\n') ? text : `${text}\n`,
      ...(position && this.positions.place(position)),
    });
  }

  /** What the debuggee tells, as events for the client. */
  readonly events: DebuggeeEvents = {
    onStop: stop => {
      this.guestOutput.flush();
      this.clearHandles();
      this.send('stopped', {
        reason: stop.reason,
        description: stop.description,
        ...(stop.text !== undefined && { text: stop.text }),
        ...(stop.breakpoints !== undefined && { hitBreakpointIds: stop.breakpoints }),
        threadId,
        allThreadsStopped: true,
      });
    },
    onExit: (code, how) => {
      this.guestOutput.flush();
      this.output('console', `The program has ended with code ${code}: ${how}.`);
      this.send('exited', { exitCode: code });
      this.terminated();
    },
    onFailure: error => {
      this.output(
        'stderr',
        `Internal error, the run has ended: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.terminated();
    },
    onMemorySet: (address, count) => {
      if (!this.client.supportsMemoryEvent) return;
      const memoryReference = `0x${address.toString(16)}`;
      this.after(() => this.send('memory', { memoryReference, offset: 0, count }));
    },
    onMessage: (kind, text, position) =>
      this.output(kind === 'warning' ? 'stderr' : 'console', text, position),
  };

  /** Number of a breakpoint by its place in its group, kept over a restart. */
  breakpointId(group: string, index: number): number {
    const key = `${index} ${group}`;
    const id = this.#breakpointIds.get(key) ?? this.#breakpointIds.size + 1;
    this.#breakpointIds.set(key, id);
    return id;
  }

  /** Numbers given out for frames and variables are void when the program runs. */
  clearHandles(): void {
    this.frames.clear();
    this.items.clear();
    this.gotoTargets.clear();
  }

  /** The code frame with this id; the innermost when no id is given. */
  codeFrame(id: number | undefined): CodeFrame | undefined {
    const frame = id === undefined ? this.debuggee?.frames[0] : this.frames.get(id)?.frame;
    return frame?.kind === 'code' ? frame : undefined;
  }

  /** Ends the run at once; nothing is sent after. */
  end(): void {
    this.debuggee?.runner.end();
    this.#ended = true;
    this.#onEnd();
  }
}
