/** A machine around any processor model: time, events, observers, inputs, and what a debugger asks for. */
import type { Architecture } from '../../isa/architecture.ts';
import type { Instruction } from '../../isa/instruction.ts';
import type {
  ExceptionEntry,
  Input,
  InterruptLine,
  LoggedInput,
  Machine,
  MachineOptions,
  RunOptions,
  Snapshot,
  StopEvent,
  TracedInstruction,
} from '../api.ts';
import { Evaluator } from '../engines/evaluator.ts';
import type { Outcome } from '../engines/host.ts';
import { type CompiledInterpreter, Interpreter } from '../engines/interpreter/interpreter.ts';
import { cellsOf } from './cell-copy.ts';
import { Clock } from './clock.ts';
import { Hash } from './hash.ts';
import { InputLog } from './input-log.ts';
import { InterruptInputs } from './interrupt-inputs.ts';
import { bytesBetween, type MachineSnapshot } from './machine-snapshot.ts';
import type { Device, MemoryMap } from './memory-map.ts';
import { addState, bytesOf, copyOf, type PlainState, putBack } from './plain-state.ts';
import type { Exit, MadeReturn, ProcessorModel } from './processor-model.ts';
import { type MachineEvent, type Processor, run } from './run.ts';
import { pageBytes } from './state.ts';
import { readVirtual, type VirtualMemory, writeVirtual } from './virtual-memory.ts';

/** Entries kept for `entries`: older ones are forgotten, because a guest may never return from them. */
const mostEntries = 1024;

/** Instructions after which the interpreter is made, unless it is asked for: many programs end before. */
const warmUp = 2000;

const noEvents: readonly MachineEvent[] = [];

/** Slots of vector tables that are counted: a guest may put its table in many places. */
const mostSlots = 4096;

/** What a machine is made of. `time` is asked by the parts that tell the time. */
export interface MachineParts<Request> {
  readonly model: ProcessorModel<Request>;
  readonly map: MemoryMap;
  readonly devices: ReadonlyMap<string, Device>;
  /** Takes console input to its device. */
  readonly receive: (bytes: Uint8Array) => void;
  readonly screen?: () => readonly string[];
  /** Compiles the fast engine, for machines that have one. */
  readonly interpreter?: () => CompiledInterpreter;
}

/** What the machine offers to its parts while they are made. */
export interface MachineServices {
  /** Retired instructions. */
  readonly time: () => bigint;
  readonly clock: Clock;
  /** Drives an interrupt input of the processor, as the board does. */
  readonly interrupt: (line: string, asserted: boolean) => void;
  /** Takes what the guest writes to its console. */
  readonly transmit: (bytes: Uint8Array) => void;
  /** Tells the user once. */
  readonly log: (message: string) => void;
}

export class GuestMachine<Request> implements Machine, Processor {
  readonly architecture: Architecture;
  readonly #options: MachineOptions;
  readonly #model: ProcessorModel<Request>;
  readonly #map: MemoryMap;
  readonly #memory: VirtualMemory;
  readonly #receive: (bytes: Uint8Array) => void;
  readonly #screen: (() => readonly string[]) | undefined;
  readonly #evaluator: Evaluator;
  /** Goes through what needs no questions; the evaluator does the rest. */
  #interpreter: Interpreter | undefined;
  readonly #compiled: (() => CompiledInterpreter) | undefined;
  /** Whether exceptions and returns of the present run are told to nobody. */
  #nobodyListens = false;
  /** Addresses at which the present run may stop. */
  #breakpoints: ReadonlySet<bigint> = new Set();
  readonly #stubs: ReadonlyMap<bigint, string>;
  readonly #logged = new Set<string>();
  readonly #instructionObservers = new Set<(traced: TracedInstruction) => void>();
  readonly #eventObservers = new Set<(event: MachineEvent) => void>();
  readonly #inputObservers = new Set<(input: Input) => void>();

