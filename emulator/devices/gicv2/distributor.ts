/** The distributor's registers (Arm IHI 0048B, 4.3), byte by byte: each register array is a row of a table. */
import type { AccessSize, Device } from '../../core/memory-map.ts';
import { type Interrupts, privateInterrupts, softwareInterrupts } from './interrupts.ts';

export interface DistributorOptions {
  readonly interrupts: Interrupts;
  /** With the Security Extensions, Non-secure accesses see no Group 0 interrupt. */
  readonly security: boolean;
  /** The processor that makes the access. */
  readonly current: () => number;
  /** Called after anything that may change which interrupt is signalled. */
  readonly changed: () => void;
  readonly log: (message: string) => void;
}

/** Who makes an access. */
interface Requester {
  readonly cpu: number;
  readonly secure: boolean;
}

/** An array of registers with a field for each interrupt. */
interface FieldArray {
  readonly name: string;
  readonly start: number;
  /** Bits of a field. */
  readonly width: 1 | 2 | 8;
  readonly read: (slot: number, id: number, requester: Requester) => number;
  readonly write: (slot: number, id: number, value: number, requester: Requester) => void;
}

const control = 0x000;
const type = 0x004;
const implementer = 0x008;
const softwareGenerated = 0xf00;
const clearRequesters = 0xf10;
const setRequesters = 0xf20;
const identification = 0xfd0;

const controlBits = { group0: 1, group1: 2 };

/** GICD_IIDR: QEMU has an r0p0 of Arm. */
const implementerValue = 0x43b;

