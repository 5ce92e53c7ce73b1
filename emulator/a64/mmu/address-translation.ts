/** `AT`: address translation instructions and the value that they leave in PAR_EL1 (D5.2.11, D13.2.91). */
import type { Cpu, Level } from '../cpu.ts';
import { type MemoryFault, statusCode } from './fault.ts';
import type { Mmu } from './mmu.ts';

const reserved = 1n << 11n;

function failed(fault: MemoryFault): bigint {
  const stage2 = fault.stage === 2 ? 1n << 9n : 0n;
  const onWalk = fault.stage === 2 && fault.onWalk ? 1n << 8n : 0n;
  return reserved | stage2 | onWalk | (BigInt(statusCode(fault)) << 1n) | 1n;
}

/** Attributes: Device-nGnRnE, or Normal write-back; the output's page. */
function succeeded(output: bigint, device: boolean): bigint {
  const attributes = device ? 0n : 0xffn << 56n;
  const shareability = 2n << 7n;
  return attributes | (output & 0x0000_ffff_ffff_f000n) | reserved | shareability;
}

/** PAR_EL1 after `AT <name>, <address>`; `name` as in the manual: `s1e1r`, `s12e0w`. */
export function addressTranslation(cpu: Cpu, mmu: Mmu, name: string, address: bigint): bigint {
  const match = /^s(12?)e(\d)([rw])/.exec(name);
  const bothStages = match?.[1] === '12';
  const level = Number(match?.[2] ?? cpu.level) as Level;
  const purpose = match?.[3] === 'w' ? 'store' : 'load';
  if (bothStages) {
    const result = mmu.translate(address, { level, purpose });
    return 'type' in result ? failed(result) : succeeded(BigInt(result.physical), result.device);
  }
  const result = mmu.stage1(address, { level, purpose });
  return 'type' in result ? failed(result) : succeeded(result.output, result.device);
}
