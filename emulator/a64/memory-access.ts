/** Loads and stores of one processing element: alignment, translation, exclusives, memory and devices. */
import type { AccessSize, MemoryMap } from '../core/memory-map.ts';
import type { Access, Faulted } from '../engines/host.ts';
import type { Cpu, Level } from './cpu.ts';
import { dataAbort } from './exceptions/aborts.ts';
import type { ExceptionRequest } from './exceptions/request.ts';
import { misalignedSp } from './exceptions/synchronous.ts';
import { isFault, type MemoryFault } from './mmu/fault.ts';
import type { Mmu } from './mmu/mmu.ts';

type Purpose = 'load' | 'store';

/** Physical addresses of an access's bytes: one run, or one address per byte where it crosses a page. */
type Located = ({ readonly physical: number } | { readonly bytes: readonly number[] }) & {
  readonly secure: boolean;
};

function reverseBytes(value: bigint, size: number): bigint {
  let result = 0n;
  for (let at = 0; at < size; at++) result = (result << 8n) | ((value >> BigInt(8 * at)) & 0xffn);
  return result;
}

export class MemoryAccess {
  readonly #cpu: Cpu;
  readonly #mmu: Mmu;
  readonly #map: MemoryMap;

  constructor(cpu: Cpu, mmu: Mmu, map: MemoryMap) {
    this.#cpu = cpu;
    this.#mmu = mmu;
    this.#map = map;
  }

  load(address: bigint, size: number, access: Access): bigint | Faulted<ExceptionRequest> {
    const located = this.#locate(address, size, access, 'load');
    if ('fault' in located) return located;
    const { secure } = located;
    let value: bigint | undefined;
    if ('physical' in located) {
      value = this.#map.read(located.physical, size as AccessSize, secure);
    } else {
      value = 0n;
      for (const [at, physical] of located.bytes.entries()) {
        const byte = this.#map.read(physical, 1, secure);
        value = byte === undefined || value === undefined ? undefined : value | (byte << BigInt(8 * at));
      }
    }
    if (value === undefined) return this.#external(address, size, access, 'load');
    if (access.exclusive) this.#cpu.monitor(address, size);
    return this.#bigEndian(access) ? reverseBytes(value, size) : value;
  }

  store(address: bigint, size: number, value: bigint, access: Access): 0 | 1 | Faulted<ExceptionRequest> {
    const cpu = this.#cpu;
    if (access.exclusive) {
      const early = this.#check(address, size, access, 'store');
      if (early) return early;
      if (!cpu.isMonitored(address, size)) {
        cpu.clearMonitor();
        return 1;
      }
    }
    const located = this.#locate(address, size, access, 'store');
    if ('fault' in located) return located;
    const { secure } = located;
    const data = this.#bigEndian(access) ? reverseBytes(value, size) : value;
    if ('physical' in located) {
      if (!this.#map.write(located.physical, size as AccessSize, data, secure)) {
        return this.#external(address, size, access, 'store');
      }
    } else {
      if (!located.bytes.every(physical => this.#map.exists(physical, secure))) {
        return this.#external(address, size, access, 'store');
      }
      for (const [at, physical] of located.bytes.entries()) {
        this.#map.write(physical, 1, (data >> BigInt(8 * at)) & 0xffn, secure);
      }
    }
    if (access.exclusive) cpu.clearMonitor();
    return 0;
  }

  /** `DC ZVA`: zeroes the aligned block of `bytes` bytes around the address. */
  zeroBlock(address: bigint, bytes: number): Faulted<ExceptionRequest> | undefined {
    const start = address & ~BigInt(bytes - 1);
    const level = this.#cpu.level;
    const translated = this.#mmu.translate(start, { level, purpose: 'store' });
    const access: Access = {};
    // FAR holds the address that the instruction gave.
    if (isFault(translated)) return this.#fault({ ...translated, address }, 'store', bytes, access);
    if (translated.device) {
      return this.#alignmentFault(address, bytes, access, 'store', 'DC ZVA to Device memory');
    }
    for (let at = 0; at < bytes; at += 8) {
      if (!this.#map.write(translated.physical + at, 8, 0n, translated.secure))
        return this.#external(address, 8, access, 'store');
    }
    return undefined;
  }

  #level(access: Access): Level {
    const level = this.#cpu.level;
    // Unprivileged accesses are those of EL0 at EL1; elsewhere they are ordinary (Armv8.0).
    return access.unprivileged && level === 1 ? 0 : level;
  }

  #bigEndian(access: Access): boolean {
    const level = this.#level(access);
    return level === 0 ? this.#cpu.bit('sctlr_el1', 24) : this.#cpu.sctlr('EE', level);
  }

