/**
 * Address translation: the flat map while translation is off, stage 1 of each regime and stage 2
 * (`AArch64.TranslateAddress`, D5.2–D5.5). What a walk found stays cached until a TLB
 * maintenance instruction or a write to a register that controls translation, as the manual allows.
 */
import type { MemoryMap } from '../../core/memory-map.ts';
import type { Cpu, Level } from '../cpu.ts';
import {
  combine,
  defaultCacheable,
  deviceMemory,
  isDevice,
  type MemoryAttributes,
  stage2Type,
} from './attributes.ts';
import type { AccessPurpose, MemoryFault, Translation } from './fault.ts';
import { firstLevel, lowerGranules, secondStageLevel, upperGranules } from './granule.ts';
import { type Leaf, type WalkParameters, walk } from './walk.ts';

/** Physical addresses have this many bits, as on a Cortex-A57. */
export const physicalBits = 44;

const physicalLimit = 1n << BigInt(physicalBits);

/** Output sizes by the encodings of TCR_ELx.PS and ID_AA64MMFR0_EL1.PARange. */
const outputSizes = [32, 36, 40, 42, 44, 48] as const;

const outputSize = (code: number): number => Math.min(outputSizes[code] ?? physicalBits, physicalBits);

const field = (value: bigint, low: number, width: number): number =>
  Number((value >> BigInt(low)) & ((1n << BigInt(width)) - 1n));

const bit = (value: bigint, at: number): boolean => ((value >> BigInt(at)) & 1n) === 1n;

const cacheLimit = 4096;

/** A page's translation as one number: its physical address, and what the page's offset leaves free for flags. */
const packedDevice = 1;
const packedSecure = 2;

const packed = ({ physical, device, secure }: Translation, offset: number): number =>
  physical - offset + (device ? packedDevice : 0) + (secure ? packedSecure : 0);

function unpacked(page: number, offset: number): Translation {
  const flags = page % 4096;
  return {
    physical: page - flags + offset,
    device: (flags & packedDevice) !== 0,
    secure: (flags & packedSecure) !== 0,
  };
}

const reverseBytes = (value: bigint): bigint => {
  let result = 0n;
  for (let at = 0n; at < 64n; at += 8n) result = (result << 8n) | ((value >> at) & 0xffn);
  return result;
};

/** Who makes an access. */
export interface Accessor {
  readonly level: Level;
  readonly purpose: AccessPurpose;
}

/** What a stage, or both, make of an address. */
export interface StageOutput {
  readonly output: bigint;
  readonly memory: MemoryAttributes;
  readonly secure: boolean;
}

/** Stage 1 permission: what a leaf allows in the EL1&0 regime, or in a regime of one level. */
function stage1Permits(
  cpu: Cpu,
  leaf: Leaf,
  { level, purpose }: Accessor,
  secure: boolean,
): string | undefined {
  const twoLevels = level <= 1;
  const readOnly = leaf.readOnly || bit(leaf.descriptor, 7);
  const userAccess = twoLevels && bit(leaf.descriptor, 6) && !leaf.noUserAccess;
  const executeNever = leaf.executeNever || bit(leaf.descriptor, 54);
  if (level === 0 && purpose !== 'fetch' && !userAccess) return 'AP[1] gives EL0 no access';
  if (purpose === 'store') return readOnly ? 'AP[2] makes it read-only' : undefined;
  if (purpose === 'load') return undefined;
  const writable = !readOnly;
  if (cpu.secure(level) && !secure && cpu.scr('SIF')) {
    return 'SCR_EL3.SIF: Non-secure memory is not executable in Secure state';
  }
  if (level === 1) {
    if (leaf.privilegedExecuteNever || bit(leaf.descriptor, 53)) return 'PXN forbids execution at EL1';
    if (writable && userAccess) return 'memory that EL0 may write is not executable at EL1';
  } else if (executeNever) {
    return level === 0 ? 'UXN forbids execution at EL0' : 'XN forbids execution';
  }
  const writableHere = level === 0 ? writable && userAccess : writable;
  return writableHere && cpu.sctlr('WXN', level) ? 'SCTLR.WXN: writable memory is not executable' : undefined;
}

