/** Runs firmware that nobody here wrote, in QEMU and in the emulator, with a script of console input. */
import { spawn } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { firmwareBoot } from '../../../emulator/boards/virt/boot.ts';
import { createMachine } from '../../../emulator/machine.ts';
import { a64 } from '../../../isa/a64/architecture.ts';
import { qemu } from '../qemu.ts';

export interface GuestRun {
  /** What is typed once a text has appeared, in order. */
  readonly typed: readonly { readonly after: string; readonly keys: string }[];
  /** The run ends when this text has appeared after the last input. */
  readonly until: string;
  /** Seconds until it is given up. */
  readonly seconds: number;
}

export interface GuestResult {
  /** Everything up to the end of the text that ended the run. */
  readonly console: string;
  /** The text has appeared. */
  readonly ended: boolean;
}

/** Follows a console: tells what to type, and when it is over. */
class Script {
  readonly #run: GuestRun;
  #console = '';
  #from = 0;
  #typed = 0;

  constructor(run: GuestRun) {
    this.#run = run;
  }

  /** Takes output; gives the keys to type now. */
  heard(output: string): string {
    this.#console += output;
    const next = this.#run.typed[this.#typed];
    if (!next) return '';
    const at = this.#console.indexOf(next.after, this.#from);
    if (at < 0) return '';
    this.#from = at + next.after.length;
    this.#typed++;
    return next.keys;
  }

  get result(): GuestResult {
    const { typed, until } = this.#run;
    const at = this.#typed === typed.length ? this.#console.indexOf(until, this.#from) : -1;
    return at < 0
      ? { console: this.#console, ended: false }
      : { console: this.#console.slice(0, at + until.length), ended: true };
  }
}

/** QEMU with these options besides the console on standard input and output. */
export function guestInQemu(options: readonly string[], run: GuestRun): Promise<GuestResult> {
  const script = new Script(run);
  return new Promise((resolve, reject) => {
    const common = '-display none -monitor none -serial stdio -no-reboot -net none'.split(' ');
    const child = spawn(qemu!, [...options, ...common], { stdio: ['pipe', 'pipe', 'ignore'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), run.seconds * 1000);
    child.stdout.on('data', (data: Buffer) => {
      const keys = script.heard(data.toString('latin1'));
      if (keys) child.stdin.write(keys);
      if (script.result.ended) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(script.result);
    });
  });
}

/** Firmware in the first flash of board `virt`. */
export interface GuestMachine {
  readonly firmware: Uint8Array;
  readonly memoryBytes: number;
  /** Highest exception level. */
  readonly level: 1 | 3;
}

/** The emulator; `log`: what is not modelled. */
export async function guestInEmulator(
  { firmware, memoryBytes, level }: GuestMachine,
  run: GuestRun,
): Promise<GuestResult & { readonly instructions: bigint; readonly log: readonly string[] }> {
  const script = new Script(run);
  const log: string[] = [];
  let output = '';
  const machine = createMachine({
    architecture: a64,
    board: 'virt',
    entryLevel: level,
    memoryBytes,
    ...firmwareBoot(firmware, { memoryBytes, level, psci: level === 1 ? 'hvc' : undefined }),
    console: bytes => {
      output += Buffer.from(bytes).toString('latin1');
    },
    log: message => log.push(message),
  });
  const deadline = Date.now() + run.seconds * 1000;
  while (!script.result.ended && Date.now() < deadline) {
    const event = machine.run({ budget: 100_000, stop: {} });
    const keys = script.heard(output);
    output = '';
    if (keys) machine.consoleInput(Buffer.from(keys));
    if (event.event !== 'limit') break;
    await setImmediate();
  }
  return { ...script.result, instructions: machine.time, log };
}