  /** What is checked before translation: the stack pointer's and the address's alignment. */
  #check(
    address: bigint,
    size: number,
    access: Access,
    purpose: Purpose,
  ): Faulted<ExceptionRequest> | undefined {
    const cpu = this.#cpu;
    if (access.stackAligned && (cpu.sp & 0xfn) !== 0n) {
      const checked = cpu.level === 0 ? cpu.sctlr('SA0') : cpu.sctlr('SA');
      if (checked) return { fault: misalignedSp(cpu) };
    }
    if (access.alignment && address % BigInt(access.alignment) !== 0n) {
      const reason = `the access needs an alignment of ${access.alignment} bytes`;
      return this.#alignmentFault(address, size, access, purpose, reason);
    }
    if (address % BigInt(access.naturalAlignment ?? size) !== 0n && cpu.sctlr('A', this.#level(access))) {
      const reason = `SCTLR_EL${Math.max(cpu.level, 1)}.A is 1: unaligned accesses fault`;
      return this.#alignmentFault(address, size, access, purpose, reason);
    }
    return undefined;
  }

  #locate(
    address: bigint,
    size: number,
    access: Access,
    purpose: Purpose,
  ): Located | Faulted<ExceptionRequest> {
    const early = this.#check(address, size, access, purpose);
    if (early) return early;
    const level = this.#level(access);
    const crosses = Number(address & 0xfffn) + size > 4096;
    const unaligned = address % BigInt(access.naturalAlignment ?? size) !== 0n;
    const bytes: number[] = [];
    let secure = false;
    for (let at = 0; at < (crosses ? size : 1); at++) {
      const each = BigInt.asUintN(64, address + BigInt(at));
      const translated = this.#mmu.translate(each, { level, purpose });
      if (isFault(translated)) return this.#fault(translated, purpose, size, access);
      if (unaligned && translated.device) {
        const reason = this.#mmu.stage1On(level)
          ? 'unaligned access to Device memory'
          : `unaligned access: while the MMU is off (SCTLR_EL${Math.max(level, 1)}.M is 0) all data is Device memory`;
        return this.#alignmentFault(address, size, access, purpose, reason);
      }
      if (access.atomic && purpose === 'load') {
        const writable = this.#mmu.translate(each, { level, purpose: 'store' });
        if (isFault(writable)) return this.#fault(writable, 'store', size, access);
      }
      bytes.push(translated.physical);
      secure = translated.secure;
    }
    return crosses ? { bytes, secure } : { physical: bytes[0]!, secure };
  }

  #fault(fault: MemoryFault, purpose: Purpose, size: number, access: Access): Faulted<ExceptionRequest> {
    return { fault: dataAbort(this.#cpu, fault, purpose, size, access) };
  }

  #alignmentFault(
    address: bigint,
    size: number,
    access: Access,
    purpose: Purpose,
    reason: string,
  ): Faulted<ExceptionRequest> {
    const fault: MemoryFault = { type: 'alignment', level: 0, stage: 1, onWalk: false, address, reason };
    return this.#fault(fault, purpose, size, access);
  }

  #external(address: bigint, size: number, access: Access, purpose: Purpose): Faulted<ExceptionRequest> {
    const reason = 'nothing answers at the physical address: synchronous external abort';
    const fault: MemoryFault = { type: 'external', level: 0, stage: 1, onWalk: false, address, reason };
    return this.#fault(fault, purpose, size, access);
  }
}
