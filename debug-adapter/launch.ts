/** A launch request's arguments, checked and made into what the rooms below take. */

import { readLimits } from '../assembler/limits.ts';
import type { AssembleLimits } from '../assembler/program.ts';
import type { EngineName, InterruptLine, PlannedInterrupt } from '../emulator/api.ts';
import { type ArgumentSchema, mismatch } from './argument-schema.ts';
import { launchArguments, requiredArguments } from './launch-arguments.ts';
import { type Refusal, refuse } from './refusal.ts';

export interface Launch {
  readonly program: readonly string[];
  readonly cwd: string | undefined;
  /** A board; the usual one for the program's architecture when absent. */
  readonly machine: string | undefined;
  /** A processor; the board's usual one when absent. */
  readonly cpu: string | undefined;
  readonly entryLevel: number | undefined;
  /** The architecture's own when undefined. */
  readonly loadAddress: bigint | undefined;
  readonly linkerScript: string | undefined;
  readonly includePaths: readonly string[];
  readonly defines: Readonly<Record<string, string>>;
  readonly compileCommands: string | undefined;
  readonly limits: AssembleLimits;
  readonly operands: Readonly<Record<string, string>>;
  readonly stopOnEntry: boolean;
  readonly noDebug: boolean;
  readonly registers: Readonly<Record<string, bigint>>;
  readonly memory: readonly { readonly address: bigint; readonly bytes: Uint8Array }[];
  readonly memoryBytes: number | undefined;
  /** What executes instructions, when it is asked for. */
  readonly engine?: EngineName;
  /** What a call of each named stub gives back. */
  readonly stubs: ReadonlyMap<string, bigint>;
  readonly unresolved: 'stop' | 'return';
  /** In order of time. */
  readonly interrupts: readonly PlannedInterrupt[];
  /** Typed on the guest's console at the start. */
  readonly input: string;
  /** Memory for the way back; 0 records nothing. */
  readonly historyMegabytes: number;
  readonly clobberReport: 'changes' | 'always' | 'never';
}

/** Checks the arguments against their table; the refusal names the argument and what was expected. */
export function parseLaunch(given: Readonly<Record<string, unknown>>): Launch | Refusal {
  for (const name of requiredArguments)
    if (given[name] === undefined) return refuse(`The launch configuration has no "${name}".`);
  for (const [name, schema] of Object.entries<ArgumentSchema>(launchArguments)) {
    const problem = given[name] === undefined ? undefined : mismatch(given[name], schema, `"${name}"`);
    if (problem !== undefined) return refuse(`Launch argument ${problem}.`);
  }
  const value = (name: keyof typeof launchArguments): unknown =>
    given[name] ?? ('default' in launchArguments[name] ? launchArguments[name].default : undefined);
  const problems: string[] = [];
  const number = (from: unknown, what: string): bigint => {
    const parsed = parseNumber(from);
    if (parsed === undefined) problems.push(`${what} is not a number: ${JSON.stringify(from)}`);
    return parsed ?? 0n;
  };
  const optionalNumber = (name: keyof typeof launchArguments): bigint | undefined =>
    value(name) === undefined ? undefined : number(value(name), `"${name}"`);
  const record = <T>(name: keyof typeof launchArguments, map: (item: unknown, what: string) => T) =>
    Object.entries((value(name) ?? {}) as Record<string, unknown>).map(([key, item]): [string, T] => [
      key,
      map(item, `"${name}.${key}"`),
    ]);
  const text = (item: unknown): string => (item === true ? '1' : item === false ? '0' : `${item}`);
  const limits = readLimits(value('limits') as Record<string, unknown>);
  problems.push(...limits.problems.map(problem => `"limits": ${problem}`));
  const memory = value('memory') as { address: unknown; bytes: string }[];
  const interrupts = value('interrupts') as { at: number; line: InterruptLine }[];
  const entryLevel = value('entryLevel') as number | undefined;
  const memoryBytes = optionalNumber('memoryBytes');
  const launch: Launch = {
    program: [value('program') as string | string[]].flat(),
    cwd: value('cwd') as string | undefined,
    machine: value('machine') as string | undefined,
    cpu: value('cpu') as string | undefined,
    entryLevel,
    loadAddress: optionalNumber('loadAddress'),
    linkerScript: value('linkerScript') as string | undefined,
    includePaths: value('includePaths') as string[],
    defines: Object.fromEntries(record('defines', text)),
    compileCommands: value('compileCommands') as string | undefined,
    limits: limits.limits,
    operands: Object.fromEntries(record('operands', text)),
    stopOnEntry: value('stopOnEntry') as boolean,
    noDebug: given.noDebug === true,
    registers: Object.fromEntries(record('registers', number)),
    memory: memory.map((block, i) => ({
      address: number(block.address, `"memory[${i}].address"`),
      bytes: hexBytes(block.bytes, `"memory[${i}].bytes"`, problems),
    })),
    memoryBytes: memoryBytes === undefined ? undefined : Number(memoryBytes),
    stubs: new Map(record('stubs', (stub, what) => number((stub as { returns: unknown }).returns, what))),
    unresolved: value('unresolved') as Launch['unresolved'],
    interrupts: interrupts
      .map(({ at, line }) => ({ at: BigInt(Math.trunc(at)), line }))
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    input: value('input') as string,
    historyMegabytes:
      (value('history') as { megabytes?: number }).megabytes ?? launchArguments.history.default.megabytes,
    clobberReport: value('clobberReport') as Launch['clobberReport'],
  };
  if (launch.program.length === 0) problems.push('"program" is an empty list');
  return problems.length > 0 ? refuse(`Launch argument ${problems[0]}.`) : launch;
}

/** A decimal or `0x` number, also negative, as a 64-bit value; `_` may separate digits. */
export function parseNumber(from: unknown): bigint | undefined {
  if (typeof from === 'number')
    return Number.isSafeInteger(from) ? BigInt.asUintN(64, BigInt(from)) : undefined;
  if (typeof from !== 'string') return undefined;
  const match = /^\s*(-?)(0x[0-9a-f]+|0b[01]+|[0-9]+)\s*$/i.exec(from.replaceAll('_', ''));
  if (match === null) return undefined;
  const magnitude = BigInt(match[2]!);
  return BigInt.asUintN(64, match[1] === '-' ? -magnitude : magnitude);
}

function hexBytes(text: string, what: string, problems: string[]): Uint8Array {
  const digits = text.replace(/[\s_]/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) problems.push(`${what} is not bytes in hexadecimal`);
  return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16) || 0);
}
