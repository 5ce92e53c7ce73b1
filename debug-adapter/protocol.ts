/**
 * The requests that the adapter answers, typed, and how a family of requests declares itself: handlers and
 * the capabilities that they provide stand together, so that the `initialize` answer is made from what is
 * really there.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Refusal } from './refusal.ts';
import type { Session } from './session.ts';

/** Request and response of every command that is answered. */
interface Protocol {
  launch: [DebugProtocol.LaunchRequest, DebugProtocol.LaunchResponse];
  configurationDone: [DebugProtocol.ConfigurationDoneRequest, DebugProtocol.ConfigurationDoneResponse];
  restart: [DebugProtocol.RestartRequest, DebugProtocol.RestartResponse];
  terminate: [DebugProtocol.TerminateRequest, DebugProtocol.TerminateResponse];
  disconnect: [DebugProtocol.DisconnectRequest, DebugProtocol.DisconnectResponse];
  cancel: [DebugProtocol.CancelRequest, DebugProtocol.CancelResponse];
  setBreakpoints: [DebugProtocol.SetBreakpointsRequest, DebugProtocol.SetBreakpointsResponse];
  setFunctionBreakpoints: [
    DebugProtocol.SetFunctionBreakpointsRequest,
    DebugProtocol.SetFunctionBreakpointsResponse,
  ];
  setInstructionBreakpoints: [
    DebugProtocol.SetInstructionBreakpointsRequest,
    DebugProtocol.SetInstructionBreakpointsResponse,
  ];
  breakpointLocations: [DebugProtocol.BreakpointLocationsRequest, DebugProtocol.BreakpointLocationsResponse];
  setExceptionBreakpoints: [
    DebugProtocol.SetExceptionBreakpointsRequest,
    DebugProtocol.SetExceptionBreakpointsResponse,
  ];
  exceptionInfo: [DebugProtocol.ExceptionInfoRequest, DebugProtocol.ExceptionInfoResponse];
  threads: [DebugProtocol.ThreadsRequest, DebugProtocol.ThreadsResponse];
  stackTrace: [DebugProtocol.StackTraceRequest, DebugProtocol.StackTraceResponse];
  scopes: [DebugProtocol.ScopesRequest, DebugProtocol.ScopesResponse];
  variables: [DebugProtocol.VariablesRequest, DebugProtocol.VariablesResponse];
  setVariable: [DebugProtocol.SetVariableRequest, DebugProtocol.SetVariableResponse];
  continue: [DebugProtocol.ContinueRequest, DebugProtocol.ContinueResponse];
  pause: [DebugProtocol.PauseRequest, DebugProtocol.PauseResponse];
  next: [DebugProtocol.NextRequest, DebugProtocol.NextResponse];
  stepIn: [DebugProtocol.StepInRequest, DebugProtocol.StepInResponse];
  stepOut: [DebugProtocol.StepOutRequest, DebugProtocol.StepOutResponse];
  stepBack: [DebugProtocol.StepBackRequest, DebugProtocol.StepBackResponse];
  reverseContinue: [DebugProtocol.ReverseContinueRequest, DebugProtocol.ReverseContinueResponse];
  gotoTargets: [DebugProtocol.GotoTargetsRequest, DebugProtocol.GotoTargetsResponse];
  goto: [DebugProtocol.GotoRequest, DebugProtocol.GotoResponse];
  disassemble: [DebugProtocol.DisassembleRequest, DebugProtocol.DisassembleResponse];
  readMemory: [DebugProtocol.ReadMemoryRequest, DebugProtocol.ReadMemoryResponse];
  writeMemory: [DebugProtocol.WriteMemoryRequest, DebugProtocol.WriteMemoryResponse];
  evaluate: [DebugProtocol.EvaluateRequest, DebugProtocol.EvaluateResponse];
  setExpression: [DebugProtocol.SetExpressionRequest, DebugProtocol.SetExpressionResponse];
  completions: [DebugProtocol.CompletionsRequest, DebugProtocol.CompletionsResponse];
  loadedSources: [DebugProtocol.LoadedSourcesRequest, DebugProtocol.LoadedSourcesResponse];
}

export type Command = keyof Protocol;
export type Arguments<C extends Command> = NonNullable<Protocol[C][0]['arguments']>;
export type Body<C extends Command> = 'body' extends keyof Protocol[C][1]
  ? NonNullable<Protocol[C][1]['body']>
  : undefined;

type Answer<B> = B | Refusal | Promise<B | Refusal>;

/** Answers one request. What is a mistake of the user comes back as a refusal; only our bugs throw. */
export type Handler<C extends Command> = (session: Session, args: Arguments<C>) => Answer<Body<C>>;

export type Handlers = { readonly [C in Command]?: Handler<C> };

export interface RequestFamily {
  readonly capabilities: DebugProtocol.Capabilities;
  readonly handlers: Handlers;
}
