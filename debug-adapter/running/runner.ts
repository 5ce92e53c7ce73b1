/**
 * Runs the target in short slices, so that messages are answered meanwhile, and decides at every event
 * whether to stop, to go on, or to begin the next leg of a step.
 */
import type {
  ExceptionEntry,
  ExceptionReturn,
  Hazard,
  StopConditions,
  StopEvent,
} from '../../emulator/api.ts';
import type { Way } from '../../emulator/core/history.ts';
import type { Breakpoints } from '../breakpoints/breakpoints.ts';
import type { ExceptionFilters } from '../breakpoints/exception-filters.ts';
import { clobbered } from '../exceptions/clobber-report.ts';
import { describeEvent, type EventText } from '../exceptions/describe.ts';
import type { EntryStack } from '../exceptions/entry-stack.ts';
import type { Host } from '../host.ts';
import type { SourceMap } from '../program/source-map.ts';
import type { Target } from '../targets/target.ts';
import { type Found, stopOf } from './reasons.ts';
import { sliceSizer } from './slices.ts';
import type { Leg, StepPlan } from './steps.ts';
import type { Stop } from './stop.ts';
import type { StubPolicy } from './stubs.ts';
import { type View, viewAfter } from './view.ts';

export interface RunnerParts {
  readonly host: Host;
  readonly target: Target;
  readonly map: SourceMap;
  readonly exceptions: EntryStack;
  readonly breakpoints: Breakpoints;
  readonly filters: ExceptionFilters;
  readonly stubs: StubPolicy;
  readonly onStop: (stop: Stop) => void;
  /** The guest ended the run. */
  readonly onExit: (code: number, how: string) => void;
  /** A mistake of ours while running: the run ends. */
  readonly onFailure: (error: unknown) => void;
}

/** Milliseconds between two looks at the messages that came in. */
const sliceMilliseconds = 10;

