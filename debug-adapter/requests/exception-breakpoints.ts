/** Exception filters: what is offered, and which are on. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Architecture, ExceptionFilterDescription } from '../../isa/architecture.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal } from '../refusal.ts';
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
      conditionDescription: `For example: ${conditionExample(architecture, filter.event)}`,
    })),
  );

function conditionExample({ examples }: Architecture, event: ExceptionFilterDescription['event']): string {
  if (event === 'hazard') return 'hits == 1';
  return event === 'entry' ? examples.entryCondition : examples.returnCondition;
}

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
