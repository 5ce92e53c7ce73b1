/** A machine around any processor model: time, events, observers, inputs, and what a debugger asks for. */
import type { Architecture } from '../../isa/architecture.ts';
import type { Instruction } from '../../isa/instruction.ts';
import type {
  ExceptionEntry,
  InterruptLine,
  Machine,
  MachineOptions,
  RunOptions,
  StopEvent,
  TracedInstruction,
} from '../api.ts';
import { Evaluator } from '../engines/evaluator.ts';
import type { Outcome } from '../engines/host.ts';
import { Clock } from './clock.ts';
import { Hash } from './hash.ts';
import type { Device, MemoryMap } from './memory-map.ts';
import type { Exit, MadeReturn, ProcessorModel } from './processor-model.ts';
import { type MachineEvent, type Processor, run } from './run.ts';
import { snapshotOf } from './snapshot.ts';
import { pageBytes } from './state.ts';

/** Entries kept for `entries`: older ones are forgotten, because a guest may never return from them. */
const mostEntries = 1024;

const noEvents: readonly MachineEvent[] = [];

/** One thing from outside that happened to the machine, for replay. */
export interface LoggedInput {
  readonly time: bigint;
  readonly what: 'interrupt' | 'console' | 'register' | 'memory' | 'stub';
  readonly detail: string;
}

/** What a machine is made of. `time` is asked by the parts that tell the time. */
export interface MachineParts<Request> {
  readonly model: ProcessorModel<Request>;
  readonly map: MemoryMap;
  readonly devices: ReadonlyMap<string, Device>;
  /** Takes console input to its device. */
  readonly receive: (bytes: Uint8Array) => void;
  readonly screen?: () => readonly string[];
}

/** What the machine offers to its parts while they are made. */
export interface MachineServices {
  /** Retired instructions. */
  readonly time: () => bigint;
  readonly clock: Clock;
  /** Drives an interrupt input of the processor, as the board does. */
  readonly interrupt: (line: string, asserted: boolean) => void;
  /** Tells the user once. */
  readonly log: (message: string) => void;
}

export class GuestMachine<Request> implements Machine, Processor {
  readonly architecture: Architecture;
  /** Input so far, with the time at which it took effect. */
  readonly inputs: LoggedInput[] = [];

  readonly #options: MachineOptions;
  readonly #model: ProcessorModel<Request>;
  readonly #map: MemoryMap;
  readonly #devices: ReadonlyMap<string, Device>;
  readonly #receive: (bytes: Uint8Array) => void;
  readonly #screen: (() => readonly string[]) | undefined;
  readonly #engine: Evaluator;
  readonly #stubs: ReadonlyMap<bigint, string>;
  readonly #logged = new Set<string>();
  readonly #instructionObservers = new Set<(traced: TracedInstruction) => void>();
  readonly #eventObservers = new Set<(event: MachineEvent) => void>();

  readonly #clock = new Clock(() => this.#time);
  /** Interrupt inputs that are asserted, by the board and from outside. */
  readonly #asserted = { board: new Set<InterruptLine>(), outside: new Set<InterruptLine>() } as const;

  /** Retired instructions. A plain number lasts for 2^53 of them. */
  #time = 0;
  #sequence = 0;
  #entries: ExceptionEntry[] = [];

  /** Loads the program; `make` builds the processor with its board. */
  constructor(options: MachineOptions, make: (services: MachineServices) => MachineParts<Request>) {
    this.#options = options;
    this.architecture = options.architecture;
    this.#engine = new Evaluator(options.architecture.instructions.vocabulary);
    this.#stubs = new Map(options.stubs?.map(({ address, name }) => [address, name]));
    const { model, map, devices, receive, screen } = make({
      time: () => BigInt(this.#time),
      clock: this.#clock,
      interrupt: (line, asserted) => this.#drive('board', line, asserted),
      log: message => this.#log(message),
    });
    this.#model = model;
    this.#map = map;
    this.#devices = devices;
    this.#receive = receive;
    this.#screen = screen;
    for (const { address, bytes } of options.segments) map.poke(Number(address), bytes);
    for (const [name, value] of Object.entries(options.registers ?? {})) model.write(name, value);
    model.write('pc', options.entry);
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

  stubAt(address: bigint): string | undefined {
    return this.#stubs.get(address);
  }

  interrupt(): readonly MachineEvent[] | undefined {
    const model = this.#model;
    this.#clock.poll();
    let request = model.interrupt();
    // While the processor waits, time goes on to what wakes it.
    while (!request && model.waiting && this.#clock.skip()) request = model.interrupt();
    return request && this.#emit(this.#take(request));
  }

  /** Changes an interrupt input, which is asserted as long as anybody asserts it. */
  #drive(by: 'board' | 'outside', line: InterruptLine, asserted: boolean): boolean {
    const { board, outside } = this.#asserted;
    if (asserted) this.#asserted[by].add(line);
    else this.#asserted[by].delete(line);
    return this.#model.setInterrupt(line, board.has(line) || outside.has(line));
  }

  step(): readonly MachineEvent[] {
    const model = this.#model;
    if (model.hazards.watchesFetch) {
      const hazard = model.hazards.beforeFetch(this.time, model.pc);
      if (hazard) return this.#emit([hazard]);
    }
    const next = model.next();
    if (next === undefined) return noEvents;
    return 'fault' in next ? this.#emit(this.#take(next.fault)) : this.#execute(next);
  }

  #execute(instruction: Instruction): readonly MachineEvent[] {
    const { host } = this.#model;
    const tracing = this.#instructionObservers.size > 0;
    host.trace = tracing ? [] : undefined;
    const events = this.#finish(instruction, this.#engine.execute(instruction, host));
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
        this.#retire(instruction);
        const { returned, hazards } = model.sideEvents();
        return returned ? this.#returnEvents(returned, instruction.address) : hazards;
      }
      case 'fault': {
        const { hazards } = model.sideEvents();
        return [...hazards, ...this.#take(outcome.fault)];
      }
      case 'raise': {
        const raised = model.raise(outcome.exception, outcome.arguments);
        if (raised.does === 'take') {
          if (raised.completed) this.#time++;
          return this.#take(raised.request);
        }
        model.jump(instruction.address + BigInt(instruction.length));
        this.#retire(instruction);
        return noEvents;
      }
      case 'unsupported':
        this.#log(`${instruction.row.mnemonic} cannot be executed yet: it is taken as undefined`);
        return this.#take(model.unsupported(instruction));
    }
  }

