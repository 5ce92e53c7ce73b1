/** Executes a program: engines, exceptions and their entries, interrupts, time, and who observes all that. */
import type { Architecture } from '../../isa/architecture.ts';
import type { Instruction } from '../../isa/instruction.ts';
import type { EngineName, ExceptionEntry, RunOptions, StopEvent, TracedInstruction } from '../api.ts';
import { Evaluator } from '../engines/evaluator.ts';
import type { Outcome } from '../engines/host.ts';
import type { CompiledInterpreter } from '../engines/interpreter/compiled.ts';
import { Interpreter } from '../engines/interpreter/interpreter.ts';
import { cellsOf } from './cell-copy.ts';
import type { Clock } from './clock.ts';
import type { InterruptInputs } from './interrupt-inputs.ts';
import type { Exit, MadeReturn, ProcessorModel } from './processor-model.ts';
import { type MachineEvent, type Processor, run } from './run.ts';

/** Entries kept for `entries`: older ones are forgotten, because a guest may never return from them. */
const mostEntries = 1024;

/** Instructions after which the interpreter is made, unless it is asked for: many programs end before. */
const warmUp = 2000;

const noEvents: readonly MachineEvent[] = [];

/** Slots of vector tables that are counted: a guest may put its table in many places. */
const mostSlots = 4096;

/** Logged input, which is repeated at its moment. */
export interface RepeatedInputs {
  /** Infinite when nothing is to be repeated. */
  readonly nextMoment: number;
  /** Repeats what was logged for this moment. */
  repeat(): void;
}

export interface ExecutionParts<Request> {
  readonly architecture: Architecture;
  readonly model: ProcessorModel<Request>;
  readonly clock: Clock;
  readonly interrupts: InterruptInputs;
  readonly inputs: RepeatedInputs;
  readonly stubs: ReadonlyMap<bigint, string>;
  /** Compiles the fast engine, for machines that have one. */
  readonly compiled: (() => CompiledInterpreter) | undefined;
  /** The engine that was asked for. */
  readonly engine: EngineName | undefined;
  readonly log: (message: string) => void;
}

export class Execution<Request> implements Processor {
  readonly #model: ProcessorModel<Request>;
  readonly #clock: Clock;
  readonly #interrupts: InterruptInputs;
  readonly #inputs: RepeatedInputs;
  readonly #stubs: ReadonlyMap<bigint, string>;
  readonly #engine: EngineName | undefined;
  readonly #log: (message: string) => void;
  readonly #evaluator: Evaluator;
  /** Goes through what needs no questions; the evaluator does the rest. */
  #interpreter: Interpreter | undefined;
  readonly #compiled: (() => CompiledInterpreter) | undefined;
  /** Whether exceptions and returns of the present run are told to nobody. */
  #nobodyListens = false;
  /** Addresses at which the present run may stop. */
  #breakpoints: ReadonlySet<bigint> = new Set();
  readonly instructionObservers = new Set<(traced: TracedInstruction) => void>();
  readonly eventObservers = new Set<(event: MachineEvent) => void>();
  readonly state = {
    /** Retired instructions. A plain number lasts for 2^53 of them. */
    time: 0,
    /** Steps that retired no instruction. */
    others: 0,
    /** Exceptions taken. */
    sequence: 0,
    /** How often each slot of a vector table was entered, by its address. */
    slotEntries: new Map<bigint, number>(),
  };
  #entries: ExceptionEntry[] = [];

  constructor(parts: ExecutionParts<Request>) {
    this.#model = parts.model;
    this.#clock = parts.clock;
    this.#interrupts = parts.interrupts;
    this.#inputs = parts.inputs;
    this.#stubs = parts.stubs;
    this.#engine = parts.engine;
    this.#log = parts.log;
    this.#compiled = parts.compiled;
    this.#evaluator = new Evaluator(parts.architecture.instructions.vocabulary);
  }

  get pc(): bigint {
    return this.#model.pc;
  }

  get exit(): Exit | undefined {
    return this.#model.exit;
  }

  get asleep(): boolean {
    return this.#model.waiting;
  }

  get moment(): number {
    return this.state.time + this.state.others;
  }

  stubAt(address: bigint): string | undefined {
    return this.#stubs.get(address);
  }

  passTime(): boolean {
    const happens =
      this.#clock.poll() || this.#interrupts.requestPlanned(this.state.time) || this.#model.wake();
    if (happens) this.state.others++;
    return happens;
  }

  wait(): boolean {
    const happens = this.#clock.skip() || this.#interrupts.requestPlanned(Number.POSITIVE_INFINITY);
    if (happens) this.state.others++;
    return happens;
  }

  interrupt(): readonly MachineEvent[] | undefined {
    const request = this.#model.interrupt();
    if (!request) return undefined;
    this.state.others++;
    return this.#emit(this.#take(request));
  }

