/** A GICv2 (Arm IHI 0048B): a distributor and an interface for each processor. */
import type { Device } from '../../core/memory-map.ts';
import { type DeviceRegister, registerDevice } from '../registers.ts';
import { CpuInterface } from './cpu-interface.ts';
import { distributor } from './distributor.ts';
import { Interrupts } from './interrupts.ts';

export interface Gicv2Options {
  readonly cpus: number;
  /** Number of interrupts with SGIs and PPIs, a multiple of 32. */
  readonly interrupts: number;
  /** Security Extensions: Group 0 is for Secure software alone. */
  readonly security: boolean;
  /** The processor that makes the access in progress. */
  readonly current: () => number;
  /** Drives the inputs of a processor. */
  readonly output: (cpu: number, signals: { readonly irq: boolean; readonly fiq: boolean }) => void;
  readonly log: (message: string) => void;
}

export interface Gicv2 {
  readonly distributor: Device;
  /** What each processor finds at the address of the CPU interface: its own. */
  readonly cpuInterface: Device;
  /** Changes the input line of an SPI, or of a PPI of a processor. */
  setLine(id: number, asserted: boolean, cpu?: number): void;
}

/** GICC_IIDR: a GICv2 of Arm. */
const interfaceImplementer = 0x2_043b;

export function gicv2({ cpus, interrupts: count, security, current, output, log }: Gicv2Options): Gicv2 {
  const interrupts = new Interrupts(cpus, count);
  const changed = (): void => {
    for (const [cpu, each] of interfaces.entries()) output(cpu, each.signals());
  };
  const distribution = distributor({ interrupts, security, current, changed, log });
  const interfaces = Array.from(
    { length: cpus },
    (_, cpu) => new CpuInterface({ cpu, interrupts, security, forwarded: distribution.groups }),
  );
  const mine = (): CpuInterface => interfaces[current()]!;
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
  const registers: readonly DeviceRegister[] = [
    { offset: 0x00, name: 'GICC_CTLR', read: secure => mine().readControl(secure), write: (value, secure) => mine().writeControl(value, secure) },
    { offset: 0x04, name: 'GICC_PMR', read: secure => mine().readMask(secure), write: (value, secure) => mine().writeMask(value, secure) },
    { offset: 0x08, name: 'GICC_BPR', read: secure => mine().readBinaryPoint(secure), write: (value, secure) => mine().writeBinaryPoint(value, secure) },
    { offset: 0x0c, name: 'GICC_IAR', read: secure => mine().acknowledge(secure, false) },
    { offset: 0x10, name: 'GICC_EOIR', write: (value, secure) => mine().end(value, secure) },
    { offset: 0x14, name: 'GICC_RPR', read: secure => mine().readRunning(secure) },
    { offset: 0x18, name: 'GICC_HPPIR', read: secure => mine().pending(secure, false) },
    { offset: 0x1c, name: 'GICC_ABPR', read: secure => mine().readAliasedBinaryPoint(secure), write: (value, secure) => mine().writeAliasedBinaryPoint(value, secure) },
    { offset: 0x20, name: 'GICC_AIAR', read: () => mine().acknowledge(true, true) },
    { offset: 0x24, name: 'GICC_AEOIR', write: (value, secure) => mine().end(value, secure) },
    { offset: 0x28, name: 'GICC_AHPPIR', read: () => mine().pending(true, true) },
    ...activePriorities('GICC_APR', 0xd0, 0),
    ...activePriorities('GICC_NSAPR', 0xe0, 1),
    { offset: 0xfc, name: 'GICC_IIDR', read: () => interfaceImplementer },
    { offset: 0x1000, name: 'GICC_DIR', write: (value, secure) => mine().deactivate(value, secure) },
  ];
  const table = registerDevice({
    name: 'GICv2 CPU interface',
    registers,
    state: () => interfaces.flatMap(each => each.state()),
    log,
  });

  return {
    distributor: distribution,
    cpuInterface: {
      ...table,
      // Acknowledging is a read that changes what is signalled.
      read: (offset, size, secure) => {
        const value = table.read(offset, size, secure);
        changed();
        return value;
      },
      write: (offset, size, value, secure) => {
        table.write(offset, size, value, secure);
        changed();
      },
    },
    setLine: (id, asserted, cpu = 0) => {
      interrupts.setLine(interrupts.slot(cpu, id), asserted);
      changed();
    },
  };
}