/** Stage 2 permission: S2AP and XN. */
function stage2Permits(leaf: Leaf, purpose: AccessPurpose): string | undefined {
  if (purpose === 'store') return bit(leaf.descriptor, 7) ? undefined : 'S2AP[1] forbids writes';
  if (purpose === 'load') return bit(leaf.descriptor, 6) ? undefined : 'S2AP[0] forbids reads';
  return bit(leaf.descriptor, 54) ? 'XN forbids execution' : undefined;
}

export class Mmu {
  readonly #cpu: Cpu;
  readonly #map: MemoryMap;
  readonly state = {
    /** By level and purpose: virtual page number → page's translation, packed. */
    cache: new Map<string, Map<bigint, number>>(),
    /** By level: the security state of accesses while no translation is on. Computed anew after control writes. */
    flat: undefined as (boolean | undefined)[] | undefined,
  };
  /** Called when nothing holds any more that was found before. */
  onInvalidate: () => void = () => {};

  constructor(cpu: Cpu, map: MemoryMap) {
    this.#cpu = cpu;
    this.#map = map;
  }

  /** Forgets everything cached. */
  invalidate(): void {
    this.state.cache.clear();
    this.state.flat = undefined;
    this.onInvalidate();
  }

  /** Whether stage 2 applies to accesses of this level. */
  stage2Applies(level: Level): boolean {
    return level <= 1 && this.#cpu.el2Enabled && (this.#cpu.hcr('VM') || this.#cpu.hcr('DC'));
  }

  /** Whether stage 1 of this level's regime is on. */
  stage1On(level: Level): boolean {
    const cpu = this.#cpu;
    if (!cpu.sctlr('M', level)) return false;
    return !(level <= 1 && cpu.el2Enabled && (cpu.hcr('TGE') || cpu.hcr('DC')));
  }

  /** Translates one address for an access that lies within its page. */
  translate(address: bigint, accessor: Accessor): Translation | MemoryFault {
    return this.#translateCached(address, accessor, true);
  }

  /** The same for somebody who only looks: nothing is cached that the program has not used. */
  look(address: bigint, accessor: Accessor): Translation | MemoryFault {
    return this.#translateCached(address, accessor, false);
  }

