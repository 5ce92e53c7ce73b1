/** Reads linker scripts. */
import { readExpression } from './parse-expression.ts';
import type {
  Assertion,
  Assignment,
  Fill,
  InputSections,
  LinkerScript,
  OutputSectionStatement,
  Region,
  SectionPattern,
  SectionStatement,
  SortKey,
  TopStatement,
} from './script.ts';
import { ScriptError, type ScriptProblem, ScriptReader } from './tokens.ts';

/** The script, as far as it can be read, and what is wrong with it. */
export function parseScript(
  file: string,
  text: string,
): { readonly script: LinkerScript; readonly problems: readonly ScriptProblem[] } {
  const reading: Reading = {
    reader: new ScriptReader(file, text),
    entry: undefined,
    regions: [],
    aliases: new Map(),
    statements: [],
    externals: [],
    problems: [],
  };
  const { reader, problems } = reading;
  try {
    while (!reader.done) readCommand(reading);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    problems.push({ message: error.message, span: error.span });
  }
  const { entry, regions, aliases, statements, externals } = reading;
  return { script: { entry, regions, aliases, statements, externals }, problems };
}

interface Reading {
  readonly reader: ScriptReader;
  entry: LinkerScript['entry'];
  readonly regions: Region[];
  readonly aliases: Map<string, string>;
  readonly statements: TopStatement[];
  readonly externals: string[];
  readonly problems: ScriptProblem[];
}

/** Commands that choose formats, or say how the linker itself works: nothing of them is in an image. */
const silent: ReadonlySet<string> = new Set([
  'OUTPUT_FORMAT',
  'OUTPUT_ARCH',
  'OUTPUT',
  'TARGET',
  'SEARCH_DIR',
  'STARTUP',
  'LD_FEATURE',
  'NOCROSSREFS',
  'NOCROSSREFS_TO',
  'FORCE_COMMON_ALLOCATION',
  'INHIBIT_COMMON_ALLOCATION',
]);

function readCommand(reading: Reading): void {
  const { reader } = reading;
  const start = reader.at;
  if (reader.take(';')) return;
  const word = reader.peekSymbol();
  switch (word) {
    case 'SECTIONS':
      reader.symbol();
      readSections(reading);
      return;
    case 'MEMORY':
      reader.symbol();
      readMemory(reading);
      return;
    case 'ENTRY': {
      reader.symbol();
      reader.need('(');
      const at = reader.at;
      const name = reader.symbol() ?? reader.fail('ENTRY needs a symbol');
      reading.entry = { name, span: reader.span(at) };
      reader.need(')');
      return;
    }
    case 'REGION_ALIAS': {
      reader.symbol();
      reader.need('(');
      const alias = reader.name() ?? reader.fail('REGION_ALIAS needs a name');
      reader.need(',');
      reading.aliases.set(alias, reader.name() ?? reader.fail('REGION_ALIAS needs a region'));
      reader.need(')');
      return;
    }
    case 'EXTERN':
      reader.symbol();
      reader.need('(');
      while (!reader.take(')')) {
        reading.externals.push(reader.symbol() ?? reader.fail('EXTERN needs symbols'));
        reader.take(',');
      }
      return;
    case 'PHDRS':
    case 'VERSION':
      reader.symbol();
      skipGroup(reader, '{', '}');
      return;
    case 'INCLUDE':
    case 'INPUT':
    case 'GROUP':
    case 'INSERT':
      reader.symbol();
      reader.fail(
        `${word} is not known here: name the files when linking, and write scripts in one file`,
        start,
      );
      return;
    case undefined:
      reader.fail('a command of a linker script is expected here');
      return;
  }
  if (silent.has(word)) {
    reader.symbol();
    if (reader.take('(')) skipRest(reader, '(', ')');
    return;
  }
  reading.statements.push(readStatement(reader));
}

function skipGroup(reader: ScriptReader, open: string, close: string): void {
  reader.need(open);
  skipRest(reader, open, close);
}

function skipRest(reader: ScriptReader, open: string, close: string): void {
  for (let depth = 1; depth > 0; ) {
    if (reader.done) reader.fail(`${close} is missing`);
    if (reader.take(open)) depth++;
    else if (reader.take(close)) depth--;
    else reader.anything();
  }
}

function readMemory({ reader, regions }: Reading): void {
  reader.need('{');
  while (!reader.take('}')) {
    const start = reader.at;
    const name = reader.name() ?? reader.fail('the name of a memory region is expected here');
    let attributes = '';
    if (reader.take('(')) {
      while (!reader.take(')')) attributes += reader.anything();
    }
    reader.need(':');
    const field = (names: readonly string[]) => {
      if (!names.includes(reader.symbol() ?? '')) reader.fail(`${names[0]} = … is expected here`);
      reader.need('=');
      return readExpression(reader);
    };
    const origin = field(['ORIGIN', 'org', 'o']);
    reader.take(',');
    const length = field(['LENGTH', 'len', 'l']);
    regions.push({ name, attributes, origin, length, span: reader.span(start) });
    reader.take(',');
  }
}

