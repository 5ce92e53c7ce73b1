/** `MSR` (immediate), `SYS` (`DC`, `IC`, `TLBI`, `AT`), hints and barriers. */
import {
  type SystemOperation,
  statusFieldOperands,
  systemOperationByNumber,
} from '../../../isa/a64/system-operations.ts';
import { genericSystemRegisterName } from '../../../isa/a64/system-registers.ts';
import type { Faulted } from '../../engines/host.ts';
import { type Cpu, controlBits, type Level } from '../cpu.ts';
import { maintenanceAbort } from '../exceptions/aborts.ts';
import type { ExceptionRequest } from '../exceptions/request.ts';
import {
  routeTrapToEl1,
  type SystemAccess,
  trappedSystemAccess,
  trappedWait,
  undefinedInstruction,
} from '../exceptions/synchronous.ts';
import type { MemoryAccess } from '../memory-access.ts';
import { addressTranslation } from '../mmu/address-translation.ts';
import type { Mmu } from '../mmu/mmu.ts';
import { trapOf } from './traps.ts';

export interface InstructionContext {
  readonly cpu: Cpu;
  readonly mmu: Mmu;
  readonly memory: MemoryAccess;
  readonly log: (message: string) => void;
}

/** Bytes that `DC ZVA` zeroes: DCZID_EL0.BS is 4, sixteen words. */
const zeroBlockBytes = 64;

/** `MSR` (immediate): `field` is op1:op2. */
export function writeStatusField(
  { cpu, log }: InstructionContext,
  field: number,
  imm: number,
): Faulted<ExceptionRequest> | undefined {
  const operand = statusFieldOperands.find(({ op1, op2 }) => op1 === field >> 3 && op2 === (field & 7));
  const name = operand?.name.toUpperCase() ?? 'this field';
  if (!operand || cpu.level < operand.level) {
    return { fault: undefinedInstruction(cpu, `MSR to ${name} is undefined at EL${cpu.level}`) };
  }
  if (operand.feature !== 'v8.0') {
    log(`PSTATE.${name} belongs to ${operand.feature}, which is not modelled: UNDEFINED`);
    return { fault: undefinedInstruction(cpu, `PSTATE.${name} is not a field of this processor`) };
  }
  const trap = trapOf(cpu, operand.name, 'write');
  if (trap) {
    const access = { op0: 0, op1: operand.op1, crn: 4, crm: imm, op2: operand.op2, rt: 31, read: false };
    return { fault: trappedSystemAccess(cpu, access, trap) };
  }
  if (operand.name === 'spsel') cpu.select(cpu.level, imm & 1 ? 1 : 0);
  else {
    const value = operand.name === 'daifset' ? 1n : 0n;
    for (const [at, cell] of ['f', 'i', 'a', 'd'].entries()) {
      if (imm & (1 << at)) cpu.setRegister(cell, value);
    }
  }
  return undefined;
}

const accessOf = (number: number, rt: number, read: boolean): SystemAccess => ({
  op0: 1,
  op1: (number >> 11) & 7,
  crn: (number >> 7) & 15,
  crm: (number >> 3) & 15,
  op2: number & 7,
  rt,
  read,
});

function unknownOperation(
  { cpu, log }: InstructionContext,
  number: number,
  access: SystemAccess,
): Faulted<ExceptionRequest> | undefined {
  const name = genericSystemRegisterName((1 << 14) | number).toUpperCase();
  if ((access.crn === 11 || access.crn === 15) && cpu.level >= 1) {
    if (cpu.level === 1 && cpu.el2Enabled && cpu.hcr('TIDCP')) {
      const routing = ['HCR_EL2.TIDCP is 1: implementation defined accesses trap to EL2'];
      return { fault: trappedSystemAccess(cpu, access, { target: 2, routing }) };
    }
    log(`SYS ${name} is implementation defined and not modelled: it does nothing`);
    return undefined;
  }
  log(`SYS ${name} is not an operation of the modelled processor: UNDEFINED`);
  return { fault: undefinedInstruction(cpu, `SYS ${name} is not an operation of this processor`) };
}

