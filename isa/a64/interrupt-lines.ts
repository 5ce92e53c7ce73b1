/** Interrupt inputs of a processing element; the virtual ones are used by hypervisors. */
import type { InterruptLineDescription } from '../architecture.ts';

export const interruptLines: readonly InterruptLineDescription[] = [
  { name: 'irq', label: 'IRQ', kind: 1 },
  { name: 'fiq', label: 'FIQ', kind: 2 },
  { name: 'serror', label: 'SError', kind: 3 },
  { name: 'virq', label: 'virtual IRQ', kind: 1 },
  { name: 'vfiq', label: 'virtual FIQ', kind: 2 },
];
