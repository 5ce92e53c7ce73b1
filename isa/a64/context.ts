/** What of the interrupted program a handler has to give back, and where (D1.10, AAPCS64 6.1). */
import type { ContextDescription } from '../architecture.ts';
import { savedStatus } from './fields/status.ts';

export const generalRegisters: readonly string[] = Array.from({ length: 31 }, (_, n) => `x${n}`);

const level = (number: number, others: readonly string[]) => ({
  level: number,
  returnAddress: `elr_el${number}`,
  savedStatus: `spsr_el${number}`,
  syndrome: `esr_el${number}`,
  faultAddress: `far_el${number}`,
  others,
});

export const context: ContextDescription = {
  general: generalRegisters,
  callerSaved: [...generalRegisters.slice(0, 19), 'x30'],
  stackPointer: 'sp',
  stackSelection: { cell: 'spsel', atEntry: 1n, banks: ['sp_el0', 'sp_elx'] },
  levels: [level(1, []), level(2, ['hpfar_el2']), level(3, [])],
  special: ['sp_el0'],
  scratch: [
    ...['tpidr_el0', 'tpidrro_el0', 'tpidr_el1', 'tpidr_el2', 'tpidr_el3'],
    ...['sp_el0', 'sp_el1', 'sp_el2'],
  ],
  statusFields: savedStatus,
};
