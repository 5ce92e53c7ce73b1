/**
 * The hypervisor's side of virtual interrupts in a GICv2 (Arm IHI 0048B, 5.3): list registers, from which the
 * virtual CPU interface takes its interrupts, and the maintenance interrupt.
 */
import type { DeviceRegister } from '../registers.ts';
import type { CpuInterface, PriorityFormat, Supply } from './cpu-interface.ts';
import { spurious } from './interrupts.ts';

const registerCount = 4;

/** Five bits of priority, all of which can preempt. */
export const virtualPriorities: PriorityFormat = { mask: 0xf8, shift: 3, shared: true, binaryPoints: [2, 3] };

/** Fields of a list register. */
const lr = { pending: 1 << 28, active: 1 << 29, group1: 1 << 30, hardware: 1 << 31, notify: 1 << 19 };
const stateMask = lr.pending | lr.active;
const identityOf = (value: number): number => value & 0x3ff;
const physicalOf = (value: number): number => (value >>> 10) & 0x3ff;
const requesterOf = (value: number): number => (value & lr.hardware ? 0 : (value >>> 10) & 7);
const priorityOf = (value: number): number => (value >>> 20) & 0xf8;

/** Bits of GICH_HCR; each but the first enables a cause of the maintenance interrupt. */
const hcr = {
  enable: 1 << 0,
  underflow: 1 << 1,
  notPresent: 1 << 2,
  noPending: 1 << 3,
  group0Enabled: 1 << 4,
  group0Disabled: 1 << 5,
  group1Enabled: 1 << 6,
  group1Disabled: 1 << 7,
};
const hcrMask = 0xf800_00ff;
const endCountShift = 27;

/** GICH_MISR: an end of interrupt asked for notice; the other causes have the bits of GICH_HCR. */
const endNotice = 1;

/** GICH_VMCR: the bits that stand where GICV_CTLR has them. */
const controlBits = 0x21f;

/** GICH_VTR: four list registers, five bits of priority and of preemption. */
const typeValue = 0x9000_0000 | (registerCount - 1);

export class ListRegisters implements Supply {
  /** A virtual interrupt may have any number that is not special. */
  readonly count = 1020;
  readonly state = { hcr: 0, registers: new Uint32Array(registerCount) };
  readonly #deactivatePhysical: (id: number) => void;

  /** `deactivatePhysical`: the guest ended a virtual interrupt that stands for a physical one. */
  constructor(deactivatePhysical: (id: number) => void) {
    this.#deactivatePhysical = deactivatePhysical;
  }

  /** Whether virtual interrupts are signalled. */
  get enabled(): boolean {
    return (this.state.hcr & hcr.enable) !== 0;
  }

  best([group0, group1]: readonly [boolean, boolean]): number {
    let best = spurious;
    let priority = 256;
    for (const value of this.state.registers) {
      const enabled = value & lr.group1 ? group1 : group0;
      if ((value & stateMask) === lr.pending && enabled && priorityOf(value) < priority) {
        best = identityOf(value);
        priority = priorityOf(value);
      }
    }
    return best;
  }

