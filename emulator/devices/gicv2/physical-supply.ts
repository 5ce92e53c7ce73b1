/** The interrupts of the distributor as one processor's interface takes them. */
import type { PriorityFormat, Supply } from './cpu-interface.ts';
import { type Interrupts, softwareInterrupts } from './interrupts.ts';

/** All eight bits of a priority, of which the lowest cannot preempt. */
export const physicalPriorities: PriorityFormat = {
  mask: 0xff,
  shift: 1,
  shared: false,
  binaryPoints: [0, 1],
};

export function physicalSupply(interrupts: Interrupts, cpu: number): Supply {
  const { group, priority, active, latched, requesters, count } = interrupts;
  const slot = (id: number): number => interrupts.slot(cpu, id);
  const lowestRequester = (id: number): number => {
    const bits = id < softwareInterrupts ? requesters[slot(id)]! : 0;
    return bits === 0 ? 0 : 31 - Math.clz32(bits & -bits);
  };
  const deactivate = (id: number): void => {
    active[slot(id)] = 0;
  };
  return {
    count,
    best: groups => interrupts.best(cpu, groups),
    groupOf: id => group[slot(id)] as 0 | 1,
    priorityOf: id => priority[slot(id)]!,
    requesterOf: lowestRequester,
    activate: id => {
      const at = slot(id);
      requesters[at]! &= ~(1 << lowestRequester(id));
      latched[at] = id < softwareInterrupts && requesters[at] !== 0 ? 1 : 0;
      active[at] = 1;
    },
    deactivate,
    end: (id, dropped) => {
      if (dropped) deactivate(id);
    },
  };
}