/** PIDR4–7, PIDR0–3, CIDR0–3: a GICv2 of Arm. */
const identificationBytes = [0x04, 0, 0, 0, 0x90, 0xb4, 0x2b, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

export interface Distributor extends Device {
  /** Groups that are forwarded to the processors. */
  groups(): readonly [boolean, boolean];
}

export function distributor(options: DistributorOptions): Distributor {
  const { interrupts, security, current, changed, log } = options;
  const { enabled, latched, active, edge, group, priority, targets, requesters } = interrupts;
  const allCpus = (1 << interrupts.cpus) - 1;
  const state = { enables: 0, interrupts: interrupts.state };

  /** Interrupts that a Non-secure access must not see or change. */
  const hidden = (slot: number, { secure }: Requester): boolean => security && !secure && group[slot] === 0;

  /** A pair of registers of which one sets bits and the other clears them; both read the same. */
  const setAndClear = (
    name: string,
    start: number,
    read: (slot: number) => boolean,
    set: (slot: number, id: number) => void,
    clear: (slot: number, id: number) => void,
  ): readonly FieldArray[] =>
    [set, clear].map((change, second) => ({
      name: `GICD_I${second ? 'C' : 'S'}${name}`,
      start: start + 0x80 * second,
      width: 1,
      read: (slot, _id, requester) => (!hidden(slot, requester) && read(slot) ? 1 : 0),
      write: (slot, id, value, requester) => {
        if (value === 1 && !hidden(slot, requester)) change(slot, id);
      },
    }));

  const arrays: readonly FieldArray[] = [
    {
      name: 'GICD_IGROUPR',
      start: 0x080,
      width: 1,
      read: (slot, _id, { secure }) => (security && !secure ? 0 : group[slot]!),
      write: (slot, _id, value, { secure }) => {
        if (!security || secure) group[slot] = value;
      },
    },
    ...setAndClear(
      'ENABLER',
      0x100,
      slot => enabled[slot] === 1,
      slot => {
        enabled[slot] = 1;
      },
      (slot, id) => {
        if (id >= softwareInterrupts) enabled[slot] = 0;
      },
    ),
    ...setAndClear(
      'PENDR',
      0x200,
      slot => interrupts.pending(slot),
      (slot, id) => {
        if (id >= softwareInterrupts) latched[slot] = 1;
      },
      (slot, id) => {
        if (id >= softwareInterrupts) latched[slot] = 0;
      },
    ),
    ...setAndClear(
      'ACTIVER',
      0x300,
      slot => active[slot] === 1,
      slot => {
        active[slot] = 1;
      },
      slot => {
        active[slot] = 0;
      },
    ),
    {
      name: 'GICD_IPRIORITYR',
      start: 0x400,
      width: 8,
      // Non-secure software sees the lower half of the priorities as if it were the whole.
      read: (slot, _id, requester) => {
        if (hidden(slot, requester)) return 0;
        return security && !requester.secure ? (priority[slot]! << 1) & 0xff : priority[slot]!;
      },
      write: (slot, _id, value, requester) => {
        if (hidden(slot, requester)) return;
        priority[slot] = security && !requester.secure ? 0x80 | (value >> 1) : value;
      },
    },
    {
      name: 'GICD_ITARGETSR',
      start: 0x800,
      width: 8,
      // With one processor there is nothing to choose: reads as zero, ignores writes.
      read: (slot, id, requester) => {
        if (interrupts.cpus === 1 || hidden(slot, requester)) return 0;
        return id < privateInterrupts ? 1 << requester.cpu : targets[slot]!;
      },
      write: (slot, id, value, requester) => {
        if (interrupts.cpus === 1 || id < privateInterrupts || hidden(slot, requester)) return;
        targets[slot] = value & allCpus;
      },
    },
    {
      name: 'GICD_ICFGR',
      start: 0xc00,
      width: 2,
      read: (slot, _id, requester) => (hidden(slot, requester) ? 0 : edge[slot]! << 1),
      write: (slot, id, value, requester) => {
        if (id >= softwareInterrupts && !hidden(slot, requester)) edge[slot] = value >> 1;
      },
    },
  ];

  const bytesOf = ({ width }: FieldArray): number => (1024 * width) / 8;
  const arrayAt = (offset: number): FieldArray | undefined =>
    arrays.find(each => offset >= each.start && offset < each.start + bytesOf(each));

  /** Calls `each` for every interrupt of a byte of an array that exists. */
  function fieldsOf(
    array: FieldArray,
    offset: number,
    { cpu }: Requester,
    each: (slot: number, id: number, shift: number) => void,
  ): void {
    const perByte = 8 / array.width;
    const first = (offset - array.start) * perByte;
    for (let at = 0; at < perByte && first + at < interrupts.count; at++) {
      each(interrupts.slot(cpu, first + at), first + at, at * array.width);
    }
  }

  function readControl(requester: Requester): number {
    return security && !requester.secure ? (state.enables & controlBits.group1) >> 1 : state.enables;
  }

  function writeControl(value: number, { secure }: Requester): void {
    if (security && !secure) state.enables = (state.enables & controlBits.group0) | ((value & 1) << 1);
    else state.enables = value & (controlBits.group0 | controlBits.group1);
  }

  const typeValue = (interrupts.count / 32 - 1) | ((interrupts.cpus - 1) << 5) | (security ? 1 << 10 : 0);

  function readByte(offset: number, requester: Requester): number {
    const word = offset & ~3;
    const byteOf = (value: number): number => (value >>> (8 * (offset & 3))) & 0xff;
    if (word === control) return byteOf(readControl(requester));
    if (word === type) return byteOf(typeValue);
    if (word === implementer) return byteOf(implementerValue);
    const array = arrayAt(offset);
    if (array) {
      let value = 0;
      fieldsOf(array, offset, requester, (slot, id, shift) => {
        value |= array.read(slot, id, requester) << shift;
      });
      return value;
    }
    if (offset >= clearRequesters && offset < setRequesters + softwareInterrupts) {
      const slot = interrupts.slot(requester.cpu, offset & 15);
      return hidden(slot, requester) ? 0 : requesters[slot]!;
    }
    if (offset >= identification) {
      return offset & 3 ? 0 : (identificationBytes[(offset - identification) >> 2] ?? 0);
    }
    log(`GICv2 distributor: no register at 0x${word.toString(16)}: reads as zero`);
    return 0;
  }

  function writeByte(offset: number, value: number, requester: Requester): void {
    const array = arrayAt(offset);
    if (offset === control) writeControl(value, requester);
    else if (array) {
      const mask = (1 << array.width) - 1;
      fieldsOf(array, offset, requester, (slot, id, shift) =>
        array.write(slot, id, (value >> shift) & mask, requester),
      );
    } else if (offset >= clearRequesters && offset < setRequesters + softwareInterrupts) {
      const slot = interrupts.slot(requester.cpu, offset & 15);
      if (!hidden(slot, requester)) {
        const rest = requesters[slot]! & ~value;
        request(slot, offset >= setRequesters ? requesters[slot]! | (value & allCpus) : rest);
      }
    } else if (offset >= implementer + 4) {
      log(`GICv2 distributor: no writable register at 0x${(offset & ~3).toString(16)}: ignored`);
    }
  }

  function request(slot: number, by: number): void {
    requesters[slot] = by;
    latched[slot] = by === 0 ? 0 : 1;
  }

  /** GICD_SGIR: sends a software generated interrupt to the processors that its filter names. */
  function send(value: number, { cpu, secure }: Requester): void {
    const id = value & 15;
    const filter = (value >>> 24) & 3;
    const list = [(value >>> 16) & allCpus, allCpus & ~(1 << cpu), 1 << cpu, 0][filter]!;
    // Non-secure software sends Group 1 interrupts only; Secure software says which group it means.
    const wanted = secure ? (value >>> 15) & 1 : 1;
    for (let target = 0; target < interrupts.cpus; target++) {
      const slot = interrupts.slot(target, id);
      const forwarded = !security || group[slot] === wanted;
      if (((list >> target) & 1) === 1 && forwarded) request(slot, requesters[slot]! | (1 << cpu));
    }
  }

  return {
    read: (offset: number, size: AccessSize, secure: boolean) => {
      const requester = { cpu: current(), secure };
      let value = 0n;
      for (let at = size - 1; at >= 0; at--) {
        value = (value << 8n) | BigInt(readByte(offset + at, requester));
      }
      return value;
    },
    write: (offset: number, size: AccessSize, value: bigint, secure: boolean) => {
      const requester = { cpu: current(), secure };
      if ((offset & ~3) === softwareGenerated) {
        if (size === 4) send(Number(value), requester);
        else log('GICv2 distributor: GICD_SGIR takes whole words only: ignored');
      } else {
        for (let at = 0; at < size; at++) {
          writeByte(offset + at, Number((value >> BigInt(8 * at)) & 0xffn), requester);
        }
      }
      changed();
    },
    groups: () => [(state.enables & controlBits.group0) !== 0, (state.enables & controlBits.group1) !== 0],
    state,
  };
}
