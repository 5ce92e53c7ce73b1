/** Options of the commands as data: the parser and the help text are made from the same tables. */
import { parseArgs } from 'node:util';

export interface Option {
  /** One letter, for `-I dir`. */
  readonly short?: string;
  /** Another name that does the same. */
  readonly alias?: string;
  /** What stands for the value in the help text; absent for a switch. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly doc: string;
}

export type Options = Readonly<Record<string, Option>>;

/** Options given to a command. */
export interface Given {
  /** Arguments that are no options. */
  readonly files: readonly string[];
  has(name: string): boolean;
  /** Last value of an option. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/** The command line cannot be obeyed; the message says why. The process ends with exit code 2. */
export class UsageError extends Error {}

/** Reads the arguments of one command. Throws `UsageError`. */
export function parseOptions(options: Options, words: readonly string[]): Given {
  const config = Object.fromEntries(
    Object.entries(options).flatMap(([name, { value, short, alias }]) => {
      const type = value === undefined ? ('boolean' as const) : ('string' as const);
      const plain = { type, multiple: true as const };
      const own = [name, { ...plain, ...(short === undefined ? {} : { short }) }] as const;
      return alias === undefined ? [own] : [own, [alias, plain] as const];
    }),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: config, allowPositionals: true });
    const all = (name: string): readonly (string | boolean)[] => [
      ...(values[name] ?? []),
      ...(values[options[name]?.alias ?? ''] ?? []),
    ];
    for (const [name, option] of Object.entries(options)) {
      if (!option.multiple && all(name).length > 1) throw new UsageError(`--${name} is given more than once`);
    }
    return {
      files: positionals,
      has: name => all(name).length > 0,
      value: name => all(name).at(-1) as string | undefined,
      values: name => all(name) as readonly string[],
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof TypeError && 'code' in error) throw new UsageError(firstSentence(error.message));
    throw error;
  }
}

/** Node explains at length how to quote; the first sentence says what is wrong. */
const firstSentence = (text: string): string => text.split(/[.:]?\s*(?:\n|\. )/)[0] as string;

/** Options in columns for the help text. */
export function describeOptions(options: Options): string {
  const rows = Object.entries(options).map(([name, { short, alias, value, doc }]) => {
    const names = alias === undefined ? `--${name}` : `--${name}, --${alias}`;
    const long = `${names}${value === undefined ? '' : ` ${value}`}`;
    return [short === undefined ? `    ${long}` : `-${short}, ${long}`, doc] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, doc]) => `  ${left.padEnd(width)}  ${doc}`).join('\n');
}

/** `NAME=VALUE` options as a record; the value is `1` when only a name is given. Throws `UsageError`. */
export function pairs(given: Given, name: string, needsValue: boolean): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.values(name).map(text => {
      const equals = text.indexOf('=');
      const key = equals < 0 ? text : text.slice(0, equals);
      if (key === '' || (needsValue && equals < 0)) {
        throw new UsageError(`--${name} needs NAME=VALUE, not \`${text}\``);
      }
      return [key, equals < 0 ? '1' : text.slice(equals + 1)];
    }),
  );
}

/** An unsigned number in decimal or `0x` hexadecimal. Throws `UsageError`. */
export function numberOption(given: Given, name: string): bigint | undefined {
  const text = given.value(name);
  if (text === undefined) return undefined;
  if (!/^(0x[0-9a-f_]+|[0-9_]+)$/i.test(text))
    throw new UsageError(`--${name} needs a number, not \`${text}\``);
  return BigInt(text.replaceAll('_', ''));
}

/** Some of a list of words. Throws `UsageError`. */
export const choiceOptions = <Choice extends string>(
  given: Given,
  name: string,
  choices: readonly Choice[],
): readonly Choice[] =>
  given.values(name).map(text => {
    const choice = choices.find(candidate => candidate === text);
    if (choice !== undefined) return choice;
    throw new UsageError(`--${name} can be ${choices.join(', ')}, not \`${text}\``);
  });

/** One of a list of words. Throws `UsageError`. */
export const choiceOption = <Choice extends string>(
  given: Given,
  name: string,
  choices: readonly Choice[],
): Choice | undefined => choiceOptions(given, name, choices).at(-1);