  #retire(instruction: Instruction): void {
    this.#time++;
    this.#model.hazards.completed(instruction);
  }

  // Exceptions and returns

  #take(request: Request): readonly MachineEvent[] {
    const model = this.#model;
    model.settle();
    const interrupted = snapshotOf(model.state);
    const taken = model.take(request);
    const entry: ExceptionEntry = {
      event: 'exceptionEntry',
      time: this.time,
      sequence: ++this.#sequence,
      ...taken,
      interrupted,
    };
    const hazards = model.hazards.ofEntry(entry);
    this.#entries.push(entry);
    if (this.#entries.length > mostEntries) this.#entries.shift();
    return [...hazards, entry];
  }

  #returnEvents(made: MadeReturn, address: bigint): readonly MachineEvent[] {
    const { illegal, ...returned } = made;
    const answered = this.#entries.findLastIndex(entry => this.#model.answers(entry, made));
    const entry = this.#entries[answered]?.sequence;
    if (answered >= 0 && illegal === undefined) this.#entries.length = answered;
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
    return run(this, options);
  }

  get time(): bigint {
    return BigInt(this.#time);
  }

  get entries(): readonly ExceptionEntry[] {
    return this.#entries;
  }

  get level(): number {
    return this.#model.level;
  }

  read(name: string): bigint | undefined {
    return this.#model.read(name);
  }

  write(name: string, value: bigint): boolean {
    if (!this.#model.write(name, value)) return false;
    this.#input('register', `${name.toLowerCase()}=0x${value.toString(16)}`);
    return true;
  }

  readMemory(address: bigint, length: number): Uint8Array | undefined {
    const result = new Uint8Array(length);
    let at = 0;
    for (const run of this.#pages(address, length)) {
      const bytes = run && this.#map.peek(run.physical, run.length);
      if (!bytes) return undefined;
      result.set(bytes, at);
      at += run.length;
    }
    return result;
  }

  writeMemory(address: bigint, bytes: Uint8Array): boolean {
    const runs = [...this.#pages(address, bytes.length)];
    if (!runs.every(run => run && this.#map.isMemory(run.physical))) return false;
    let at = 0;
    for (const run of runs) {
      if (run) this.#map.poke(run.physical, bytes.subarray(at, (at += run.length)));
    }
    this.#input('memory', `0x${address.toString(16)}+${bytes.length}`);
    return true;
  }

  /** The parts of a range that lie in one page each; undefined for a page that is not mapped. */
  *#pages(address: bigint, length: number): Generator<{ physical: number; length: number } | undefined> {
    for (let at = 0; at < length; ) {
      const each = BigInt.asUintN(this.architecture.addressBits, address + BigInt(at));
      const part = Math.min(length - at, pageBytes - Number(each % BigInt(pageBytes)));
      const physical = this.#model.locate(each);
      yield physical === undefined ? undefined : { physical, length: part };
      at += part;
    }
  }

  instructionAt(address: bigint): Instruction | undefined {
    return this.#model.instructionAt(address);
  }

  setInterrupt(line: InterruptLine, asserted: boolean): boolean {
    if (!this.#drive('outside', line, asserted)) return false;
    this.#input('interrupt', `${line}=${asserted ? 1 : 0}`);
    return true;
  }

  consoleInput(bytes: Uint8Array): void {
    this.#receive(bytes);
    this.#input('console', [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(''));
  }

  screen(): readonly string[] | undefined {
    return this.#screen?.();
  }

  returnFromStub(result?: bigint): void {
    const { callConvention } = this.architecture;
    const back = this.#model.read(callConvention.link);
    if (result !== undefined) this.#model.write(callConvention.result, result);
    if (back !== undefined) this.#model.jump(back);
    this.#input('stub', result === undefined ? 'returned' : `returned 0x${result.toString(16)}`);
  }

  onInstruction(observer: (traced: TracedInstruction) => void): () => void {
    this.#instructionObservers.add(observer);
    return () => this.#instructionObservers.delete(observer);
  }

  onEvent(observer: (event: MachineEvent) => void): () => void {
    this.#eventObservers.add(observer);
    return () => this.#eventObservers.delete(observer);
  }

  stateHash(): string {
    const hash = new Hash();
    this.#model.settle();
    const { bytes, cells } = this.#model.state;
    hash.addBytes(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength));
    for (const page of this.#map.writtenPages()) {
      hash.add(page);
      hash.addBytes(bytes.subarray(page * pageBytes, (page + 1) * pageBytes));
    }
    for (const device of this.#devices.values()) hash.addText(device.state().join());
    hash.addText([this.#time, ...this.#clock.state(), ...this.#model.otherState()].join());
    return hash.digest();
  }

  #input(what: LoggedInput['what'], detail: string): void {
    this.inputs.push({ time: this.time, what, detail });
  }
}
