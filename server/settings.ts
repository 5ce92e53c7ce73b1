/** The settings section `ventry`, from whatever the client sends. */
import type { SourceFlags } from '../assembler/compile-flags.ts';
import { defaultLimits, readLimits } from '../assembler/limits.ts';
import type { AssembleLimits, Severity } from '../assembler/program.ts';

export interface Settings {
  /** Folders for includes: absolute, or relative to the workspace folder. */
  readonly includePaths: readonly string[];
  readonly defines: Readonly<Record<string, string>>;
  /** `compile_commands.json`, or the folder that holds it; the nearest one around a file when it is not given. */
  readonly compileCommands?: string;
  /** Values of `{name}` operands. */
  readonly operands: Readonly<Record<string, string>>;
  /** Severity by rule or message code. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Address of the first section; the architecture's own when undefined. */
  readonly loadAddress: bigint | undefined;
  /** Diagnostics shown for one file. */
  readonly maxDiagnostics: number;
  readonly limits: AssembleLimits;
  /** How a certain file is read: what stands above with the flags of its compile command. */
  readonly flags?: SourceFlags;
}

export const defaultSettings: Settings = {
  includePaths: [],
  defines: {},
  operands: {},
  rules: {},
  loadAddress: undefined,
  maxDiagnostics: 1000,
  limits: defaultLimits,
};

const severities: readonly string[] = ['off', 'error', 'warning', 'information', 'hint'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the section. What does not fit is left at its default and named in `problems`. */
export function readSettings(section: unknown): { settings: Settings; problems: readonly string[] } {
  if (section === undefined || section === null) return { settings: defaultSettings, problems: [] };
  if (!isRecord(section)) return { settings: defaultSettings, problems: ['ventry must be an object'] };
  const problems: string[] = [];
  const refuse = <Value>(name: string, expected: string, instead: Value): Value => {
    problems.push(`ventry.${name} must be ${expected}`);
    return instead;
  };
  const given = (name: string): unknown => section[name] ?? undefined;

  function strings(name: string): readonly string[] {
    const value = given(name);
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every(one => typeof one === 'string')) return value;
    return refuse(name, 'a list of strings', []);
  }

  /** Name → text; numbers and truth values are taken as their text. */
  function texts(name: string): Readonly<Record<string, string>> {
    const value = given(name);
    if (value === undefined) return {};
    if (!isRecord(value)) return refuse(name, 'an object of names and values', {});
    const out: Record<string, string> = {};
    for (const [key, text] of Object.entries(value)) {
      if (text === true) out[key] = '1';
      else if (typeof text === 'string' || typeof text === 'number') out[key] = String(text);
      else if (text !== false && text !== null) refuse(`${name}.${key}`, 'a string or a number', undefined);
    }
    return out;
  }

  function rules(): Settings['rules'] {
    const out: Record<string, Severity | 'off'> = {};
    for (const [rule, severity] of Object.entries(texts('rules'))) {
      if (severities.includes(severity)) out[rule] = severity as Severity | 'off';
      else refuse(`rules.${rule}`, `one of ${severities.join(', ')}`, undefined);
    }
    return out;
  }

  function path(name: string): string | undefined {
    const value = given(name);
    if (value === undefined || value === '') return undefined;
    return typeof value === 'string' ? value : refuse(name, 'a path', undefined);
  }

  function limits(): AssembleLimits {
    const value = given('limits') ?? {};
    if (!isRecord(value)) return refuse('limits', 'an object of names and numbers', defaultLimits);
    const read = readLimits(value);
    problems.push(...read.problems.map(problem => `ventry.limits: ${problem}`));
    return read.limits;
  }

  function address(): bigint | undefined {
    const value = given('loadAddress');
    if (value === undefined || value === '') return defaultSettings.loadAddress;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
    if (typeof value === 'string' && /^\s*(?:0[xX][0-9a-fA-F_]+|[0-9]+)\s*$/.test(value))
      return BigInt.asUintN(64, BigInt(value.trim().replaceAll('_', '')));
    return refuse('loadAddress', 'an address such as "0x40080000"', defaultSettings.loadAddress);
  }

  function count(): number {
    const value = given('maxDiagnostics');
    if (value === undefined) return defaultSettings.maxDiagnostics;
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
    return refuse('maxDiagnostics', 'a number above 0', defaultSettings.maxDiagnostics);
  }

  const compileCommands = path('compileCommands');
  const settings: Settings = {
    includePaths: strings('includePaths'),
    defines: texts('defines'),
    operands: texts('operands'),
    rules: rules(),
    loadAddress: address(),
    maxDiagnostics: count(),
    limits: limits(),
    ...(compileCommands !== undefined && { compileCommands }),
  };
  return { settings, problems };
}
