/** Console input from the process's standard input: keys as they are typed, or a file or pipe. */

/** Ctrl-A x ends the run, as QEMU users know it: in a terminal, Ctrl-C belongs to the guest. */
const prefix = 0x01;
const quit = 'x'.charCodeAt(0);

export interface ConsoleInput {
  /** What has arrived since the last call. */
  take(): Uint8Array;
  /** Waits for more; false when there will be no more. */
  more(): Promise<boolean>;
  /** The user wants the run to end. */
  readonly quit: boolean;
  /** Gives standard input back. */
  close(): void;
}

/** Reads standard input until `close`. */
export function standardInput(): ConsoleInput {
  const { stdin } = process;
  let arrived: number[] = [];
  let ended = false;
  let wantsQuit = false;
  let escaped = false;
  let wake = (): void => {};

  const terminal = stdin.isTTY === true;
  function typed(byte: number): void {
    if (!terminal) arrived.push(byte);
    else if (escaped) {
      escaped = false;
      if (byte === quit) wantsQuit = true;
      else arrived.push(byte);
    } else if (byte === prefix) escaped = true;
    else arrived.push(byte);
  }
  const onData = (data: Buffer): void => {
    for (const byte of data) typed(byte);
    wake();
  };
  const onEnd = (): void => {
    ended = true;
    wake();
  };
  if (terminal) stdin.setRawMode(true);
  stdin.on('data', onData).on('end', onEnd).on('error', onEnd);

  return {
    take: () => {
      const bytes = Uint8Array.from(arrived);
      arrived = [];
      return bytes;
    },
    more: async () => {
      while (arrived.length === 0 && !ended && !wantsQuit) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
      return arrived.length > 0;
    },
    get quit() {
      return wantsQuit;
    },
    close: () => {
      if (terminal) stdin.setRawMode(false);
      stdin.off('data', onData).off('end', onEnd).off('error', onEnd);
      stdin.destroy();
    },
  };
}
