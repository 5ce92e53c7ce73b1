/** `ventry run`: a program in the bundled emulator, its console on standard output. */
import { setImmediate } from 'node:timers/promises';
import { ExceptionFilters, type FilterRequest } from '../debug-adapter/breakpoints/exception-filters.ts';
import { clobbered } from '../debug-adapter/exceptions/clobber-report.ts';
import { reportText } from '../debug-adapter/exceptions/clobber-text.ts';
import { hex } from '../debug-adapter/exceptions/describe.ts';
import { EntryStack } from '../debug-adapter/exceptions/entry-stack.ts';
import { liveRegisters } from '../debug-adapter/exceptions/unwinding.ts';
import { lookupIn, type SymbolValues, symbolValues } from '../debug-adapter/expressions/names.ts';
import { parseLaunch } from '../debug-adapter/launch.ts';
import { linesOf } from '../debug-adapter/program/lines.ts';
import { hasCode } from '../debug-adapter/program/load.ts';
import { sourceMapOf } from '../debug-adapter/program/source-map.ts';
import { Refusal } from '../debug-adapter/refusal.ts';
import { createEmulatorTarget } from '../debug-adapter/targets/emulator.ts';
import type { Target } from '../debug-adapter/targets/target.ts';
import type { ExceptionEntry, ExceptionReturn, Hazard } from '../emulator/api.ts';
import type { Architecture } from '../isa/architecture.ts';
import { architectures } from '../isa/architectures.ts';
import { findTables } from '../vectors/tables.ts';
import { bootedTarget, bootOptions, cpuOption, engineOption, levelOption, memoryOption } from './boot.ts';
import type { Command } from './command.ts';
import { type ConsoleInput, standardInput } from './input.ts';
import { choiceOptions, type Given, numberOption, UsageError } from './options.ts';
import { type AssembledFiles, assembleForUse, sourceOptions } from './sources.ts';
import { Statistics } from './statistics.ts';
import { painter, type Terminal } from './terminal.ts';
import { type Trace, traceEntry, traceHazard, traceInstruction, traceReturn } from './trace.ts';

/** Exit codes of a run that the guest did not end itself; those of `timeout` and of shells. */
const runExitCodes = { limit: 124, stuck: 125, quit: 130 } as const;

/** Instructions in one go; in between, what the guest wrote goes out. */
const slice = 200_000;

/** Hazards after which the guest can do nothing but repeat itself. */
const deadly: ReadonlySet<Hazard['hazard']> = new Set<Hazard['hazard']>(['recursive-exception']);

export interface RunPlan {
  readonly target: Target;
  readonly symbols: SymbolValues;
  readonly breaks: readonly FilterRequest[];
  readonly maximumInstructions: bigint | undefined;
  readonly traces: ReadonlySet<Trace>;
  /** Print what was counted at the end. */
  readonly statistics: boolean;
  readonly input: ConsoleInput;
}

/** `sync`, `sync if ec == 0x16`: a filter by its id, with or without the architecture, and a condition. */
function breakRequest(text: string, architecture: Architecture): FilterRequest {
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
async function runProgram(plan: RunPlan, terminal: Terminal): Promise<number> {
  const statistics = plan.statistics ? new Statistics(plan.target) : undefined;
  try {
    return await runToEnd(plan, terminal);
  } finally {
    plan.input.close();
    if (statistics) terminal.err(statistics.text());
  }
}

async function runToEnd(plan: RunPlan, terminal: Terminal): Promise<number> {
  const { target, input } = plan;
  const { architecture } = target;
  const paint = painter(terminal.errColours);
  const said = new Set<string>();
  /** Says something about the run, once. */
  const say = (text: string): void => {
    if (!said.has(text)) terminal.err(`${paint('bold', 'ventry:')} ${text}\n`);
    said.add(text);
  };
  const exceptions = followedExceptions(plan);
  const filters = filtersOf(plan, exceptions, say);
  let caught: string | undefined;

  const catches = (event: ExceptionEntry | ExceptionReturn | Hazard): boolean => {
    if (event.event === 'hazard') say(traceHazard(event));
    const label = filters.catches(event);
    caught ??= label;
    return label !== undefined || (event.event === 'hazard' && deadly.has(event.hazard));
  };
  if (plan.traces.has('instructions')) {
    target.onInstruction(traced => terminal.err(`${traceInstruction(traced, architecture)}\n`));
  }
  if (plan.traces.has('exceptions')) {
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
      // Exceptions that nobody asks about are much faster.
      stop: { onHazard: catches, ...(plan.breaks.length > 0 && { onEntry: catches, onReturn: catches }) },
    });
    switch (event.event) {
      case 'exit':
        return event.code;
      case 'idle':
        if (await input.more()) break;
        if (input.quit) break;
        say(
          `waits at 0x${event.address.toString(16)} for an interrupt, and nothing is there that could raise one`,
        );
        return runExitCodes.stuck;
      case 'stub':
        say(`${event.name} is not in this program: a call of it returns at once`);
        target.returnFromStub();
        break;
      case 'exceptionEntry':
      case 'exceptionReturn':
      case 'hazard':
        if (caught !== undefined) {
          say(`stopped: ${caught}`);
          terminal.err(describeStop(event, target, exceptions));
          return 0;
        }
        return runExitCodes.stuck;
    }
    await setImmediate();
    const keys = input.take();
    if (keys.length > 0) target.consoleInput(keys);
    if (input.quit) {
      say(`ended by the user after ${target.time} instructions`);
      return runExitCodes.quit;
    }
  }
}

