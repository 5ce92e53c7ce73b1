/** A shadow call stack: calls that were seen being made and have not come back. */
import type { Effects } from '../../isa/instruction.ts';

export interface Call {
  /** Address of the call instruction. */
  readonly site: bigint;
  readonly returnAddress: bigint;
}

export class CallStack {
  readonly #calls: Call[];

  constructor(calls: readonly Call[] = []) {
    this.#calls = [...calls];
  }

  /** Innermost last. */
  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** Takes an executed instruction into account; `next` is where control went. */
  follow(instruction: { address: bigint; length: number }, control: Effects['control'], next: bigint): void {
    const after = instruction.address + BigInt(instruction.length);
    if (control.includes('call')) this.#calls.push({ site: instruction.address, returnAddress: after });
    else if (control.includes('return') && !this.arrived(next)) this.clear();
    // A jump to where the innermost call comes back is its return (`br` to the link register).
    else if (control.includes('jump') && this.#calls.at(-1)?.returnAddress === next && next !== after)
      this.arrived(next);
  }

  /**
   * Control came back to the return address of a call: it and those inside of it are over. False when no call
   * is known that returns there.
   */
  arrived(address: bigint): boolean {
    const at = this.#calls.findLastIndex(call => call.returnAddress === address);
    if (at !== -1) this.#calls.length = at;
    return at !== -1;
  }

  copy(): CallStack {
    return new CallStack(this.#calls);
  }

  /** What was known is void: control has left by another way, such as a change of stacks. */
  clear(): void {
    this.#calls.length = 0;
  }
}
