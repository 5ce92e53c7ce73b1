/** `AT`: address translation instructions and the value that they leave in PAR_EL1 (D5.2.11, D13.2.91). */
import type { Cpu, Level } from '../cpu.ts';
import { reportedShareability } from './attributes.ts';
import { type MemoryFault, statusCode } from './fault.ts';
import type { Mmu, StageOutput } from './mmu.ts';

const reserved = 1n << 11n;

function failed(fault: MemoryFault): bigint {
  const stage2 = fault.stage === 2 ? 1n << 9n : 0n;
  const onWalk = fault.ofStage1Walk ? 1n << 8n : 0n;
  return reserved | stage2 | onWalk | (BigInt(statusCode(fault)) << 1n) | 1n;
}

function succeeded({ output, memory, secure }: StageOutput): bigint {
  const attributes = BigInt(memory.type) << 56n;
  const shareability = BigInt(reportedShareability(memory)) << 7n;
  const nonSecure = secure ? 0n : 1n << 9n;
  return attributes | (output & 0x0000_ffff_ffff_f000n) | reserved | nonSecure | shareability;
}

/**
 * PAR_EL1 after `AT <name>, <address>`; `name` as in the manual: `s1e1r`, `s12e0w`. Instead a fault, where the
 * instruction takes a data abort: external aborts on a walk, and for EL1 stage 2 faults on the walk of stage 1.
 */
export function addressTranslation(cpu: Cpu, mmu: Mmu, name: string, address: bigint): bigint | MemoryFault {
  const match = /^s(12?)e(\d)([rw])/.exec(name);
  const bothStages = match?.[1] === '12';
  const level = Number(match?.[2] ?? cpu.level) as Level;
  const accessor = { level, purpose: match?.[3] === 'w' ? 'store' : 'load' } as const;
  const result = bothStages ? mmu.stages(address, accessor) : mmu.stage1(address, accessor);
  if (!('type' in result)) return succeeded(result);
  const aborts = result.type === 'external' || (cpu.level === 1 && result.ofStage1Walk);
  return aborts ? result : failed(result);
}
