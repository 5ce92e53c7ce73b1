/** Commands of the Debug Console, besides expressions and assignments. */
import type { StopConditions } from '../../emulator/api.ts';
import type { History, Way } from '../../emulator/core/history.ts';
import type { Architecture, InterruptLineDescription } from '../../isa/architecture.ts';
import type { Debuggee } from '../debuggee.ts';
import { hex, historyLine } from '../exceptions/describe.ts';
import { parseNumber } from '../launch.ts';
import { Refusal, refuse } from '../refusal.ts';
import { entryDetails } from '../requests/exception-info.ts';
import { needStopped } from '../requests/need.ts';
import { travel } from '../requests/reversing.ts';
import { parseValue } from '../requests/values.ts';
import { runToTime } from '../running/steps.ts';
import type { Item } from '../views/item.ts';
import { programRegisterItems, systemRegisterItems } from '../views/registers.ts';
import { savedFrameItems } from '../views/saved-frame.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { goOn, machineCommand } from './machine-commands.ts';

/** Records of the history that are shown unless told otherwise. */
const historyShown = 20;

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

const table = (items: readonly Item[]): string => {
  const width = Math.max(0, ...items.map(item => item.name.length));
  return items.map(item => `${item.name.padEnd(width)}  ${item.value('hex')}`).join('\n');
};

const interrupt = ({ name, label }: InterruptLineDescription): ConsoleCommand => ({
  name,
  usage: name,
  doc: `Raise ${label} until it is taken`,
  whileRunning: true,
  run({ debuggee }) {
    debuggee.target.requestInterrupt(name);
    return `${label.charAt(0).toUpperCase()}${label.slice(1)} is raised.`;
  },
});

const help = (name: string): ConsoleCommand => ({
  name,
  usage: name,
  doc: 'Show the commands',
  whileRunning: true,
  run: ({ debuggee }) => helpText(debuggee.architecture),
});

const commonCommands: readonly ConsoleCommand[] = [
  help('help'),
  help('?'),
  {
    name: 'regs',
    usage: 'regs [GROUP]',
    doc: 'Show registers of the selected frame, or a group of system registers',
    whileRunning: false,
    run({ debuggee, words, frame }) {
      if (frame === undefined) return refuse('This frame has no registers.');
      if (words.length === 0) return table(programRegisterItems(debuggee, frame.registers));
      const groups = systemRegisterItems(debuggee, frame.registers);
      const wanted = words.join(' ').toLowerCase();
      const group = groups.find(item => item.name.toLowerCase() === wanted);
      if (group?.children !== undefined) return table(group.children());
      return refuse(`There is no such group; there are ${groups.map(item => item.name).join(', ')}.`);
    },
  },
  {
    name: 'frame',
    usage: 'frame',
    doc: "Show where the handler saved the interrupted registers, and the exception's cause",
    whileRunning: false,
    run({ debuggee, frame }) {
      if (frame?.exception === undefined) return refuse('This frame is not of an exception handler.');
      const { exception, registers } = frame;
      return `${entryDetails(debuggee, exception.entry)}\n${table(savedFrameItems(debuggee, exception, registers))}`;
    },
  },
  {
    name: 'vectors',
    usage: 'vectors',
    doc: 'Show the vector tables and which level uses them',
    whileRunning: true,
    run: ({ debuggee }) => vectorTables(debuggee),
  },
  {
    name: 'history',
    usage: 'history [COUNT]',
    doc: 'Show the last exception entries and returns with the number of their instruction: `time N` goes there',
    whileRunning: true,
    run({ debuggee, words }) {
      const count = words[0] === undefined ? historyShown : Number(words[0]);
      if (!Number.isInteger(count) || count < 1) return refuse('The count is a number above 0.');
      const records = debuggee.exceptions.history.slice(-count);
      if (records.length === 0) return 'No exception has been taken.';
      const { architecture } = debuggee;
      return records.map(r => historyLine(architecture, r, address => debuggee.place(address))).join('\n');
    },
  },
  {
    name: 'time',
    usage: 'time [N]',
    doc: 'Show how many instructions have been executed, or go to the moment after N of them, forward or back',
    whileRunning: true,
    run: time,
  },
  {
    name: 'stub',
    usage: 'stub [NAME VALUE|ask]',
    doc: 'Let calls of a handler that is not in the program give back a value, and go on',
    whileRunning: true,
    run: stub,
  },
  {
    name: 'input',
    usage: 'input TEXT',
    doc: "Send a line to the guest's console",
    whileRunning: true,
    run({ debuggee, words }) {
      const line = `${words.join(' ')}\n`;
      debuggee.target.consoleInput(new TextEncoder().encode(line));
      return `${line.length} characters sent.`;
    },
  },
];

