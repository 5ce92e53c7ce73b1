/**
 * A GICv2 (Arm IHI 0048B): a distributor, an interface for each processor, and for hypervisors list registers
 * with a virtual interface.
 */
import type { Device } from '../../core/memory-map.ts';
import { type DeviceRegister, registerDevice } from '../registers.ts';
import { CpuInterface } from './cpu-interface.ts';
import { distributor } from './distributor.ts';
import { Interrupts } from './interrupts.ts';
import { ListRegisters, virtualPriorities } from './list-registers.ts';
import { physicalPriorities, physicalSupply } from './physical-supply.ts';

/** What a processor is signalled. */
export interface ProcessorSignals {
  readonly irq: boolean;
  readonly fiq: boolean;
  readonly virq: boolean;
  readonly vfiq: boolean;
}

export interface Gicv2Options {
  readonly cpus: number;
  /** Number of interrupts with SGIs and PPIs, a multiple of 32. */
  readonly interrupts: number;
  /** Security Extensions: Group 0 is for Secure software alone. */
  readonly security: boolean;
  /** The PPI that tells a hypervisor of its list registers. */
  readonly maintenance: number;
  /** The processor that makes the access in progress. */
  readonly current: () => number;
  /** Drives the inputs of a processor. */
  readonly output: (cpu: number, signals: ProcessorSignals) => void;
  readonly log: (message: string) => void;
}

/** What each processor finds at the address of an interface is its own. */
export interface Gicv2 {
  readonly distributor: Device;
  readonly cpuInterface: Device;
  readonly hypervisorInterface: Device;
  readonly virtualCpuInterface: Device;
  /** Changes the input line of an SPI, or of a PPI of a processor. */
  setLine(id: number, asserted: boolean, cpu?: number): void;
}

/** GICC_IIDR: a GICv2 of Arm. */
const interfaceImplementer = 0x2_043b;

/** Registers of a CPU interface, or of a virtual one. `mine`: that of the processor that makes the access. */
function interfaceRegisters(mine: () => CpuInterface, security: boolean): readonly DeviceRegister[] {
  const activePriorities = (name: string, offset: number, group: 0 | 1): readonly DeviceRegister[] =>
    [0, 1, 2, 3].map(word => ({
      offset: offset + 4 * word,
      name: `${name}${word}`,
      read: secure => (security && !secure ? 0 : mine().activePriorities(group)[word]!),
      write: (value, secure) => {
        if (!security || secure) mine().activePriorities(group)[word] = value;
      },
    }));
  // biome-ignore format: one register per row
  return [
    { offset: 0x00, name: 'CTLR', read: secure => mine().readControl(secure), write: (value, secure) => mine().writeControl(value, secure) },
    { offset: 0x04, name: 'PMR', read: secure => mine().readMask(secure), write: (value, secure) => mine().writeMask(value, secure) },
    { offset: 0x08, name: 'BPR', read: secure => mine().readBinaryPoint(secure), write: (value, secure) => mine().writeBinaryPoint(value, secure) },
    { offset: 0x0c, name: 'IAR', read: secure => mine().acknowledge(secure, false) },
    { offset: 0x10, name: 'EOIR', write: (value, secure) => mine().end(value, secure) },
    { offset: 0x14, name: 'RPR', read: secure => mine().readRunning(secure) },
    { offset: 0x18, name: 'HPPIR', read: secure => mine().pending(secure, false) },
    { offset: 0x1c, name: 'ABPR', read: secure => mine().readAliasedBinaryPoint(secure), write: (value, secure) => mine().writeAliasedBinaryPoint(value, secure) },
    { offset: 0x20, name: 'AIAR', read: () => mine().acknowledge(true, true) },
    { offset: 0x24, name: 'AEOIR', write: (value, secure) => mine().end(value, secure) },
    { offset: 0x28, name: 'AHPPIR', read: () => mine().pending(true, true) },
    ...activePriorities('APR', 0xd0, 0),
    ...activePriorities('NSAPR', 0xe0, 1),
    { offset: 0xfc, name: 'IIDR', read: () => interfaceImplementer },
    { offset: 0x1000, name: 'DIR', write: (value, secure) => mine().deactivate(value, secure) },
  ];
}

/** One processor's part of the controller. */
interface Processor {
  readonly physical: CpuInterface;
  readonly lists: ListRegisters;
  readonly virtual: CpuInterface;
  readonly hypervisor: Device;
}

export function gicv2(options: Gicv2Options): Gicv2 {
  const { cpus, interrupts: count, security, maintenance, current, output, log } = options;
  const interrupts = new Interrupts(cpus, count);
  const distribution = distributor({ interrupts, security, current, changed, log });
  const processors = Array.from({ length: cpus }, (_, cpu) => makeProcessor(cpu));
  const mine = (): Processor => processors[current()]!;

  function makeProcessor(cpu: number): Processor {
    const supply = physicalSupply(interrupts, cpu);
    // As by a Non-secure write to GICC_DIR: Group 0 is out of a hypervisor's reach.
    const lists = new ListRegisters(id => {
      if (id < count && (!security || supply.groupOf(id) === 1)) supply.deactivate(id);
    });
    const virtual = new CpuInterface({
      supply: lists,
      format: virtualPriorities,
      security: false,
      forwarded: () => [lists.enabled, lists.enabled],
    });
    return {
      physical: new CpuInterface({
        supply,
        format: physicalPriorities,
        security,
        forwarded: distribution.groups,
      }),
      lists,
      virtual,
      hypervisor: registerDevice({
        name: 'GICv2 hypervisor interface',
        registers: lists.table(virtual),
        state: lists.state,
        log,
      }),
    };
  }

  /** Drives all outputs anew. */
  function changed(): void {
    for (const [cpu, { physical, lists, virtual }] of processors.entries()) {
      const asserted = lists.enabled && lists.maintenance(virtual.groups()) !== 0;
      interrupts.setLine(interrupts.slot(cpu, maintenance), asserted);
      const { irq, fiq } = physical.signals();
      const { irq: virq, fiq: vfiq } = virtual.signals();
      output(cpu, { irq, fiq, virq, vfiq });
    }
  }

  /** Any access may change what is signalled: acknowledging is a read. */
  const followed = (device: Pick<Device, 'read' | 'write'>, state: Device['state']): Device => ({
    read: (offset, size, secure) => {
      const value = device.read(offset, size, secure);
      changed();
      return value;
    },
    write: (offset, size, value, secure) => {
      device.write(offset, size, value, secure);
      changed();
    },
    state,
  });
  const interfaceDevice = (
    name: string,
    of: (processor: Processor) => CpuInterface,
    secure: boolean,
  ): Device => {
    const state = processors.map(each => of(each).state);
    const registers = interfaceRegisters(() => of(mine()), secure);
    return followed(registerDevice({ name, registers, state, log }), state);
  };

  return {
    distributor: distribution,
    cpuInterface: interfaceDevice('GICv2 CPU interface', ({ physical }) => physical, security),
    hypervisorInterface: followed(
      {
        read: (...access) => mine().hypervisor.read(...access),
        write: (...access) => mine().hypervisor.write(...access),
      },
      processors.map(({ lists }) => lists.state),
    ),
    virtualCpuInterface: interfaceDevice('GICv2 virtual CPU interface', ({ virtual }) => virtual, false),
    setLine: (id, asserted, cpu = 0) => {
      const slot = interrupts.slot(cpu, id);
      if ((interrupts.line[slot] === 1) === asserted) return;
      interrupts.setLine(slot, asserted);
      changed();
    },
  };
}
