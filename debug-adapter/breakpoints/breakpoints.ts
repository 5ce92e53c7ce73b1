/** Breakpoints of every kind, as addresses with conditions. */

import type { Program } from '../../assembler/program.ts';
import {
  type Condition,
  type ConditionLookup,
  evaluateCondition,
  isConditionError,
  parseCondition,
} from '../../emulator/conditions.ts';
import type { ExtraNames } from '../expressions/names.ts';
import { pathKey } from '../program/paths.ts';
import type { Position } from '../program/positions.ts';
import type { SourceMap } from '../program/source-map.ts';
import { conditionProblem } from './exception-filters.ts';
import { type HitCondition, parseHitCondition } from './hit-condition.ts';
import { formatLogMessage, type LogMessage, parseLogMessage } from './log-message.ts';

/** Where a breakpoint is wanted, and when it counts. */
export interface BreakpointRequest {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

export type BreakpointReason = 'breakpoint' | 'function breakpoint' | 'instruction breakpoint';

/** A breakpoint with what became of it. */
export interface Breakpoint {
  readonly id: number;
  readonly reason: BreakpointReason;
  /** Empty when it could not be set. */
  readonly addresses: readonly bigint[];
  /** Where it really is in the text. */
  readonly position?: Position;
  /** Why it could not be set, or what is to be known of it. */
  readonly message?: string;
  /** Macro level to show when it is hit. */
  readonly depth: number;
}

interface Armed extends Breakpoint {
  readonly condition: Condition | undefined;
  readonly hitCondition: HitCondition | undefined;
  readonly log: LogMessage | undefined;
  hits: number;
}

interface Place {
  readonly addresses: readonly bigint[];
  readonly position?: Position;
  readonly depth: number;
}

export class Breakpoints {
  readonly #map: SourceMap;
  readonly #program: Program;
  readonly #alignment: number;
  readonly #lookup: (extra: ExtraNames) => ConditionLookup;
  readonly #log: (text: string, position: Position | undefined) => void;
  readonly #idOf: (group: string, index: number) => number;
  /** By group: a source file, `functions`, `instructions`. */
  readonly #groups = new Map<string, readonly Armed[]>();
  #byAddress = new Map<bigint, Armed[]>();
  #addresses: ReadonlySet<bigint> = new Set();

  constructor(parts: {
    readonly map: SourceMap;
    readonly program: Program;
    /** Bytes that the address of an instruction is a multiple of. */
    readonly alignment: number;
    readonly lookup: (extra: ExtraNames) => ConditionLookup;
    readonly log: (text: string, position: Position | undefined) => void;
    /** Number of the breakpoint that stands at an index of a group: the same over a restart. */
    readonly idOf: (group: string, index: number) => number;
  }) {
    this.#map = parts.map;
    this.#program = parts.program;
    this.#alignment = parts.alignment;
    this.#lookup = parts.lookup;
    this.#log = parts.log;
    this.#idOf = parts.idOf;
  }

  get addresses(): ReadonlySet<bigint> {
    return this.#addresses;
  }

