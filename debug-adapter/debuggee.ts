/** A program that is being debugged: the target with everything that is known of it and watches it. */
import type { ConditionLookup } from '../emulator/conditions.ts';
import type { Architecture } from '../isa/architecture.ts';
import { Breakpoints } from './breakpoints/breakpoints.ts';
import { ExceptionFilters } from './breakpoints/exception-filters.ts';
import { MemoryWindow } from './console/memory-window.ts';
import { clobbered } from './exceptions/clobber-report.ts';
import { reportText, worthTelling } from './exceptions/clobber-text.ts';
import { EntryStack } from './exceptions/entry-stack.ts';
import { type Frame, liveRegisters, unwind } from './exceptions/unwinding.ts';
import { type ExtraNames, lookupIn, type SymbolValues, symbolValues } from './expressions/names.ts';
import type { Host } from './host.ts';
import type { Launch } from './launch.ts';
import type { LoadedProgram } from './program/load.ts';
import type { Position } from './program/positions.ts';
import { Runner } from './running/runner.ts';
import type { Stop } from './running/stop.ts';
import { StubPolicy } from './running/stubs.ts';
import type { Target } from './targets/target.ts';

/** What a debuggee tells while it runs. */
export interface DebuggeeEvents {
  readonly onStop: (stop: Stop) => void;
  readonly onExit: (code: number, how: string) => void;
  readonly onFailure: (error: unknown) => void;
  /** Memory was changed from outside. */
  readonly onMemorySet: (address: bigint, length: number) => void;
  /** A message for the Debug Console, about a place in the text when there is one. */
  readonly onMessage: (kind: 'note' | 'warning', text: string, position?: Position) => void;
}

export class Debuggee {
  readonly launch: Launch;
  readonly program: LoadedProgram;
  readonly target: Target;
  readonly exceptions: EntryStack;
  readonly breakpoints: Breakpoints;
  readonly filters: ExceptionFilters;
  readonly stubs: StubPolicy;
  readonly runner: Runner;
  readonly memoryWindow = new MemoryWindow();
  readonly #symbols: SymbolValues;
  #frames: readonly Frame[] | undefined;

  constructor(parts: {
    readonly host: Host;
    readonly launch: Launch;
    readonly program: LoadedProgram;
    readonly target: Target;
    readonly architectures: readonly Architecture[];
    readonly events: DebuggeeEvents;
    readonly breakpointId: (group: string, index: number) => number;
  }) {
    const { host, launch, program, target, architectures, events } = parts;
    this.launch = launch;
    this.program = program;
    this.target = target;
    this.#symbols = symbolValues(program.result.program);
    this.exceptions = new EntryStack(target, (ret, report) => {
      if (this.isTravelling || !worthTelling(report, launch.clobberReport)) return;
      const text = reportText(target.architecture, report, ret, address => this.place(address));
      const kind = clobbered(report).length > 0 ? 'warning' : 'note';
      events.onMessage(kind, text, this.positionOf(ret.address));
    });
    this.breakpoints = new Breakpoints({
      map: program.map,
      program: program.result.program,
      alignment: target.architecture.instructions.alignment,
      lookup: extra => this.lookup(extra),
      log: (text, position) => {
        if (!this.isTravelling) events.onMessage('note', text, position);
      },
      idOf: parts.breakpointId,
    });
    this.filters = new ExceptionFilters({
      architecture: target.architecture,
      all: architectures,
      lookup: extra => this.lookup(extra),
      clobbered: ret => {
        const report = this.exceptions.reportOf(ret);
        return report === undefined ? 0 : clobbered(report).length;
      },
      complain: message => {
        if (!this.isTravelling) events.onMessage('warning', message);
      },
    });
    target.history?.accompany(this.exceptions);
    target.history?.accompany(this.breakpoints);
    target.history?.accompany(this.filters);
    // A value was changed from outside: what is shown is made anew.
    target.onInput(input => {
      this.#frames = undefined;
      if (input.what === 'memory' && !this.isTravelling)
        events.onMemorySet(input.address, input.bytes.length);
    });
    this.stubs = new StubPolicy(launch.stubs, launch.noDebug ? 'return' : launch.unresolved);
    this.runner = new Runner({
      host,
      target,
      map: program.map,
      exceptions: this.exceptions,
      breakpoints: this.breakpoints,
      filters: this.filters,
      stubs: this.stubs,
      onStop: stop => {
        this.#frames = undefined;
        events.onStop(stop);
      },
      onExit: events.onExit,
      onFailure: events.onFailure,
    });
  }

  /** Whether what happens has happened before, and is gone through to get somewhere in the past. */
  get isTravelling(): boolean {
    return this.target.history?.isTravelling === true;
  }

  get architecture(): Architecture {
    return this.target.architecture;
  }

  /** The call stack, innermost first. */
  get frames(): readonly Frame[] {
    this.#frames ??= unwind(this.target, this.exceptions);
    return this.#frames;
  }

  /** Names as seen from a frame; from the machine as it is when none is given. */
  lookup(extra: ExtraNames = {}, frame?: Frame): ConditionLookup {
    const registers = frame?.kind === 'code' ? frame.registers : liveRegisters(this.target);
    return lookupIn(this.target, this.#symbols, registers, extra);
  }

  /** The author's line of an address, outside of macros. */
  positionOf(address: bigint): Position | undefined {
    const level = this.program.map.levelsAt(address)[0];
    return level && this.program.map.position(level);
  }

  /** `handler+0x8 (vectors.S:12)`: an address for people. */
  place(address: bigint): string {
    const name = this.program.map.describe(address) ?? `0x${address.toString(16)}`;
    const at = this.positionOf(address);
    return at === undefined ? name : `${name} (${at.file.split(/[\\/]/).at(-1)}:${at.line})`;
  }
}
