/**
 * The interface of one processor to the GICv2 (Arm IHI 0048B, 4.4): priority mask, preemption, acknowledge and
 * end of interrupt. The virtual CPU interface (5.5) is the same, with list registers as its supply of
 * interrupts. Without the Security Extensions, every access behaves as a Secure one.
 */
import { otherGroup, spurious } from './interrupts.ts';

/** Where an interface takes its interrupts from. */
export interface Supply {
  /** Interrupts have numbers below this. */
  readonly count: number;
  /** The pending interrupt of highest priority, of the groups given, or `spurious`. */
  best(groups: readonly [boolean, boolean]): number;
  groupOf(id: number): 0 | 1;
  priorityOf(id: number): number;
  /** The processor that asked for a software generated interrupt; 0 for others. */
  requesterOf(id: number): number;
  /** The interrupt is taken: it is active, and not pending unless it was requested once more. */
  activate(id: number): void;
  /** It is not active any more. */
  deactivate(id: number): void;
  /** An end of interrupt that deactivates. `dropped`: a priority was active and is dropped by it. */
  end(id: number, dropped: boolean): void;
}

/** How priorities are implemented. */
export interface PriorityFormat {
  /** Bits that a priority has. */
  readonly mask: number;
  /** Lowest bit that can preempt. */
  readonly shift: number;
  /** Both groups have the same active priorities. */
  readonly shared: boolean;
  /** Smallest binary points of Group 0 and Group 1. */
  readonly binaryPoints: readonly [number, number];
}

/** Running priority while no interrupt is active: lower than all. */
const idlePriority = 0x100;

// biome-ignore format: one line
const control = { group0: 1, group1: 2, acknowledgeBoth: 4, fiq: 8, common: 0x10, split: 0x200, splitNs: 0x400 };

export interface InterfaceOptions {
  readonly supply: Supply;
  readonly format: PriorityFormat;
  readonly security: boolean;
  /** Groups that may be signalled at all. */
  readonly forwarded: () => readonly [boolean, boolean];
}

/** Signals to the processor. */
export interface Signals {
  readonly irq: boolean;
  readonly fiq: boolean;
}

export class CpuInterface {
  readonly #supply: Supply;
  readonly #format: PriorityFormat;
  readonly #security: boolean;
  readonly #forwarded: () => readonly [boolean, boolean];
  readonly #controlMask: number;
  readonly state: {
    control: number;
    mask: number;
    /** Of Group 0 and Group 1. */
    readonly binaryPoint: [number, number];
    /** Active priorities of each group, one bit for each level of preemption. */
    readonly activePriorities: readonly [Uint32Array, Uint32Array];
  };

  constructor({ supply, format, security, forwarded }: InterfaceOptions) {
    this.#supply = supply;
    this.#format = format;
    this.#security = security;
    this.#forwarded = forwarded;
    this.#controlMask = security ? 0x61f : 0x21f;
    const active = new Uint32Array(4);
    this.state = {
      control: 0,
      mask: 0,
      binaryPoint: [...format.binaryPoints],
      activePriorities: [active, format.shared ? active : new Uint32Array(4)],
    };
  }

