/** The generated interpreter at work on one machine: runs its program in slices, and drops what changes. */
import type { MachineState } from '../../core/state.ts';
import type { DirectAccess } from '../direct.ts';
import type { CompiledInterpreter } from './compiled.ts';
import { EntryStack } from './entry-stack.ts';
import { exits } from './generate.ts';
import { control } from './layout.ts';
import { LookAsideBuffers } from './look-aside.ts';
import { Permissions } from './permissions.ts';
import { handlers } from './record.ts';
import { RecordPages } from './record-pages.ts';
import { helperImports } from './routines.ts';

/** Instructions of one call: V8 replaces a function's code by better code only when it is called again. */
const sliceLimit = 1_000_000;

/** What a run did. */
interface Progress {
  readonly done: number;
  /** Where to go on. */
  readonly address: bigint;
  /** The last instruction took an exception, and nothing was executed since. */
  readonly entered: boolean;
}

type Loop = (record: number, left: number, bank: number) => number;

export class Interpreter {
  /** Exceptions that were taken here. */
  readonly entries: EntryStack;
  /** What may be done here, though JavaScript has a say in it. */
  readonly permissions: Permissions;
  readonly #compiled: CompiledInterpreter;
  readonly #state: MachineState;
  readonly #direct: DirectAccess;
  readonly #buffers: LookAsideBuffers;
  readonly #records: RecordPages;
  readonly #run: Loop;
  /** The record in front of which it stopped. */
  #stopped: number | undefined;

  /** `stopsAt`: addresses whose instructions are never executed here. */
  constructor(
    compiled: CompiledInterpreter,
    state: MachineState,
    direct: DirectAccess,
    stopsAt: (address: bigint) => boolean,
  ) {
    const { instructions, module, fastPaths } = compiled;
    const exceptions = Object.keys(fastPaths?.entries ?? {});
    this.#compiled = compiled;
    this.#state = state;
    this.#direct = direct;
    this.entries = new EntryStack(state, exceptions);
    this.permissions = new Permissions(state, exceptions);
    const buffers = new LookAsideBuffers(state, direct);
    this.#buffers = buffers;
    this.#records = new RecordPages(compiled, state, direct, buffers, stopsAt);
    const instance = new WebAssembly.Instance(module, {
      host: {
        memory: state.memory,
        ...helperImports(instructions.vocabulary),
        find: store => buffers.find(store === 1 ? 'store' : 'load'),
      },
    });
    this.#run = instance.exports.run!;
    buffers.flush(['load', 'store', 'fetch']);
    this.#revoke();
    direct.onControlWrite(() => this.#revoke());
    direct.onWriteProtect(() => buffers.flush(['store']));
    direct.onRemap(() => {
      buffers.flush(['load', 'store', 'fetch']);
      this.#revoke();
    });
    direct.onCodeWrite((physical, length) => {
      this.#revoke();
      this.#records.forget(physical, length);
    });
  }

  /**
   * Executes at most `most` instructions from `address`, and says how many it did and where to go on. It ends
   * early in front of an instruction that is not for it. `time`: instructions retired before, and what the clock
   * shows then. `changesLevel`: whether exceptions and returns may go unheard.
   */
  run(
    address: bigint,
    most: number,
    time: { readonly retired: number; readonly ticks: number },
    changesLevel: boolean,
  ): Progress {
    const { view, cells, layout } = this.#state;
    this.#stopped = undefined;
    let done = 0;
    let at = address;
    let entered = false;
    view.setUint32(control.changesLevel, changesLevel ? 1 : 0, true);
    while (done < most) {
      const context = this.#direct.context();
      if (context === undefined) break;
      this.#buffers.use(context);
      const record = this.#records.at(at);
      if (record === undefined || !this.#records.isReady(record)) break;
      const slice = Math.min(most - done, sliceLimit);
      view.setInt32(control.leftAtEntry, slice, true);
      view.setBigUint64(control.ticks, BigInt(time.ticks + done + slice), true);
      const exit = this.#run(record, slice, this.#buffers.bank);
      const left = view.getInt32(control.left, true);
      entered = view.getInt32(control.leftAtEntry, true) === left && left < slice;
      this.entries.giveTimes(time.retired + done + slice);
      done += slice - left;
      const stopped = view.getUint32(control.record, true);
      at =
        exit === exits.atAddress
          ? view.getBigUint64(control.address, true)
          : this.#records.addressOf(stopped);
      if (exit === exits.atRecord && this.#records.handlerAt(stopped) !== handlers.unknown) {
        this.#stopped = stopped;
        break;
      }
    }
    // Nobody is to see what was written there.
    cells[layout.sink] = 0n;
    return { done, address: at, entered };
  }

  /** The instruction in front of which it stopped has been executed without an exception. */
  permit(address: bigint): void {
    const record = this.#stopped;
    if (record === undefined || this.#records.addressOf(record) !== address) return;
    const offset = this.#compiled.permissions.get(this.#records.handlerAt(record));
    if (offset !== undefined) this.permissions.allowAccess(record, offset, this.#direct.privilege());
  }

  /** Forgets what was prepared for an address: whether it is a stop has changed. */
  stopsChanged(address: bigint): void {
    this.#records.stopsChanged(address);
  }

  #revoke(): void {
    this.#stopped = undefined;
    this.permissions.revoke();
  }
}
