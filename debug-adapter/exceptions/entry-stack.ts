/**
 * The exceptions that have been taken and not returned from, each with what is known of its interrupted
 * context, and the history of all. Once a run is long, instructions are observed only while a handler runs.
 */
import type {
  ExceptionEntry,
  ExceptionReturn,
  Hazard,
  Input,
  TracedInstruction,
} from '../../emulator/api.ts';
import type { Effects, Instruction } from '../../isa/instruction.ts';
import type { Target } from '../targets/target.ts';
import { CallStack } from './call-tracking.ts';
import { type ClobberReport, clobberReport } from './clobber-report.ts';
import { SavedContext } from './saved-frame.ts';

export interface ActiveException {
  readonly entry: ExceptionEntry;
  readonly context: SavedContext;
  /** Calls made by the handler. */
  readonly calls: CallStack;
}

/** What is known at one moment. */
export interface SavedEntries {
  readonly active: readonly ActiveException[];
  readonly baseCalls: CallStack;
  /** Number of records there had been. */
  readonly records: number;
}

const copyOf = ({ entry, context, calls }: ActiveException): ActiveException => ({
  entry,
  context: context.copy(),
  calls: calls.copy(),
});

export type HistoryRecord = ExceptionEntry | ExceptionReturn | Hazard;

/**
 * Instructions from the start of a run during which calls outside of handlers are followed too. After that the
 * run is long enough for its speed to matter more than its call stack.
 */
const followedAtStart = 20_000_000n;

/** Handlers that are followed at once: a guest may never return from one, so the outermost go first. */
const mostActive = 32;

/** Records of the history that are kept; the oldest go first. */
const historyLimit = 10_000;

export class EntryStack {
  readonly #target: Target;
  readonly #active: ActiveException[] = [];
  #baseCalls = new CallStack();
  readonly #history: HistoryRecord[] = [];
  /** Records that there have been, also those that are not kept any more. */
  #records = 0;
  readonly #effects = new Map<number, Effects>();
  readonly #stackPointer: string;
  #stackPointerValue = 0n;
  #stopObserving: (() => void) | undefined;
  #asked = false;
  #lastReport: { readonly ret: ExceptionReturn; readonly report: ClobberReport | undefined } | undefined;
  readonly #onReport: (ret: ExceptionReturn, report: ClobberReport) => void;

