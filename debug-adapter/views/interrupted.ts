/** The interrupted state of an exception entry, as it was: nothing that a handler does changes it. */
import type { Debuggee } from '../debuggee.ts';
import type { ActiveException } from '../exceptions/entry-stack.ts';
import { statusRegister } from '../exceptions/unwinding.ts';
import type { Item } from './item.ts';
import { valueItem } from './registers.ts';

export function interruptedItems(debuggee: Debuggee, { entry }: ActiveException): readonly Item[] {
  const { architecture } = debuggee;
  const { context } = architecture;
  const level = context.levels.find(l => l.level === entry.toLevel);
  const stackPointers = architecture.registers
    .map(register => register.name)
    .filter(name => name.startsWith(`${context.stackPointer}_`));
  const names = new Set([...context.general, context.stackPointer, ...stackPointers]);
  const status = statusRegister(architecture);
  const item = (name: string, value: bigint | undefined, shown = name): readonly Item[] => {
    const register = architecture.register(name);
    if (register === undefined || value === undefined) return [];
    return [{ ...valueItem(debuggee, register, value), name: shown }];
  };
  return [
    ...[...names].flatMap(name => item(name, entry.interrupted.get(name))),
    ...(level === undefined
      ? []
      : [
          ...item(level.returnAddress, entry.returnAddress, `pc (${level.returnAddress})`),
          ...item(level.savedStatus, entry.savedStatus, shownStatus(level.savedStatus, status)),
          ...(level.faultAddress === undefined ? [] : item(level.faultAddress, entry.faultAddress)),
        ]),
  ];
}

/** `pstate (spsr_el2)`; one name where the machine saves the status in its own register. */
const shownStatus = (saved: string, current: string | undefined): string =>
  current === undefined || current === saved ? saved : `${current} (${saved})`;
