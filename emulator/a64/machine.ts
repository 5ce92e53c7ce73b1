/** An AArch64 machine: one processing element on a board, with one program. */

import { a64Vocabulary } from '../../isa/a64/semantics/system.ts';
import { decodeSyndrome } from '../../isa/a64/syndrome.ts';
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
import type { Board } from '../boards/board.ts';
import { DecodeCache, type DecodedWord } from '../core/decode-cache.ts';
import { Hash } from '../core/hash.ts';
import { type Device, guestBytesOf, MemoryMap } from '../core/memory-map.ts';
import { type MachineEvent, type Processor, run } from '../core/run.ts';
import { snapshotOf } from '../core/snapshot.ts';
import { layoutOf, MachineState, pageBytes } from '../core/state.ts';
import { type Pl011, pl011 } from '../devices/pl011.ts';
import { Evaluator } from '../engines/evaluator.ts';
import type { Outcome } from '../engines/host.ts';
import { Cpu, type Level } from './cpu.ts';
import { instructionAbort } from './exceptions/aborts.ts';
import { takeException } from './exceptions/entry.ts';
import {
  anythingPending,
  type InterruptLines,
  interruptStatus,
  pendingInterrupt,
  wakes,
} from './exceptions/interrupts.ts';
import type { ExceptionRequest } from './exceptions/request.ts';
import { illegalReturnMessage, type ReturnOutcome } from './exceptions/return.ts';
import {
  hypervisorCall,
  illegalState,
  misalignedPc,
  secureMonitorCall,
  softwareBreakpoint,
  supervisorCall,
  undefinedInstruction,
} from './exceptions/synchronous.ts';
import { firmwareCall } from './firmware.ts';
import { Hazards } from './hazards.ts';
import { Host } from './host.ts';
import { MemoryAccess } from './memory-access.ts';
import { isFault, type MemoryFault } from './mmu/fault.ts';
import { Mmu } from './mmu/mmu.ts';
import { modelCells } from './pstate.ts';
import { RegisterFile } from './register-file.ts';
import { semihostingCall, semihostingImmediate } from './semihosting.ts';
import type { RegisterContext } from './system/registers.ts';
import { unallocated } from './unallocated.ts';

/** Entries kept for `entries`: older ones are forgotten, because a guest may never return from them. */
const mostEntries = 1024;

const noEvents: readonly MachineEvent[] = [];

/** One thing from outside that happened to the machine, for replay. */
export interface LoggedInput {
  readonly time: bigint;
  readonly what: 'interrupt' | 'console' | 'register' | 'memory' | 'stub';
  readonly detail: string;
}

export class A64Machine implements Machine, Processor {
  readonly architecture: Architecture;
  /** Input so far, with the time at which it took effect. */
  readonly inputs: LoggedInput[] = [];

  readonly #options: MachineOptions;
  readonly #board: Board;
  readonly #state: MachineState;
  readonly #cpu: Cpu;
  readonly #map: MemoryMap;
  readonly #mmu: Mmu;
  readonly #host: Host;
  readonly #engine = new Evaluator(a64Vocabulary);
  readonly #decoded: DecodeCache;
  readonly #registers: RegisterFile;
  readonly #hazards: Hazards;
  readonly #uart: Pl011;
  readonly #devices: ReadonlyMap<string, Device>;
  readonly #stubs: ReadonlyMap<bigint, string>;
  readonly #logged = new Set<string>();
  readonly #lines: InterruptLines = { irq: false, fiq: false, serror: false, virq: false, vfiq: false };
  readonly #instructionObservers = new Set<(traced: TracedInstruction) => void>();
  readonly #eventObservers = new Set<(event: MachineEvent) => void>();
  readonly #checksPadding: boolean;

  /** Retired instructions. A plain number lasts for 2^53 of them. */
  #time = 0;
  #sequence = 0;
  #entries: ExceptionEntry[] = [];
  #waiting = false;
  #exit: Extract<StopEvent, { readonly event: 'exit' }> | undefined;
  /** What happened inside the instruction in progress. */
  #returned: ReturnOutcome | undefined;
  #pendingEvents: MachineEvent[] = [];

