/** GICv2m frame (Arm DEN 0044): a write of an interrupt's number raises that SPI as an edge. */
import type { Device } from '../../core/memory-map.ts';
import { registerDevice } from '../registers.ts';

export interface Gicv2mOptions {
  /** First interrupt and number of interrupts that messages can raise. */
  readonly first: number;
  readonly count: number;
  readonly pulse: (id: number) => void;
  readonly log: (message: string) => void;
}

/** Identification of QEMU's frame. */
const implementer = 0x0510_0000;

export const gicv2m = ({ first, count, pulse, log }: Gicv2mOptions): Device =>
  registerDevice({
    name: 'GICv2m',
    registers: [
      { offset: 0x008, name: 'MSI_TYPER', read: () => (first << 16) | count },
      {
        offset: 0x040,
        name: 'MSI_SETSPI_NS',
        write: value => {
          const id = value & 0x3ff;
          if (id >= first && id < first + count) pulse(id);
        },
      },
      { offset: 0xfcc, name: 'MSI_IIDR', read: () => implementer },
    ],
    state: {},
    log,
  });