  #translateCached(address: bigint, accessor: Accessor, keep: boolean): Translation | MemoryFault {
    const { level, purpose } = accessor;
    const { cache } = this.state;
    this.state.flat ??= ([0, 1, 2, 3] as const).map(each =>
      this.stage1On(each) || this.stage2Applies(each) ? undefined : this.#cpu.secure(each),
    );
    const flat = this.state.flat[level];
    if (flat !== undefined && address < physicalLimit) {
      return { physical: Number(address), device: true, secure: flat };
    }
    const key = `${level}${purpose}`;
    let pages = cache.get(key);
    const cached = pages?.get(address >> 12n);
    const offset = Number(address & 0xfffn);
    if (cached !== undefined) return unpacked(cached, offset);
    const both = this.stages(address, accessor);
    if ('type' in both) return both;
    const { output, memory, secure } = both;
    const found = { physical: Number(output), device: isDevice(memory), secure };
    if (!keep) return found;
    if (!pages) cache.set(key, (pages = new Map()));
    if (pages.size >= cacheLimit) {
      pages.clear();
      this.onInvalidate();
    }
    pages.set(address >> 12n, packed(found, offset));
    return found;
  }

  /** Stage 1 alone, for address translation instructions and `AT S1…`: the output is an intermediate address. */
  stage1(address: bigint, accessor: Accessor): StageOutput | MemoryFault {
    const { level } = accessor;
    const untagged = this.#untag(address, level);
    if (this.stage1On(level)) return this.#stage1Walk(address, untagged, accessor);
    if (untagged >= physicalLimit) {
      const reason = `translation is off at EL${level}, and the address has more than ${physicalBits} bits`;
      return { type: 'address-size', level: 0, stage: 1, onWalk: false, address, reason };
    }
    const memory = this.#defaultCacheable(level) ? defaultCacheable : deviceMemory;
    return { output: untagged, memory, secure: this.#cpu.secure(level) };
  }

  #defaultCacheable(level: Level): boolean {
    return level <= 1 && this.#cpu.el2Enabled && this.#cpu.hcr('DC');
  }

  /** Both stages, as far as they are on, for address translation instructions; nothing is cached. */
  stages(address: bigint, accessor: Accessor): StageOutput | MemoryFault {
    const first = this.stage1(address, accessor);
    if ('type' in first || !this.stage2Applies(accessor.level)) return first;
    const second = this.#stage2(address, first.output, accessor.purpose, false);
    return 'type' in second ? second : { ...second, memory: combine(first.memory, second.memory) };
  }

  /** Address without a tag where top byte ignore is on (`AddrTop`). */
  #untag(address: bigint, level: Level): bigint {
    if (level >= 2) {
      const ignore = bit(this.#cpu.register(`tcr_el${level}`), 20);
      return ignore ? address & 0x00ff_ffff_ffff_ffffn : address;
    }
    const upper = bit(address, 55);
    const ignore = bit(this.#cpu.register('tcr_el1'), upper ? 38 : 37);
    if (!ignore) return address;
    return BigInt.asUintN(64, BigInt.asIntN(56, address));
  }

  #stage1Walk(address: bigint, untagged: bigint, accessor: Accessor): StageOutput | MemoryFault {
    const cpu = this.#cpu;
    const { level } = accessor;
    const own = Math.max(level, 1) as Level;
    const secure = cpu.secure(level);
    const fault = (
      type: MemoryFault['type'],
      walkLevel: number,
      reason: string,
      onWalk = false,
    ): MemoryFault => ({ type, level: walkLevel, stage: 1, onWalk, address, reason });

    const parameters = this.#stage1Parameters(untagged, level);
    if (typeof parameters === 'string') return fault('translation', 0, parameters);
    const leaf = walk<MemoryFault>(parameters, untagged, (at, walkLevel, nonSecure) => {
      if (!this.stage2Applies(level)) return this.#descriptor(Number(at), secure && !nonSecure, own);
      const second = this.#stage2(address, at, 'load', true);
      if ('type' in second) return { inner: second };
      if (isDevice(second.memory) && cpu.hcr('PTW')) {
        const reason = 'HCR_EL2.PTW: a stage 1 table lies in Device memory';
        const inner = {
          ...fault('permission', walkLevel, reason),
          stage: 2,
          ofStage1Walk: true,
          intermediate: at,
        } as const;
        return { inner };
      }
      return this.#descriptor(Number(second.output), second.secure, own);
    });
    if ('inner' in leaf) return leaf.inner;
    if ('failed' in leaf) return fault(leaf.failed, leaf.level, leaf.reason, leaf.onWalk);
    // NS of a leaf chooses the address space for Secure accesses; it means nothing for others.
    const outputSecure = secure && !leaf.nonSecure && !bit(leaf.descriptor, 5);
    const forbidden = stage1Permits(cpu, leaf, accessor, outputSecure);
    if (forbidden) return fault('permission', leaf.level, `stage 1, level ${leaf.level}: ${forbidden}`);
    const attributes = cpu.register(`mair_el${Math.max(level, 1)}`);
    const type = field(attributes, 8 * field(leaf.descriptor, 2, 3), 8);
    const memory = { type, shareability: field(leaf.descriptor, 8, 2) };
    return { output: leaf.output, memory, secure: outputSecure };
  }

  /** Parameters of the walk, or why there is no walk. */
  #stage1Parameters(address: bigint, level: Level): WalkParameters | string {
    const cpu = this.#cpu;
    const register = Math.max(level, 1);
    const control = cpu.register(`tcr_el${register}`);
    const upper = level <= 1 && bit(address, 55);
    const sizeOffset = field(control, upper ? 16 : 0, 6);
    const granule = upper ? upperGranules[field(control, 30, 2)]! : lowerGranules[field(control, 14, 2)]!;
    const name = `TCR_EL${register}.T${upper ? 1 : 0}SZ`;
    if (level <= 1 && bit(control, upper ? 23 : 7)) return `TCR_EL1.EPD${upper ? 1 : 0} disables walks`;
    if (sizeOffset < 16 || sizeOffset > 39) return `${name} is ${sizeOffset}, which is out of range`;
    const inputBits = 64 - sizeOffset;
    const above = address >> BigInt(inputBits);
    if (above !== (upper ? (1n << BigInt(64 - inputBits)) - 1n : 0n)) {
      return `the address has more than the ${inputBits} bits that ${name} gives`;
    }
    const tables = cpu.register(upper ? 'ttbr1_el1' : `ttbr0_el${register}`);
    return {
      stage: 1,
      granule,
      base: tables & 0x0000_ffff_ffff_fffen,
      startLevel: firstLevel(granule, inputBits),
      inputBits,
      outputBits: outputSize(field(control, level <= 1 ? 32 : 16, 3)),
    };
  }

  /** A descriptor of tables that a level controls: its SCTLR.EE says in which order its bytes are. */
  #descriptor(physical: number, secure: boolean, level: Level): bigint | undefined {
    const value = this.#map.read(physical, 8, secure);
    return value !== undefined && this.#cpu.sctlr('EE', level) ? reverseBytes(value) : value;
  }

  #stage2(
    address: bigint,
    intermediate: bigint,
    purpose: AccessPurpose,
    ofStage1Walk: boolean,
  ): StageOutput | MemoryFault {
    const cpu = this.#cpu;
    const fault = (
      type: MemoryFault['type'],
      level: number,
      reason: string,
      onWalk = false,
    ): MemoryFault => ({
      type,
      level,
      stage: 2,
      onWalk,
      ofStage1Walk,
      address,
      intermediate,
      reason,
    });
    const control = cpu.register('vtcr_el2');
    const granule = lowerGranules[field(control, 14, 2)]!;
    const sizeOffset = field(control, 0, 6);
    const inputBits = 64 - sizeOffset;
    const startLevel = secondStageLevel(granule, field(control, 6, 2), inputBits, physicalBits);
    if (sizeOffset < 16 || sizeOffset > 39 || startLevel === undefined) {
      return fault('translation', 0, 'VTCR_EL2.SL0 does not go with VTCR_EL2.T0SZ');
    }
    if (intermediate >> BigInt(inputBits)) {
      return fault('translation', 0, `stage 2: more than the ${inputBits} bits that VTCR_EL2.T0SZ gives`);
    }
    const parameters: WalkParameters = {
      stage: 2,
      granule,
      base: cpu.register('vttbr_el2') & 0x0000_ffff_ffff_fffen,
      startLevel,
      inputBits,
      outputBits: outputSize(field(control, 16, 3)),
    };
    const leaf = walk<never>(parameters, intermediate, at => this.#descriptor(Number(at), false, 2));
    if ('inner' in leaf) return leaf.inner;
    if ('failed' in leaf) {
      return fault(leaf.failed, leaf.level, leaf.reason, leaf.onWalk);
    }
    const forbidden = stage2Permits(leaf, purpose);
    if (forbidden) return fault('permission', leaf.level, `stage 2, level ${leaf.level}: ${forbidden}`);
    // Armv8.0 has no stage 2 in Secure state.
    const type = stage2Type(field(leaf.descriptor, 2, 4));
    const memory = { type, shareability: field(leaf.descriptor, 8, 2) };
    return { output: leaf.output, memory, secure: false };
  }
}

/** Registers whose writes change translations: caches must be dropped. */
export const translationRegisters: ReadonlySet<string> = new Set([
  ...[1, 2, 3].flatMap(level => [
    `sctlr_el${level}`,
    `tcr_el${level}`,
    `ttbr0_el${level}`,
    `mair_el${level}`,
  ]),
  'ttbr1_el1',
  'hcr_el2',
  'vtcr_el2',
  'vttbr_el2',
  'scr_el3',
]);
