/**
 * `MRS` and `MSR`: who may access a system register (D13.1), and what reading or writing it does. The default
 * is a plain cell with the write mask of the table; what differs stands in the two tables of behaviours.
 */
import {
  genericSystemRegisterName,
  type SystemRegister,
  systemRegisterByEncoding,
} from '../../../isa/a64/system-registers.ts';
import type { Faulted } from '../../engines/host.ts';
import { type Cpu, controlBits } from '../cpu.ts';
import type { ExceptionRequest } from '../exceptions/request.ts';
import { type SystemAccess, trappedSystemAccess, undefinedInstruction } from '../exceptions/synchronous.ts';
import type { Mmu } from '../mmu/mmu.ts';
import { translationRegisters } from '../mmu/mmu.ts';
import type { Processor } from '../processors.ts';
import { readComposite, writeComposite } from '../pstate.ts';
import { type GenericTimers, isTimerRegister } from './timers.ts';
import { floatingPointTrap, trapOf } from './traps.ts';

/** What registers need of the machine. */
export interface RegisterContext {
  readonly cpu: Cpu;
  readonly processor: Processor;
  readonly mmu: Mmu;
  readonly timers: GenericTimers;
  /** ISR_EL1. */
  readonly interruptStatus: () => bigint;
  readonly log: (message: string) => void;
  /** VBAR of a level was written with this value, before its low bits were dropped. */
  readonly vectorBaseWritten: (level: number, value: bigint) => void;
  /** A register was written that decides what is permitted or where exceptions go. */
  readonly controlWritten: () => void;
}

const partsOf = (encoding: number, rt: number, read: boolean): SystemAccess => ({
  op0: (encoding >> 14) & 3,
  op1: (encoding >> 11) & 7,
  crn: (encoding >> 7) & 15,
  crm: (encoding >> 3) & 15,
  op2: encoding & 7,
  rt,
  read,
});

/** Reads that are not a plain cell. */
const reads: Readonly<Record<string, (context: RegisterContext) => bigint>> = {
  midr_el1: ({ cpu }) => cpu.register(cpu.level === 1 && cpu.el2Enabled ? 'vpidr_el2' : 'midr_el1'),
  mpidr_el1: ({ cpu }) => cpu.register(cpu.level === 1 && cpu.el2Enabled ? 'vmpidr_el2' : 'mpidr_el1'),
  isr_el1: ({ interruptStatus }) => interruptStatus(),
  cntpct_el0: ({ timers }) => timers.counter(false),
  cntvct_el0: ({ timers }) => timers.counter(true),
  dczid_el0: ({ cpu }) => {
    const prohibited = trapOf(cpu, 'dc zva', 'write') !== undefined;
    return cpu.register('dczid_el0') | (prohibited ? 16n : 0n);
  },
};

/** Writes that do more than change a cell. */
const writes: Readonly<Record<string, (context: RegisterContext, value: bigint) => void>> = {
  spsel: ({ cpu }, value) => cpu.select(cpu.level, value & 1n ? 1 : 0),
  hcr_el2: ({ cpu, processor }, value) => {
    const writable = writableBits(processor, systemRegisterByEncoding(hcrEncoding)!);
    const disable = 1n << BigInt(controlBits.hcr_el2.HCD);
    // HCD exists only where there is no EL3.
    const mask = cpu.implements(3) ? writable : writable | disable;
    cpu.setRegister('hcr_el2', value & mask);
  },
  oslar_el1: ({ cpu }, value) => {
    cpu.setRegister('oslsr_el1', (cpu.register('oslsr_el1') & ~2n) | ((value & 1n) << 1n));
  },
};

/** Bits that a write changes. */
const writableBits = ({ registers }: Processor, { name, writeMask }: SystemRegister): bigint =>
  registers[name]?.writable ?? writeMask;

/** `hcr_el2`: 3 4 1 1 0. */
const hcrEncoding = (3 << 14) | (4 << 11) | (1 << 7) | (1 << 3);

/** Why the register does not exist for the current state; undefined when it does. */
function missing(cpu: Cpu, register: SystemRegister, read: boolean): string | undefined {
  const name = register.name.toUpperCase();
  const needed = read ? register.readLevel : register.writeLevel;
  if (needed === undefined) return `${name} is ${read ? 'write' : 'read'}-only`;
  if (cpu.level < needed) return `${name} is not accessible at EL${cpu.level}`;
  const owner = register.op1 === 4 ? 2 : register.op1 === 6 ? 3 : 0;
  if (owner > cpu.highestLevel) return `${name} does not exist: there is no EL${owner}`;
  if (register.name === 'sp_el0' && cpu.stackPointerBank === 0) {
    return 'SP_EL0 is the stack pointer in use (SPSel is 0): it has no other name';
  }
  if (register.op1 === 7 && cpu.level === 2) return `${name} is not accessible at EL2`;
  if (register.op1 === 7 && cpu.level === 1 && !cpu.secureBelowEl3) {
    return `${name} at EL1 needs Secure state`;
  }
  return undefined;
}

