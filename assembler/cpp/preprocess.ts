/**
 * The C preprocessor, as `gcc -E -x assembler-with-cpp` does it: it knows that text is assembly, so an unknown
 * directive is a comment or an operand, and a stray quote is just a character.
 */
import type { Preinclude, SourceFlags } from '../compile-flags.ts';
import { Diagnostics } from '../diagnostics.ts';
import type {
  AssembleLimits,
  Diagnostic,
  FileRequest,
  MacroCall,
  MacroDefinition,
  Origin,
} from '../program.ts';
import { type MappedText, originOf, outermost } from '../text.ts';
import { evaluateCondition } from './condition.ts';
import { type ExpansionHost, expand } from './expand.ts';
import { findInclude, type Include } from './include.ts';
import { MacroTable } from './macro-table.ts';
import { type Source, SourceStack } from './source-stack.ts';
import { spelling, type Token, textOf, tokenize } from './tokens.ts';

export interface PreprocessInput extends SourceFlags {
  /** The file to preprocess; a key of `files`. */
  readonly file: string;
  readonly files: ReadonlyMap<string, string>;
  readonly missing: ReadonlySet<string>;
  readonly limits: AssembleLimits;
}

export interface PreprocessResult {
  /** Lines of text after expansion; lines that are blank or directives are left out. */
  readonly lines: readonly MappedText[];
  readonly diagnostics: readonly Diagnostic[];
  /** Every `#define` of the files, in order. */
  readonly definitions: readonly MacroDefinition[];
  /** Uses of macros in the files' own text (not those inside macro bodies). */
  readonly calls: readonly MacroCall[];
  readonly needs: readonly FileRequest[];
  readonly filesUsed: readonly string[];
  /** A header was missing, or is still to be read: macros may be unknown. */
  readonly incomplete: boolean;
}

const DIRECTIVES = new Set(
  'define undef include include_next import if ifdef ifndef elif else endif error warning pragma line ident sccs'.split(
    ' ',
  ),
);

/** A macro call may run over this many lines; beyond, its parenthesis is taken to be missing. */
const CALL_LINES = 256;
/** Files opened by includes, repeated ones counted again. */
const INCLUDES = 10_000;
/** Tokens that all macro expansions of one file make together. */
const EXPANSION_TOKENS = 2_000_000;

/** Preprocesses one file. Pure: what it lacks it says in `needs`, and is called again with it. */
export function preprocess(input: PreprocessInput): PreprocessResult {
  return new Preprocessor(input).run();
}

class Preprocessor {
  readonly #input: PreprocessInput;
  readonly #diagnostics: Diagnostics;
  readonly #macros: MacroTable;
  readonly #sources: SourceStack;
  readonly #once = new Set<string>();
  readonly #lines: MappedText[] = [];
  readonly #calls: MacroCall[] = [];
  readonly #needs: FileRequest[] = [];
  #incomplete = false;
  #counter = 0;
  #includes = 0;
  readonly #budget = { left: EXPANSION_TOKENS };
  #characters = 0;
  #stopped = false;

  constructor(input: PreprocessInput) {
    this.#input = input;
    this.#diagnostics = new Diagnostics(input.limits.diagnostics);
    this.#macros = new MacroTable(input, this.#diagnostics);
    this.#sources = new SourceStack(input.files, this.#diagnostics);
  }