  /** Whether an access has the Non-secure view. */
  #restricted(secure: boolean): boolean {
    return this.#security && !secure;
  }

  /** Groups that are enabled at the interface. */
  groups(): readonly [boolean, boolean] {
    return [(this.state.control & control.group0) !== 0, (this.state.control & control.group1) !== 0];
  }

  /** Pending interrupt of highest priority that passes the mask, of groups that are enabled on both sides. */
  #highestPending(): number {
    const forwarded = this.#forwarded();
    const [group0, group1] = this.groups();
    const best = this.#supply.best([group0 && forwarded[0], group1 && forwarded[1]]);
    return best !== spurious && this.#supply.priorityOf(best) < this.state.mask ? best : spurious;
  }

  get #running(): number {
    for (let word = 0; word < 4; word++) {
      const bits = this.state.activePriorities[0][word]! | this.state.activePriorities[1][word]!;
      if (bits !== 0) return (32 * word + 31 - Math.clz32(bits & -bits)) << this.#format.shift;
    }
    return idlePriority;
  }

  /** What the processor is signalled now. */
  signals(): Signals {
    const best = this.#highestPending();
    const due = best !== spurious && this.#supply.priorityOf(best) < this.#running;
    const fiq = due && this.#supply.groupOf(best) === 0 && (this.state.control & control.fiq) !== 0;
    return { irq: due && !fiq, fiq };
  }

  /** The upper bits of a priority, which decide whether it preempts. */
  #groupPriority(id: number): number {
    const group = this.#supply.groupOf(id);
    const common = (this.state.control & control.common) !== 0;
    const point = group === 1 && !common ? this.state.binaryPoint[1] - 1 : this.state.binaryPoint[0];
    return this.#supply.priorityOf(id) & (0xff << (point + 1));
  }

  /** What an acknowledge would give, before running priority is looked at. */
  #visible(secure: boolean): number {
    const best = this.#highestPending();
    if (best === spurious) return spurious;
    const group = this.#supply.groupOf(best);
    if (this.#restricted(secure)) return group === 0 ? spurious : best;
    return group === 1 && (this.state.control & control.acknowledgeBoth) === 0 ? otherGroup : best;
  }

  /** GICC_HPPIR; `group1`: its alias for Group 1. */
  pending(secure: boolean, group1: boolean): number {
    const id = group1 ? this.#ofGroup1() : this.#visible(secure);
    return id | (this.#supply.requesterOf(id) << 10);
  }

  #ofGroup1(): number {
    const best = this.#highestPending();
    return best !== spurious && this.#supply.groupOf(best) === 1 ? best : spurious;
  }

  /** GICC_IAR: the interrupt becomes active, and its priority the running one. */
  acknowledge(secure: boolean, group1: boolean): number {
    const id = group1 ? this.#ofGroup1() : this.#visible(secure);
    if (id >= otherGroup) return id;
    if (this.#supply.priorityOf(id) >= this.#running) return spurious;
    const value = id | (this.#supply.requesterOf(id) << 10);
    const level = this.#groupPriority(id) >> this.#format.shift;
    this.state.activePriorities[this.#supply.groupOf(id)][level >> 5]! |= 1 << (level & 31);
    this.#supply.activate(id);
    return value;
  }

  /** GICC_EOIR: drops the running priority and, unless that is separate, deactivates the interrupt. */
  end(value: number, secure: boolean): void {
    const id = value & 0x3ff;
    if (id >= this.#supply.count) return;
    const group = this.#supply.groupOf(id);
    if (this.#restricted(secure) && group === 0) return;
    const active = this.state.activePriorities[group];
    const word = active.findIndex(bits => bits !== 0);
    const dropped = this.#running !== idlePriority;
    if (word >= 0) active[word]! &= active[word]! - 1;
    if (!this.#splits(secure)) this.#supply.end(id, dropped);
  }

  /** Whether GICC_EOIR drops the priority only (GICC_CTLR.EOImode). */
  #splits(secure: boolean): boolean {
    return (this.state.control & (this.#restricted(secure) ? control.splitNs : control.split)) !== 0;
  }

  /** GICC_DIR: deactivates an interrupt whose priority was dropped before. */
  deactivate(value: number, secure: boolean): void {
    const id = value & 0x3ff;
    if (id >= this.#supply.count || !this.#splits(secure)) return;
    if (this.#restricted(secure) && this.#supply.groupOf(id) === 0) return;
    this.#supply.deactivate(id);
  }

  readControl(secure: boolean): number {
    return this.#restricted(secure)
      ? (this.state.control & (control.group1 | control.splitNs)) >> 1
      : this.state.control;
  }

  writeControl(value: number, secure: boolean): void {
    const own = control.group1 | control.splitNs;
    if (this.#restricted(secure)) this.state.control = (this.state.control & ~own) | ((value << 1) & own);
    else this.state.control = value & this.#controlMask;
  }

  /** A priority as an access sees it: Non-secure software has the lower half, doubled. */
  #seen(priority: number, secure: boolean): number {
    if (!this.#restricted(secure)) return priority;
    return priority & 0x80 ? (priority << 1) & 0xff : 0;
  }

  readMask(secure: boolean): number {
    return this.#seen(this.state.mask, secure);
  }

  writeMask(value: number, secure: boolean): void {
    if (!this.#restricted(secure)) this.state.mask = value & this.#format.mask;
    else if (this.state.mask & 0x80) this.state.mask = 0x80 | ((value & 0xff) >> 1);
  }

  readRunning(secure: boolean): number {
    const running = this.#running;
    return running === idlePriority ? 0xff : this.#seen(running, secure);
  }

  readBinaryPoint(secure: boolean): number {
    if (!this.#restricted(secure)) return this.state.binaryPoint[0];
    if (this.state.control & control.common) return Math.min(this.state.binaryPoint[0] + 1, 7);
    return this.state.binaryPoint[1];
  }

  writeBinaryPoint(value: number, secure: boolean): void {
    if (!this.#restricted(secure)) this.#setBinaryPoint(0, value);
    else if ((this.state.control & control.common) === 0) this.#setBinaryPoint(1, value);
  }

  /** GICC_ABPR: the binary point of Group 1, for Secure software. */
  readAliasedBinaryPoint(secure: boolean): number {
    return this.#restricted(secure) ? 0 : this.state.binaryPoint[1];
  }

  writeAliasedBinaryPoint(value: number, secure: boolean): void {
    if (!this.#restricted(secure)) this.#setBinaryPoint(1, value);
  }

  #setBinaryPoint(group: 0 | 1, value: number): void {
    this.state.binaryPoint[group] = Math.max(value & 7, this.#format.binaryPoints[group]);
  }

  /** GICC_APR and, for Group 1, GICC_NSAPR. */
  activePriorities(group: 0 | 1): Uint32Array {
    return this.state.activePriorities[group];
  }
}
