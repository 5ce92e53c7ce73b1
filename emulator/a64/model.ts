/** The AArch64 processor as a machine runs it: one processing element with its MMU, memory and firmware. */
import { decodeSyndrome } from '../../isa/a64/syndrome.ts';
import type { Instruction, InstructionSet } from '../../isa/instruction.ts';
import type { ExceptionEntry, Hazard, InterruptLine, MachineOptions } from '../api.ts';
import { DecodeCache, type DecodedWord } from '../core/decode-cache.ts';
import type { MemoryMap } from '../core/memory-map.ts';
import type { PlainState } from '../core/plain-state.ts';
import type {
  Exit,
  HazardWatch,
  MadeReturn,
  ProcessorModel,
  Raised,
  SideEvents,
  TakenException,
} from '../core/processor-model.ts';
import type { MachineState } from '../core/state.ts';
import { readVirtual, type VirtualMemory } from '../core/virtual-memory.ts';
import type { Faulted } from '../engines/host.ts';
import type { Surroundings } from '../machine-kind.ts';
import type { A64Board } from './board.ts';
import { Cpu, type Level } from './cpu.ts';
import { Direct } from './direct.ts';
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
import { knownInstructions, type Processor, processorOf } from './processors.ts';
import { RegisterFile } from './register-file.ts';
import { semihostingCall, semihostingImmediate } from './semihosting.ts';
import type { RegisterContext } from './system/registers.ts';
import { GenericTimers } from './system/timers.ts';
import { unallocated } from './unallocated.ts';

type Take = Extract<Raised<ExceptionRequest>, { readonly does: 'take' }>;

