/** Everything that came from outside, for repeating a run: what was done at which moment. */
import type { Input, LoggedInput } from '../api.ts';

const sameValue = (a: unknown, b: unknown): boolean =>
  a instanceof Uint8Array && b instanceof Uint8Array
    ? a.length === b.length && a.every((byte, at) => byte === b[at])
    : a === b;

function sameInput(a: Input, b: Input): boolean {
  const other = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).every(([name, value]) => sameValue(value, other.get(name)));
}

export class InputLog {
  readonly inputs: LoggedInput[] = [];
  /** Moment of the next input that was recorded; infinite when there is none. */
  nextMoment = Number.POSITIVE_INFINITY;
  /** Number of inputs that have taken effect. */
  #done = 0;
  /** The last moment of the recorded run, as far as it is known here: see `endAt`. */
  #end = 0;

  get done(): number {
    return this.#done;
  }

  /** The last moment of the recorded run, when the machine is at `moment`. */
  endAt(moment: number): number {
    return Math.max(this.#end, moment);
  }

  /** Whether the step at this moment has been recorded before. */
  isRecorded(moment: number): boolean {
    return moment < this.#end;
  }

  /** The next input, if it was recorded for this moment. */
  nextAt(moment: number): Input | undefined {
    const next = this.inputs[this.#done];
    return next?.moment === moment ? next.input : undefined;
  }

  /** The next input has been repeated. */
  repeated(): void {
    this.#advance(this.#done + 1);
  }

  /** New input. Unless it is the recorded one, what was recorded after this moment is void. */
  add(logged: LoggedInput): void {
    const next = this.nextAt(logged.moment);
    if (next === undefined || !sameInput(next, logged.input)) {
      this.inputs.length = this.#done;
      this.inputs.push(logged);
      this.#end = 0;
    }
    this.#advance(this.#done + 1);
  }

  /** The machine leaves one moment for another of the recorded run, at which so many inputs had taken effect. */
  moved(from: number, done: number): void {
    this.#end = this.endAt(from);
    this.#advance(done);
  }

  #advance(done: number): void {
    this.#done = done;
    this.nextMoment = this.inputs[done]?.moment ?? Number.POSITIVE_INFINITY;
  }
}
