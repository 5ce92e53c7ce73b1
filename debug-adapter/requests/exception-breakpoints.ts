/** Exception filters: what is offered, and which are on. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Architecture } from '../../isa/architecture.ts';
import { Refusal, type RequestFamily } from '../protocol.ts';
import { needDebuggee } from './need.ts';

/** Filters of every architecture, grouped by their labels. */
export const exceptionFilters = (
  architectures: readonly Architecture[],
): DebugProtocol.ExceptionBreakpointsFilter[] =>
  architectures.flatMap(architecture =>
    architecture.exceptionFilters.map(filter => ({
      filter: filter.id,
      label: filter.label,
      description: filter.description,
      default: filter.enabledByDefault,
      supportsCondition: true,
      conditionDescription: conditionHint[filter.event],
    })),
  );

const conditionHint = {
  entry: 'For example: el == 2 && ec == 0x16 && hits > 3',
  return: 'For example: el == 1 && clobbered > 0',
  hazard: 'For example: hits == 1',
} as const;

export const exceptionBreakpoints: RequestFamily = {
  capabilities: { supportsExceptionFilterOptions: true },
  handlers: {
    setExceptionBreakpoints(session, args) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      session.wanted.filters = [
        ...args.filters.map(filterId => ({ filterId })),
        ...(args.filterOptions ?? []).map(({ filterId, condition }) => ({
          filterId,
          ...(condition !== undefined && { condition }),
        })),
      ];
      return {
        breakpoints: debuggee.filters
          .set(session.wanted.filters)
          .map(({ problem }) =>
            problem === undefined ? { verified: true } : { verified: false, message: problem },
          ),
      };
    },
  },
};
