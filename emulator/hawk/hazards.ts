/** Things that are legal for the Hawk and almost certainly a mistake of the program. */
import type { ExceptionEntry, Hazard, MarkedRange } from '../api.ts';
import { rangeAt } from '../core/ranges.ts';
import { hexadecimal } from './traps.ts';

export class Hazards {
  readonly #ranges: readonly MarkedRange[];
  readonly state = {
    /** The last trap, until its handler has read TPC or returned. */
    unread: undefined as { readonly cause: string; readonly returnAddress: bigint } | undefined,
    /** Start of the padding that execution is in, reported already. */
    padding: undefined as bigint | undefined,
  };
  readonly watchesFetch: boolean;

  constructor(ranges: readonly MarkedRange[]) {
    this.#ranges = ranges;
    this.watchesFetch = ranges.some(({ what }) => what === 'padding');
  }

  /** The program has read TPC, written it, or returned: nothing is lost by another trap. */
  saved(): void {
    this.state.unread = undefined;
  }

  /** What is wrong with a trap that was just taken; `isEmpty`: there is nothing in its entry of the vector. */
  ofEntry(entry: ExceptionEntry, isEmpty: boolean): readonly Hazard[] {
    const address = BigInt(entry.offset);
    const hazards: Hazard[] = [];
    const report = (hazard: Hazard['hazard'], message: string, at = address): void => {
      hazards.push({ event: 'hazard', time: entry.time, hazard, message, address: at });
    };
    const first = this.state.unread;
    if (first !== undefined) {
      report(
        'nested-trap',
        `Trap inside a trap handler: ${entry.cause} at ${hexadecimal(entry.returnAddress)} before the handler for ` +
          `${first.cause} has read TPC; the return address ${hexadecimal(first.returnAddress)} and the old level ` +
          'are lost',
        entry.returnAddress,
      );
    }
    if (isEmpty) {
      report(
        'empty-slot',
        `There is nothing in the vector at ${hexadecimal(entry.offset)}, for ${entry.cause}`,
      );
    }
    this.state.unread = { cause: entry.cause, returnAddress: entry.returnAddress };
    return hazards;
  }

  isPadding(address: bigint): boolean {
    return rangeAt(this.#ranges, 'padding', address) !== undefined;
  }

  /** Before an instruction: execution runs into padding. Reported once for each stay in it. */
  beforeFetch(time: bigint, address: bigint): Hazard | undefined {
    const padding = rangeAt(this.#ranges, 'padding', address);
    if (padding?.start === this.state.padding) return undefined;
    this.state.padding = padding?.start;
    if (!padding) return undefined;
    const message = `Execution runs into padding (${padding.name}) at ${hexadecimal(address)}`;
    return { event: 'hazard', time, hazard: 'padding-executed', message, address };
  }
}