  /** Breakpoints on lines of one file, replacing those that were there. */
  setSource(
    file: string,
    requests: readonly (BreakpointRequest & { line: number })[],
  ): readonly Breakpoint[] {
    return this.#set('breakpoint', `source ${pathKey(file)}`, requests, ({ line }) => {
      const missing = 'No instruction of the running program comes from this line or one after it.';
      return this.#map.targetOfLine(file, line) ?? missing;
    });
  }

  setFunctions(requests: readonly (BreakpointRequest & { name: string })[]): readonly Breakpoint[] {
    return this.#set('function breakpoint', 'functions', requests, ({ name }) => {
      const symbol = this.#program.symbols.find(s => s.name === name && s.kind === 'label');
      if (symbol !== undefined) return this.#placeOf(symbol.value);
      return this.#program.externals.some(external => external.name === name)
        ? `${name} is not in the program: every call of it stops, unless "stubs" says what it returns.`
        : `There is no label ${name} in the program.`;
    });
  }

  /** An address that could not be read is given as the sentence that says so. */
  setInstructions(
    requests: readonly (BreakpointRequest & { address: bigint | string })[],
  ): readonly Breakpoint[] {
    return this.#set('instruction breakpoint', 'instructions', requests, ({ address }) => {
      if (typeof address === 'string') return address;
      if (address % BigInt(this.#alignment) === 0n) return this.#placeOf(address);
      return `No instruction is at 0x${address.toString(16)}: its address would be a multiple of ${this.#alignment}.`;
    });
  }

  /** Counts a visit of an address, writes what is to be logged, and gives back the breakpoints that stop. */
  hit(address: bigint): readonly Breakpoint[] {
    return (this.#byAddress.get(address) ?? []).filter(breakpoint => {
      const { condition, hitCondition, log } = breakpoint;
      const hits = BigInt(breakpoint.hits + 1);
      if (condition !== undefined) {
        const value = evaluateCondition(condition, this.#lookup({ hits }));
        if (isConditionError(value)) {
          this.#log(`Breakpoint condition: ${value.error}.`, breakpoint.position);
          return true;
        }
        if (value === 0n) return false;
      }
      breakpoint.hits++;
      if (hitCondition !== undefined && !hitCondition(breakpoint.hits)) return false;
      if (log === undefined) return true;
      this.#log(formatLogMessage(log, this.#lookup({ hits })), breakpoint.position);
      return false;
    });
  }

  /** How often each breakpoint was hit, by its number. */
  save(): ReadonlyMap<number, number> {
    return new Map([...this.#groups.values()].flat().map(({ id, hits }) => [id, hits]));
  }

  restore(hits: ReadonlyMap<number, number>): void {
    for (const breakpoint of [...this.#groups.values()].flat())
      breakpoint.hits = hits.get(breakpoint.id) ?? 0;
  }

  #placeOf(address: bigint): Place {
    const level = this.#map.levelsAt(address)[0];
    return { addresses: [address], ...(level && { position: this.#map.position(level) }), depth: 0 };
  }

  #set<R extends BreakpointRequest>(
    reason: BreakpointReason,
    group: string,
    requests: readonly R[],
    placeOf: (request: R) => Place | string,
  ): readonly Breakpoint[] {
    const armed = requests.map((request, i) => arm(this.#idOf(group, i), reason, request, placeOf(request)));
    this.#groups.set(group, armed);
    this.#byAddress = new Map();
    for (const breakpoint of [...this.#groups.values()].flat())
      for (const address of breakpoint.addresses) {
        const there = this.#byAddress.get(address);
        if (there === undefined) this.#byAddress.set(address, [breakpoint]);
        else there.push(breakpoint);
      }
    this.#addresses = new Set(this.#byAddress.keys());
    return armed;
  }
}

/** `where` is a place, or the sentence that says why there is none. */
function arm(id: number, reason: BreakpointReason, request: BreakpointRequest, where: Place | string): Armed {
  const nothing = { condition: undefined, hitCondition: undefined, log: undefined };
  const failed = (message: string): Armed => ({
    ...nothing,
    id,
    reason,
    addresses: [],
    message,
    depth: 0,
    hits: 0,
  });
  if (typeof where === 'string') return failed(where);
  const condition = request.condition?.trim() ? parseCondition(request.condition) : undefined;
  if (condition !== undefined && isConditionError(condition)) return failed(conditionProblem(condition));
  const hitCondition = request.hitCondition?.trim() ? parseHitCondition(request.hitCondition) : undefined;
  if (hitCondition === undefined && request.hitCondition?.trim())
    return failed('A hit count is a number, or one of > >= < <= == % and a number.');
  const log = request.logMessage ? parseLogMessage(request.logMessage) : undefined;
  if (log !== undefined && 'error' in log)
    return failed(`An expression of the log message cannot be read: ${log.error}.`);
  const { addresses, position, depth } = where;
  return {
    id,
    reason,
    addresses,
    ...(position && { position }),
    depth,
    condition,
    hitCondition,
    log,
    hits: 0,
  };
}
