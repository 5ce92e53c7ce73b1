/** `ventry run`: a program in the bundled emulator, its console on standard output. */
import { setImmediate } from 'node:timers/promises';
import { ExceptionFilters, type FilterRequest } from '../debug-adapter/breakpoints/exception-filters.ts';
import { liveRegisters } from '../debug-adapter/exceptions/unwinding.ts';
import { lookupIn, type SymbolValues, symbolValues } from '../debug-adapter/expressions/names.ts';
import type { Target } from '../debug-adapter/targets/target.ts';
import type { ExceptionEntry, ExceptionReturn, Hazard, MachineOptions } from '../emulator/api.ts';
import { createMachine, problemsOf } from '../emulator/machine.ts';
import type { Architecture } from '../isa/architecture.ts';
import { architectures } from '../isa/architectures.ts';
import { findTables } from '../vectors/tables.ts';
import type { Command } from './command.ts';
import { choiceOption, type Given, numberOption, UsageError } from './options.ts';
import { architecture, assembleForUse, sourceOptions } from './sources.ts';
import { painter, type Terminal } from './terminal.ts';
import { traceEntry, traceHazard, traceReturn } from './trace.ts';

/** Exit codes of a run that the guest did not end itself; those of `timeout` and of shells. */
export const runExitCodes = { limit: 124, stuck: 125 } as const;

/** Instructions between two looks at the world: a signal ends the process within a few milliseconds. */
const slice = 200_000;

/** Hazards after which the guest can do nothing but repeat itself. */
const deadly: ReadonlySet<Hazard['hazard']> = new Set<Hazard['hazard']>(['recursive-exception']);

export interface RunPlan {
  readonly target: Target;
  readonly symbols: SymbolValues;
  readonly breaks: readonly FilterRequest[];
  readonly maximumInstructions: bigint | undefined;
  readonly traceExceptions: boolean;
}

/** `sync`, `sync-lower64 if ec == 0x16`: a filter by its id, with or without the architecture, and a condition. */
export function breakRequest(text: string, architecture: Architecture): FilterRequest {
  const [, name = '', condition] = /^\s*(\S+?)\s*(?:\bif\b(.*))?$/.exec(text) ?? [];
  const ids = architecture.exceptionFilters.map(({ id }) => id);
  const filterId = ids.find(id => id === name || id === `${architecture.id}-${name}`);
  if (filterId === undefined) {
    const known = ids.map(id => id.slice(architecture.id.length + 1)).join(', ');
    throw new UsageError(`--break knows no \`${name}\`; there are ${known}`);
  }
  return condition === undefined ? { filterId } : { filterId, condition };
}

/** Runs a program to its end, a break or a limit; gives the exit code of the process. */
export async function runProgram(plan: RunPlan, terminal: Terminal): Promise<number> {
  const { target } = plan;
  const { architecture } = target;
  const paint = painter(terminal.errColours);
  const say = (text: string): void => terminal.err(`${paint('bold', 'ventry:')} ${text}\n`);
  const filters = filtersOf(plan, say);
  const stubsSeen = new Set<string>();
  const hazardsSeen = new Set<string>();
  let caught: string | undefined;

  const catches = (event: ExceptionEntry | ExceptionReturn | Hazard): boolean => {
    if (event.event === 'hazard') {
      const key = `${event.hazard} ${event.address}`;
      if (!hazardsSeen.has(key)) say(traceHazard(event));
      hazardsSeen.add(key);
    }
    caught = filters.catches(event);
    return caught !== undefined || (event.event === 'hazard' && deadly.has(event.hazard));
  };
  if (plan.traceExceptions) {
    target.onEvent(event => {
      if (event.event === 'exceptionEntry') terminal.err(`${traceEntry(event, architecture)}\n`);
      if (event.event === 'exceptionReturn') terminal.err(`${traceReturn(event, architecture)}\n`);
    });
  }

  for (;;) {
    const left = plan.maximumInstructions === undefined ? undefined : plan.maximumInstructions - target.time;
    if (left !== undefined && left <= 0n) {
      say(`stopped after ${plan.maximumInstructions} instructions at 0x${target.pc.toString(16)}`);
      return runExitCodes.limit;
    }
    const budget = left === undefined || left > slice ? slice : Number(left);
    const event = target.run({
      budget,
      stop: { onEntry: catches, onReturn: catches, onHazard: catches },
    });
    switch (event.event) {
      case 'exit':
        return event.code;
      case 'idle':
        say(
          `waits at 0x${event.address.toString(16)} for an interrupt, and nothing is there that could raise one`,
        );
        return runExitCodes.stuck;
      case 'stub':
        if (!stubsSeen.has(event.name))
          say(`${event.name} is not in this program: a call of it returns at once`);
        stubsSeen.add(event.name);
        target.returnFromStub();
        break;
      case 'exceptionEntry':
      case 'exceptionReturn':
      case 'hazard':
        if (caught !== undefined) {
          say(`stopped: ${caught}`);
          terminal.err(describeStop(event, target));
          return 0;
        }
        return runExitCodes.stuck;
    }
    await setImmediate();
  }
}

