/**
 * What the module may do by itself, since JavaScript has done it once and had nothing to report: exceptions,
 * returns, accesses to registers.
 */
import type { MachineState } from '../../core/state.ts';
import { armed, control, noAddress } from './layout.ts';

export class Permissions {
  readonly #state: MachineState;
  /** Names of exceptions by their numbers. */
  readonly #exceptions: readonly string[];

  constructor(state: MachineState, exceptions: readonly string[]) {
    this.#state = state;
    this.#exceptions = exceptions;
  }

  /** From now on, until a control register is written, this exception may be taken here. */
  allowEntry(exception: string, from: number, to: number, target: bigint): void {
    const number = this.#exceptions.indexOf(exception);
    if (number < 0) return;
    const { view } = this.#state;
    const slot = Number((target >> BigInt(armed.addressBits)) % BigInt(armed.entries));
    view.setBigUint64(armed.offset + slot * armed.bytes, target, true);
    view.setUint32(armed.offset + slot * armed.bytes + 8, (number << 4) | (from << 2) | to, true);
  }

  /** The same for a return. */
  allowReturn(from: number, to: number): void {
    const { view } = this.#state;
    const allowed = view.getUint32(control.returns, true) | (1 << ((from << 2) | to));
    view.setUint32(control.returns, allowed, true);
  }

  /** The same for the access of a record that has its permission at `offset`, at one more privilege. */
  allowAccess(record: number, offset: number, privilege: number): void {
    const { view } = this.#state;
    const generation = view.getUint32(control.generation, true);
    const known = view.getUint32(record + offset, true) === generation;
    view.setUint32(record + offset, generation, true);
    const before = known ? view.getUint32(record + offset + 4, true) : 0;
    view.setUint32(record + offset + 4, before | (1 << privilege), true);
  }

  /** Takes everything back. */
  revoke(): void {
    const { view } = this.#state;
    view.setUint32(control.generation, view.getUint32(control.generation, true) + 1, true);
    view.setUint32(control.returns, 0, true);
    for (let slot = 0; slot < armed.entries; slot++)
      view.setBigUint64(armed.offset + slot * armed.bytes, noAddress, true);
  }
}
