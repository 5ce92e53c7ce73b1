/** A short way to put a program on a machine and look at it. */
import type {
  ExceptionEntry,
  ExceptionReturn,
  Hazard,
  Machine,
  MachineOptions,
  StopConditions,
  StopEvent,
} from '../../emulator/api.ts';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { assembleText } from '../assembler/assemble.ts';

export const loadAddress = 0x4008_0000n;

export interface Started {
  readonly machine: Machine;
  /** Address of a label. */
  address(label: string): bigint;
  readonly entries: ExceptionEntry[];
  readonly returns: ExceptionReturn[];
  readonly hazards: Hazard[];
  /** Lines of the log. */
  readonly log: string[];
  /** Console output so far. */
  console(): string;
  /** Runs until something stops, 10,000 instructions at most. */
  run(stop?: StopConditions): StopEvent;
}

/** Assembles a program at `loadAddress` and starts a machine on board `virt` with it. */
export function start(source: string, options: Partial<MachineOptions> = {}): Started {
  const result = assembleText(source, { loadAddress });
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const { program } = result;
  const entries: ExceptionEntry[] = [];
  const returns: ExceptionReturn[] = [];
  const hazards: Hazard[] = [];
  const log: string[] = [];
  let console = '';
  const machine = createMachine({
    architecture: a64,
    board: 'virt',
    engine: 'interpreter',
    segments: program.sections,
    entry: program.entry,
    console: bytes => {
      console += Buffer.from(bytes).toString('latin1');
    },
    log: message => log.push(message),
    ...options,
  });
  machine.onEvent(event => {
    if (event.event === 'exceptionEntry') entries.push(event);
    else if (event.event === 'exceptionReturn') returns.push(event);
    else hazards.push(event);
  });
  return {
    machine,
    entries,
    returns,
    hazards,
    log,
    address: label => {
      const symbol = program.symbols.find(({ name }) => name === label);
      if (!symbol) throw new Error(`no label ${label}`);
      return symbol.value;
    },
    console: () => console,
    run: (stop = {}) => machine.run({ budget: 10_000, stop }),
  };
}

/** Sixteen slots that branch to themselves, with a label. */
export const spinningTable = (label: string): string => `
  .balign 2048
${label}:
  .rept 16
  .balign 128
  b .
  .endr
`;

export const stopAtEntry: StopConditions = { onEntry: () => true };
