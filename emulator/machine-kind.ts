/** How machines of one architecture are made: what `machine-kinds.ts` lists. */

import type { StateCell } from '../isa/architecture.ts';
import type { Semantics } from '../isa/semantics.ts';
import type { Machine, MachineOptions } from './api.ts';
import type { Board } from './boards/board.ts';
import { GuestMachine, type MachineServices } from './core/guest-machine.ts';
import { guestBytesOf, MemoryMap } from './core/memory-map.ts';
import type { ProcessorModel } from './core/processor-model.ts';
import { layoutOf, MachineState } from './core/state.ts';
import { type CompiledInterpreter, compileInterpreter } from './engines/interpreter/compiled.ts';
import type { FastPaths } from './engines/interpreter/fast-paths.ts';
import { recordRoomBytes } from './engines/interpreter/record-pages.ts';

export interface MachineKind {
  /** Id of the architecture. */
  readonly architecture: string;
  readonly boards: readonly Board[];
  /** What is wrong with options that only this kind understands, one sentence each. */
  readonly problemsOf: (options: MachineOptions) => readonly string[];
  /** A machine on the board that the options name. They have no problems. */
  readonly create: (options: MachineOptions) => Machine;
}

/** What a processor is connected to when it is made. */
export interface Surroundings<B extends Board> {
  readonly board: B;
  /** The board's devices. */
  readonly connected: ReturnType<B['connect']>;
  /** RAM in bytes. */
  readonly memoryBytes: number;
  readonly state: MachineState;
  readonly map: MemoryMap;
  readonly services: MachineServices;
}

/** A kind of machine, by its processor model. */
export function machineKind<B extends Board, Request>(kind: {
  readonly architecture: string;
  readonly boards: readonly B[];
  readonly problemsOf?: (options: MachineOptions) => readonly string[];
  /** Cells that the model needs besides those of the architecture. */
  readonly cells?: readonly StateCell[];
  readonly model: (options: MachineOptions, surroundings: Surroundings<B>) => ProcessorModel<Request>;
  /** Operations of semantics that do nothing on these machines. */
  readonly idle?: readonly string[];
  readonly fastPaths?: FastPaths;
  /** Cells besides registers of banks that the interpreter may write by itself; all of them when absent. */
  readonly hotCells?: readonly string[];
  /** What every instruction does that makes so many accesses, besides its meaning. */
  readonly counting?: (accesses: number) => Semantics;
}): MachineKind {
  const {
    architecture,
    boards,
    problemsOf = () => [],
    cells = [],
    model,
    idle = [],
    fastPaths,
    hotCells,
    counting,
  } = kind;
  /** All machines of a kind execute the same module. */
  let compiled: CompiledInterpreter | undefined;
  return {
    architecture,
    boards,
    problemsOf,
    create: options => {
      const board = boards.find(({ id }) => id === options.board);
      if (!board) throw new Error(`no board ${options.board} for ${architecture}`);
      return new GuestMachine(options, services => {
        const memoryBytes = memoryBytesOf(options, board);
        const regions = board.regions(memoryBytes, options);
        const { vocabulary } = options.architecture.instructions;
        const banks = Object.keys(vocabulary.banks).map(bank => new RegExp(`^${bank}\\d+$`));
        const isHot = (name: string): boolean =>
          !hotCells || hotCells.includes(name) || banks.some(bank => bank.test(name));
        const layout = layoutOf(options.architecture, cells, isHot);
        const interprets = options.engine !== 'evaluator';
        const state = new MachineState(layout, guestBytesOf(regions), interprets ? recordRoomBytes : 0);
        const interpreter = (): CompiledInterpreter => {
          const { instructions } = options.architecture;
          compiled ??= compileInterpreter({ instructions, layout, idle: new Set(idle), fastPaths, counting });
          return compiled;
        };
        const connected = board.connect({
          options,
          memoryBytes,
          clock: services.clock,
          memory: {
            read: (address, length) => map.peek(address, length),
            write: (address, bytes) => map.poke(address, bytes),
          },
          transmit: services.transmit,
          interrupt: services.interrupt,
          log: services.log,
        }) as ReturnType<B['connect']>;
        const { devices, receive, screen } = connected;
        const map = new MemoryMap(state, regions, devices, services.log);
        const processor = model(options, { board, memoryBytes, state, map, connected, services });
        return {
          model: processor,
          map,
          devices,
          receive,
          ...(screen && { screen }),
          ...(interprets && { interpreter }),
        };
      });
    },
  };
}

/** RAM is given in steps of 64 KiB. */
const memoryBytesOf = ({ memoryBytes }: MachineOptions, board: Board): number =>
  Math.ceil((memoryBytes ?? board.memoryBytes) / 65_536) * 65_536;
