/** A command of the command line. */
import { describeOptions, type Given, type Options } from './options.ts';
import type { Terminal } from './terminal.ts';

export interface Command {
  readonly name: string;
  /** What follows the name: `FILES… [options]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: Options;
  /** Paragraphs after the options, e.g. the exit codes. */
  readonly notes?: string;
  /** Makes the words of the command line those of the options. Throws `UsageError`. */
  readonly prepare?: (words: readonly string[]) => readonly string[];
  /** Gives the exit code. Throws `UsageError` where the command line cannot be obeyed. */
  readonly run: (given: Given, terminal: Terminal) => Promise<number>;
}

/** The help text of one command. */
export const helpOf = ({ name, usage, summary, options, notes }: Command): string =>
  [
    `Usage: ventry ${name} ${usage}`,
    summary,
    `Options:\n${describeOptions({ ...options, help: helpOption })}`,
    ...(notes === undefined ? [] : [notes]),
  ].join('\n\n');

export const helpOption = { short: 'h', doc: 'Show this help.' } as const;
