/** The machine as an engine sees it: cells, memory, special registers and the coprocessor. */
import { specialRegisters } from '../../isa/hawk/special-registers.ts';
import type { CellName } from '../../isa/instruction.ts';
import type { TracedAccess } from '../api.ts';
import type { MadeReturn, TracingHost } from '../core/processor-model.ts';
import type { Access, Faulted, Jump } from '../engines/host.ts';
import type { Cpu } from './cpu.ts';
import { coprocessorProblem, readFloatingPoint, writeFloatingPoint } from './floating-point.ts';
import type { Memory } from './memory.ts';
import { coprocessorTrap, privilegeTrap, returnFromTrap, type TrapRequest } from './traps.ts';

type Answer = bigint | undefined | Jump | Faulted<TrapRequest>;

/** What the host tells the machine about the instruction in progress. */
export interface HostEvents {
  /** An `RTT` was carried out. */
  returned(made: MadeReturn): void;
  /** TPC was read or written: a handler has what it needs to return. */
  savedReturn(): void;
}

export class Host implements TracingHost<TrapRequest> {
  readonly #cpu: Cpu;
  readonly #memory: Memory;
  readonly #events: HostEvents;
  trace: TracedAccess[] | undefined;

  constructor(cpu: Cpu, memory: Memory, events: HostEvents) {
    this.#cpu = cpu;
    this.#memory = memory;
    this.#events = events;
  }

  read(cell: CellName): bigint {
    return this.#cpu.register(cell);
  }

  write(cell: CellName, value: bigint): void {
    this.#cpu.setRegister(cell, value);
  }

  load(address: bigint, size: number, { exclusive }: Access): bigint | Faulted<TrapRequest> {
    const value = this.#memory.load(Number(address));
    if (typeof value !== 'bigint') return value;
    if (exclusive) this.#cpu.watch(Number(address));
    this.trace?.push({ kind: 'load', address, size, value });
    return value;
  }

  store(address: bigint, size: number, value: bigint, { exclusive }: Access): 0 | 1 | Faulted<TrapRequest> {
    if (exclusive && this.#cpu.watched !== Number(address)) return 1;
    const fault = this.#memory.store(Number(address), value);
    if (fault) return fault;
    this.trace?.push({ kind: 'store', address, size, value });
    return 0;
  }

  system(operation: string, [register = 0n, value = 0n]: readonly bigint[]): Answer {
    switch (operation) {
      case 'coget':
      case 'coset':
        return this.#coprocessor(operation, Number(register), value);
      case 'cpuget':
      case 'cpuset':
      case 'rtt':
        if (!this.#cpu.privileged) return { fault: privilegeTrap(this.#cpu, operation) };
        return this.#special(operation, specialRegisters[Number(register)], value);
      default:
        throw new Error(`host: no operation ${operation}`);
    }
  }

  /** Numbers without a register read as zero and ignore writes. */
  #special(operation: 'cpuget' | 'cpuset' | 'rtt', name: string | undefined, value: bigint): Answer {
    const cpu = this.#cpu;
    if (name === 'tpc' || operation === 'rtt') this.#events.savedReturn();
    if (operation === 'cpuset') {
      if (name !== undefined) cpu.setRegister(name, value);
      return undefined;
    }
    const current = name === undefined ? 0n : cpu.register(name);
    if (operation === 'cpuget') return current;
    this.#events.returned(returnFromTrap(cpu, current));
    return { jump: current };
  }

  #coprocessor(operation: 'coget' | 'coset', register: number, value: bigint): Answer {
    const cpu = this.#cpu;
    const problem = coprocessorProblem(cpu);
    if (problem !== undefined) return { fault: coprocessorTrap(cpu, problem) };
    if (operation === 'coget') return readFloatingPoint(cpu, register);
    writeFloatingPoint(cpu, register, value);
    return undefined;
  }
}