export class Runner {
  readonly #parts: RunnerParts;
  readonly #slices = sliceSizer(sliceMilliseconds);
  #state: 'ready' | 'running' | 'stopped' | 'ended' = 'ready';
  #pauseAsked = false;
  #stop: Stop | undefined;
  #view: View;
  /** The instruction at the program counter has been looked at: its breakpoint does not count again. */
  #atBreakpoint = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#view = this.#viewOf(undefined);
  }

  get state(): 'ready' | 'running' | 'stopped' | 'ended' {
    return this.#state;
  }

  /** Why it is stopped. */
  get stop(): Stop | undefined {
    return this.#stop;
  }

  /** The place that is shown while it is stopped. */
  get view(): View {
    return this.#view;
  }

  /** Shows another macro level of the same place, or another place, without running. */
  show(stop: Stop): void {
    this.#atBreakpoint = true;
    this.#arrive(stop, this.#viewOf(stop.depth));
  }

  /** Goes on until something stops it, or through the steps of a plan. */
  resume(plan?: StepPlan): void {
    const { stubs, exceptions, target, host } = this.#parts;
    const stub = this.#stop?.stub;
    if (stub !== undefined) stubs.answer(target, stub);
    this.#stop = undefined;
    this.#state = 'running';
    this.#pauseAsked = false;
    exceptions.followCalls(plan !== undefined);
    // What is not in the program is left by any step: it has no inside.
    const leg = stub === undefined ? plan?.next() : undefined;
    if (plan !== undefined && leg === undefined) this.#finishStep();
    else host.defer(() => this.#slice(plan, leg));
  }

  /**
   * Goes a way through the past. It is made with the conditions that stop the run, and what it finds, if it
   * finds anything, is why the program is stopped at its end; else `arrived` says why.
   */
  travel(wayWith: (stop: StopConditions) => Way, arrived: () => Stop): void {
    const found: Found = {};
    const way = wayWith(this.#conditions(found));
    this.#stop = undefined;
    this.#state = 'running';
    this.#pauseAsked = false;
    this.#parts.exceptions.followCalls(false);
    this.#parts.host.defer(() => this.#travelSlice(way, found, arrived));
  }

  /** Stops at once: within the current slice. */
  pause(): void {
    this.#pauseAsked = true;
  }

  end(): void {
    this.#state = 'ended';
  }

  #slice(plan: StepPlan | undefined, leg: Leg | undefined): void {
    if (this.#state !== 'running') return;
    try {
      const { host } = this.#parts;
      const until = host.now() + sliceMilliseconds;
      let current = leg;
      do {
        if (this.#pauseAsked) this.#arrive({ reason: 'pause', description: 'Paused' });
        else if (this.#runLeg(current) && plan !== undefined) {
          current = plan.next();
          if (current === undefined) this.#finishStep();
        }
      } while (this.#isRunning() && host.now() < until);
      if (this.#isRunning()) host.defer(() => this.#slice(plan, current));
    } catch (error) {
      this.end();
      this.#parts.onFailure(error);
    }
  }

  #travelSlice(way: Way, found: Found, arrived: () => Stop): void {
    if (!this.#isRunning()) return;
    try {
      const { host, target } = this.#parts;
      const until = host.now() + sliceMilliseconds;
      do {
        const [from, started] = [target.moment, host.now()];
        if (this.#pauseAsked) {
          way.return(undefined);
          this.#arrive({ reason: 'pause', description: 'Paused on the way through the past' });
        } else {
          const { done, value: event } = way.next();
          if (done) this.#arriveInPast(event, found, arrived);
        }
        this.#ran(target.moment - from, host.now() - started);
      } while (this.#isRunning() && host.now() < until);
      if (this.#isRunning()) host.defer(() => this.#travelSlice(way, found, arrived));
    } catch (error) {
      this.end();
      this.#parts.onFailure(error);
    }
  }

  #arriveInPast(event: StopEvent | undefined, found: Found, arrived: () => Stop): void {
    const { target, map, breakpoints } = this.#parts;
    // It is reached from behind: its visit is counted now.
    const hits = event?.event === 'breakpoint' ? breakpoints.hit(event.address) : [];
    const stop = event && stopOf(event, { ...found, hits }, this.#describe);
    if (stop !== undefined) this.#arrive(stop);
    else this.#arrive(arrived(), viewAfter(this.#view, target.pc, map.levelsAt(target.pc)));
  }

  #isRunning(): boolean {
    return this.#state === 'running';
  }

  /** Runs one slice of a leg; true when the leg is at its end. Stops, when there is a reason. */
  #runLeg(leg: Leg | undefined): boolean {
    const { target, host } = this.#parts;
    const found: Found = {};
    const started = host.now();
    const from = target.time;
    const event = target.run({
      budget: this.#budget(leg),
      skipFirstBreakpoint: this.#atBreakpoint,
      stop: this.#conditions(found, leg),
    });
    if (leg?.run !== 'one') this.#ran(Number(target.time - from), host.now() - started);
    this.#atBreakpoint = event.event === 'breakpoint';
    return this.#handle(event, found, leg);
  }

  /** The next slice is made as long as this one says that it should be. */
  #ran(instructions: number, milliseconds: number): void {
    this.#slices.ran(instructions, milliseconds);
    const { history } = this.#parts.target;
    if (history !== undefined) history.slice = this.#slices.budget;
  }

  #budget(leg: Leg | undefined): number {
    if (leg?.run === 'one') return 1;
    if (leg?.run !== 'to-time') return this.#slices.budget;
    return Math.min(this.#slices.budget, Number(leg.time - this.#parts.target.time));
  }

  /** When to stop; what was found is noted. */
  #conditions(found: Found, leg?: Leg): StopConditions {
    const { breakpoints, filters } = this.#parts;
    const caught = (event: ExceptionEntry | ExceptionReturn | Hazard): boolean => {
      const label = filters.catches(event);
      if (label !== undefined) found.filter = { label, event };
      return label !== undefined;
    };
    const legAddress = leg?.run === 'to' ? leg.address : undefined;
    const { addresses } = breakpoints;
    return {
      onEntry: entry => caught(entry) || leg?.run === 'one',
      onReturn: ret =>
        caught(ret) ||
        leg?.run === 'one' ||
        (leg?.run === 'until-return' && ret.entry !== undefined && ret.entry <= leg.sequence),
      onHazard: caught,
      breakpoints: legAddress === undefined ? addresses : new Set([...addresses, legAddress]),
      onBreakpoint: address => {
        const hits = breakpoints.hit(address);
        if (hits.length > 0) found.hits = hits;
        found.leg = leg?.run === 'to' && address === leg.address && leg.accept();
        return hits.length > 0 || found.leg;
      },
    };
  }

  /** True when the leg is at its end. Stops, when there is a reason. */
  #handle(event: StopEvent, found: Found, leg: Leg | undefined): boolean {
    const { stubs, target, onExit } = this.#parts;
    if (event.event === 'exit') {
      this.#state = 'ended';
      onExit(event.code, event.how);
      return false;
    }
    if (event.event === 'stub' && stubs.goesOn(event.name)) {
      stubs.answer(target, event.name);
      return false;
    }
    const stop = stopOf(event, found, this.#describe);
    if (stop !== undefined) {
      this.#arrive(stop);
      return false;
    }
    switch (event.event) {
      case 'limit':
        return leg?.run === 'one' || (leg?.run === 'to-time' && target.time >= leg.time);
      case 'breakpoint':
        return found.leg === true;
      case 'exceptionEntry':
      case 'exceptionReturn':
        return leg !== undefined;
      default:
        return false;
    }
  }

  /** An event in words; a return with the registers that it leaves clobbered. */
  readonly #describe = (event: ExceptionEntry | ExceptionReturn | Hazard): EventText => {
    const { exceptions, target } = this.#parts;
    const said = describeEvent(target.architecture, event);
    const report = event.event === 'exceptionReturn' ? exceptions.reportOf(event) : undefined;
    const names = report === undefined ? [] : clobbered(report).map(outcome => outcome.register);
    return names.length === 0 ? said : { ...said, text: `${said.text}; clobbered: ${names.join(', ')}` };
  };

  #finishStep(): void {
    const { target, map } = this.#parts;
    const view = viewAfter(this.#view, target.pc, map.levelsAt(target.pc));
    this.#arrive({ reason: 'step', description: 'Paused after a step' }, view);
  }

  #arrive(stop: Stop, view: View = this.#viewOf(stop.depth)): void {
    this.#state = 'stopped';
    this.#atBreakpoint = true;
    this.#stop = stop;
    this.#view = view;
    this.#parts.onStop(stop);
  }

  #viewOf(depth: number | undefined): View {
    const { target, map } = this.#parts;
    const levels = map.levelsAt(target.pc);
    return {
      address: target.pc,
      levels,
      depth: Math.min(depth ?? levels.length, Math.max(0, levels.length - 1)),
    };
  }
}
