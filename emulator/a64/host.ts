/** The machine as an engine sees it: cells, memory, and the operations of the architecture's closed list. */
import type { CellName, Instruction } from '../../isa/instruction.ts';
import type { TracedAccess } from '../api.ts';
import type { Access, EngineHost, Faulted, Jump } from '../engines/host.ts';
import type { Cpu } from './cpu.ts';
import type { ExceptionRequest } from './exceptions/request.ts';
import { exceptionReturn, type ReturnOutcome } from './exceptions/return.ts';
import { undefinedInstruction } from './exceptions/synchronous.ts';
import type { MemoryAccess } from './memory-access.ts';
import {
  type InstructionContext,
  systemInstruction,
  systemInstructionWithResult,
  waitTrap,
  writeStatusField,
} from './system/instructions.ts';
import { type RegisterContext, readSystemRegister, writeSystemRegister } from './system/registers.ts';
import { floatingPointTrap } from './system/traps.ts';

type Answer = bigint | undefined | Jump | Faulted<ExceptionRequest>;

/** What the host tells the machine about the instruction in progress. */
export interface HostEvents {
  /** An `ERET` was carried out. */
  returned(outcome: ReturnOutcome): void;
  /** `WFI` or `WFE` waits from now on. */
  waits(what: 'wfi' | 'wfe'): void;
  /** Whether an interrupt that ends a wait is pending. */
  wakes(): boolean;
  /** A store through the stack pointer was made. */
  stackStore(address: bigint, size: number): void;
}

export class Host implements EngineHost<ExceptionRequest> {
  readonly #cpu: Cpu;
  readonly #memory: MemoryAccess;
  readonly #registers: RegisterContext;
  readonly #instructions: InstructionContext;
  readonly #events: HostEvents;
  /** Accesses of the instruction in progress, while somebody traces. */
  trace: TracedAccess[] | undefined;

  constructor(
    memory: MemoryAccess,
    registers: RegisterContext,
    instructions: InstructionContext,
    events: HostEvents,
  ) {
    this.#cpu = registers.cpu;
    this.#memory = memory;
    this.#registers = registers;
    this.#instructions = instructions;
    this.#events = events;
  }

  read(cell: CellName): bigint {
    return this.#cpu.register(cell);
  }

  write(cell: CellName, value: bigint): void {
    this.#cpu.setRegister(cell, value);
  }

  load(address: bigint, size: number, access: Access): bigint | Faulted<ExceptionRequest> {
    const value = this.#memory.load(address, size, access);
    if (this.trace && typeof value === 'bigint') this.trace.push({ kind: 'load', address, size, value });
    return value;
  }

  store(address: bigint, size: number, value: bigint, access: Access): 0 | 1 | Faulted<ExceptionRequest> {
    const answer = this.#memory.store(address, size, value, access);
    if (answer === 0) {
      this.trace?.push({ kind: 'store', address, size, value });
      if (access.stackAligned) this.#events.stackStore(address, size);
    }
    return answer;
  }

  system(operation: string, args: readonly bigint[], instruction: Instruction): Answer {
    const [first = 0n, second = 0n] = args;
    const rt = Number(instruction.operands.Rt ?? 31n);
    switch (operation) {
      case 'mrs':
        return readSystemRegister(this.#registers, Number(first), rt);
      case 'msr':
        return writeSystemRegister(this.#registers, Number(first), rt, second);
      case 'msr-immediate':
        return writeStatusField(this.#instructions, Number(first), Number(second));
      case 'sys':
        return systemInstruction(this.#instructions, Number(first), rt, second);
      case 'sysl':
        return systemInstructionWithResult(this.#instructions, Number(first), rt);
      case 'eret':
        return this.#return();
      case 'wfi':
        return this.#wait('wfi');
      case 'wfe':
        return this.#wait('wfe');
      case 'sev':
      case 'sevl':
        this.#cpu.event = true;
        return undefined;
      case 'check-fp-simd-enabled': {
        const fault = floatingPointTrap(this.#cpu);
        return fault && { fault };
      }
      case 'clrex':
        this.#cpu.clearMonitor();
        return undefined;
      // One processing element, in order, always coherent: barriers and hints have nothing left to do.
      case 'yield':
      case 'esb':
      case 'isb':
      case 'dsb':
      case 'dmb':
      case 'sb':
        return undefined;
      default:
        throw new Error(`host: no operation ${operation}`);
    }
  }

  #return(): Answer {
    const cpu = this.#cpu;
    if (cpu.level === 0) return { fault: undefinedInstruction(cpu, 'ERET is undefined at EL0') };
    const outcome = exceptionReturn(cpu);
    this.#events.returned(outcome);
    return { jump: outcome.returnAddress };
  }

  #wait(what: 'wfi' | 'wfe'): Answer {
    const cpu = this.#cpu;
    if (what === 'wfe' && cpu.event) {
      cpu.event = false;
      return undefined;
    }
    if (this.#events.wakes()) return undefined;
    const trap = waitTrap(cpu, what);
    if (trap) return { fault: trap };
    this.#events.waits(what);
    return undefined;
  }
}
