/** The processor's interrupt inputs: who asserts them, until when, and which are to be asserted at what time. */
import type { InterruptLineDescription } from '../../isa/architecture.ts';
import type { ExceptionEntry, InterruptLine, PlannedInterrupt } from '../api.ts';

/** Who asserts an input: the board, somebody outside, or somebody outside until it has been taken. */
export type Asserter = 'board' | 'outside' | 'request';

export class InterruptInputs {
  readonly #lines: readonly InterruptLineDescription[];
  readonly #plan: readonly { readonly at: number; readonly line: InterruptLine }[];
  readonly #set: (line: InterruptLine, asserted: boolean) => boolean;
  readonly state = {
    asserted: {
      board: new Set<InterruptLine>(),
      outside: new Set<InterruptLine>(),
      request: new Set<InterruptLine>(),
    },
    /** Planned interrupts that have been requested. */
    planned: 0,
  };

  /** `set` changes an input of the processor; it says false when there is none of that name. */
  constructor(
    lines: readonly InterruptLineDescription[],
    plan: readonly PlannedInterrupt[],
    set: (line: InterruptLine, asserted: boolean) => boolean,
  ) {
    this.#lines = lines;
    this.#plan = plan.map(({ at, line }) => ({ at: Number(at), line }));
    this.#set = set;
  }

  /** An input is asserted as long as anybody asserts it. False when there is no such input. */
  drive(by: Asserter, line: InterruptLine, asserted: boolean): boolean {
    const { board, outside, request } = this.state.asserted;
    const own = this.state.asserted[by];
    if (asserted) own.add(line);
    else own.delete(line);
    const known = this.#set(line, board.has(line) || outside.has(line) || request.has(line));
    if (!known) own.delete(line);
    return known;
  }

  /** When the next planned interrupt is due; infinite when there is none. */
  get nextPlanned(): number {
    return this.#plan[this.state.planned]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Requests the next planned interrupt, if it is due when so many instructions have been retired. */
  requestPlanned(retired: number): boolean {
    const next = this.#plan[this.state.planned];
    if (next === undefined || next.at > retired) return false;
    this.state.planned++;
    this.drive('request', next.line, true);
    return true;
  }

  /** An exception was taken: if it is an interrupt that was requested, the request is over. */
  taken(entry: ExceptionEntry): void {
    const { request } = this.state.asserted;
    if (request.size === 0) return;
    for (const { name, kind, source = entry.source } of this.#lines)
      if (request.has(name) && kind === entry.kind && source === entry.source)
        this.drive('request', name, false);
  }
}