  constructor(options: MachineOptions, board: Board) {
    this.#options = options;
    this.#board = board;
    this.architecture = options.architecture;
    const log = (message: string): void => this.#log(message);

    const memoryBytes = Math.ceil((options.memoryBytes ?? board.memoryBytes) / 65_536) * 65_536;
    const regions = board.regions(memoryBytes);
    this.#state = new MachineState(layoutOf(options.architecture, modelCells), guestBytesOf(regions));
    const level = (options.entryLevel ?? board.highestLevel) as Level;
    const cpu = new Cpu(this.#state, level);
    this.#cpu = cpu;

    this.#uart = pl011(byte => options.console?.(Uint8Array.of(byte)));
    this.#devices = new Map(board.devices.map(({ name }) => [name, this.#uart]));
    this.#map = new MemoryMap(this.#state, regions, this.#devices, log);
    this.#mmu = new Mmu(cpu, this.#map, log);
    this.#decoded = new DecodeCache(options.architecture.instructions, this.#map);
    this.#hazards = new Hazards(options.ranges ?? []);
    this.#checksPadding = this.#hazards.has('padding');
    this.#stubs = new Map(options.stubs?.map(({ address, name }) => [address, name]));

    const memory = new MemoryAccess(cpu, this.#mmu, this.#map);
    const registers: RegisterContext = {
      cpu,
      mmu: this.#mmu,
      ticks: () => BigInt(this.#time),
      interruptStatus: () => interruptStatus(cpu, this.#lines),
      log,
      vectorBaseWritten: (target, value) => this.#hazards.vectorBaseWritten(target, value),
    };
    this.#registers = new RegisterFile(options.architecture, registers);
    const checksStack = this.#hazards.has('table');
    this.#host = new Host(
      memory,
      registers,
      { cpu, mmu: this.#mmu, memory, log },
      {
        returned: outcome => {
          this.#returned = outcome;
        },
        waits: () => {
          this.#waiting = true;
        },
        wakes: () => wakes(cpu, this.#lines),
        stackStore: (address, size) => {
          const hazard = checksStack && this.#hazards.ofStackStore(this.time, address, size);
          if (hazard) this.#pendingEvents.push(hazard);
        },
      },
    );

    this.#reset(level);
    for (const { address, bytes } of options.segments) this.#map.poke(Number(address), bytes);
    for (const [name, value] of Object.entries(options.registers ?? {})) this.#registers.write(name, value);
    cpu.pc = options.entry;
  }

  /** State at the first instruction, as QEMU has it: highest level with its own stack, DAIF masked, Z set. */
  #reset(level: Level): void {
    const cpu = this.#cpu;
    cpu.select(level, 1);
    cpu.status = (1n << 30n) | 0x3c0n | (BigInt(level) << 2n) | 1n;
    // ID_AA64PFR0_EL1 says which levels there are: EL2 in bits 11:8, EL3 in 15:12.
    const absent = level === 1 ? 0xff00n : level === 2 ? 0xf000n : 0n;
    cpu.setRegister('id_aa64pfr0_el1', cpu.register('id_aa64pfr0_el1') & ~absent);
  }

  #log(message: string): void {
    if (this.#logged.has(message)) return;
    this.#logged.add(message);
    this.#options.log?.(message);
  }

  // What the run loop asks

  get pc(): bigint {
    return this.#cpu.pc;
  }

  get exit(): Extract<StopEvent, { readonly event: 'exit' }> | undefined {
    return this.#exit;
  }

  get asleep(): boolean {
    return this.#waiting;
  }

  stubAt(address: bigint): string | undefined {
    return this.#stubs.get(address);
  }

  interrupt(): readonly MachineEvent[] | undefined {
    const cpu = this.#cpu;
    const lines = this.#lines;
    if (!anythingPending(cpu, lines)) return undefined;
    if (this.#waiting && wakes(cpu, lines)) this.#waiting = false;
    const request = pendingInterrupt(cpu, lines);
    if (!request) return undefined;
    // A physical SError is an event, and taking a virtual one clears HCR_EL2.VSE.
    if (request.cause === 'serror') lines.serror = false;
    if (request.cause === 'vserror') cpu.setRegister('hcr_el2', cpu.register('hcr_el2') & ~(1n << 8n));
    return this.#emit(this.#take(request));
  }

  step(): readonly MachineEvent[] {
    const cpu = this.#cpu;
    if (this.#checksPadding) {
      const hazard = this.#hazards.ofFetch(this.time, cpu.pc);
      if (hazard) return this.#emit([hazard]);
    }
    const word = this.#fetch();
    if ('cause' in word) return this.#emit(this.#take(word));
    if (cpu.illegalState) return this.#emit(this.#take(illegalState(cpu)));
    const { instruction } = word;
    if (!instruction) {
      const request = unallocated(cpu, word.bits, message => this.#log(message));
      return this.#emit(this.#take(request));
    }
    return this.#execute(instruction);
  }

  /** The instruction at the program counter, or why it cannot be fetched. */
  #fetch(): DecodedWord | ExceptionRequest {
    const cpu = this.#cpu;
    const { pc } = cpu;
    if (!cpu.pcAligned) return misalignedPc(cpu);
    const fetched = this.#lookUp(pc);
    return 'type' in fetched ? instructionAbort(cpu, fetched) : fetched;
  }

  #lookUp(address: bigint): DecodedWord | MemoryFault {
    const translated = this.#mmu.translate(address, { level: this.#cpu.level, purpose: 'fetch' });
    if (isFault(translated)) return translated;
    const word = this.#decoded.at(translated.physical, address);
    if (word) return word;
    const reason = 'no memory answers at the physical address: synchronous external abort';
    return { type: 'external', level: 0, stage: 1, onWalk: false, address, reason };
  }

  #execute(instruction: Instruction): readonly MachineEvent[] {
    const tracing = this.#instructionObservers.size > 0;
    this.#host.trace = tracing ? [] : undefined;
    this.#returned = undefined;
    this.#pendingEvents = [];
    const events = this.#finish(instruction, this.#engine.execute(instruction, this.#host));
    if (tracing) {
      const traced: TracedInstruction = {
        time: this.time,
        instruction,
        accesses: this.#host.trace ?? [],
        faulted: events.some(({ event }) => event === 'exceptionEntry'),
      };
      for (const observer of this.#instructionObservers) observer(traced);
    }
    return events.length === 0 ? noEvents : this.#emit(events);
  }

  #finish(instruction: Instruction, outcome: Outcome<ExceptionRequest>): readonly MachineEvent[] {
    const cpu = this.#cpu;
    switch (outcome.ended) {
      case 'next':
      case 'branch':
        cpu.pc = outcome.pc;
        this.#retire();
        return this.#returned ? this.#returnEvents(this.#returned, instruction.address) : this.#pendingEvents;
      case 'fault':
        return [...this.#pendingEvents, ...this.#take(outcome.fault)];
      case 'raise':
        return this.#raise(outcome.exception, Number(outcome.arguments[0] ?? 0n));
      case 'unsupported': {
        const { mnemonic } = instruction.row;
        this.#log(`${mnemonic} cannot be executed yet: UNDEFINED`);
        return this.#take(undefinedInstruction(cpu, `${mnemonic} is not modelled`));
      }
    }
  }

  #retire(): void {
    this.#time++;
    this.#hazards.completed();
  }

  /** An exception of the closed list that semantics raise, or a call that the machine itself answers. */
  #raise(exception: string, imm: number): readonly MachineEvent[] {
    const cpu = this.#cpu;
    switch (exception) {
      case 'svc':
        return this.#call(supervisorCall(cpu, imm));
      case 'hvc':
        if (this.#firmwareBy('hvc')) return this.#callFirmware();
        return this.#call(hypervisorCall(cpu, imm));
      case 'smc': {
        const request = secureMonitorCall(cpu, imm);
        if (request.cause !== 'smc-trap' && this.#firmwareBy('smc')) return this.#callFirmware();
        return this.#call(request);
      }
      case 'brk':
        return this.#take(softwareBreakpoint(cpu, imm));
      case 'hlt':
        if (imm === semihostingImmediate && cpu.level > 0) return this.#callSemihosting();
        return this.#take(undefinedInstruction(cpu, 'HLT is undefined: halting debug is off'));
      default:
        return this.#take(undefinedInstruction(cpu, 'the instruction is undefined'));
    }
  }

  /** A call that returns to the next instruction has been executed when its exception is taken. */
  #call(request: ExceptionRequest): readonly MachineEvent[] {
    if (request.returnAddress !== this.#cpu.pc) this.#time++;
    return this.#take(request);
  }

  #firmwareBy(instruction: 'hvc' | 'smc'): boolean {
    const cpu = this.#cpu;
    return cpu.level > 0 && this.#board.firmwareCall[cpu.highestLevel] === instruction;
  }

  #callFirmware(): readonly MachineEvent[] {
    const outcome = firmwareCall(this.#cpu);
    if (outcome.does === 'exit') this.#exit = { event: 'exit', code: outcome.code, how: outcome.how };
    if (outcome.does === 'wait' && !wakes(this.#cpu, this.#lines)) this.#waiting = true;
    return this.#answered();
  }

  #callSemihosting(): readonly MachineEvent[] {
    const outcome = semihostingCall({
      cpu: this.#cpu,
      read: (address, length) => this.readMemory(address, length),
      write: bytes => this.#options.console?.(bytes),
      log: message => this.#log(message),
    });
    if (outcome) this.#exit = { event: 'exit', code: outcome.exit, how: 'semihosting exit' };
    return this.#answered();
  }

  /** The machine answered a call itself: the next instruction follows. */
  #answered(): readonly MachineEvent[] {
    this.#cpu.pc = BigInt.asUintN(64, this.#cpu.pc + 4n);
    this.#retire();
    return noEvents;
  }

  // Exceptions and returns

  #take(request: ExceptionRequest): readonly MachineEvent[] {
    const cpu = this.#cpu;
    cpu.syncStackPointer();
    const interrupted = snapshotOf(this.#state);
    const fromLevel = cpu.level;
    const taken = takeException(cpu, request);
    const { syndrome } = taken;
    const entry: ExceptionEntry = {
      event: 'exceptionEntry',
      time: this.time,
      sequence: ++this.#sequence,
      cause: request.cause,
      kind: request.kind,
      source: taken.vector.source,
      fromLevel,
      toLevel: request.target,
      vectorBase: taken.vectorBase,
      offset: taken.vector.offset,
      returnAddress: request.returnAddress,
      savedStatus: taken.savedStatus,
      routing: [...request.routing, taken.vector.reason],
      interrupted,
      ...(syndrome === undefined ? {} : { syndrome, decoded: decodeSyndrome(syndrome) }),
      ...(request.faultAddress === undefined ? {} : { faultAddress: request.faultAddress }),
      ...(request.intermediateAddress === undefined
        ? {}
        : { intermediateAddress: request.intermediateAddress }),
    };
    const hazards = this.#hazards.ofEntry(entry, this.#slotView());
    this.#entries.push(entry);
    if (this.#entries.length > mostEntries) this.#entries.shift();
    return [...hazards, entry];
  }

  #slotView() {
    const found = this.#lookUp(this.#cpu.pc);
    return 'type' in found
      ? { firstWord: undefined, fetchFault: found.stage === 1 ? found.reason : undefined }
      : { firstWord: found.bits, fetchFault: undefined };
  }

  #returnEvents(outcome: ReturnOutcome, address: bigint): readonly MachineEvent[] {
    const { fromLevel, toLevel, status, returnAddress, illegal } = outcome;
    const answered = this.#entries.findLastIndex(entry => entry.toLevel === fromLevel);
    const entry = this.#entries[answered]?.sequence;
    if (answered >= 0 && illegal === undefined) this.#entries.length = answered;
    const event: MachineEvent = {
      event: 'exceptionReturn',
      time: this.time,
      address,
      fromLevel,
      toLevel,
      illegal: illegal !== undefined,
      returnAddress,
      status,
      ...(entry === undefined ? {} : { entry }),
    };
    if (illegal === undefined) return [event];
    const message = illegalReturnMessage(outcome);
    return [{ event: 'hazard', time: this.time, hazard: 'illegal-return', message, address }, event];
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
    return this.#cpu.level;
  }

  read(name: string): bigint | undefined {
    return this.#registers.read(name);
  }

  write(name: string, value: bigint): boolean {
    if (!this.#registers.write(name, value)) return false;
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

  /** The parts of a virtual range that lie in one page each; undefined for a page that is not mapped. */
  *#pages(address: bigint, length: number): Generator<{ physical: number; length: number } | undefined> {
    for (let at = 0; at < length; ) {
      const each = BigInt.asUintN(64, address + BigInt(at));
      const part = Math.min(length - at, pageBytes - Number(each % BigInt(pageBytes)));
      const translated = this.#mmu.translate(each, { level: this.#cpu.level, purpose: 'load' });
      yield isFault(translated) ? undefined : { physical: translated.physical, length: part };
      at += part;
    }
  }

  instructionAt(address: bigint): Instruction | undefined {
    if ((address & 3n) !== 0n) return undefined;
    const found = this.#lookUp(address);
    return 'type' in found ? undefined : found.instruction;
  }

  setInterrupt(line: InterruptLine, asserted: boolean): void {
    this.#lines[line] = asserted;
    this.#input('interrupt', `${line}=${asserted ? 1 : 0}`);
  }

  consoleInput(bytes: Uint8Array): void {
    this.#uart.receive(bytes);
    this.#input('console', [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(''));
  }

  returnFromStub(result?: bigint): void {
    const { callConvention } = this.architecture;
    const back = this.#registers.read(callConvention.link);
    if (result !== undefined) this.#registers.write(callConvention.result, result);
    if (back !== undefined) this.#cpu.pc = back;
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
    this.#cpu.syncStackPointer();
    const { bytes, cells } = this.#state;
    hash.addBytes(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength));
    for (const page of this.#map.writtenPages()) {
      hash.add(page);
      hash.addBytes(bytes.subarray(page * pageBytes, (page + 1) * pageBytes));
    }
    for (const device of this.#devices.values()) hash.addText(device.state().join());
    hash.addText(JSON.stringify([this.#time, this.#lines, this.#waiting, this.#cpu.event]));
    return hash.digest();
  }

  #input(what: LoggedInput['what'], detail: string): void {
    this.inputs.push({ time: this.time, what, detail });
  }
}