/** The filters of `--break`, with the names that conditions have in the debugger. */
function filtersOf({ target, symbols, breaks }: RunPlan, say: (text: string) => void): ExceptionFilters {
  const filters = new ExceptionFilters({
    architecture: target.architecture,
    all: architectures,
    lookup: extra => lookupIn(target, symbols, liveRegisters(target), extra),
    // Following saved values through memory is the debugger's business.
    clobbered: () => 0,
    complain: say,
  });
  for (const { problem } of filters.set(breaks)) {
    if (problem !== undefined) throw new UsageError(problem);
  }
  return filters;
}

/** What a stop shows: the event, why it came here, and the registers. */
function describeStop(event: ExceptionEntry | ExceptionReturn | Hazard, target: Target): string {
  const { architecture } = target;
  const lines: string[] = [];
  if (event.event === 'exceptionEntry') {
    lines.push(traceEntry(event, architecture), ...event.routing.map(reason => `  ${reason}`));
  }
  if (event.event === 'exceptionReturn') lines.push(traceReturn(event, architecture));
  const names = [...architecture.context.general, architecture.context.stackPointer, 'pc'];
  const cells = names.map(name => {
    const value = target.read(name) ?? 0n;
    return `${name.padStart(4)} ${value.toString(16).padStart(16, '0')}`;
  });
  for (let n = 0; n < cells.length; n += 4) lines.push(cells.slice(n, n + 4).join('  '));
  return `${lines.join('\n')}\n`;
}

/** Exception level at the entry, 0 to 3. */
function entryLevel(given: Given): number | undefined {
  const level = choiceOption(given, 'entry-el', ['0', '1', '2', '3']);
  return level === undefined ? undefined : Number(level);
}

export const run: Command = {
  name: 'run',
  usage: 'FILE… [options]',
  summary: "Assemble files and run them in the emulator; the guest's console is standard output.",
  options: {
    board: { value: 'BOARD', doc: 'What to run on (virt).' },
    'entry-el': { value: 'N', doc: "Exception level at the entry (the board's highest)." },
    break: {
      value: 'FILTER[ if CONDITION]',
      multiple: true,
      doc: 'Stop at an exception: sync, irq-lower64, return …, as in "sync if ec == 0x16".',
    },
    'max-instructions': { value: 'N', doc: 'Stop after so many instructions.' },
    trace: {
      value: 'exceptions',
      doc: 'Print a line for every exception entry and return to standard error.',
    },
    ...sourceOptions,
  },
  notes:
    "Exit code: the guest's own; 0 stopped by --break, 1 the source has errors, 2 could not run,\n" +
    `${runExitCodes.limit} --max-instructions reached, ${runExitCodes.stuck} the guest cannot go on.`,
  run: async (given, terminal) => {
    const breaks = given.values('break').map(text => breakRequest(text, architecture));
    const maximumInstructions = numberOption(given, 'max-instructions');
    const traceExceptions = choiceOption(given, 'trace', ['exceptions']) !== undefined;
    const level = entryLevel(given);
    const assembled = await assembleForUse(given, terminal);
    if (assembled === undefined) return 1;
    const { result } = assembled;
    const { program } = result;
    const options: MachineOptions = {
      architecture,
      board: given.value('board') ?? 'virt',
      segments: program.sections
        .filter(({ flags, bytes }) => flags.alloc && bytes.length > 0)
        .map(({ address, bytes }) => ({ address, bytes })),
      entry: program.entry,
      ...(level === undefined ? {} : { entryLevel: level }),
      stubs: program.externals.map(({ name, stub }) => ({ name, address: stub })),
      ranges: findTables(architecture, result).map(({ name, address, slots }) => ({
        name: name ?? 'vector table',
        what: 'table',
        start: address,
        end: address + BigInt(slots.length * architecture.vectorTable.slotSize),
      })),
      console: terminal.out,
      log: message => terminal.err(`ventry: ${message}\n`),
    };
    const [problem] = problemsOf(options);
    if (problem !== undefined) throw new UsageError(problem);
    return runProgram(
      {
        target: createMachine(options),
        symbols: symbolValues(program),
        breaks,
        maximumInstructions,
        traceExceptions,
      },
      terminal,
    );
  },
};
