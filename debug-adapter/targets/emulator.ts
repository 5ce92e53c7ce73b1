/** The bundled emulator as a target: a program on a board, with a plan of interrupts. */
import type { ImageSegment, Machine, MachineOptions, MarkedRange } from '../../emulator/api.ts';
import { History } from '../../emulator/core/history.ts';
import { boardsOf, createMachine, problemsOf } from '../../emulator/machine.ts';
import type { Architecture } from '../../isa/architecture.ts';
import type { Launch } from '../launch.ts';
import type { LoadedProgram } from '../program/load.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Target } from './target.ts';

export interface TargetOutput {
  /** The guest's console. */
  readonly console: (bytes: Uint8Array) => void;
  /** One line for each thing that is not modelled. */
  readonly log: (message: string) => void;
  /** What the user has to know about the recorded run. */
  readonly note?: (message: string) => void;
}

/** A machine with the program and what the launch configuration asks for; the refusal says what it lacks. */
export function createEmulatorTarget(
  architecture: Architecture,
  program: LoadedProgram,
  launch: Launch,
  output: TargetOutput,
): Target | Refusal {
  const board = launch.machine ?? boardsOf(architecture)[0]?.id;
  if (board === undefined) return refuse(`There is no machine for ${architecture.label}.`);
  const { interruptLines } = architecture;
  const unknown = launch.interrupts.find(({ line }) => !interruptLines.some(({ name }) => name === line));
  if (unknown !== undefined) {
    const known = interruptLines.map(({ name }) => name).join(', ');
    return refuse(`There is no interrupt "${unknown.line}"; there are ${known}.`);
  }
  const { result } = program;
  const options: MachineOptions = {
    architecture,
    board,
    segments: segmentsOf(program),
    entry: result.program.entry,
    ...(launch.cpu !== undefined && { cpu: launch.cpu }),
    ...(launch.entryLevel !== undefined && { entryLevel: launch.entryLevel }),
    ...(launch.memoryBytes !== undefined && { memoryBytes: launch.memoryBytes }),
    ...(launch.engine !== undefined && { engine: launch.engine }),
    registers: fitted(architecture, launch.registers),
    ranges: rangesOf(architecture, program),
    interrupts: launch.interrupts,
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
  if (launch.input !== '') machine.consoleInput(new TextEncoder().encode(launch.input));
  // Who does not debug does not go back.
  const megabytes = launch.noDebug ? 0 : launch.historyMegabytes;
  return targetOf(machine, megabytes > 0 ? new History(machine, { megabytes }) : undefined, time =>
    output.note?.(
      `What was recorded after instruction ${time} is forgotten: the run goes on from here with this input.`,
    ),
  );
}

/** Values as wide as their registers: negative numbers are given as 64 bits. */
const fitted = (
  architecture: Architecture,
  registers: Readonly<Record<string, bigint>>,
): Readonly<Record<string, bigint>> =>
  Object.fromEntries(
    Object.entries(registers).map(([name, value]) => [
      name,
      BigInt.asUintN(architecture.register(name)?.width ?? 64, value),
    ]),
  );

const segmentsOf = ({ result }: LoadedProgram): readonly ImageSegment[] =>
  result.program.sections
    .filter(section => section.flags.alloc && section.bytes.length > 0)
    .map(({ address, loadAddress = address, bytes }) => ({ address: loadAddress, bytes }));

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

/** A machine as a target. `forgets` is told when input in the past makes the recorded future void. */
export function targetOf(
  machine: Machine,
  history?: History,
  forgets: (time: bigint) => void = () => {},
): Target {
  const input = <Result>(happens: () => Result): Result => {
    const { end } = machine;
    const result = happens();
    if (machine.end < end) forgets(machine.time);
    return result;
  };
  return {
    architecture: machine.architecture,
    history,
    get time() {
      return machine.time;
    },
    get moment() {
      return machine.moment;
    },
    get end() {
      return machine.end;
    },
    get slotEntries() {
      return machine.slotEntries;
    },
    get pc() {
      return machine.pc;
    },
    get level() {
      return machine.level;
    },
    read: name => machine.read(name),
    write: (name, value) => input(() => machine.write(name, value)),
    readMemory: (address, length) => machine.readMemory(address, length),
    writeMemory: (address, bytes) => input(() => machine.writeMemory(address, bytes)),
    instructionAt: address => machine.instructionAt(address),
    requestInterrupt: line => input(() => machine.requestInterrupt(line)),
    screen: () => machine.screen(),
    consoleInput: bytes => input(() => machine.consoleInput(bytes)),
    returnFromStub: result => input(() => machine.returnFromStub(result)),
    onInstruction: observer => machine.onInstruction(observer),
    onEvent: observer => machine.onEvent(observer),
    onInput: observer => machine.onInput(observer),
    run: options => (history ?? machine).run(options),
  };
}
