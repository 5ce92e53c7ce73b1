/** Makes machines: the entry of the emulator. */
import type { Architecture } from '../isa/architecture.ts';
import type { Machine, MachineOptions } from './api.ts';
import type { Board } from './boards/board.ts';
import { holdsMemory } from './core/memory-map.ts';
import type { MachineKind } from './machine-kind.ts';
import { machineKinds } from './machine-kinds.ts';

const hexadecimal = (value: bigint): string => `0x${value.toString(16)}`;

const kindOf = ({ architecture }: MachineOptions): MachineKind | undefined =>
  machineKinds.find(kind => kind.architecture === architecture.id);

/** Boards with a processor of this architecture, the usual one first. */
export const boardsOf = (architecture: Architecture): readonly Board[] =>
  machineKinds.find(kind => kind.architecture === architecture.id)?.boards ?? [];

/** What is wrong with these options, one sentence each; none when a machine can be made. */
export function problemsOf(options: MachineOptions): readonly string[] {
  const kind = kindOf(options);
  if (!kind) return [`No emulator for ${options.architecture.label}.`];
  const { boards } = kind;
  const board = boards.find(({ id }) => id === options.board);
  if (!board) {
    return [`There is no board "${options.board}"; there is ${boards.map(({ id }) => id).join(', ')}.`];
  }
  const problems = [...kind.problemsOf(options)];
  const bytes = options.memoryBytes ?? board.memoryBytes;
  if (!(Number.isInteger(bytes) && bytes > 0 && bytes <= board.maximumMemoryBytes)) {
    problems.push(`${bytes} bytes of RAM: board ${board.id} takes 1 to ${board.maximumMemoryBytes}.`);
    return problems;
  }
  const memory = board
    .regions(bytes, options)
    .filter(holdsMemory)
    .map(({ start, bytes: length }) => ({ start: BigInt(start), end: BigInt(start + length) }));
  for (const { address, bytes: content } of options.segments) {
    const end = address + BigInt(content.length);
    if (!memory.some(region => address >= region.start && end <= region.end)) {
      problems.push(
        `The program's bytes at ${hexadecimal(address)} to ${hexadecimal(end)} lie outside the memory of board ${board.id}.`,
      );
    }
  }
  for (const name of Object.keys(options.registers ?? {})) {
    if (!options.architecture.register(name)) problems.push(`There is no register "${name}".`);
  }
  return problems;
}

/**
 * A machine with its program loaded, about to execute the instruction at `entry`. Throws when `problemsOf` has
 * something to say; ask it first where the options are a user's.
 */
export function createMachine(options: MachineOptions): Machine {
  const [problem] = problemsOf(options);
  if (problem) throw new Error(problem);
  return kindOf(options)!.create(options);
}
