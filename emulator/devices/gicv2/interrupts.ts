/**
 * The interrupts of a GICv2 distributor: what each is configured to be, and its state. Interrupts 0 to 15 are
 * software generated (SGI) and 16 to 31 private to a processor (PPI), both banked; from 32 on they are shared
 * (SPI). Arm IHI 0048B, chapter 3.
 */

/** SGIs and PPIs: each processor has its own. */
export const privateInterrupts = 32;
export const softwareInterrupts = 16;

/** Answers of an acknowledge that finds nothing, and of one that finds an interrupt of the other group. */
export const spurious = 1023;
export const otherGroup = 1022;

const filled = (length: number, value = 0): Uint8Array => new Uint8Array(length).fill(value);

export class Interrupts {
  readonly cpus: number;
  /** Number of interrupts, a multiple of 32. */
  readonly count: number;
  /** By slot: 0 or 1. */
  readonly enabled: Uint8Array;
  /** The latch: edges, SGIs and what software set pending. */
  readonly latched: Uint8Array;
  readonly active: Uint8Array;
  /** Level of the input line. */
  readonly line: Uint8Array;
  /** Edge-triggered. */
  readonly edge: Uint8Array;
  /** Group 0 or 1. */
  readonly group: Uint8Array;
  readonly priority: Uint8Array;
  /** Processors that an SPI goes to, one bit each. */
  readonly targets: Uint8Array;
  /** By SGI slot: the processors that asked for it, one bit each. */
  readonly requesters: Uint8Array;

  constructor(cpus: number, count: number) {
    const slots = cpus * privateInterrupts + count - privateInterrupts;
    this.cpus = cpus;
    this.count = count;
    this.enabled = filled(slots);
    this.latched = filled(slots);
    this.active = filled(slots);
    this.line = filled(slots);
    this.edge = filled(slots);
    this.group = filled(slots);
    this.priority = filled(slots);
    this.targets = filled(slots, cpus === 1 ? 1 : 0);
    this.requesters = filled(slots);
    // SGIs are always enabled and never levels.
    for (let cpu = 0; cpu < cpus; cpu++) {
      this.enabled.fill(1, this.slot(cpu, 0), this.slot(cpu, softwareInterrupts));
      this.edge.fill(1, this.slot(cpu, 0), this.slot(cpu, softwareInterrupts));
    }
  }

  /** Place of an interrupt in the arrays, as a processor sees it. */
  slot(cpu: number, id: number): number {
    return id < privateInterrupts ? cpu * privateInterrupts + id : (this.cpus - 1) * privateInterrupts + id;
  }

  get state() {
    const { enabled, latched, active, line, edge, group, priority, targets, requesters } = this;
    return { enabled, latched, active, line, edge, group, priority, targets, requesters };
  }

  pending(slot: number): boolean {
    return this.latched[slot] === 1 || (this.edge[slot] === 0 && this.line[slot] === 1);
  }

  /** Changes an input line; a rising edge is remembered. */
  setLine(slot: number, asserted: boolean): void {
    if (asserted && this.line[slot] === 0 && this.edge[slot] === 1) this.latched[slot] = 1;
    this.line[slot] = asserted ? 1 : 0;
  }

  /** The pending interrupt of highest priority that a processor may take, of the groups given. */
  best(cpu: number, groups: readonly [boolean, boolean]): number {
    let best = spurious;
    let priority = 256;
    for (let id = 0; id < this.count; id++) {
      const slot = this.slot(cpu, id);
      if (
        this.enabled[slot] === 1 &&
        this.active[slot] === 0 &&
        this.priority[slot]! < priority &&
        this.pending(slot) &&
        groups[this.group[slot] as 0 | 1] &&
        (id < privateInterrupts || ((this.targets[slot]! >> cpu) & 1) === 1)
      ) {
        best = id;
        priority = this.priority[slot]!;
      }
    }
    return best;
  }
}