export class A64Model implements ProcessorModel<ExceptionRequest> {
  readonly state: MachineState;
  readonly host: Host;
  readonly direct: Direct;
  readonly hazards: HazardWatch;
  readonly #board: A64Board;
  readonly #cpu: Cpu;
  readonly #map: MemoryMap;
  readonly #memory: VirtualMemory;
  readonly #mmu: Mmu;
  readonly #processor: Processor;
  readonly #instructions: InstructionSet;
  readonly #decoded: DecodeCache;
  readonly #registers: RegisterFile;
  readonly #log: (message: string) => void;
  readonly #transmit: (bytes: Uint8Array) => void;
  readonly #lines: InterruptLines = { irq: false, fiq: false, serror: false, virq: false, vfiq: false };
  readonly #run = {
    /** What the processor waits by. */
    waiting: undefined as 'wfi' | 'wfe' | undefined,
    exit: undefined as Exit | undefined,
  };
  readonly otherState: PlainState;
  /** What happened inside the instruction in progress. */
  #returned: ReturnOutcome | undefined;
  #hazardsMet: Hazard[] = [];

  constructor(options: MachineOptions, { board, state, map, connected, services }: Surroundings<A64Board>) {
    const { log, time, clock, transmit } = services;
    this.#board = board;
    this.#log = log;
    this.#transmit = transmit;
    this.state = state;
    this.#map = map;
    this.#memory = { map, addressBits: 64, locate: address => this.locate(address) };
    const level = (options.entryLevel ?? board.highestLevel) as Level;
    const cpu = new Cpu(state, level);
    this.#cpu = cpu;
    this.#mmu = new Mmu(cpu, map);
    const processor = processorOf(options.cpu);
    this.#processor = processor;
    this.#instructions = options.architecture.instructions;
    this.#decoded = new DecodeCache(knownInstructions(this.#instructions, processor), map);
    const hazards = new Hazards(options.ranges ?? []);
    this.hazards = {
      watchesFetch: hazards.has('padding'),
      beforeFetch: (at, address) => hazards.ofFetch(at, address),
      watches: address => hazards.isPadding(address),
      ofEntry: entry => hazards.ofEntry(entry, this.#slotView()),
      completed: () => hazards.completed(),
    };

    const memory = new MemoryAccess(cpu, this.#mmu, map);
    const timers = new GenericTimers(cpu, clock, connected.timer);
    const streamEvent = clock.alarm(() => {
      if (this.#run.waiting === 'wfe') this.#run.waiting = undefined;
    });
    const registers: RegisterContext = {
      cpu,
      processor,
      mmu: this.#mmu,
      timers,
      interruptStatus: () => interruptStatus(cpu, this.#lines),
      log,
      vectorBaseWritten: (target, value) => hazards.vectorBaseWritten(target, value),
      controlWritten: () => this.direct.controlWritten(),
    };
    this.#registers = new RegisterFile(options.architecture, registers);
    const checksStack = hazards.has('table');
    this.direct = new Direct({ cpu, mmu: this.#mmu, map, code: this.#decoded }, (address, size) =>
      hazards.isTable(address, size),
    );
    this.host = new Host(
      memory,
      registers,
      { cpu, mmu: this.#mmu, memory, log },
      {
        returned: outcome => {
          this.#returned = outcome;
        },
        waits: what => {
          this.#run.waiting = what;
          if (what === 'wfe') streamEvent.set(timers.nextEvent());
        },
        wakes: () => wakes(cpu, this.#lines),
        stackStore: (address, size) => {
          const hazard = checksStack && hazards.ofStackStore(time(), address, size);
          if (hazard) this.#hazardsMet.push(hazard);
        },
      },
    );
    this.otherState = { lines: this.#lines, run: this.#run, hazards: hazards.state };
    this.#reset(level);
  }

  /** State at the first instruction, as QEMU has it: highest level with its own stack, DAIF masked, Z set. */
  #reset(level: Level): void {
    const cpu = this.#cpu;
    cpu.select(level, 1);
    for (const [name, { reset }] of Object.entries(this.#processor.registers))
      if (reset !== undefined) cpu.setRegister(name, reset);
    cpu.status = (1n << 30n) | 0x3c0n | (BigInt(level) << 2n) | 1n;
    // ID_AA64PFR0_EL1 says which levels there are: EL2 in bits 11:8, EL3 in 15:12.
    const absent = level === 1 ? 0xff00n : level === 2 ? 0xf000n : 0n;
    cpu.setRegister('id_aa64pfr0_el1', cpu.register('id_aa64pfr0_el1') & ~absent);
  }

  get pc(): bigint {
    return this.#cpu.pc;
  }

  get level(): number {
    return this.#cpu.level;
  }

  get exit(): Exit | undefined {
    return this.#run.exit;
  }

  get waiting(): boolean {
    return this.#run.waiting !== undefined;
  }

  jump(address: bigint): void {
    this.#cpu.pc = address;
  }

  wake(): boolean {
    if (!this.waiting || !wakes(this.#cpu, this.#lines)) return false;
    this.#run.waiting = undefined;
    return true;
  }

  interrupt(): ExceptionRequest | undefined {
    const cpu = this.#cpu;
    const lines = this.#lines;
    if (!anythingPending(cpu, lines)) return undefined;
    const request = pendingInterrupt(cpu, lines);
    // A physical SError is an event, and taking a virtual one clears HCR_EL2.VSE.
    if (request?.cause === 'serror') this.setInterrupt('serror', false);
    if (request?.cause === 'vserror') cpu.setRegister('hcr_el2', cpu.register('hcr_el2') & ~(1n << 8n));
    return request;
  }

  next(): Instruction | Faulted<ExceptionRequest> {
    const cpu = this.#cpu;
    const { pc } = cpu;
    if ((pc & 3n) !== 0n) return { fault: misalignedPc(cpu) };
    const found = this.#lookUp(pc);
    if ('type' in found) return { fault: instructionAbort(cpu, found) };
    if (cpu.register('il') === 1n) return { fault: illegalState(cpu) };
    if (found.instruction) return found.instruction;
    const known = this.#instructions.decode(found.bits, pc);
    return { fault: unallocated(cpu, found.bits, known?.row, this.#processor, this.#log) };
  }

  /** `looking`: not on behalf of the program. */
  #lookUp(address: bigint, looking = false): DecodedWord | MemoryFault {
    const accessor = { level: this.#cpu.level, purpose: 'fetch' } as const;
    const translated = looking ? this.#mmu.look(address, accessor) : this.#mmu.translate(address, accessor);
    if (isFault(translated)) return translated;
    const { physical, secure } = translated;
    const hidden = !secure && this.#map.hasSecureRegions && !this.#map.exists(physical, false);
    const word = hidden ? undefined : this.#decoded.at(physical, address);
    if (word) return word;
    const reason = 'no memory answers at the physical address: synchronous external abort';
    return { type: 'external', level: 0, stage: 1, onWalk: false, address, reason };
  }

  unsupported({ row }: Instruction): ExceptionRequest {
    return undefinedInstruction(this.#cpu, `${row.mnemonic} is not modelled`);
  }

  raise(exception: string, [first = 0n]: readonly bigint[]): Raised<ExceptionRequest> {
    const cpu = this.#cpu;
    const imm = Number(first);
    switch (exception) {
      case 'svc':
        return this.#taken(supervisorCall(cpu, imm));
      case 'hvc':
        if (this.#firmwareBy('hvc')) return this.#callFirmware();
        return this.#taken(hypervisorCall(cpu, imm));
      case 'smc': {
        const request = secureMonitorCall(cpu, imm);
        if (request.cause !== 'smc-trap' && this.#firmwareBy('smc')) return this.#callFirmware();
        return this.#taken(request);
      }
      case 'brk':
        return this.#taken(softwareBreakpoint(cpu, imm));
      case 'hlt':
        if (imm === semihostingImmediate && cpu.level > 0) return this.#callSemihosting();
        return this.#taken(undefinedInstruction(cpu, 'HLT is undefined: halting debug is off'));
      default:
        return this.#taken(undefinedInstruction(cpu, 'the instruction is undefined'));
    }
  }

  /** A call that returns to the next instruction has been executed when its exception is taken. */
  #taken(request: ExceptionRequest): Take {
    return { does: 'take', request, completed: request.returnAddress !== this.#cpu.pc };
  }

  #firmwareBy(instruction: 'hvc' | 'smc'): boolean {
    const cpu = this.#cpu;
    return cpu.level > 0 && this.#board.firmwareCall[cpu.highestLevel] === instruction;
  }

  #callFirmware(): Raised<ExceptionRequest> {
    const outcome = firmwareCall(this.#cpu);
    if (outcome.does === 'exit') this.#run.exit = { event: 'exit', code: outcome.code, how: outcome.how };
    if (outcome.does === 'wait' && !wakes(this.#cpu, this.#lines)) this.#run.waiting = 'wfi';
    return { does: 'next' };
  }

  #callSemihosting(): Raised<ExceptionRequest> {
    const outcome = semihostingCall({
      cpu: this.#cpu,
      read: (address, length) => readVirtual(this.#memory, address, length),
      write: this.#transmit,
      log: this.#log,
    });
    if (outcome) this.#run.exit = { event: 'exit', code: outcome.exit, how: 'semihosting exit' };
    return { does: 'next' };
  }

  take(request: ExceptionRequest): TakenException {
    const fromLevel = this.#cpu.level;
    const { vector, vectorBase, savedStatus, syndrome } = takeException(this.#cpu, request);
    const { faultAddress, intermediateAddress } = request;
    return {
      cause: request.cause,
      kind: request.kind,
      source: vector.source,
      fromLevel,
      toLevel: request.target,
      vectorBase,
      offset: vector.offset,
      returnAddress: request.returnAddress,
      savedStatus,
      routing: [...request.routing, vector.reason],
      ...(syndrome === undefined ? {} : { syndrome, decoded: decodeSyndrome(syndrome) }),
      ...(faultAddress === undefined ? {} : { faultAddress }),
      ...(intermediateAddress === undefined ? {} : { intermediateAddress }),
    };
  }

  #slotView() {
    const found = this.#lookUp(this.#cpu.pc);
    return 'type' in found
      ? { firstWord: undefined, fetchFault: found.stage === 1 ? found.reason : undefined }
      : { firstWord: found.bits, fetchFault: undefined };
  }

  sideEvents(): SideEvents {
    const hazards = this.#hazardsMet;
    const returned = this.#returned;
    if (hazards.length > 0) this.#hazardsMet = [];
    this.#returned = undefined;
    return { hazards, returned: returned && madeReturn(returned) };
  }

  answers(entry: ExceptionEntry, { fromLevel }: MadeReturn): boolean {
    return entry.toLevel === fromLevel;
  }

  read(name: string): bigint | undefined {
    return this.#registers.read(name);
  }

  write(name: string, value: bigint): boolean {
    return this.#registers.write(name, value);
  }

  setInterrupt(line: InterruptLine, asserted: boolean): boolean {
    if (!Object.hasOwn(this.#lines, line)) return false;
    this.#lines[line as keyof InterruptLines] = asserted;
    this.#cpu.setRegister('interrupts', Object.values(this.#lines).includes(true) ? 1n : 0n);
    return true;
  }

  instructionAt(address: bigint): Instruction | undefined {
    if ((address & 3n) !== 0n) return undefined;
    const found = this.#lookUp(address, true);
    return 'type' in found ? undefined : found.instruction;
  }

  locate(address: bigint): number | undefined {
    const translated = this.#mmu.look(address, { level: this.#cpu.level, purpose: 'load' });
    return isFault(translated) ? undefined : translated.physical;
  }

  settle(): void {
    this.#cpu.syncStackPointer();
  }

  get caches(): PlainState {
    return this.#mmu.state;
  }
}

function madeReturn(outcome: ReturnOutcome): MadeReturn {
  const { fromLevel, toLevel, status, returnAddress, illegal } = outcome;
  const made = { fromLevel, toLevel, status, returnAddress };
  return illegal === undefined ? made : { ...made, illegal: illegalReturnMessage(outcome) };
}
