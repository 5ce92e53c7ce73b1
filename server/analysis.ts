/**
 * Everything that is known about one file: assembled, with its tables found and its rules checked. Plain data,
 * made the same way for an editor, the command line and tests.
 */
import { assembleWith, type FileReader } from '../assembler/host.ts';
import type { AssembleResult } from '../assembler/program.ts';
import type { Architecture } from '../isa/architecture.ts';
import { type Code, codeOf } from '../vectors/code.ts';
import type { VectorTable } from '../vectors/model.ts';
import { findTables } from '../vectors/tables.ts';
import { lint } from './lint.ts';
import type { Finding } from './rules/rule.ts';
import type { Settings } from './settings.ts';
import { foreign, unfit } from './suitability.ts';

/** Where texts come from: open editors, the disk, a test's table. Undefined when there is no such file. */
export interface SourceHost {
  readonly readText: (file: string) => Promise<string | undefined>;
  readonly readBytes: (file: string) => Promise<Uint8Array | undefined>;
}

export interface AnalysisRequest {
  readonly file: string;
  readonly text: string;
  /** Run the C preprocessor. */
  readonly preprocess: boolean;
  readonly architecture: Architecture;
  /** With absolute include paths. */
  readonly settings: Settings;
  readonly host: SourceHost;
  /** An analysis of an earlier text: what it read is looked at first. */
  readonly previous?: Analysis;
  /** Asked between the steps; the work stops when it says true. */
  readonly cancelled?: () => boolean;
}

export interface Analysis {
  readonly file: string;
  readonly architecture: Architecture;
  /** Texts as they were read, the file itself included. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files that were looked for in vain. */
  readonly missing: ReadonlySet<string>;
  readonly result: AssembleResult;
  readonly code: Code;
  readonly tables: readonly VectorTable[];
  /** What the assembler and the rules found, severities as set, in order of place. */
  readonly problems: readonly Finding[];
}

const nothing: AssembleResult = {
  program: { sections: [], symbols: [], externals: [], statements: [], entry: 0n },
  diagnostics: [],
  macros: [],
  calls: [],
  uses: [],
  needs: [],
  filesUsed: [],
  incomplete: true,
};

/** Does the C preprocessor come first? `.s` says no, everything else that could be `.S` says yes. */
export function isPreprocessed(file: string, languageId = ''): boolean {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1];
  return extension !== 's' && (extension !== undefined || languageId !== 's');
}

/** Paths that are read together; names that were typed on the way to others are among them. */
const mostExpected = 5000;

/** What an analysis of nearly the same text looked for. */
function expectedBy({ file, previous }: AnalysisRequest): readonly string[] | undefined {
  if (previous === undefined) return undefined;
  const paths = [...previous.texts.keys(), ...previous.missing].filter(path => path !== file);
  return paths.length > mostExpected ? undefined : paths;
}

/** Assembles, keeping the texts that were read; undefined when cancelled. */
async function assembleReading(
  request: AnalysisRequest,
): Promise<Pick<Analysis, 'texts' | 'missing' | 'result'> | undefined> {
  const { host, settings, file, preprocess } = request;
  const { includePaths, defines, operands } = settings;
  const flags = settings.flags ?? { includePaths, defines };
  const loadAddress = settings.loadAddress ?? request.architecture.loadAddress;
  const texts = new Map<string, string>();
  const missing = new Set<string>();
  /** Nothing is found any more once the result is not wanted, so that the reading soon ends. */
  const unwanted = (): boolean => request.cancelled?.() ?? false;
  const reader: FileReader = {
    text: async path => {
      const text = path === file ? request.text : unwanted() ? undefined : await host.readText(path);
      if (text === undefined) missing.add(path);
      else texts.set(path, text);
      return text;
    },
    binary: async path => {
      const bytes = unwanted() ? undefined : await host.readBytes(path);
      if (bytes === undefined) missing.add(path);
      return bytes;
    },
  };
  const limits = { ...settings.limits, diagnostics: settings.maxDiagnostics };
  const input = { main: [file], preprocess, ...flags, operands, loadAddress, limits };
  const result = await assembleWith(request.architecture, input, reader, expectedBy(request));
  return unwanted() ? undefined : { texts, missing, result };
}

/** The first problems of every file, and the message that there are more. */
function atMost(problems: readonly Finding[], limit: number): readonly Finding[] {
  const seen = new Map<string, number>();
  return problems.filter(({ rule, span }) => {
    const count = (seen.get(span.file) ?? 0) + 1;
    seen.set(span.file, count);
    return count <= limit || rule === 'too-many-diagnostics';
  });
}

/** Analyses a file. Undefined when it was cancelled on the way. */
export async function analyse(request: AnalysisRequest): Promise<Analysis | undefined> {
  const { file, text, architecture, settings } = request;
  const useless = unfit(file, text);
  if (useless !== undefined) {
    const result: AssembleResult = { ...nothing, diagnostics: [useless] };
    const texts = new Map([[file, text]]);
    const code = codeOf(architecture, result);
    const problems = lint({ architecture, result, tables: [], code, text: path => texts.get(path) });
    return { file, architecture, texts, missing: new Set(), result, code, tables: [], problems };
  }
  const assembled = await assembleReading(request);
  if (assembled === undefined) return undefined;
  const { texts } = assembled;
  const { previous } = request;
  const earlier = previous?.architecture === architecture ? previous.code.decodings : undefined;
  const code = codeOf(architecture, assembled.result, earlier);
  const tables = findTables(architecture, assembled.result, code);
  const other = tables.length === 0 ? foreign(file, assembled.result) : undefined;
  const result = other === undefined ? assembled.result : { ...assembled.result, diagnostics: [other] };
  const context = { architecture, result, tables, code, text: (path: string) => texts.get(path) };
  return {
    file,
    architecture,
    ...assembled,
    result,
    code,
    tables,
    problems: atMost(lint(context, { severity: settings.rules }), settings.maxDiagnostics),
  };
}
