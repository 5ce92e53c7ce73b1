/** The bundled emulator as a target: a program on a board, with a plan of interrupts. */
import type {
  ImageSegment,
  InterruptLine,
  Machine,
  MachineOptions,
  MarkedRange,
  RunOptions,
  StopEvent,
} from '../../emulator/api.ts';
import { boards } from '../../emulator/boards/boards.ts';
import { createMachine, problemsOf } from '../../emulator/machine.ts';
import type { Architecture } from '../../isa/architecture.ts';
import type { Launch, PlannedInterrupt } from '../launch.ts';
import type { LoadedProgram } from '../program/load.ts';
import { type Refusal, refuse } from '../protocol.ts';
import type { Target } from './target.ts';

export interface TargetOutput {
  /** The guest's console. */
  readonly console: (bytes: Uint8Array) => void;
  /** One line for each thing that is not modelled. */
  readonly log: (message: string) => void;
}

/** A machine with the program and what the launch configuration asks for; the refusal says what it lacks. */
export function createEmulatorTarget(
  architecture: Architecture,
  program: LoadedProgram,
  launch: Launch,
  output: TargetOutput,
): Target | Refusal {
  if (!boards.some(board => board.id === launch.machine)) {
    const known = boards.map(({ id }) => `"${id}"`).join(', ');
    return refuse(`There is no machine "${launch.machine}"; there is ${known}.`);
  }
  const { result } = program;
  const options: MachineOptions = {
    architecture,
    board: launch.machine,
    segments: segmentsOf(program),
    entry: result.program.entry,
    ...(launch.entryLevel !== undefined && { entryLevel: launch.entryLevel }),
    ...(launch.memoryBytes !== undefined && { memoryBytes: launch.memoryBytes }),
    registers: launch.registers,
    ranges: rangesOf(architecture, program),
    stubs: result.program.externals.map(({ name, stub }) => ({ name, address: stub })),
    console: output.console,
    log: output.log,
  };
  const [problem] = problemsOf(options);
  if (problem !== undefined) return refuse(problem);
  const machine = createMachine(options);
  for (const { address, bytes } of launch.memory)
    if (!machine.writeMemory(address, bytes))
      return refuse(`Memory at 0x${address.toString(16)} cannot be set: nothing is mapped there.`);
  return targetOf(machine, launch.interrupts);
}

const segmentsOf = ({ result }: LoadedProgram): readonly ImageSegment[] =>
  result.program.sections
    .filter(section => section.flags.alloc && section.bytes.length > 0)
    .map(({ address, bytes }) => ({ address, bytes }));

/** Tables, and the padding that no handler should run into. */
function rangesOf(architecture: Architecture, { tables, result }: LoadedProgram): readonly MarkedRange[] {
  const size = architecture.vectorTable.slotSize;
  const found = tables.map((table): MarkedRange => {
    const slots = table.slots.filter(slot => slot.state !== 'absent').length;
    return {
      name: table.name ?? `table at 0x${table.address.toString(16)}`,
      what: 'table',
      start: table.address,
      end: table.address + BigInt(slots * size),
    };
  });
  const padding = result.program.statements
    .filter(s => s.size > 0 && (s.kind === 'alignment' || s.kind === 'org'))
    .map(
      (s): MarkedRange => ({
        name: s.name,
        what: 'padding',
        start: s.address,
        end: s.address + BigInt(s.size),
      }),
    );
  return [...found, ...padding];
}

/** A machine as a target. It raises interrupts as planned, and lowers each again when it has been taken. */
export function targetOf(machine: Machine, plan: readonly PlannedInterrupt[] = []): Target {
  const waiting = [...plan];
  const raised = new Set<InterruptLine>();
  machine.onEvent(event => {
    if (event.event !== 'exceptionEntry') return;
    for (const line of raised)
      if (lineKind[line] === event.kind) {
        machine.setInterrupt(line, false);
        raised.delete(line);
      }
  });
  const interrupt = (line: InterruptLine): void => {
    raised.add(line);
    machine.setInterrupt(line, true);
  };
  const raiseNext = (): void => {
    const next = waiting.shift();
    if (next !== undefined) interrupt(next.line);
  };
  return {
    architecture: machine.architecture,
    get time() {
      return machine.time;
    },
    get pc() {
      return machine.pc;
    },
    get level() {
      return machine.level;
    },
    read: name => machine.read(name),
    write: (name, value) => machine.write(name, value),
    readMemory: (address, length) => machine.readMemory(address, length),
    writeMemory: (address, bytes) => machine.writeMemory(address, bytes),
    instructionAt: address => machine.instructionAt(address),
    interrupt,
    consoleInput: bytes => machine.consoleInput(bytes),
    returnFromStub: result => machine.returnFromStub(result),
    onInstruction: observer => machine.onInstruction(observer),
    onEvent: observer => machine.onEvent(observer),
    run(options: RunOptions): StopEvent {
      while (waiting[0] !== undefined && waiting[0].at <= machine.time) raiseNext();
      const next = waiting[0];
      const left = next === undefined ? options.budget : Number(next.at - machine.time);
      const event = machine.run({ ...options, budget: Math.min(options.budget, left) });
      // Nothing else happens until the next interrupt: time goes on to it.
      if (event.event === 'idle' && next !== undefined) {
        raiseNext();
        return { event: 'limit' };
      }
      return event;
    },
  };
}

/** The kind of exception that each line causes. */
const lineKind: Readonly<Record<InterruptLine, number>> = { irq: 1, virq: 1, fiq: 2, vfiq: 2, serror: 3 };