function perform(
  context: InstructionContext,
  operation: SystemOperation,
  value: bigint,
): Faulted<ExceptionRequest> | undefined {
  const { cpu, mmu, memory } = context;
  switch (operation.instruction) {
    case 'tlbi':
      mmu.invalidate();
      return undefined;
    case 'at': {
      const result = addressTranslation(cpu, mmu, operation.name, value);
      if (typeof result !== 'bigint') return { fault: maintenanceAbort(cpu, result) };
      cpu.setRegister('par_el1', result);
      return undefined;
    }
    case 'dc':
      return operation.name === 'zva' ? memory.zeroBlock(value, zeroBlockBytes) : undefined;
    // Caches are always coherent.
    case 'ic':
      return undefined;
  }
}

/** `SYS`: `number` is op1:CRn:CRm:op2. */
export function systemInstruction(
  context: InstructionContext,
  number: number,
  rt: number,
  value: bigint,
): Faulted<ExceptionRequest> | undefined {
  const { cpu } = context;
  const access = accessOf(number, rt, false);
  const operation = systemOperationByNumber(number);
  if (!operation) return unknownOperation(context, number, access);
  const name = `${operation.instruction} ${operation.name}`;
  if (cpu.level < operation.level) {
    return { fault: undefinedInstruction(cpu, `${name.toUpperCase()} is not accessible at EL${cpu.level}`) };
  }
  const owner = access.op1 === 4 ? 2 : access.op1 === 6 ? 3 : 0;
  if (owner > cpu.highestLevel || operation.feature !== 'v8.0') {
    return { fault: undefinedInstruction(cpu, `${name.toUpperCase()} does not exist on this processor`) };
  }
  if (/^at s1e2/.test(name) && !cpu.el2Enabled) {
    return { fault: undefinedInstruction(cpu, `SCR_EL3.NS is 0: ${name.toUpperCase()} is undefined`) };
  }
  const trap = trapOf(cpu, name, 'write');
  if (trap) return { fault: trappedSystemAccess(cpu, access, trap) };
  return perform(context, operation, value);
}

/** `SYSL`: no operation with a result exists in Armv8.0. */
export function systemInstructionWithResult(
  context: InstructionContext,
  number: number,
  rt: number,
): bigint | Faulted<ExceptionRequest> {
  return unknownOperation(context, number, accessOf(number, rt, true)) ?? 0n;
}

/** The bits that trap `WFI` and `WFE`, in the order in which they are asked (`AArch64.CheckForWFxTrap`). */
const waitTraps = {
  wfi: { el1: 'nTWI', el2: 'TWI', el3: 'TWI' },
  wfe: { el1: 'nTWE', el2: 'TWE', el3: 'TWE' },
} as const;

/** Whether a `WFI` or `WFE` that would wait is trapped, and where. */
export function waitTrap(cpu: Cpu, what: 'wfi' | 'wfe'): ExceptionRequest | undefined {
  const bits = waitTraps[what];
  const level = cpu.level;
  const mnemonic = what.toUpperCase();
  if (level === 0 && !cpu.sctlr(bits.el1)) {
    return trappedWait(
      cpu,
      what,
      routeTrapToEl1(cpu, `SCTLR_EL1.${bits.el1} is 0: ${mnemonic} at EL0 traps to EL1`),
    );
  }
  const to = (target: Level, register: string, bit: string): ExceptionRequest =>
    trappedWait(cpu, what, {
      target,
      routing: [`${register}.${bit} is 1: ${mnemonic} traps to EL${target}`],
    });
  if (level <= 1 && cpu.el2Enabled && cpu.bit('hcr_el2', controlBits.hcr_el2[bits.el2])) {
    return to(2, 'HCR_EL2', bits.el2);
  }
  if (level <= 2 && cpu.implements(3) && cpu.bit('scr_el3', controlBits.scr_el3[bits.el3])) {
    return to(3, 'SCR_EL3', bits.el3);
  }
  return undefined;
}