  advance(most: number): { readonly begun: number; readonly events: readonly MachineEvent[] } {
    const happening = Math.min(
      this.#clock.left,
      this.#interrupts.nextPlanned - this.state.time,
      this.#inputs.nextMoment - this.moment,
    );
    const limit = Math.min(most, Math.max(happening, 1));
    const done = this.#interpret(limit);
    if (done === limit || (done > 0 && this.#isStop(this.pc))) return { begun: done, events: noEvents };
    return { begun: done + 1, events: this.#step() };
  }

  /** Lets the interpreter go on as far as it can; how many instructions it did. */
  #interpret(most: number): number {
    const model = this.#model;
    if (this.#compiled && (this.state.time >= warmUp || this.#engine !== undefined)) {
      this.#interpreter ??= this.#makeInterpreter(this.#compiled());
    }
    if (!this.#interpreter || this.instructionObservers.size > 0) return 0;
    const { pc, hazards } = model;
    const time = { retired: this.state.time, ticks: this.#clock.ticks };
    const { done, address, entered } = this.#interpreter.run(pc, most, time, this.#nobodyListens);
    if (done === 0) return 0;
    // Where the interpreter begins, nothing is to be found; that it was there matters for what comes later.
    if (hazards.watchesFetch) hazards.beforeFetch(this.time, pc);
    this.state.time += done;
    this.state.sequence = this.#interpreter.entries.sequence;
    for (const slot of this.#interpreter.entries.enteredSlots()) this.#countSlot(slot.address, slot.count);
    hazards.completed();
    model.jump(address);
    if (entered) {
      this.#collectEntries();
      hazards.ofEntry(this.#entries.at(-1)!);
    }
    return done;
  }

  #makeInterpreter(compiled: CompiledInterpreter): Interpreter {
    const { state, direct } = this.#model;
    const interpreter = new Interpreter(compiled, state, direct, address => this.#isStop(address));
    interpreter.entries.sequence = this.state.sequence;
    return interpreter;
  }

  /** Exceptions that the interpreter took become entries like all others: what the model makes of the state of then. */
  #collectEntries(): void {
    const { state } = this.#model;
    for (const { exception, argument, time, sequence, cells } of this.#interpreter?.entries.take() ?? []) {
      const now = state.cells.slice();
      state.cells.set(cells);
      const raised = this.#model.raise(exception, [argument]);
      if (raised.does !== 'take') throw new Error(`${exception} is no exception here`);
      const interrupted = cellsOf(state);
      const taken = this.#model.take(raised.request);
      state.cells.set(now);
      this.#entries.push({ event: 'exceptionEntry', time: BigInt(time), sequence, ...taken, interrupted });
    }
    if (this.#entries.length > mostEntries) this.#entries.splice(0, this.#entries.length - mostEntries);
  }

  /** Whether somebody must be asked before the instruction at an address is executed. */
  #isStop(address: bigint): boolean {
    const { hazards, direct } = this.#model;
    return (
      this.#stubs.has(address) ||
      this.#breakpoints.has(address) ||
      hazards.watches(address) ||
      direct.stopsAt?.(address) === true
    );
  }

  #step(): readonly MachineEvent[] {
    const model = this.#model;
    this.#interpreter?.entries.beforeChange();
    if (model.hazards.watchesFetch) {
      const hazard = model.hazards.beforeFetch(this.time, model.pc);
      if (hazard) {
        this.state.others++;
        return this.#emit([hazard]);
      }
    }
    const next = model.next();
    if (next !== undefined && !('fault' in next)) return this.#execute(next);
    this.state.others++;
    return next === undefined ? noEvents : this.#emit(this.#take(next.fault));
  }

  #execute(instruction: Instruction): readonly MachineEvent[] {
    const { host } = this.#model;
    const tracing = this.instructionObservers.size > 0;
    host.trace = tracing ? [] : undefined;
    const events = this.#finish(instruction, this.#evaluator.execute(instruction, host));
    if (tracing) {
      const traced: TracedInstruction = {
        time: this.time,
        instruction,
        accesses: host.trace ?? [],
        faulted: events.some(({ event }) => event === 'exceptionEntry'),
      };
      for (const observer of this.instructionObservers) observer(traced);
    }
    return events.length === 0 ? noEvents : this.#emit(events);
  }

  #finish(instruction: Instruction, outcome: Outcome<Request>): readonly MachineEvent[] {
    const model = this.#model;
    switch (outcome.ended) {
      case 'next':
      case 'branch': {
        model.jump(outcome.pc);
        this.#retire();
        const { returned, hazards } = model.sideEvents();
        if (!returned) this.#interpreter?.permit(instruction.address);
        return returned ? this.#returnEvents(returned, instruction.address) : hazards;
      }
      case 'fault': {
        const { hazards } = model.sideEvents();
        this.state.others++;
        return [...hazards, ...this.#take(outcome.fault)];
      }
      case 'raise': {
        const raised = model.raise(outcome.exception, outcome.arguments);
        if (raised.does === 'take') {
          if (raised.completed) this.state.time++;
          else this.state.others++;
          const events = this.#take(raised.request);
          const [only] = events;
          if (raised.completed && events.length === 1 && only?.event === 'exceptionEntry') {
            const { fromLevel, toLevel, vectorBase, offset } = only;
            this.#interpreter?.permissions.allowEntry(
              outcome.exception,
              fromLevel,
              toLevel,
              vectorBase + BigInt(offset),
            );
          }
          return events;
        }
        model.jump(instruction.address + BigInt(instruction.length));
        this.#retire();
        return noEvents;
      }
      case 'unsupported':
        this.state.others++;
        this.#log(`${instruction.row.mnemonic} cannot be executed yet: it is taken as undefined`);
        return this.#take(model.unsupported(instruction));
    }
  }

  #retire(): void {
    this.state.time++;
    this.#model.hazards.completed();
  }

  // Exceptions and returns

  #take(request: Request): readonly MachineEvent[] {
    const model = this.#model;
    this.#collectEntries();
    model.settle();
    const interrupted = cellsOf(model.state);
    const taken = model.take(request);
    const entry: ExceptionEntry = {
      event: 'exceptionEntry',
      time: this.time,
      sequence: ++this.state.sequence,
      ...taken,
      interrupted,
    };
    if (this.#interpreter) this.#interpreter.entries.sequence = this.state.sequence;
    this.#interrupts.taken(entry);
    this.#countSlot(entry.vectorBase + BigInt(entry.offset));
    const hazards = model.hazards.ofEntry(entry);
    this.#entries.push(entry);
    if (this.#entries.length > mostEntries) this.#entries.shift();
    return [...hazards, entry];
  }

  #countSlot(address: bigint, more = 1): void {
    const { slotEntries } = this.state;
    const count = slotEntries.get(address);
    if (count !== undefined || slotEntries.size < mostSlots) slotEntries.set(address, (count ?? 0) + more);
  }

  #returnEvents(made: MadeReturn, address: bigint): readonly MachineEvent[] {
    const { illegal, ...returned } = made;
    this.#collectEntries();
    const answered = this.#entries.findLastIndex(entry => this.#model.answers(entry, made));
    const entry = this.#entries[answered]?.sequence;
    if (answered >= 0 && illegal === undefined) this.#entries.length = answered;
    if (illegal === undefined) this.#interpreter?.permissions.allowReturn(made.fromLevel, made.toLevel);
    const event: MachineEvent = {
      event: 'exceptionReturn',
      time: this.time,
      address,
      ...returned,
      illegal: illegal !== undefined,
      ...(entry === undefined ? {} : { entry }),
    };
    if (illegal === undefined) return [event];
    return [{ event: 'hazard', time: this.time, hazard: 'illegal-return', message: illegal, address }, event];
  }

