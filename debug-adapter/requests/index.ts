/** All families of requests. What `initialize` answers is the union of what they declare. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Architecture } from '../../isa/architecture.ts';
import type { Handlers, RequestFamily } from '../protocol.ts';
import { breakpoints } from './breakpoints.ts';
import { cancel } from './cancel.ts';
import { configuration } from './configuration.ts';
import { disassembly } from './disassembly.ts';
import { evaluation } from './evaluation.ts';
import { exceptionBreakpoints, exceptionFilters } from './exception-breakpoints.ts';
import { exceptionInfo } from './exception-info.ts';
import { execution } from './execution.ts';
import { goto_ } from './goto.ts';
import { launching } from './launching.ts';
import { memory } from './memory.ts';
import { reversing } from './reversing.ts';
import { sources } from './sources.ts';
import { stack } from './stack.ts';
import { stepping } from './stepping.ts';
import { variables } from './variables.ts';

const families: readonly RequestFamily[] = [
  launching,
  configuration,
  breakpoints,
  exceptionBreakpoints,
  exceptionInfo,
  stack,
  variables,
  execution,
  stepping,
  reversing,
  goto_,
  disassembly,
  memory,
  evaluation,
  sources,
  cancel,
];

export const handlers: Handlers = Object.assign({}, ...families.map(family => family.handlers));

/** The `initialize` answer. Exception filters are those of every architecture: the launch is not known yet. */
export const capabilities = (architectures: readonly Architecture[]): DebugProtocol.Capabilities =>
  Object.assign({}, ...families.map(family => family.capabilities), {
    exceptionBreakpointFilters: exceptionFilters(architectures),
  });