  readonly #clock = new Clock(() => this.#own.time);
  readonly #interrupts: InterruptInputs;
  readonly #inputLog = new InputLog();
  readonly #own = {
    /** Retired instructions. A plain number lasts for 2^53 of them. */
    time: 0,
    /** Steps that retired no instruction. */
    others: 0,
    /** Exceptions taken. */
    sequence: 0,
    slotEntries: new Map<bigint, number>(),
  };
  /** The state of all parts besides cells and memory. */
  readonly #parts: { readonly hashed: PlainState; readonly caches: PlainState };
  #entries: ExceptionEntry[] = [];

  /** Loads the program; `make` builds the processor with its board. */
  constructor(options: MachineOptions, make: (services: MachineServices) => MachineParts<Request>) {
    this.#options = options;
    this.architecture = options.architecture;
    this.#evaluator = new Evaluator(options.architecture.instructions.vocabulary);
    this.#interrupts = new InterruptInputs(
      options.architecture.interruptLines,
      options.interrupts ?? [],
      (line, asserted) => this.#model.setInterrupt(line, asserted),
    );
    this.#stubs = new Map(options.stubs?.map(({ address, name }) => [address, name]));
    const { model, map, devices, receive, screen, interpreter } = make({
      time: () => this.time,
      clock: this.#clock,
      interrupt: (line, asserted) => this.#interrupts.drive('board', line, asserted),
      transmit: bytes => {
        if (!this.#inputLog.isRecorded(this.moment)) options.console?.(bytes);
      },
      log: message => this.#log(message),
    });
    this.#model = model;
    this.#map = map;
    const { addressBits } = options.architecture;
    this.#memory = { map, addressBits, locate: address => model.locate(address) };
    this.#receive = receive;
    this.#parts = {
      hashed: {
        own: this.#own,
        interrupts: this.#interrupts.state,
        clock: this.#clock.state,
        processor: model.otherState,
        devices: [...devices.values()].map(({ state }) => state),
      },
      caches: model.caches,
    };
    this.#screen = screen;
    for (const { address, bytes } of options.segments) map.poke(Number(address), bytes);
    for (const [name, value] of Object.entries(options.registers ?? {})) model.write(name, value);
    model.write('pc', options.entry);
    this.#compiled = interpreter;
  }

  #log(message: string): void {
    if (this.#logged.has(message)) return;
    this.#logged.add(message);
    this.#options.log?.(message);
  }

  // What the run loop asks

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
    return this.#own.time + this.#own.others;
  }

  stubAt(address: bigint): string | undefined {
    return this.#stubs.get(address);
  }

  passTime(): boolean {
    const happens =
      this.#clock.poll() || this.#interrupts.requestPlanned(this.#own.time) || this.#model.wake();
    if (happens) this.#own.others++;
    return happens;
  }

  wait(): boolean {
    const happens = this.#clock.skip() || this.#interrupts.requestPlanned(Number.POSITIVE_INFINITY);
    if (happens) this.#own.others++;
    return happens;
  }

  interrupt(): readonly MachineEvent[] | undefined {
    const request = this.#model.interrupt();
    if (!request) return undefined;
    this.#own.others++;
    return this.#emit(this.#take(request));
  }

  advance(most: number): { readonly begun: number; readonly events: readonly MachineEvent[] } {
    const happening = Math.min(
      this.#clock.left,
      this.#interrupts.nextPlanned - this.#own.time,
      this.#inputLog.nextMoment - this.moment,
    );
    const limit = Math.min(most, Math.max(happening, 1));
    const done = this.#interpret(limit);
    if (done === limit || (done > 0 && this.#isStop(this.pc))) return { begun: done, events: noEvents };
    return { begun: done + 1, events: this.#step() };
  }

  /** Lets the interpreter go on as far as it can; how many instructions it did. */
  #interpret(most: number): number {
    const model = this.#model;
    const { engine } = this.#options;
    if (this.#compiled && (this.#own.time >= warmUp || engine !== undefined)) {
      this.#interpreter ??= this.#makeInterpreter(this.#compiled());
    }
    if (!this.#interpreter || this.#instructionObservers.size > 0) return 0;
    const { pc, hazards } = model;
    const { time } = this.#own;
    const { done, address, entered } = this.#interpreter.run(pc, most, time, this.#nobodyListens);
    if (done === 0) return 0;
    // Where the interpreter begins, nothing is to be found; that it was there matters for what comes later.
    if (hazards.watchesFetch) hazards.beforeFetch(this.time, pc);
    this.#own.time += done;
    this.#own.sequence = this.#interpreter.sequence;
    for (const slot of this.#interpreter.enteredSlots()) this.#countSlot(slot.address, slot.count);
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
    interpreter.sequence = this.#own.sequence;
    return interpreter;
  }

  /** Exceptions that the interpreter took become entries like all others: what the model makes of the state of then. */
  #collectEntries(): void {
    const { state } = this.#model;
    for (const { exception, argument, time, sequence, cells } of this.#interpreter?.takeEntries() ?? []) {
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
    if (model.hazards.watchesFetch) {
      const hazard = model.hazards.beforeFetch(this.time, model.pc);
      if (hazard) {
        this.#own.others++;
        return this.#emit([hazard]);
      }
    }
    const next = model.next();
    if (next !== undefined && !('fault' in next)) return this.#execute(next);
    this.#own.others++;
    return next === undefined ? noEvents : this.#emit(this.#take(next.fault));
  }

  #execute(instruction: Instruction): readonly MachineEvent[] {
    const { host } = this.#model;
    const tracing = this.#instructionObservers.size > 0;
    host.trace = tracing ? [] : undefined;
    const events = this.#finish(instruction, this.#evaluator.execute(instruction, host));
    if (tracing) {
      const traced: TracedInstruction = {
        time: this.time,
        instruction,
        accesses: host.trace ?? [],
        faulted: events.some(({ event }) => event === 'exceptionEntry'),
      };
      for (const observer of this.#instructionObservers) observer(traced);
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
        this.#own.others++;
        return [...hazards, ...this.#take(outcome.fault)];
      }
      case 'raise': {
        const raised = model.raise(outcome.exception, outcome.arguments);
        if (raised.does === 'take') {
          if (raised.completed) this.#own.time++;
          else this.#own.others++;
          const events = this.#take(raised.request);
          const [only] = events;
          if (raised.completed && events.length === 1 && only?.event === 'exceptionEntry') {
            const { fromLevel, toLevel, vectorBase, offset } = only;
            this.#interpreter?.allowEntry(outcome.exception, fromLevel, toLevel, vectorBase + BigInt(offset));
          }
          return events;
        }
        model.jump(instruction.address + BigInt(instruction.length));
        this.#retire();
        return noEvents;
      }
      case 'unsupported':
        this.#own.others++;
        this.#log(`${instruction.row.mnemonic} cannot be executed yet: it is taken as undefined`);
        return this.#take(model.unsupported(instruction));
    }
  }

  #retire(): void {
    this.#own.time++;
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
      sequence: ++this.#own.sequence,
      ...taken,
      interrupted,
    };
    if (this.#interpreter) this.#interpreter.sequence = this.#own.sequence;
    this.#interrupts.taken(entry);
    this.#countSlot(entry.vectorBase + BigInt(entry.offset));
    const hazards = model.hazards.ofEntry(entry);
    this.#entries.push(entry);
    if (this.#entries.length > mostEntries) this.#entries.shift();
    return [...hazards, entry];
  }

  #countSlot(address: bigint, more = 1): void {
    const { slotEntries } = this.#own;
    const count = slotEntries.get(address);
    if (count !== undefined || slotEntries.size < mostSlots) slotEntries.set(address, (count ?? 0) + more);
  }

  #returnEvents(made: MadeReturn, address: bigint): readonly MachineEvent[] {
    const { illegal, ...returned } = made;
    this.#collectEntries();
    const answered = this.#entries.findLastIndex(entry => this.#model.answers(entry, made));
    const entry = this.#entries[answered]?.sequence;
    if (answered >= 0 && illegal === undefined) this.#entries.length = answered;
    if (illegal === undefined) this.#interpreter?.allowReturn(made.fromLevel, made.toLevel);
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
    for (const event of events) for (const observer of this.#eventObservers) observer(event);
    return events;
  }

  // The machine as a debugger sees it

  run(options: RunOptions): StopEvent {
    const { breakpoints = new Set<bigint>(), onEntry, onReturn } = options.stop;
    this.#stopAt(breakpoints);
    this.#nobodyListens = !onEntry && !onReturn && this.#eventObservers.size === 0;
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
    return BigInt(this.#own.time);
  }

  get entries(): readonly ExceptionEntry[] {
    this.#collectEntries();
    return this.#entries;
  }

  get level(): number {
    return this.#model.level;
  }

  read(name: string): bigint | undefined {
    return this.#model.read(name);
  }

  write(name: string, value: bigint): boolean {
    return this.#input({ what: 'register', name, value });
  }

  readMemory(address: bigint, length: number): Uint8Array | undefined {
    return readVirtual(this.#memory, address, length);
  }

  writeMemory(address: bigint, bytes: Uint8Array): boolean {
    return this.#input({ what: 'memory', address, bytes });
  }

  instructionAt(address: bigint): Instruction | undefined {
    return this.#model.instructionAt(address);
  }

  setInterrupt(line: InterruptLine, asserted: boolean): boolean {
    return this.#input({ what: 'interrupt', line, asserted });
  }

  requestInterrupt(line: InterruptLine): boolean {
    return this.#input({ what: 'request', line });
  }

  consoleInput(bytes: Uint8Array): void {
    this.#input({ what: 'console', bytes });
  }

  screen(): readonly string[] | undefined {
    return this.#screen?.();
  }

  returnFromStub(result?: bigint): void {
    this.#input({ what: 'stub', result });
  }

  onInstruction(observer: (traced: TracedInstruction) => void): () => void {
    this.#instructionObservers.add(observer);
    return () => this.#instructionObservers.delete(observer);
  }

  onInput(observer: (input: Input) => void): () => void {
    this.#inputObservers.add(observer);
    return () => this.#inputObservers.delete(observer);
  }

  onEvent(observer: (event: MachineEvent) => void): () => void {
    this.#eventObservers.add(observer);
    return () => this.#eventObservers.delete(observer);
  }

  // Input, and going back

  get inputs(): readonly LoggedInput[] {
    return this.#inputLog.inputs;
  }

  get end(): number {
    return this.#inputLog.endAt(this.moment);
  }

  /** Lets input take effect and logs it; false when there is nothing that it could have an effect on. */
  #input(input: Input): boolean {
    const { moment, time } = this;
    if (!this.#apply(input)) return false;
    this.#inputLog.add({ moment, time, input });
    return true;
  }

  #apply(input: Input): boolean {
    const isDone = this.#carryOut(input);
    if (isDone) for (const observer of this.#inputObservers) observer(input);
    return isDone;
  }

  #carryOut(input: Input): boolean {
    switch (input.what) {
      case 'interrupt':
        return this.#interrupts.drive('outside', input.line, input.asserted);
      case 'request':
        return this.#interrupts.drive('request', input.line, true);
      case 'console':
        this.#receive(input.bytes);
        return true;
      case 'register':
        return this.#model.write(input.name, input.value);
      case 'memory':
        return writeVirtual(this.#memory, input.address, input.bytes);
      case 'stub':
        this.#leaveStub(input.result);
        return true;
    }
  }

  /** It is a step: the program counter moves. */
  #leaveStub(result: bigint | undefined): void {
    const { callConvention } = this.architecture;
    const back = this.#model.read(callConvention.link);
    if (result !== undefined) this.#model.write(callConvention.result, result);
    if (back !== undefined) this.#model.jump(back);
    this.#own.others++;
  }

  repeatInputs(): void {
    while (this.moment >= this.#inputLog.nextMoment) {
      const input = this.#inputLog.nextAt(this.moment);
      if (input === undefined || input.what === 'stub') return;
      this.#apply(input);
      this.#inputLog.repeated();
    }
  }

  repeatStub(): boolean {
    const input = this.#inputLog.nextAt(this.moment);
    if (input?.what !== 'stub') return false;
    this.#apply(input);
    this.#inputLog.repeated();
    return true;
  }

  snapshot(): Snapshot {
    const cells = this.#model.state.cells.slice();
    const parts = copyOf(this.#parts);
    const kept: MachineSnapshot = {
      moment: this.moment,
      time: this.time,
      inputs: this.#inputLog.done,
      bytes: cells.byteLength + bytesOf(parts),
      cells,
      pages: this.#map.snapshot(),
      parts,
      entries: this.entries.slice(),
    };
    return kept;
  }

  restore(snapshot: Snapshot): void {
    const { cells, pages, parts, entries, inputs } = snapshot as MachineSnapshot;
    this.#inputLog.moved(this.moment, inputs);
    this.#collectEntries();
    this.#model.state.cells.set(cells);
    this.#map.restore(pages);
    putBack(this.#parts, parts as PlainState);
    this.#entries = entries.slice();
    if (this.#interpreter) this.#interpreter.sequence = this.#own.sequence;
  }

  bytesBetween(earlier: Snapshot, later: Snapshot): number {
    return bytesBetween(earlier as MachineSnapshot, later as MachineSnapshot);
  }

  get slotEntries(): ReadonlyMap<bigint, number> {
    return this.#own.slotEntries;
  }

  stateHash(): string {
    const hash = new Hash();
    this.#model.settle();
    const { cells, memory } = this.#model.state;
    hash.addWords(new Uint32Array(memory.buffer, 0, cells.byteLength / 4));
    for (const page of this.#map.writtenPages()) {
      hash.add(page);
      hash.addWords(new Uint32Array(memory.buffer, page * pageBytes, pageBytes / 4));
    }
    addState(hash, this.#parts.hashed);
    return hash.digest();
  }
}
