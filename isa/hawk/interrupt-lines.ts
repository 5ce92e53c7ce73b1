/** Interrupt inputs, in the order of their numbers. */
import type { InterruptLineDescription } from '../architecture.ts';
import { trapKinds } from './vector-table.ts';

export const interruptLines: readonly InterruptLineDescription[] = Array.from({ length: 8 }, (_, number) => ({
  name: `irq${number}`,
  label: `interrupt ${number}`,
  kind: trapKinds.interrupt,
  source: number,
}));
