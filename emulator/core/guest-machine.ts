/** A machine around any processor model: its execution, input from outside, going back, and what a debugger asks for. */
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
import type { CompiledInterpreter } from '../engines/interpreter/compiled.ts';
import { Clock } from './clock.ts';
import { Execution, type RepeatedInputs } from './execution.ts';
import { Hash } from './hash.ts';
import { InputLog } from './input-log.ts';
import { InterruptInputs } from './interrupt-inputs.ts';
import { bytesBetween, type MachineSnapshot } from './machine-snapshot.ts';
import type { Device, MemoryMap } from './memory-map.ts';
import { addState, bytesOf, copyOf, type PlainState, putBack } from './plain-state.ts';
import type { ProcessorModel } from './processor-model.ts';
import type { MachineEvent } from './run.ts';
import { pageBytes } from './state.ts';
import { readVirtual, type VirtualMemory, writeVirtual } from './virtual-memory.ts';

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

export class GuestMachine<Request> implements Machine {
  readonly architecture: Architecture;
  readonly #options: MachineOptions;
  readonly #model: ProcessorModel<Request>;
  readonly #map: MemoryMap;
  readonly #memory: VirtualMemory;
  readonly #receive: (bytes: Uint8Array) => void;
  readonly #screen: (() => readonly string[]) | undefined;
  readonly #logged = new Set<string>();
  readonly #inputObservers = new Set<(input: Input) => void>();

  readonly #execution: Execution<Request>;
  readonly #interrupts: InterruptInputs;
  readonly #inputLog = new InputLog();
  /** The state of all parts besides cells and memory. */
  readonly #parts: { readonly hashed: PlainState; readonly caches: PlainState };

  /** Loads the program; `make` builds the processor with its board. */
  constructor(options: MachineOptions, make: (services: MachineServices) => MachineParts<Request>) {
    this.#options = options;
    this.architecture = options.architecture;
    const clock = new Clock(() => this.#execution.state.time);
    this.#interrupts = new InterruptInputs(
      options.architecture.interruptLines,
      options.interrupts ?? [],
      (line, asserted) => this.#model.setInterrupt(line, asserted),
    );
    const { model, map, devices, receive, screen, interpreter } = make({
      time: () => this.time,
      clock,
      interrupt: (line, asserted) => this.#interrupts.drive('board', line, asserted),
      transmit: bytes => {
        if (!this.#inputLog.isRecorded(this.moment)) options.console?.(bytes);
      },
      log: message => this.#log(message),
    });
    this.#model = model;
    this.#execution = new Execution({
      architecture: options.architecture,
      model,
      clock,
      interrupts: this.#interrupts,
      inputs: this.#repeatedInputs(),
      stubs: new Map(options.stubs?.map(({ address, name }) => [address, name])),
      compiled: interpreter,
      engine: options.engine,
      log: message => this.#log(message),
    });
    this.#map = map;
    const { addressBits } = options.architecture;
    this.#memory = { map, addressBits, locate: address => model.locate(address) };
    this.#receive = receive;
    this.#parts = {
      hashed: {
        execution: this.#execution.state,
        interrupts: this.#interrupts.state,
        clock: clock.state,
        processor: model.otherState,
        devices: [...devices.values()].map(({ state }) => state),
      },
      caches: model.caches,
    };
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

  run(options: RunOptions): StopEvent {
    return this.#execution.run(options);
  }

  get time(): bigint {
    return this.#execution.time;
  }

  get moment(): number {
    return this.#execution.moment;
  }

  get pc(): bigint {
    return this.#model.pc;
  }

  get entries(): readonly ExceptionEntry[] {
    return this.#execution.entries;
  }

  get slotEntries(): ReadonlyMap<bigint, number> {
    return this.#execution.state.slotEntries;
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
    const { instructionObservers } = this.#execution;
    instructionObservers.add(observer);
    return () => instructionObservers.delete(observer);
  }

  onInput(observer: (input: Input) => void): () => void {
    this.#inputObservers.add(observer);
    return () => this.#inputObservers.delete(observer);
  }

  onEvent(observer: (event: MachineEvent) => void): () => void {
    const { eventObservers } = this.#execution;
    eventObservers.add(observer);
    return () => eventObservers.delete(observer);
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
    this.#execution.beforeInput();
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
    this.#execution.countStep();
  }

  /** Input that was logged, for the run that comes to its moment again. */
  #repeatedInputs(): RepeatedInputs {
    const log = this.#inputLog;
    return {
      get nextMoment() {
        return log.nextMoment;
      },
      repeat: () => {
        while (this.moment >= log.nextMoment) {
          const input = log.nextAt(this.moment);
          if (input === undefined || input.what === 'stub') return;
          this.#apply(input);
          log.repeated();
        }
      },
    };
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
    this.#execution.beforeRestore();
    this.#model.state.cells.set(cells);
    this.#map.restore(pages);
    putBack(this.#parts, parts as PlainState);
    this.#execution.restored(entries);
  }

  bytesBetween(earlier: Snapshot, later: Snapshot): number {
    return bytesBetween(earlier as MachineSnapshot, later as MachineSnapshot);
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