function readSections({ reader, statements }: Reading): void {
  reader.need('{');
  while (!reader.take('}')) {
    if (reader.done) reader.fail('} is missing at the end of SECTIONS');
    if (reader.take(';')) continue;
    statements.push(startsStatement(reader) ? readStatement(reader) : readOutputSection(reader));
  }
}

const statementWords: ReadonlySet<string> = new Set(['ASSERT', 'PROVIDE', 'PROVIDE_HIDDEN', 'HIDDEN']);
const assignmentSigns = ['=', '+=', '-=', '*=', '/=', '<<=', '>>=', '&=', '|=', '^='] as const;

/** Whether an assignment or an assertion stands here. */
function startsStatement(reader: ScriptReader): boolean {
  const start = reader.at;
  const word = reader.symbol();
  const found =
    word !== undefined && (statementWords.has(word) || assignmentSigns.some(sign => reader.take(sign)));
  reader.at = start;
  return found;
}

function readStatement(reader: ScriptReader): Assignment | Assertion {
  const start = reader.at;
  const word = reader.symbol() ?? reader.fail('a statement is expected here');
  if (word === 'ASSERT') {
    reader.need('(');
    const test = readExpression(reader);
    reader.need(',');
    const message = reader.string() ?? reader.fail('ASSERT needs a message in quotes');
    reader.need(')');
    reader.take(';');
    return { is: 'assertion', test, message, span: reader.span(start) };
  }
  if (statementWords.has(word)) {
    reader.need('(');
    const name = reader.symbol() ?? reader.fail(`${word} needs a symbol`);
    const made = readAssignment(reader, name, start);
    reader.need(')');
    reader.take(';');
    return { ...made, provided: word.startsWith('PROVIDE'), hidden: word.endsWith('HIDDEN') };
  }
  const made = readAssignment(reader, word, start);
  if (!reader.take(';')) reader.fail('; is expected after an assignment');
  return made;
}

function readAssignment(reader: ScriptReader, name: string, start: number): Assignment {
  const nameSpan = reader.span(start);
  const sign = assignmentSigns.find(candidate => reader.take(candidate));
  if (sign === undefined) return reader.fail(`${name} is no command; an assignment needs =`, start);
  const right = readExpression(reader);
  const value =
    sign === '='
      ? right
      : ({
          is: 'binary',
          operator: sign.slice(0, -1),
          a: { is: 'name', name, span: nameSpan },
          b: right,
        } as const);
  return { is: 'assignment', name, value, provided: false, hidden: false, span: reader.span(start) };
}

const types: ReadonlySet<string> = new Set(['NOLOAD', 'DSECT', 'COPY', 'INFO', 'OVERLAY', 'READONLY']);

/** `name [address] [(type)] : [AT(…)] [ALIGN(…)] [SUBALIGN(…)] { … } [>region] [AT>region] [:phdr] [=fill]` */
function readOutputSection(reader: ScriptReader): OutputSectionStatement {
  const start = reader.at;
  const name = reader.name() ?? reader.fail('the name of an output section is expected here');
  if (name === 'OVERLAY') reader.fail('OVERLAY is not known here', start);
  let type: string | undefined;
  const takeType = (): boolean => {
    const at = reader.at;
    if (!reader.take('(')) return false;
    const word = reader.symbol();
    if (word !== undefined && types.has(word) && reader.take(')')) type = word;
    else reader.at = at;
    return type !== undefined;
  };
  let address: OutputSectionStatement['address'];
  if (!takeType() && !reader.take(':')) {
    address = readExpression(reader);
    takeType();
    reader.need(':');
  } else if (type !== undefined) reader.need(':');
  let loadAddress: OutputSectionStatement['loadAddress'];
  let alignment: OutputSectionStatement['alignment'];
  let inputAlignment: OutputSectionStatement['inputAlignment'];
  for (;;) {
    if (reader.takeWord('AT')) loadAddress = readParenthesis(reader);
    else if (reader.takeWord('ALIGN')) alignment = readParenthesis(reader);
    else if (reader.takeWord('SUBALIGN')) inputAlignment = readParenthesis(reader);
    else if (!['ALIGN_WITH_INPUT', 'ONLY_IF_RO', 'ONLY_IF_RW', 'SPECIAL'].some(word => reader.takeWord(word)))
      break;
  }
  reader.need('{');
  const statements: SectionStatement[] = [];
  while (!reader.take('}')) {
    if (reader.done) reader.fail(`} is missing at the end of ${name}`, start);
    if (!reader.take(';')) statements.push(...readSectionStatement(reader));
  }
  let region: string | undefined;
  let loadRegion: string | undefined;
  let fill: Fill | undefined;
  for (;;) {
    if (reader.take('>'))
      region = reader.name() ?? reader.fail('the name of a memory region is expected here');
    else if (reader.takeWord('AT')) {
      reader.need('>');
      loadRegion = reader.name() ?? reader.fail('the name of a memory region is expected here');
    } else if (reader.take(':')) reader.symbol();
    else if (reader.take('=')) fill = readFill(reader);
    else break;
  }
  reader.take(',');
  return {
    is: 'section',
    ...{ name, address, type, loadAddress, alignment, inputAlignment },
    ...{ statements, region, loadRegion, fill, span: reader.span(start) },
  };
}

