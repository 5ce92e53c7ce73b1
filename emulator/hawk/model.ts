/** The Hawk processor as a machine runs it, with its memory, interrupts and monitor. */

import { vectorTable } from '../../isa/hawk/vector-table.ts';
import type { Instruction } from '../../isa/instruction.ts';
import type { ExceptionEntry, MachineOptions } from '../api.ts';
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
import type { Faulted } from '../engines/host.ts';
import type { Surroundings } from '../machine-kind.ts';
import type { HawkBoard } from './board.ts';
import { Cpu } from './cpu.ts';
import { Direct } from './direct.ts';
import { Hazards } from './hazards.ts';
import { Host } from './host.ts';
import { Interrupts } from './interrupts.ts';
import { Memory } from './memory.ts';
import { Monitor } from './monitor/monitor.ts';
import { busTrap, instructionTrap, interruptRequest, type TrapRequest, takeTrap } from './traps.ts';

export class HawkModel implements ProcessorModel<TrapRequest> {
  readonly state: MachineState;
  readonly host: Host;
  readonly hazards: HazardWatch;
  readonly direct: Direct;
  readonly #cpu: Cpu;
  readonly #map: MemoryMap;
  readonly #memory: Memory;
  readonly #interrupts = new Interrupts();
  readonly #decoded: DecodeCache;
  readonly #register: MachineOptions['architecture']['register'];
  readonly #monitor: Monitor | undefined;
  readonly #run = { waitsForKey: false, exit: undefined as Exit | undefined };
  readonly otherState: PlainState;
  /** Nothing is cached that could be stale. */
  readonly caches: PlainState = {};
  #returned: MadeReturn | undefined;

  constructor(options: MachineOptions, surroundings: Surroundings<HawkBoard>) {
    const { board, connected, memoryBytes, state, map } = surroundings;
    const cpu = new Cpu(state);
    this.state = state;
    this.#cpu = cpu;
    this.#map = map;
    this.#register = options.architecture.register;
    this.#memory = new Memory(cpu, map, board, memoryBytes);
    this.#decoded = new DecodeCache(options.architecture.instructions, map);
    const hazards = new Hazards(options.ranges ?? []);
    this.hazards = {
      watchesFetch: hazards.watchesFetch,
      watches: address => hazards.isPadding(address),
      beforeFetch: (time, address) => hazards.beforeFetch(time, address),
      ofEntry: entry => hazards.ofEntry(entry, this.#isEmpty(entry.offset)),
      completed: () => {},
    };
    this.host = new Host(cpu, this.#memory, {
      returned: made => {
        this.#returned = made;
      },
      savedReturn: () => hazards.saved(),
    });
    this.#monitor = board.monitor
      ? new Monitor({ cpu, map, memory: this.#memory, devices: connected }, options)
      : undefined;
    // Execution that arrives at address 0 halts.
    this.direct = new Direct(
      { cpu, map, memory: this.#memory, code: this.#decoded },
      address => address === 0n || this.#monitor?.isRoutine(Number(address)) === true,
    );
    this.otherState = {
      run: this.#run,
      cpu: cpu.local,
      interrupts: this.#interrupts.state,
      hazards: hazards.state,
      monitor: this.#monitor?.state,
    };
  }

  #isEmpty(offset: number): boolean {
    return this.#map.peek(offset, vectorTable.slotSize)?.every(byte => byte === 0) ?? true;
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
    return this.#run.waitsForKey && this.#monitor?.stillWaits() === true;
  }

  /** Execution that arrives at address 0 halts: it is how programs end. */
  jump(address: bigint): void {
    this.#cpu.pc = address;
    this.#run.waitsForKey = false;
    if (this.#cpu.pc === 0n) {
      const fatal = this.#monitor?.state.fatal;
      this.#run.exit =
        fatal === undefined
          ? { event: 'exit', code: 0, how: 'arrived at address 0' }
          : { event: 'exit', code: 1, how: fatal };
    }
  }

  /** A wait is over as soon as a key is there. */
  wake(): boolean {
    return false;
  }

  interrupt(): TrapRequest | undefined {
    if (!this.#interrupts.any) return undefined;
    const number = this.#interrupts.due(this.#cpu.level);
    return number === undefined ? undefined : interruptRequest(this.#cpu, number);
  }

  next(): Instruction | Faulted<TrapRequest> | undefined {
    const cpu = this.#cpu;
    const found = this.#lookUp(cpu.pc);
    const address = Number(cpu.pc & ~1n);
    if (found === undefined) {
      const missing = this.#memory.holdsCode(address) ? address + 2 : address;
      return { fault: busTrap(cpu, missing, 'There is no memory to fetch the instruction from') };
    }
    const { instruction } = found;
    cpu.countFetch(address, instruction?.length ?? 2);
    if (instruction === undefined) return { fault: instructionTrap(cpu, found.bits & 0xffff) };
    const called = this.#monitor?.call(address);
    if (called === 'waits') {
      this.#run.waitsForKey = true;
      return undefined;
    }
    return called ?? instruction;
  }

  /** Bit 0 of the program counter is kept, and ignored when an instruction is fetched. */
  #lookUp(address: bigint): DecodedWord | undefined {
    const physical = Number(address & ~1n);
    return this.#memory.holdsCode(physical) ? this.#decoded.at(physical, address) : undefined;
  }

  /** No instruction of the Hawk raises an exception by its semantics. */
  raise(exception: string): Raised<TrapRequest> {
    throw new Error(`no exception ${exception}`);
  }

  unsupported({ bits }: Instruction): TrapRequest {
    return instructionTrap(this.#cpu, bits & 0xffff);
  }

  take(request: TrapRequest): TakenException {
    this.#run.waitsForKey = false;
    return takeTrap(this.#cpu, request);
  }

  sideEvents(): SideEvents {
    const returned = this.#returned;
    this.#returned = undefined;
    return { returned, hazards: [] };
  }

  /** There is one place for what a trap saves, so a return is from the last trap. */
  answers(_entry: ExceptionEntry): boolean {
    return true;
  }

  /** The cell of a register under any of its names. */
  #cell(name: string): string | undefined {
    const lower = name.toLowerCase();
    const cell = this.#register(lower)?.name ?? lower;
    return this.state.layout.indexes.has(cell) ? cell : undefined;
  }

  read(name: string): bigint | undefined {
    const cell = this.#cell(name);
    return cell === undefined ? undefined : this.state.get(cell);
  }

  write(name: string, value: bigint): boolean {
    const cell = this.#cell(name);
    if (cell === undefined) return false;
    this.state.set(cell, BigInt.asUintN(64, value));
    if (cell === 'pc') this.#run.waitsForKey = false;
    return true;
  }

  setInterrupt(line: string, asserted: boolean): boolean {
    return this.#interrupts.set(line, asserted);
  }

  instructionAt(address: bigint): Instruction | undefined {
    return this.#lookUp(BigInt.asUintN(32, address))?.instruction;
  }

  locate(address: bigint): number | undefined {
    const physical = Number(BigInt.asUintN(32, address));
    return this.#map.exists(physical) ? physical : undefined;
  }

  settle(): void {}
}