/** An access to an encoding that no table knows: reserved id space, implementation defined, or undefined. */
function unknownRegister(
  { cpu, log }: RegisterContext,
  access: SystemAccess,
  encoding: number,
): bigint | Faulted<ExceptionRequest> {
  const name = genericSystemRegisterName(encoding).toUpperCase();
  const { op0, op1, crn, crm, read } = access;
  if (op0 === 3 && op1 === 0 && crn === 0 && crm >= 1 && crm <= 7 && read && cpu.level >= 1) {
    return 0n;
  }
  if (op0 === 3 && (crn === 11 || crn === 15) && cpu.level >= 1) {
    if (cpu.level === 1 && cpu.el2Enabled && cpu.hcr('TIDCP')) {
      const routing = ['HCR_EL2.TIDCP is 1: implementation defined accesses trap to EL2'];
      return { fault: trappedSystemAccess(cpu, access, { target: 2, routing }) };
    }
    log(`${name} is implementation defined and not modelled: reads as zero, writes are ignored`);
    return 0n;
  }
  log(`${name} is not a register of the modelled processor: UNDEFINED`);
  return { fault: undefinedInstruction(cpu, `${name} is not a register of this processor`) };
}

/** Checks an access; answers the register, a value for one that has no cell, or the exception. */
function check(
  context: RegisterContext,
  encoding: number,
  rt: number,
  read: boolean,
): SystemRegister | bigint | Faulted<ExceptionRequest> {
  const { cpu, processor, log } = context;
  const access = partsOf(encoding, rt, read);
  const register = systemRegisterByEncoding(encoding);
  if (!register || register.storage === 'none') return unknownRegister(context, access, encoding);
  const reason = missing(cpu, register, read);
  if (reason) return { fault: undefinedInstruction(cpu, reason) };
  if (!processor.features.has(register.feature)) {
    const name = register.name.toUpperCase();
    const reason = `${name} belongs to ${register.feature}, which ${processor.id} does not have`;
    log(`${reason}: UNDEFINED`);
    return { fault: undefinedInstruction(cpu, reason) };
  }
  if (register.name === 'fpcr' || register.name === 'fpsr') {
    const fault = floatingPointTrap(cpu);
    if (fault) return { fault };
  }
  const trap = trapOf(cpu, register.name, read ? 'read' : 'write');
  return trap ? { fault: trappedSystemAccess(cpu, access, trap) } : register;
}

/** Value of a register for a debugger: no access checks, no traps, the view of the current level. */
export function viewSystemRegister(context: RegisterContext, name: string): bigint {
  return reads[name]?.(context) ?? context.timers.read(name) ?? context.cpu.register(name);
}

/** `MRS`. */
export function readSystemRegister(
  context: RegisterContext,
  encoding: number,
  rt: number,
): bigint | Faulted<ExceptionRequest> {
  const register = check(context, encoding, rt, true);
  if (typeof register === 'bigint' || 'fault' in register) return register;
  const { state } = context.cpu;
  const { name } = register;
  if (register.storage === 'pstate') return readComposite(state.cells, state.layout, name);
  return viewSystemRegister(context, name);
}

/** `MSR` (register). */
export function writeSystemRegister(
  context: RegisterContext,
  encoding: number,
  rt: number,
  value: bigint,
): Faulted<ExceptionRequest> | undefined {
  const register = check(context, encoding, rt, false);
  if (typeof register === 'bigint') return undefined;
  if ('fault' in register) return register;
  const { cpu, mmu, timers, vectorBaseWritten, controlWritten } = context;
  const { name } = register;
  const writeMask = writableBits(context.processor, register);
  const special = writes[name];
  if (special) special(context, value);
  else if (register.storage === 'pstate') writeComposite(cpu.state.cells, cpu.state.layout, name, value);
  else if (!timers.write(name, value)) {
    cpu.setRegister(name, (cpu.register(name) & ~writeMask) | (value & writeMask));
  }
  if (translationRegisters.has(name)) mmu.invalidate();
  const vectorBase = /^vbar_el(\d)$/.exec(name);
  if (vectorBase) vectorBaseWritten(Number(vectorBase[1]), value);
  if (isControl(name)) controlWritten();
  return undefined;
}

/** Registers with bits that are asked before an access or an exception, and the bases of vector tables. */
const isControl = (name: string): boolean =>
  Object.hasOwn(controlBits, name) || /^(sctlr_el\d|vbar_el\d|cpacr_el1)$/.test(name);

/** Whether an access that is permitted reads or writes a cell and does nothing else. */
export function isPlainRegister({ name, storage }: SystemRegister, access: 'read' | 'write'): boolean {
  if (storage !== 'cell' || isTimerRegister(name)) return false;
  if (access === 'read') return !Object.hasOwn(reads, name);
  return !Object.hasOwn(writes, name) && !translationRegisters.has(name) && !isControl(name);
}
