/**
 * What the monitor does with traps for which the program has no handler of its own: it raises the program's
 * exception, where it has set one, or says what happened and ends the program.
 */
import { monitorMemory } from '../../../isa/hawk/monitor.ts';
import { interruptVector, vectorOf } from '../../../isa/hawk/vector-table.ts';
import { hexadecimal } from '../traps.ts';
import type { Routine, RoutineContext } from './routine.ts';

interface TrapHandler {
  readonly address: number;
  readonly name: string;
  /** Place of its word among the system exceptions. */
  readonly exception?: number;
  /** TMA says something about it. */
  readonly hasAddress?: true;
}

// The spelling of the third is the monitor's.
const traps: readonly TrapHandler[] = [
  { address: vectorOf('bus'), name: 'Bus Trap.', exception: 0, hasAddress: true },
  { address: vectorOf('instruction'), name: 'Instruction Trap.', exception: 4 },
  { address: vectorOf('privilege'), name: 'Privelege Trap.', exception: 8 },
  { address: vectorOf('mmu'), name: 'MMU Trap.', hasAddress: true },
  { address: vectorOf('coprocessor'), name: 'Coprocessor Trap.', exception: 12 },
  { address: interruptVector(1), name: 'Interrupt 1.' },
  { address: interruptVector(2), name: 'Interrupt 2.' },
  { address: interruptVector(6), name: 'Interrupt 3-6.' },
  { address: interruptVector(7), name: 'Interrupt 7.' },
];

/** What the low two bits of TMA mean. */
const causes = ['invalid addr', 'cannot fetch', 'cannot STORE', 'cannot LOAD'];

/** What the entries of the vector and the code behind them save before anything else. */
function saveState({ cpu, words }: RoutineContext): void {
  const special = ['psw', 'tma', 'tpc'].map(name => Number(cpu.register(name)));
  const general = [1, 2, 3, 4, 5, 6, 7].map(number => cpu.r(number));
  for (const [index, value] of [...special, ...general].entries())
    words.setWord(monitorMemory.trapSave + 4 * index, value);
  cpu.setRegister('tsv', BigInt(cpu.r(2)));
}

/** Follows the address of a record: handler, activation record, the record before it. */
const handlerOf =
  ({ name, exception, hasAddress }: TrapHandler): Routine =>
  context => {
    const { cpu, words, screen, end } = context;
    saveState(context);
    const place = exception === undefined ? undefined : monitorMemory.systemExceptions + exception;
    const record = place === undefined ? 0 : words.word(place);
    if (place !== undefined && record !== 0) {
      words.setWord(place, words.word(record + 8));
      cpu.setRegister('tpc', BigInt(words.word(record)));
      cpu.setR(2, words.word(record + 4));
      return;
    }
    screen.write(`\n${name.padEnd(19)}Trap PC = ${hexadecimal(cpu.register('tpc'))}`);
    if (hasAddress) {
      const tma = Number(cpu.register('tma'));
      screen.write(`\n\t\t   Trap MA = ${hexadecimal((tma & ~3) >>> 0)} ${causes[tma & 3]}`);
    }
    end(name);
    cpu.setRegister('tpc', 0n);
  };

export const trapHandlers = traps.map(trap => ({ address: trap.address, handle: handlerOf(trap) }));