  run(): PreprocessResult {
    const { file, preincludes = [] } = this.#input;
    for (const preinclude of preincludes.filter(({ macrosOnly }) => macrosOnly)) this.#preinclude(preinclude);
    this.#lines.length = 0;
    for (const preinclude of preincludes.filter(({ macrosOnly }) => !macrosOnly))
      this.#preinclude(preinclude);
    this.#sources.open(file, undefined);
    this.#readAll();
    return {
      lines: this.#lines,
      diagnostics: this.#diagnostics.all,
      definitions: this.#macros.definitions,
      calls: this.#calls,
      needs: this.#needs,
      filesUsed: [...this.#sources.used],
      incomplete: this.#incomplete,
    };
  }

  // Files

  /** Reads the files that are open, to their ends. */
  #readAll(): void {
    while (this.#sources.depth > 0 && !this.#stopped) {
      const line = this.#sources.nextLine();
      if (line === undefined) this.#sources.close();
      else if (!this.#directive(line) && !this.#skipping) this.#text(line);
    }
  }

  /** Reads a file before the main one: looked for where the compiler runs, then like any other include. */
  #preinclude({ name }: Preinclude): void {
    const { includePaths, directory = '', file } = this.#input;
    const at: Origin = { span: { file, start: 0, end: 0 } };
    const here = { ...this.#input, includePaths: [directory, ...includePaths] };
    const found = this.#fileOf(findInclude(`<${name}>`, file, false, here), at);
    if (found === undefined) return;
    this.#sources.open(found, at);
    this.#readAll();
  }

  // Text

  #text(line: MappedText): void {
    if (line.text.trim() === '') return;
    const out = this.#macros.isNamedIn(line.text) ? textOf(this.#expand(tokenize(line), true)) : line;
    if (out.text.trim() === '') return;
    this.#characters += out.text.length;
    const { statements, bytes } = this.#input.limits;
    if (this.#lines.length >= statements || this.#characters > bytes) {
      this.#stopped = true;
      this.#diagnostics.error(
        'preprocessor-output-limit',
        'the preprocessed text is too large; the rest of the file is left out',
        line.map[0]!.origin,
      );
      return;
    }
    this.#lines.push(out);
  }

  #expand(tokens: readonly Token[], acrossLines: boolean): Token[] {
    let taken: MappedText[] = [];
    const source = this.#sources.current;
    const host: ExpansionHost = {
      macro: name => this.#macros.get(name),
      builtin: token => this.#builtin(token),
      moreTokens: () => {
        const line = acrossLines && taken.length < CALL_LINES ? this.#callLine(source) : undefined;
        if (line !== undefined) taken.push(line);
        return line && tokenize(line);
      },
      giveBack: lines => {
        source.pending.unshift(...taken.slice(taken.length - lines));
        taken = taken.slice(0, taken.length - lines);
      },
      called: call => this.#calls.push(call),
      error: (code, message, origin) => this.#diagnostics.error(code, message, origin),
      limits: this.#input.limits,
      budget: this.#budget,
    };
    return expand(tokens, host);
  }

  /** The next line of text for a call that goes on there. Directives between are obeyed, except includes. */
  #callLine(source: Source): MappedText | undefined {
    for (;;) {
      const line = this.#sources.nextLine();
      if (line === undefined) return undefined;
      if (/^\s*#\s*(?:include|import)/.test(line.text) && !this.#skipping) {
        source.pending.unshift(line);
        return undefined;
      }
      if (!this.#directive(line) && !this.#skipping) return line;
    }
  }

  #builtin(token: Token): Pick<Token, 'kind' | 'text'> | undefined {
    switch (token.text) {
      case '__LINE__':
        return { kind: 'number', text: String(this.#sources.lineNumber(outermost(token.origin).span)) };
      case '__FILE__':
        return { kind: 'string', text: `"${this.#shownName.replace(/["\\]/g, '\\$&')}"` };
      case '__COUNTER__':
        return { kind: 'number', text: String(this.#counter++) };
      case '__INCLUDE_LEVEL__':
        return { kind: 'number', text: String(this.#sources.depth - 1) };
    }
    return undefined;
  }

  // Directives

  /** Obeys the line when it is a directive; false when it is text. */
  #directive(line: MappedText): boolean {
    const head = /^[ \t\v\f]*#[ \t\v\f]*([A-Za-z_]\w*)?/.exec(line.text);
    if (head === null) return false;
    const name = head[1];
    if (name === undefined) return line.text.slice(head[0].length).trim() === '';
    if (!DIRECTIVES.has(name)) return false;
    const start = head[0].length;
    const end = line.text.trimEnd().length;
    const origin = originOf(line, line.text.indexOf('#'), end, line.map[0]!.origin);
    if (this.#conditional(name, line, start, origin) || this.#skipping) return true;
    switch (name) {
      case 'define':
        this.#macros.define(tokenize(line, start), origin);
        break;
      case 'undef':
        this.#macros.undefine(tokenize(line, start)[0]?.text ?? '');
        break;
      case 'include':
      case 'include_next':
      case 'import':
        this.#include(name, line, start, origin);
        break;
      case 'error':
      case 'warning':
        this.#message(name, line.text.slice(start).trim(), origin);
        break;
      case 'pragma':
        if (/^\s+once\b/.test(line.text.slice(start))) this.#once.add(this.#sources.current.file);
        break;
    }
    return true;
  }

  #message(name: 'error' | 'warning', text: string, origin: Origin): void {
    const message = text.replace(/^"(.*)"$/, '$1') || `#${name}`;
    // With a header missing, the condition that led here may be wrong.
    const severity = this.#incomplete ? 'information' : name;
    this.#diagnostics.report(severity, `user-${name}`, message, origin);
  }

  // Conditions

  get #skipping(): boolean {
    return this.#sources.current.conditionals.skipping;
  }

  /** Obeys `#if` and its family; false for any other directive. */
  #conditional(name: string, line: MappedText, start: number, origin: Origin): boolean {
    const holds = (): boolean => {
      const tokens = tokenize(line, start);
      if (name === 'if' || name === 'elif') return this.#condition(tokens, origin);
      return this.#isDefined(tokens[0], origin) === (name === 'ifdef');
    };
    const stray = (message: string): void => this.#diagnostics.error('conditional-stray', message, origin);
    return this.#sources.current.conditionals.obey(name, origin, holds, stray);
  }

  #isDefined(name: Token | undefined, origin: Origin): boolean {
    if (name?.kind === 'name')
      return (
        this.#macros.has(name.text) || this.#builtin(name) !== undefined || name.text === '__has_include'
      );
    this.#diagnostics.error('bad-condition', 'the name of a macro is expected here', name?.origin ?? origin);
    return false;
  }

  #condition(tokens: readonly Token[], origin: Origin): boolean {
    const before = this.#operators(tokens, origin);
    const after = this.#operators(this.#expand(before, false), origin);
    const result = evaluateCondition(after, this.#incomplete, this.#input.limits.expressionDepth);
    if ('value' in result) return result.value;
    if (!this.#incomplete)
      this.#diagnostics.error('bad-condition', result.error, result.at?.origin ?? origin);
    return false;
  }

  /** `defined X`, `defined(X)` and `__has_include(…)` become 1 or 0. */
  #operators(tokens: readonly Token[], origin: Origin): Token[] {
    const out: Token[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      const open = tokens[i + 1]?.text === '(';
      if (token.text === 'defined') {
        const known = this.#isDefined(tokens[open ? i + 2 : i + 1], origin);
        out.push({ ...token, kind: 'number', text: known ? '1' : '0', exact: false });
        i += open ? 3 : 1;
      } else if (token.text === '__has_include' && open) {
        const close = tokens.findIndex((t, at) => at > i && t.text === ')');
        const written = spelling(tokens.slice(i + 2, close < 0 ? undefined : close));
        const include = this.#find(written, 'include');
        if (include !== undefined) this.#isToBeRead(include, token.origin);
        out.push({ ...token, kind: 'number', text: include?.found === undefined ? '0' : '1', exact: false });
        i = close < 0 ? tokens.length : close;
      } else out.push(token);
    }
    return out;
  }

  // Includes

  /** The file of an include when it has been read; what is missing, or still to be read, is said. */
  #fileOf(include: Include | undefined, origin: Origin): string | undefined {
    if (include === undefined || this.#isToBeRead(include, origin)) return undefined;
    const { name, shown, found } = include;
    if (found !== undefined) return found;
    this.#incomplete = true;
    const message = `${shown} was not found; add its folder to the setting ventry.includePaths (or with -I). What it defines is taken as unknown`;
    this.#diagnostics.once('warning', 'missing-include', `${this.#including} ${name}`, message, origin);
    return undefined;
  }

  /** What `__FILE__` is: the name as it is written where the compiler runs. */
  get #shownName(): string {
    const { file } = this.#sources.current;
    const { directory = '' } = this.#input;
    return directory !== '' && file.startsWith(`${directory}/`) ? file.slice(directory.length + 1) : file;
  }

  get #including(): string {
    return this.#sources.depth > 0 ? this.#sources.current.file : this.#input.file;
  }

  /** What the host has not read yet goes into `needs`. */
  #isToBeRead({ request }: Include, origin: Origin): boolean {
    if (request === undefined) return false;
    this.#needs.push({ ...request, span: outermost(origin).span });
    this.#incomplete = true;
    return true;
  }

  #find(written: string, directive: string): Include | undefined {
    return findInclude(written, this.#sources.current.file, directive === 'include_next', this.#input);
  }

  #include(directive: string, line: MappedText, start: number, origin: Origin): void {
    let written = line.text.slice(start).trim();
    if (!/^["<]/.test(written)) written = spelling(this.#expand(tokenize(line, start), false)).trim();
    const include = this.#find(written, directive);
    if (include === undefined)
      this.#diagnostics.error('bad-include', `#${directive} needs "file" or <file>`, origin);
    const found = this.#fileOf(include, origin);
    if (found === undefined || include === undefined) return;
    const { name } = include;
    if (this.#once.has(found) || (directive === 'import' && this.#sources.used.has(found))) return;
    const depth = this.#input.limits.includeDepth;
    if (this.#sources.depth > depth || ++this.#includes > INCLUDES) {
      // One more level is one too many everywhere: without this, two includes a file would double at each level.
      this.#includes = INCLUDES;
      const message = `includes are nested deeper than ${depth}, or too many; does ${name} include itself?`;
      this.#diagnostics.once('error', 'include-depth', '', message, origin);
      return;
    }
    this.#sources.open(found, origin);
  }
}