  /** `onReport` is told of every return from an exception that was seen being taken. */
  constructor(target: Target, onReport: (ret: ExceptionReturn, report: ClobberReport) => void) {
    this.#target = target;
    this.#onReport = onReport;
    this.#stackPointer = target.architecture.context.stackPointer;
    target.onEvent(event => this.#onEvent(event));
    target.onInput(input => this.#onInput(input));
    this.#observe();
  }

  /** Innermost last. */
  get active(): readonly ActiveException[] {
    return this.#active;
  }

  /** Calls of the code that no exception has been taken to. */
  get baseCalls(): CallStack {
    return this.#baseCalls;
  }

  get innermostCalls(): CallStack {
    return this.#active.at(-1)?.calls ?? this.#baseCalls;
  }

  get history(): readonly HistoryRecord[] {
    return this.#history;
  }

  /** What becomes of the interrupted registers at this return; undefined when its entry was not seen. */
  reportOf(ret: ExceptionReturn): ClobberReport | undefined {
    if (this.#lastReport?.ret === ret) return this.#lastReport.report;
    const left = this.#active.find(a => a.entry.sequence === ret.entry);
    const report = left && clobberReport(this.#target, left.context, ret);
    this.#lastReport = { ret, report };
    return report;
  }

  /** Observes instructions outside of handlers too while `asked`: for the call stack of what is being stepped. */
  followCalls(asked: boolean): void {
    this.#asked = asked;
    this.#observe();
  }

  save(): SavedEntries {
    return { active: this.#active.map(copyOf), baseCalls: this.#baseCalls.copy(), records: this.#records };
  }

  /** Goes back to what was known at a moment to which the target has been taken back. */
  restore({ active, baseCalls, records }: SavedEntries): void {
    this.#active.splice(0, this.#active.length, ...active.map(copyOf));
    this.#baseCalls = baseCalls.copy();
    const dropped = this.#records - this.#history.length;
    this.#history.length = Math.max(0, Math.min(this.#history.length, records - dropped));
    this.#records = records;
    this.#lastReport = undefined;
    this.#readStackPointer();
    this.#observe();
  }

  #onInput(input: Input): void {
    if (input.what === 'register') this.#registerSet(input.name);
    else if (input.what === 'memory')
      for (const { context } of this.#active) context.memorySet(input.address, input.bytes.length);
    else if (input.what === 'stub') {
      // It gave back a value, and control went to its caller.
      if (input.result !== undefined) this.#registerSet(this.#target.architecture.callConvention.result);
      this.innermostCalls.arrived(this.#target.pc);
    }
  }

  #registerSet(register: string): void {
    for (const { context } of this.#active) context.registerSet(register);
    if (register === this.#stackPointer) this.#readStackPointer();
  }

  #onEvent(event: HistoryRecord): void {
    this.#records++;
    if (this.#history.push(event) > historyLimit) this.#history.shift();
    if (event.event === 'exceptionEntry') this.#enter(event);
    else if (event.event === 'exceptionReturn') this.#leave(event);
  }

  #enter(entry: ExceptionEntry): void {
    const { architecture } = this.#target;
    for (const { context } of this.#active) context.nestedEntry(architecture, entry);
    this.#active.push({
      entry,
      context: new SavedContext(architecture, entry),
      calls: new CallStack(),
    });
    if (this.#active.length > mostActive) this.#active.shift();
    this.#readStackPointer();
    this.#observe();
  }

  #leave(ret: ExceptionReturn): void {
    // An illegal return changes no level: the handler goes on at the address with PSTATE.IL set.
    if (ret.illegal) return;
    const report = this.reportOf(ret);
    const at = this.#active.findIndex(a => a.entry.sequence === ret.entry);
    if (at === -1) {
      if (this.#active.length === 0) this.#baseCalls.clear();
    } else this.#active.length = at;
    this.#readStackPointer();
    this.#observe();
    if (report !== undefined) this.#onReport(ret, report);
  }

  #observe(): void {
    const wanted = this.#asked || this.#active.length > 0 || this.#target.time < followedAtStart;
    if (wanted === (this.#stopObserving !== undefined)) return;
    if (wanted) {
      this.#readStackPointer();
      this.#stopObserving = this.#target.onInstruction(traced => this.#follow(traced));
    } else {
      this.#stopObserving?.();
      this.#stopObserving = undefined;
      this.#baseCalls.clear();
    }
  }

  #follow(traced: TracedInstruction): void {
    if (traced.time >= followedAtStart && !this.#asked && this.#active.length === 0) this.#observe();
    if (traced.faulted) return;
    const effects = this.#effectsOf(traced.instruction);
    if (effects.control.includes('exception') || effects.control.includes('exception-return')) return;
    const before = this.#stackPointerValue;
    if (effects.writes.includes(this.#stackPointer)) this.#readStackPointer();
    const stackPointer = { before, after: this.#stackPointerValue };
    for (const { context } of this.#active) context.follow(traced, effects, stackPointer);
    if (!effects.control.includes('next') || effects.control.length > 1)
      this.innermostCalls.follow(traced.instruction, effects.control, this.#target.pc);
  }

  #effectsOf(instruction: Instruction): Effects {
    let effects = this.#effects.get(instruction.bits);
    if (effects === undefined) {
      effects = this.#target.architecture.instructions.effects(instruction);
      this.#effects.set(instruction.bits, effects);
    }
    return effects;
  }

  #readStackPointer(): void {
    this.#stackPointerValue = this.#target.read(this.#stackPointer) ?? 0n;
  }
}
