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
  /** How the guest ended, once it has. */
  readonly exit: Extract<StopEvent, { readonly event: 'exit' }> | undefined;
  /** Waiting, and nothing is there that could wake it. */
  readonly asleep: boolean;
  /** The stub at an address. */
  stubAt(address: bigint): string | undefined;
  /** Takes the interrupt that is due, if any; its events. */
  interrupt(): readonly MachineEvent[] | undefined;
  /** Executes one instruction or takes its exception; its events, the most telling first. */
  step(): readonly MachineEvent[];
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

/** Runs a slice. Every instruction begun counts against the budget, also one that ends in an exception. */
export function run(processor: Processor, { budget, stop, skipFirstBreakpoint }: RunOptions): StopEvent {
  let skip = skipFirstBreakpoint ?? false;
  for (let left = budget; left > 0 && !processor.exit; left--) {
    let events = processor.interrupt();
    if (!events) {
      const address = processor.pc;
      if (processor.asleep) return { event: 'idle', address };
      const stub = processor.stubAt(address);
      if (stub !== undefined) return { event: 'stub', address, name: stub };
      if (!skip && stop.breakpoints?.has(address) && (stop.onBreakpoint?.(address) ?? true)) {
        return { event: 'breakpoint', address };
      }
      events = processor.step();
    }
    skip = false;
    // Every predicate sees its event, because predicates count hits.
    const [first] = events.filter(event => stops(stop, event));
    if (first) return first;
  }
  return processor.exit ?? { event: 'limit' };
}