/** The commands for programs of an architecture: those of every program, its interrupts, and its own. */
export const commandsOf = (architecture: Architecture): readonly ConsoleCommand[] => [
  ...commonCommands,
  ...architecture.interruptLines.map(interrupt),
  ...architecture.consoleCommands.map(machineCommand),
];

export const commandNamed = (architecture: Architecture, name: string): ConsoleCommand | undefined =>
  commandsOf(architecture).find(command => command.name === name.toLowerCase());

function helpText(architecture: Architecture): string {
  const commands = commandsOf(architecture);
  const width = Math.max(...commands.map(command => command.usage.length));
  const { expressions, assignment } = architecture.examples;
  return [
    ...commands.map(({ usage, doc }) => `${usage.padEnd(width)}  ${doc}`),
    `Anything else is an expression (${expressions.join(', ')}) or sets a place (${assignment}).`,
  ].join('\n');
}

function vectorTables(debuggee: Debuggee): string {
  const { architecture, target, program } = debuggee;
  const bases = architecture.vectorTable.baseRegisters.flatMap(register => {
    const value = target.read(register.name);
    return value === undefined ? [] : [{ ...register, value }];
  });
  const known = program.tables.flatMap(table => {
    const users = bases.filter(base => base.value === table.address).map(base => base.name);
    const used = users.length === 0 ? '' : `, in ${users.join(', ')}`;
    return [
      `${table.name ?? 'table'} at ${hex(table.address)}${used}`,
      ...table.slots
        .filter(slot => slot.state !== 'absent')
        .map(slot => {
          const offset = hex(slot.description.offset).padEnd(6);
          const what = slot.state === 'empty' ? 'empty' : `${slot.used} bytes, ${slot.end}`;
          const entries = target.slotEntries.get(table.address + BigInt(slot.description.offset));
          const count = entries === undefined ? '' : `, entered ${times(entries)}`;
          return `  ${offset} ${slot.description.short.padEnd(15)} ${what}${count}`;
        }),
    ];
  });
  const others = bases
    .filter(base => !program.tables.some(table => table.address === base.value))
    .map(
      base =>
        `${base.name} ${hex(base.value)}: no table is known there (${architecture.levelName(base.level)})`,
    );
  return [...known, ...others].join('\n');
}

function time(call: CommandCall): string | Refusal {
  const { session, debuggee, words } = call;
  const { target } = debuggee;
  if (words[0] === undefined) {
    const past = target.moment < target.end ? ' This is in the past: the run has been recorded further.' : '';
    return `${target.time} instructions have been executed.${past}`;
  }
  const stopped = needStopped(session);
  if (stopped instanceof Refusal) return stopped;
  const wanted = parseNumber(words[0]);
  if (wanted === undefined || BigInt.asIntN(64, wanted) < 0n) return refuse('N is a number of instructions.');
  if (wanted > target.time) return goOn(call, runToTime(wanted));
  const way = (history: History, stop: StopConditions): Way => history.goToTime(wanted, stop);
  return travel(session, way, `After ${wanted} instructions`, true) ?? '';
}

function stub({ session, debuggee, words }: CommandCall): string | Refusal {
  const { stubs, program, runner } = debuggee;
  const externals = program.result.program.externals;
  const [name, ...rest] = words;
  if (name === undefined) {
    if (externals.length === 0) return 'Everything that is called is in the program.';
    return externals
      .map(external => {
        const value = stubs.valueOf(external.name);
        return `${external.name} at ${hex(external.stub)}: ${value === undefined ? 'stops' : `returns ${hex(value)}`}`;
      })
      .join('\n');
  }
  if (!externals.some(external => external.name === name))
    return refuse(`${name} is not a handler that is missing from the program.`);
  if (rest[0] === 'ask') {
    stubs.set(name, undefined);
    return `Calls of ${name} stop.`;
  }
  const value = parseValue(debuggee, rest.join(' ') || '0');
  if (value instanceof Refusal) return value;
  stubs.set(name, value);
  if (runner.state === 'stopped' && runner.stop?.stub === name) {
    session.after(() => {
      session.send('continued', { threadId: 1, allThreadsContinued: true });
      runner.resume();
    });
  }
  return `${name} returns ${hex(value)}.`;
}
