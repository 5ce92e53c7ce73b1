/** Exception filters: which events of the machine stop the program. */

import type { ExceptionEntry, ExceptionReturn, Hazard } from '../../emulator/api.ts';
import {
  type Condition,
  type ConditionError,
  type ConditionLookup,
  evaluateCondition,
  isConditionError,
  parseCondition,
} from '../../emulator/conditions.ts';
import type { Architecture, ExceptionFilterDescription } from '../../isa/architecture.ts';
import { type ExtraNames, eventNames } from '../expressions/names.ts';

export interface FilterRequest {
  readonly filterId: string;
  readonly condition?: string;
}

/** What is wrong with a requested filter, or nothing. */
export interface FilterAnswer {
  readonly filterId: string;
  readonly problem?: string;
}

interface EnabledFilter {
  readonly description: ExceptionFilterDescription;
  readonly predicate: Condition;
  readonly condition: Condition | undefined;
  hits: bigint;
}

const events = { entry: 'exceptionEntry', return: 'exceptionReturn', hazard: 'hazard' } as const;

export class ExceptionFilters {
  readonly #architecture: Architecture;
  readonly #all: readonly Architecture[];
  readonly #lookup: (extra: ExtraNames) => ConditionLookup;
  readonly #clobbered: (ret: ExceptionReturn) => number;
  readonly #complain: (message: string) => void;
  #enabled: EnabledFilter[] = [];

  constructor(parts: {
    readonly architecture: Architecture;
    /** Every architecture whose filters were offered. */
    readonly all: readonly Architecture[];
    readonly lookup: (extra: ExtraNames) => ConditionLookup;
    /** Registers that a return would leave clobbered. */
    readonly clobbered: (ret: ExceptionReturn) => number;
    /** Told of a condition that cannot be evaluated. */
    readonly complain: (message: string) => void;
  }) {
    this.#architecture = parts.architecture;
    this.#all = parts.all;
    this.#lookup = parts.lookup;
    this.#clobbered = parts.clobbered;
    this.#complain = parts.complain;
  }

  /** Replaces the filters that are on. Answers in the order of the requests. */
  set(requests: readonly FilterRequest[]): readonly FilterAnswer[] {
    this.#enabled = [];
    return requests.map(request => {
      const problem = this.#enable(request);
      return { filterId: request.filterId, ...(problem !== undefined && { problem }) };
    });
  }

  /** The label of the first filter that catches an event; counts the hits of those that could. */
  catches(event: ExceptionEntry | ExceptionReturn | Hazard): string | undefined {
    let caught: string | undefined;
    for (const filter of this.#enabled) {
      const { description } = filter;
      if (events[description.event] !== event.event) continue;
      if (event.event === 'hazard' && description.hazard !== undefined && description.hazard !== event.hazard)
        continue;
      const said = eventNames(
        this.#architecture,
        event,
        event.event === 'exceptionReturn' ? this.#clobbered(event) : 0,
      );
      if (!this.#holds(filter, filter.predicate, said)) continue;
      filter.hits++;
      const { condition, hits } = filter;
      if (condition !== undefined && !this.#holds(filter, condition, { ...said, hits })) continue;
      caught ??= description.label;
    }
    return caught;
  }

  /** How often each filter's events have happened, by its id. */
  save(): ReadonlyMap<string, bigint> {
    return new Map(this.#enabled.map(({ description, hits }) => [description.id, hits]));
  }

  restore(hits: ReadonlyMap<string, bigint>): void {
    for (const filter of this.#enabled) filter.hits = hits.get(filter.description.id) ?? 0n;
  }

  #enable({ filterId, condition }: FilterRequest): string | undefined {
    const description = this.#architecture.exceptionFilters.find(filter => filter.id === filterId);
    if (description === undefined) {
      const other = this.#all.find(a => a.exceptionFilters.some(filter => filter.id === filterId));
      return other === undefined
        ? `There is no exception filter "${filterId}".`
        : `This filter is for ${other.label} and does not apply to ${this.#architecture.label}.`;
    }
    const predicate = parseCondition(description.predicate);
    if (isConditionError(predicate)) throw new Error(`filter ${filterId}: ${predicate.error}`);
    const parsed = condition?.trim() ? parseCondition(condition) : undefined;
    if (parsed !== undefined && isConditionError(parsed)) return conditionProblem(parsed);
    this.#enabled.push({ description, predicate, condition: parsed, hits: 0n });
    return undefined;
  }

  #holds(filter: EnabledFilter, condition: Condition, extra: ExtraNames): boolean {
    const value = evaluateCondition(condition, this.#lookup(extra));
    if (!isConditionError(value)) return value !== 0n;
    this.#complain(`Condition of "${filter.description.label}": ${value.error}.`);
    return false;
  }
}

/** A parse error as a sentence for the user. */
export const conditionProblem = ({ error, start }: ConditionError): string =>
  `The condition cannot be read at character ${start + 1}: ${error}.`;
