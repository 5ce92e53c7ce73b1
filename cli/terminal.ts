/** Where a command writes. */

export interface Terminal {
  /** Standard output: results, and the guest's console. */
  readonly out: (text: string | Uint8Array) => void;
  /** Standard error: everything about the run itself. */
  readonly err: (text: string) => void;
  /** Whether each of the two is a terminal that shows colours. */
  readonly outColours: boolean;
  readonly errColours: boolean;
}

export type Style = 'error' | 'warning' | 'information' | 'hint' | 'note' | 'bold' | 'dim';

const codes: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  information: '1;36',
  hint: '1;32',
  note: '1;34',
  bold: '1',
  dim: '2',
};

export type Paint = (style: Style, text: string) => string;

/** Styles text with ANSI codes, or leaves it plain. */
export const painter =
  (colours: boolean): Paint =>
  (style, text) =>
    colours ? `\x1b[${codes[style]}m${text}\x1b[0m` : text;

/** The terminal of this process. `NO_COLOR` and `TERM=dumb` turn colours off. */
export function processTerminal(): Terminal {
  const wanted = !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  return {
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    outColours: wanted && process.stdout.isTTY === true,
    errColours: wanted && process.stderr.isTTY === true,
  };
}
