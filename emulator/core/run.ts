/** The run loop: one step at a time until an event that stops, an end of the guest, or the budget. */
import type {
  ExceptionEntry,
  ExceptionReturn,
  Hazard,
  RunOptions,
  StopConditions,
  StopEvent,
} from '../api.ts';

/** What a step can report. */
export type MachineEvent = ExceptionEntry | ExceptionReturn | Hazard;

/** A processor as the loop drives it. Nothing throws on what a guest does. */
export interface Processor {
  readonly pc: bigint;
  readonly moment: number;
  /** How the guest ended, once it has. */
  readonly exit: Extract<StopEvent, { readonly event: 'exit' }> | undefined;
  /** Waiting, and nothing is there that could wake it. */
  readonly asleep: boolean;
  /** The stub at an address. */
  stubAt(address: bigint): string | undefined;
  /** Repeats logged input of this moment, if there is any. */
  repeatInputs(): void;
  /** Does what is due at this time besides interrupts: rings alarms, ends waits; false when nothing is. */
  passTime(): boolean;
  /** Lets time go on to what may end the wait; false when nothing is there. */
  wait(): boolean;
  /** Takes the interrupt that is due, if any; its events. */
  interrupt(): readonly MachineEvent[] | undefined;
  /**
   * Executes instructions until one has events or the next one needs to be asked about, `most` at the most. Says
   * how many it began, at least one, and the events of the last one, the most telling first.
   */
  advance(most: number): { readonly begun: number; readonly events: readonly MachineEvent[] };
}

function stops(stop: StopConditions, event: MachineEvent): boolean {
  switch (event.event) {
    case 'exceptionEntry':
      return stop.onEntry?.(event) ?? false;
    case 'exceptionReturn':
      return stop.onReturn?.(event) ?? false;
    case 'hazard':
      return stop.onHazard?.(event) ?? false;
  }
}

/** Alarms in one slice: a guest that waits for ever, with alarms that do not wake it, can be paused all the same. */
const mostAlarms = 100_000;

/**
 * Runs a slice. Every instruction begun counts against the budget, also one that ends in an exception; what
 * happens in between does not. The state changes by steps alone, each of which is a moment: looking for a reason
 * to stop changes nothing.
 */
export function run(processor: Processor, options: RunOptions): StopEvent {
  const { budget, stop, skipFirstBreakpoint, until = Number.POSITIVE_INFINITY } = options;
  let skip = skipFirstBreakpoint ?? false;
  let left = budget;
  let alarms = mostAlarms;
  processor.repeatInputs();
  for (; left > 0 && alarms > 0 && processor.moment < until && !processor.exit; processor.repeatInputs()) {
    if (processor.passTime()) {
      alarms--;
      continue;
    }
    let events = processor.interrupt();
    if (events) left--;
    else {
      const address = processor.pc;
      if (processor.asleep) {
        if (!processor.wait()) return { event: 'idle', address };
        alarms--;
        continue;
      }
      const stub = processor.stubAt(address);
      if (stub !== undefined) return { event: 'stub', address, name: stub };
      if (!skip && stop.breakpoints?.has(address) && (stop.onBreakpoint?.(address) ?? true)) {
        return { event: 'breakpoint', address };
      }
      const advanced = processor.advance(Math.min(left, until - processor.moment));
      left -= advanced.begun;
      ({ events } = advanced);
    }
    skip = false;
    if (events.length === 0) continue;
    // Every predicate sees its event, because predicates count hits.
    const [first] = events.filter(event => stops(stop, event));
    if (!first) continue;
    processor.repeatInputs();
    return first;
  }
  return processor.exit ?? { event: 'limit' };
}
