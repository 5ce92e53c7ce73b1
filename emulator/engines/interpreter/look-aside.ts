/** The translation look-aside buffers from the side of JavaScript: filled where the module missed, and emptied. */
import { type MachineState, pageBytes } from '../../core/state.ts';
import type { DirectAccess } from '../direct.ts';
import {
  bankOffset,
  control,
  entryBytes,
  entryFlags,
  entryTarget,
  invalidTag,
  type TlbName,
  tlbBanks,
  tlbEntries,
  tlbs,
  unalignedFlag,
} from './layout.ts';

const offsetMask = BigInt(pageBytes - 1);

export class LookAsideBuffers {
  readonly #state: MachineState;
  readonly #direct: DirectAccess;
  /** Start of the bank in use. */
  #bank = bankOffset(0);

  constructor(state: MachineState, direct: DirectAccess) {
    this.#state = state;
    this.#direct = direct;
  }

  get bank(): number {
    return this.#bank;
  }

  /** From now on, the bank of a translation context is in use. */
  use(context: number): void {
    this.#bank = bankOffset(context);
  }

  /** What the fetch entry of a page leads to; where it is of another page, `find` is asked and the answer kept. */
  fetch(page: bigint, find: () => number | undefined): number | undefined {
    const { view } = this.#state;
    const entry = this.#entryOf('fetch', page);
    if (view.getBigUint64(entry, true) === page) return view.getUint32(entry + entryTarget, true);
    const found = find();
    if (found === undefined) return undefined;
    view.setBigUint64(entry, page, true);
    view.setUint32(entry + entryTarget, found, true);
    return found;
  }

  #entryOf(tlb: TlbName, address: bigint): number {
    const number = Number((address / BigInt(pageBytes)) % BigInt(tlbEntries));
    return this.#bank + tlbs[tlb] + number * entryBytes;
  }

  /** The byte in the machine's memory for the access that the module asks about; 0 when it is not for it. */
  find(tlb: 'load' | 'store'): number {
    const { view } = this.#state;
    this.#bank = view.getUint32(control.bank, true);
    const address = view.getBigUint64(control.address, true);
    const tag = address & ~offsetMask;
    const page = this.#direct.dataPage(tag, tlb);
    if (!page) return 0;
    const entry = this.#entryOf(tlb, address);
    view.setBigUint64(entry, tag, true);
    view.setInt32(entry + entryTarget, (page.offset - Number(BigInt.asUintN(32, tag))) | 0, true);
    view.setUint32(entry + entryFlags, page.unaligned ? unalignedFlag : 0, true);
    return page.offset + Number(address & offsetMask);
  }

  /** Drops all entries of buffers, in all banks. */
  flush(names: readonly TlbName[]): void {
    const { view } = this.#state;
    for (let context = 0; context < tlbBanks; context++) {
      for (const name of names) {
        const first = bankOffset(context) + tlbs[name];
        for (let entry = 0; entry < tlbEntries; entry++)
          view.setBigUint64(first + entry * entryBytes, invalidTag, true);
      }
    }
  }
}