  #emit(events: readonly MachineEvent[]): readonly MachineEvent[] {
    for (const event of events) for (const observer of this.eventObservers) observer(event);
    return events;
  }

  run(options: RunOptions): StopEvent {
    const { breakpoints = new Set<bigint>(), onEntry, onReturn } = options.stop;
    this.#stopAt(breakpoints);
    this.#nobodyListens = !onEntry && !onReturn && this.eventObservers.size === 0;
    return run(this, options);
  }

  /** The interpreter's records know where it stops, so that breakpoints cost nothing elsewhere. */
  #stopAt(breakpoints: ReadonlySet<bigint>): void {
    const before = this.#breakpoints;
    this.#breakpoints = new Set(breakpoints);
    for (const address of before) if (!breakpoints.has(address)) this.#interpreter?.stopsChanged(address);
    for (const address of breakpoints) if (!before.has(address)) this.#interpreter?.stopsChanged(address);
  }

  get time(): bigint {
    return BigInt(this.state.time);
  }

  /** Entries taken and not returned from, innermost last. */
  get entries(): readonly ExceptionEntry[] {
    this.#collectEntries();
    return this.#entries;
  }

  repeatInputs(): void {
    this.#inputs.repeat();
  }

  /** The state moves on without an instruction. */
  countStep(): void {
    this.state.others++;
  }

  /** To be called before something from outside changes the state. */
  beforeInput(): void {
    this.#interpreter?.entries.beforeChange();
  }

  /** To be called before the state is taken back. */
  beforeRestore(): void {
    this.#collectEntries();
  }

  /** The state has been taken back to when these entries were there. */
  restored(entries: readonly ExceptionEntry[]): void {
    this.#entries = entries.slice();
    if (this.#interpreter) this.#interpreter.entries.sequence = this.state.sequence;
  }
}
