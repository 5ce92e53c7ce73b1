/** Things that are legal for the machine and almost certainly a mistake of the program. */
import type { ExceptionEntry, Hazard, MarkedRange } from '../api.ts';
import { rangeAt, rangeTouched } from '../core/ranges.ts';

const hexadecimal = (value: bigint): string => `0x${value.toString(16)}`;

/** What a look at a slot needs. */
export interface SlotView {
  /** The word at the slot's start; undefined when it cannot be fetched. */
  readonly firstWord: number | undefined;
  /** Why the slot cannot be fetched. */
  readonly fetchFault: string | undefined;
}

export class Hazards {
  readonly #ranges: readonly MarkedRange[];
  readonly state = {
    /** Levels whose VBAR was written, with the value before its low bits were dropped. */
    vectorBases: new Map<number, bigint>(),
    /** The last entry, as long as no instruction completed since. */
    fresh: undefined as { readonly cause: string; readonly toLevel: number } | undefined,
    /** Start of the padding that execution is in, reported already. */
    padding: undefined as bigint | undefined,
  };

  constructor(ranges: readonly MarkedRange[]) {
    this.#ranges = ranges;
  }

  vectorBaseWritten(level: number, value: bigint): void {
    this.state.vectorBases.set(level, value);
  }

  /** An instruction completed without an exception. */
  completed(): void {
    this.state.fresh = undefined;
  }

  /** What is wrong with an exception that was just taken, and with the slot that it enters. */
  ofEntry(entry: ExceptionEntry, slot: SlotView): readonly Hazard[] {
    const hazards: Hazard[] = [];
    const address = entry.vectorBase + BigInt(entry.offset);
    const report = (hazard: Hazard['hazard'], message: string, at = address): void => {
      hazards.push({ event: 'hazard', time: entry.time, hazard, message, address: at });
    };
    const where = `VBAR_EL${entry.toLevel} + 0x${entry.offset.toString(16)} (${hexadecimal(address)})`;

    const { fresh } = this.state;
    const again = fresh && fresh.toLevel === entry.toLevel && entry.fromLevel === entry.toLevel;
    if (again && entry.kind === 0) {
      report(
        'recursive-exception',
        `Recursive exception: ${entry.cause} at EL${entry.toLevel} before one instruction of the handler for ` +
          `${fresh.cause} completed; ESR_EL${entry.toLevel}, ELR_EL${entry.toLevel} and SPSR_EL${entry.toLevel} ` +
          'of the first one are lost',
      );
    } else if (slot.fetchFault !== undefined) {
      report('recursive-exception', `The slot at ${where} cannot be fetched: ${slot.fetchFault}`);
    }

    const written = this.state.vectorBases.get(entry.toLevel);
    if (written === undefined && !rangeAt(this.#ranges, 'table', entry.vectorBase)) {
      report(
        'vbar-unset',
        `VBAR_EL${entry.toLevel} was never written: the exception goes to ${where}, where no table was put`,
      );
    } else if (written !== undefined && written !== entry.vectorBase) {
      report(
        'vbar-unset',
        `VBAR_EL${entry.toLevel} was written with ${hexadecimal(written)}, which is not 2 KiB aligned: ` +
          `bits 10:0 are ignored, and the exception goes to ${where}`,
      );
    }

    const padding = rangeAt(this.#ranges, 'padding', address);
    if (padding) {
      this.state.padding = padding.start;
      report('empty-slot', `The slot at ${where} holds only padding (${padding.name})`);
    } else if (slot.firstWord === 0) {
      report('empty-slot', `The slot at ${where} is empty: its first word is 0, an undefined instruction`);
    }

    if (entry.cause === 'sp-alignment') {
      report(
        'stack-alignment',
        'Memory was accessed through a stack pointer that is no multiple of 16',
        entry.returnAddress,
      );
    }
    this.state.fresh = { cause: entry.cause, toLevel: entry.toLevel };
    return hazards;
  }

  /** Before an instruction: execution runs into padding. Reported once for each stay in it. */
  ofFetch(time: bigint, address: bigint): Hazard | undefined {
    const padding = rangeAt(this.#ranges, 'padding', address);
    if (padding?.start === this.state.padding) return undefined;
    this.state.padding = padding?.start;
    if (!padding) return undefined;
    const message = `Execution runs into padding (${padding.name}) at ${hexadecimal(address)}`;
    return { event: 'hazard', time, hazard: 'padding-executed', message, address };
  }

  isPadding(address: bigint): boolean {
    return rangeAt(this.#ranges, 'padding', address) !== undefined;
  }

  /** Whether these bytes touch a vector table. */
  isTable(address: bigint, size: number): boolean {
    return rangeTouched(this.#ranges, 'table', address, size) !== undefined;
  }

  /** After a store through the stack pointer. */
  ofStackStore(time: bigint, address: bigint, size: number): Hazard | undefined {
    const table = rangeTouched(this.#ranges, 'table', address, size);
    if (!table) return undefined;
    const message = `A store through the stack pointer changes ${table.name} at ${hexadecimal(address)}`;
    return { event: 'hazard', time, hazard: 'stack-into-table', message, address };
  }

  /** Whether any range of a kind was marked: lets hot paths skip the rest. */
  has(what: MarkedRange['what']): boolean {
    return this.#ranges.some(range => range.what === what);
  }
}
