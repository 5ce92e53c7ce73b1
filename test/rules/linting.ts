/** Assembles and lints one text as the programs do. */
import { assembleWithSync } from '../../assembler/host.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import type { AssembleResult } from '../../assembler/program.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import type { Architecture } from '../../isa/architecture.ts';
import { type LintSettings, lint } from '../../server/lint.ts';
import type { Finding } from '../../server/rules/rule.ts';
import type { VectorTable } from '../../vectors/model.ts';
import { findTables } from '../../vectors/tables.ts';

export interface Linted {
  readonly result: AssembleResult;
  readonly tables: readonly VectorTable[];
  readonly findings: readonly Finding[];
}

export interface LintOptions {
  /** AArch64 when absent. */
  readonly architecture?: Architecture;
  readonly settings?: LintSettings;
  /** Values of `{name}` operands. */
  readonly operands?: Readonly<Record<string, string>>;
  readonly defines?: Readonly<Record<string, string>>;
  /** Further files that may be included, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Lints `test.S`; files that are asked for and not given are missing. */
export function lintText(source: string, options: LintOptions = {}): Linted {
  const architecture = options.architecture ?? a64;
  const files: Readonly<Record<string, string>> = { ...options.files, 'test.S': source };
  const text = (file: string): string | undefined => files[file];
  const input = {
    main: ['test.S'],
    includePaths: [],
    defines: options.defines ?? {},
    operands: options.operands ?? {},
    loadAddress: architecture.loadAddress,
    limits: defaultLimits,
  };
  const result = assembleWithSync(architecture, input, { text });
  const tables = findTables(architecture, result);
  const findings = lint({ architecture, result, tables, text }, options.settings);
  return { result, tables, findings };
}