/** What became of interrupted registers; followed only when a return is to be caught, because it costs time. */
function followedExceptions({ target, breaks }: RunPlan): EntryStack | undefined {
  const returns = target.architecture.exceptionFilters.filter(({ event }) => event === 'return');
  const wanted = breaks.some(({ filterId }) => returns.some(({ id }) => id === filterId));
  return wanted ? new EntryStack(target, () => {}) : undefined;
}

/** The filters of `--break`, with the names that conditions have in the debugger. */
function filtersOf(
  { target, symbols, breaks }: RunPlan,
  exceptions: EntryStack | undefined,
  say: (text: string) => void,
): ExceptionFilters {
  const filters = new ExceptionFilters({
    architecture: target.architecture,
    all: architectures,
    lookup: extra => lookupIn(target, symbols, liveRegisters(target), extra),
    clobbered: ret => {
      const report = exceptions?.reportOf(ret);
      return report === undefined ? 0 : clobbered(report).length;
    },
    complain: say,
  });
  for (const { problem } of filters.set(breaks)) {
    if (problem !== undefined) throw new UsageError(problem);
  }
  return filters;
}

/** What a stop shows: the event, why it came here, and the registers. */
function describeStop(
  event: ExceptionEntry | ExceptionReturn | Hazard,
  target: Target,
  exceptions: EntryStack | undefined,
): string {
  const { architecture } = target;
  const lines: string[] = [];
  if (event.event === 'exceptionEntry') {
    lines.push(traceEntry(event, architecture), ...event.routing.map(reason => `  ${reason}`));
  }
  if (event.event === 'exceptionReturn') {
    lines.push(traceReturn(event, architecture));
    const report = exceptions?.reportOf(event);
    if (report !== undefined) lines.push(reportText(architecture, report, event, hex));
  }
  const names = new Set([...architecture.context.general, architecture.context.stackPointer, 'pc']);
  const cells = [...names].map(name => {
    const value = target.read(name) ?? 0n;
    const digits = (architecture.register(name)?.width ?? architecture.addressBits) / 4;
    return `${name.padStart(4)} ${value.toString(16).padStart(digits, '0')}`;
  });
  for (let n = 0; n < cells.length; n += 4) lines.push(cells.slice(n, n + 4).join('  '));
  return `${lines.join('\n')}\n`;
}

/** The machine that the debugger would launch for this program. Throws `UsageError`. */
function machineFor(
  { architecture, result, texts }: AssembledFiles,
  given: Given,
  terminal: Terminal,
): Target {
  const machine = given.value('machine');
  const level = levelOption(given);
  const memoryBytes = memoryOption(given);
  const launch = parseLaunch({
    program: given.files,
    ...(machine !== undefined && { machine }),
    ...cpuOption(given),
    ...(level !== undefined && { entryLevel: level }),
  });
  if (launch instanceof Refusal) throw new UsageError(launch.sentence);
  const wanted = { ...launch, ...(memoryBytes !== undefined && { memoryBytes }), ...engineOption(given) };
  const lines = new Map([...texts].map(([file, text]) => [file, linesOf(text)]));
  const program = {
    result,
    tables: findTables(architecture, result),
    map: sourceMapOf(result.program, lines),
    warnings: [],
  };
  const target = createEmulatorTarget(architecture, program, wanted, {
    console: terminal.out,
    log: message => terminal.err(`ventry: ${message}\n`),
  });
  if (target instanceof Refusal) throw new UsageError(target.sentence);
  return target;
}

export const run: Command = {
  name: 'run',
  usage: '[FILE…] [options]',
  summary:
    'Run assembled files, an ELF file, a raw image (.bin, .img, .raw), firmware or a kernel in the emulator;\n' +
    "the guest's console is standard input and output.",
  options: {
    'entry-el': { value: 'N', doc: "Exception level at the entry (the board's highest)." },
    break: {
      value: 'FILTER[ if CONDITION]',
      multiple: true,
      doc: 'Stop at an exception: sync, irq, lower64, return …, as in "sync if ec == 0x16".',
    },
    'max-instructions': { value: 'N', doc: 'Stop after so many instructions.' },
    trace: {
      value: 'WHAT',
      multiple: true,
      doc: 'Print a line for each of the exceptions (entries and returns) or instructions to standard error.',
    },
    stats: { doc: 'Print instructions, seconds, exceptions by cause and entered slots at the end.' },
    ...bootOptions,
    ...sourceOptions,
    load: { value: 'ADDRESS', doc: sourceOptions.load.doc.replace('section', 'section, or of a raw image') },
  },
  notes:
    "Exit code: the guest's own; 0 stopped by --break, 1 the source has errors, 2 could not run,\n" +
    `${runExitCodes.limit} --max-instructions reached, ${runExitCodes.stuck} the guest cannot go on,\n` +
    `${runExitCodes.quit} ended by Ctrl-A x at a terminal.`,
  run: async (given, terminal) => {
    const maximumInstructions = numberOption(given, 'max-instructions');
    const traces = new Set<Trace>(choiceOptions(given, 'trace', ['exceptions', 'instructions']));
    const run = (target: Target, symbols: SymbolValues): Promise<number> =>
      runProgram(
        {
          target,
          symbols,
          breaks: given.values('break').map(text => breakRequest(text, target.architecture)),
          maximumInstructions,
          traces,
          statistics: given.has('stats'),
          input: standardInput(),
        },
        terminal,
      );
    const booted = await bootedTarget(given, terminal);
    if (booted !== undefined) return run(booted, new Map());
    const assembled = await assembleForUse(given, terminal);
    if (assembled === undefined) return 1;
    if (!hasCode(assembled.result.program)) {
      throw new UsageError(`there is no instruction in ${given.files.join(', ')}`);
    }
    const target = machineFor(assembled, given, terminal);
    return run(target, symbolValues(assembled.result.program));
  },
};
