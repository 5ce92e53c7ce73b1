/** A short way to put a SMAL program on a Hawk and look at it. */
import { readFileSync } from 'node:fs';
import type {
  ExceptionEntry,
  ExceptionReturn,
  Hazard,
  Machine,
  MachineOptions,
  StopConditions,
  StopEvent,
} from '../../../emulator/api.ts';
import { createMachine } from '../../../emulator/machine.ts';
import { hawk } from '../../../isa/hawk/architecture.ts';
import { smalText } from '../../assembler/smal-assemble.ts';

export interface Started {
  readonly machine: Machine;
  /** Address of a label. */
  address(label: string): number;
  readonly entries: ExceptionEntry[];
  readonly returns: ExceptionReturn[];
  readonly hazards: Hazard[];
  /** Console output so far. */
  console(): string;
  /** What the display shows, without blanks at the ends of lines and empty lines at the end. */
  screen(): string;
  run(stop?: StopConditions, budget?: number): StopEvent;
  /** Registers as numbers. */
  read(name: string): number;
  /** The word at an address. */
  word(address: number): number;
}

const fixtures = new URL('../../fixtures/hawk/', import.meta.url);

/** One of the reference's programs. */
export const fixture = (name: string): string => readFileSync(new URL(name, fixtures), 'utf8');

/** Assembles a program and starts a machine without a monitor with it, at address 0 unless its text says where. */
export function start(source: string, options: Partial<MachineOptions> = {}): Started {
  const result = smalText(source);
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const { program } = result;
  const entries: ExceptionEntry[] = [];
  const returns: ExceptionReturn[] = [];
  const hazards: Hazard[] = [];
  let console = '';
  const machine = createMachine({
    architecture: hawk,
    board: 'hawk-bare',
    engine: 'interpreter',
    segments: program.sections.filter(({ bytes }) => bytes.length > 0),
    entry: program.entry,
    console: bytes => {
      console += Buffer.from(bytes).toString('latin1');
    },
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
    address: label => {
      const symbol = program.symbols.find(({ name }) => name === label);
      if (!symbol) throw new Error(`no label ${label}`);
      return Number(symbol.value);
    },
    console: () => console,
    screen: () =>
      machine
        .screen()!
        .map(line => line.trimEnd())
        .join('\n')
        .trimEnd(),
    run: (stop = {}, budget = 10_000) => machine.run({ budget, stop }),
    read: name => Number(machine.read(name)),
    word: address => {
      const bytes = machine.readMemory(BigInt(address), 4);
      if (!bytes) throw new Error(`no memory at ${address}`);
      return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    },
  };
}