  /** The list register of a virtual interrupt that is in use; -1 when there is none. */
  #find(id: number, state: number): number {
    return this.state.registers.findIndex(value => (value & state) !== 0 && identityOf(value) === id);
  }

  #valueOf(id: number): number {
    return this.state.registers[this.#find(id, stateMask)] ?? 0;
  }

  groupOf(id: number): 0 | 1 {
    return this.#valueOf(id) & lr.group1 ? 1 : 0;
  }

  priorityOf(id: number): number {
    return priorityOf(this.#valueOf(id));
  }

  requesterOf(id: number): number {
    return id < 16 ? requesterOf(this.#valueOf(id)) : 0;
  }

  activate(id: number): void {
    const at = this.#find(id, lr.pending);
    if (at >= 0) this.state.registers[at] = (this.state.registers[at]! & ~lr.pending) | lr.active;
  }

  deactivate(id: number): void {
    const at = this.#find(id, lr.active);
    if (at >= 0) this.#clear(at);
    else this.#countEnd();
  }

  end(id: number, dropped: boolean): void {
    const at = this.#find(id, lr.active);
    if (at >= 0) this.#clear(at);
    else if (dropped) this.#countEnd();
  }

  #clear(at: number): void {
    const value = this.state.registers[at]!;
    this.state.registers[at] = value & ~lr.active;
    if (value & lr.hardware) this.#deactivatePhysical(physicalOf(value));
  }

  /** GICH_HCR.EOICount: ends of interrupts that no list register holds. */
  #countEnd(): void {
    this.state.hcr += 1 << endCountShift;
  }

  /** One bit for each list register of which something is true. */
  #bits(holds: (value: number) => boolean): number {
    return this.state.registers.reduce((bits, value, at) => bits | (holds(value) ? 1 << at : 0), 0);
  }

  #ended(): number {
    return this.#bits(value => (value & (stateMask | lr.hardware)) === 0 && (value & lr.notify) !== 0);
  }

  #free(): number {
    return this.#bits(
      value => (value & stateMask) === 0 && ((value & lr.hardware) !== 0 || (value & lr.notify) === 0),
    );
  }

  /** GICH_MISR: why the maintenance interrupt is asserted, or would be if virtual interrupts were enabled. */
  maintenance(groups: readonly [boolean, boolean]): number {
    const used = this.state.registers.filter(value => (value & stateMask) !== 0).length;
    const pending = this.#bits(value => (value & stateMask) === lr.pending);
    const causes: readonly (readonly [bit: number, holds: boolean])[] = [
      [hcr.underflow, used <= 1],
      [hcr.notPresent, this.state.hcr >>> endCountShift !== 0],
      [hcr.noPending, pending === 0],
      [hcr.group0Enabled, groups[0]],
      [hcr.group0Disabled, !groups[0]],
      [hcr.group1Enabled, groups[1]],
      [hcr.group1Disabled, !groups[1]],
    ];
    return causes
      .filter(([bit, holds]) => holds && (this.state.hcr & bit) !== 0)
      .reduce((bits, [bit]) => bits | bit, this.#ended() === 0 ? 0 : endNotice);
  }

  /** Registers of the hypervisor, from offset 0 of the interface. */
  table(virtual: CpuInterface): readonly DeviceRegister[] {
    return [
      {
        offset: 0x000,
        name: 'GICH_HCR',
        read: () => this.state.hcr,
        write: value => {
          this.state.hcr = value & hcrMask;
        },
      },
      { offset: 0x004, name: 'GICH_VTR', read: () => typeValue },
      {
        offset: 0x008,
        name: 'GICH_VMCR',
        read: () =>
          (virtual.readControl(true) & controlBits) |
          (virtual.readAliasedBinaryPoint(true) << 18) |
          (virtual.readBinaryPoint(true) << 21) |
          (virtual.readMask(true) << 24),
        write: value => {
          virtual.writeControl(value & controlBits, true);
          virtual.writeAliasedBinaryPoint(value >>> 18, true);
          virtual.writeBinaryPoint(value >>> 21, true);
          virtual.writeMask(value >>> 24, true);
        },
      },
      { offset: 0x010, name: 'GICH_MISR', read: () => this.maintenance(virtual.groups()) },
      { offset: 0x020, name: 'GICH_EISR0', read: () => this.#ended() },
      { offset: 0x024, name: 'GICH_EISR1' },
      { offset: 0x030, name: 'GICH_ELSR0', read: () => this.#free() },
      { offset: 0x034, name: 'GICH_ELSR1' },
      {
        offset: 0x0f0,
        name: 'GICH_APR',
        read: () => virtual.activePriorities(0)[0]!,
        write: value => {
          virtual.activePriorities(0)[0] = value;
        },
      },
      ...Array.from(this.state.registers, (_, at) => ({
        offset: 0x100 + 4 * at,
        name: `GICH_LR${at}`,
        read: () => this.state.registers[at]!,
        write: (value: number) => {
          this.state.registers[at] = value;
        },
      })),
    ];
  }
}