function readParenthesis(reader: ScriptReader) {
  reader.need('(');
  const inside = readExpression(reader);
  reader.need(')');
  return inside;
}

/** A hexadecimal number gives all its bytes, any other expression four. */
function readFill(reader: ScriptReader): Fill {
  const digits = reader.fillDigits()?.slice(2);
  if (digits === undefined) return { value: readExpression(reader) };
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return { bytes: Uint8Array.from(even.match(/../g)!, pair => Number.parseInt(pair, 16)) };
}

const dataSizes: Readonly<Record<string, 1 | 2 | 4 | 8>> = { BYTE: 1, SHORT: 2, LONG: 4, QUAD: 8, SQUAD: 8 };

function readSectionStatement(reader: ScriptReader): readonly SectionStatement[] {
  const start = reader.at;
  if (startsStatement(reader)) return [readStatement(reader)];
  const word = reader.peekSymbol();
  if (word !== undefined && Object.hasOwn(dataSizes, word)) {
    reader.symbol();
    return [{ is: 'data', size: dataSizes[word]!, value: readParenthesis(reader) }];
  }
  if (word === 'FILL') {
    reader.symbol();
    reader.need('(');
    const fill = readFill(reader);
    reader.need(')');
    return [{ is: 'fill', fill }];
  }
  if (word === 'CONSTRUCTORS' || word === 'CREATE_OBJECT_SYMBOLS') {
    reader.symbol();
    return [];
  }
  if (word === 'KEEP') {
    reader.symbol();
    reader.need('(');
    const kept = readInput(reader, start);
    reader.need(')');
    return [kept];
  }
  if (word === 'INCLUDE') reader.fail('INCLUDE is not known here: write scripts in one file', start);
  return [readInput(reader, start)];
}

const sortKeys: Readonly<Record<string, SortKey>> = {
  SORT: 'name',
  SORT_BY_NAME: 'name',
  SORT_BY_ALIGNMENT: 'alignment',
  SORT_BY_INIT_PRIORITY: 'init-priority',
};

/** `file(patterns)`, `EXCLUDE_FILE(a.o) *(.text)` */
function readInput(reader: ScriptReader, start: number): InputSections {
  const excludedFiles = readExcluded(reader);
  const sortFiles = Object.keys(sortKeys).some(word => reader.takeWord(word));
  if (sortFiles) reader.need('(');
  const file = reader.name() ?? reader.fail('a file, or * for all of them, is expected here');
  if (sortFiles) reader.need(')');
  const sections: SectionPattern[] = [];
  if (reader.take('('))
    while (!reader.take(')')) {
      if (reader.done) reader.fail(') is missing', start);
      sections.push(...readPattern(reader, [], []));
      reader.take(',');
    }
  return { is: 'input', file, excludedFiles, sections, sortFiles, span: reader.span(start) };
}

function readExcluded(reader: ScriptReader): readonly string[] {
  const excluded: string[] = [];
  if (!reader.takeWord('EXCLUDE_FILE')) return excluded;
  reader.need('(');
  while (!reader.take(')')) excluded.push(reader.name() ?? reader.fail('EXCLUDE_FILE needs names of files'));
  return excluded;
}

/** A pattern, or several in one `SORT(…)`. */
function readPattern(
  reader: ScriptReader,
  sort: readonly SortKey[],
  outer: readonly string[],
): readonly SectionPattern[] {
  const excludedFiles = [...outer, ...readExcluded(reader)];
  const word = reader.peekSymbol();
  if (word === 'SORT_NONE' || (word !== undefined && Object.hasOwn(sortKeys, word))) {
    reader.symbol();
    reader.need('(');
    const keys = word === 'SORT_NONE' ? sort : [...sort, sortKeys[word]!];
    const patterns: SectionPattern[] = [];
    while (!reader.take(')')) {
      if (reader.done) reader.fail(') is missing');
      patterns.push(...readPattern(reader, keys, excludedFiles));
    }
    return patterns;
  }
  const pattern = reader.name() ?? reader.fail('the name of a section is expected here');
  return [{ pattern, excludedFiles, sort }];
}
