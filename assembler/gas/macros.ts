/** Macro definitions, the binding of arguments to parameters, and the substitution of bodies. */
import { longestLine } from '../limits.ts';
import type { MacroCall, MacroDefinition, Origin } from '../program.ts';
import { concatTexts, type MapEntry, type MappedText, madeText, sliceText } from '../text.ts';
import { characterAt, isBlank, isNamePart, isNameStart } from './characters.ts';
import { Cursor } from './cursor.ts';
import type { SourceLine } from './input.ts';

const nothing: MappedText = { text: '', map: [] };

export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly vararg: boolean;
  readonly default?: MappedText;
}

export interface Macro {
  readonly parameters: readonly Parameter[];
  readonly body: readonly SourceLine[];
  readonly definition: MacroDefinition;
}

export interface FormalProblem {
  readonly message: string;
  readonly start: number;
}

/** Parameters of a `.macro` line after its name: separated by commas or blanks. */
export function parseParameters(cursor: Cursor): { parameters: Parameter[]; problem?: FormalProblem } {
  const parameters: Parameter[] = [];
  cursor.take(',');
  while (!cursor.done) {
    const start = cursor.at;
    const name = cursor.name();
    if (name === undefined)
      return { parameters, problem: { message: 'a parameter name belongs here', start } };
    if (parameters.some(parameter => parameter.name === name.text))
      return { parameters, problem: { message: `parameter ${name.text} is there twice`, start } };
    let required = false;
    let vararg = false;
    if (cursor.take(':')) {
      const qualifier = cursor.name();
      required = qualifier?.text.toLowerCase() === 'req';
      vararg = qualifier?.text.toLowerCase() === 'vararg';
      if (!required && !vararg)
        return { parameters, problem: { message: 'a qualifier is :req or :vararg', start: cursor.at } };
    }
    const given = cursor.take('=') ? { default: takeArgument(cursor).value } : {};
    parameters.push({ name: name.text, required, vararg, ...given });
    cursor.take(',');
  }
  return { parameters };
}

export interface Argument {
  /** Its value: quotes removed. */
  readonly value: MappedText;
  readonly start: number;
  readonly end: number;
}

/**
 * One argument as GNU as divides them: up to a comma, or a blank outside brackets; or a string in quotes. Blanks
 * inside are dropped where GNU as drops them.
 */
function takeArgument(cursor: Cursor): Argument {
  const { text, line } = cursor;
  const start = cursor.skipBlanks().at;
  if (text[start] === '"') return takeQuoted(cursor);
  const parts: MappedText[] = [];
  const open: string[] = [];
  let from = start;
  let at = start;
  while (at < text.length && text[at] !== ',') {
    const char = text[at]!;
    if (isBlank(char)) {
      const next = endOfBlanks(text, at);
      const separates = isNameGap(text, at, next);
      if (next === text.length || (separates && open.length === 0)) break;
      parts.push(sliceText(line, from, separates ? at + 1 : at));
      from = at = next;
    } else if (char === '"') {
      const close = text.indexOf(char, at + 1);
      at = close < 0 ? text.length : close + 1;
    } else if (char === "'") {
      // GNU as has made numbers of character constants before it looks for macros.
      const character = characterAt(text, at) ?? { value: 0, end: at + 1 };
      parts.push(
        sliceText(line, from, at),
        madeText(String(character.value), cursor.origin(at, character.end)),
      );
      from = at = character.end;
    } else {
      if (char === '(' || char === '[') open.push(char === '(' ? ')' : ']');
      else if (char === open.at(-1)) open.pop();
      at++;
    }
  }
  cursor.at = at;
  parts.push(sliceText(line, from, at));
  return { value: parts.length === 1 ? parts[0]! : concatTexts(parts), start, end: at };
}

function endOfBlanks(text: string, at: number): number {
  let end = at;
  while (isBlank(text[end])) end++;
  return end;
}

/** GNU as keeps blanks in operands only between two names, or a name and a macro parameter or string. */
const isNameGap = (text: string, at: number, next: number): boolean =>
  isNamePart(text[at - 1]) && (isNamePart(text[next]) || text[next] === '\\' || text[next] === '"');

/** `"a string"`: a doubled quote stands for one, `\"` keeps its quote. */
function takeQuoted(cursor: Cursor): Argument {
  const { text } = cursor;
  const start = cursor.at;
  const parts: MappedText[] = [];
  let at = start + 1;
  let from = at;
  for (; at < text.length; at++) {
    if (text[at] === '\\' && text[at + 1] === '"') {
      parts.push(sliceText(cursor.line, from, at));
      from = ++at;
    } else if (text[at] === '"') {
      if (text[at + 1] !== '"') break;
      parts.push(sliceText(cursor.line, from, ++at));
      from = at + 1;
    }
  }
  parts.push(sliceText(cursor.line, from, Math.max(from, at)));
  cursor.at = Math.min(at + 1, text.length);
  return { value: concatTexts(parts), start, end: cursor.at };
}

/** The arguments of `.irp`: like those of a macro. */
export function takeArguments(cursor: Cursor): readonly Argument[] {
  const all: Argument[] = [];
  while (!cursor.done) {
    all.push(takeArgument(cursor));
    cursor.take(',');
  }
  return all;
}

export interface Bound {
  readonly values: ReadonlyMap<string, MappedText>;
  readonly given: MacroCall['given'];
  readonly problems: MacroCall['problems'];
}

/** Binds the rest of a call's line to a macro's parameters; what is wrong is said, never thrown. */
export function bindArguments(macro: Macro, cursor: Cursor, nameOrigin: Origin): Bound {
  const values = new Map<string, MappedText>();
  const given: { text: string; span: Origin['span']; keyword?: string }[] = [];
  const problems: { message: string; span: Origin['span'] }[] = [];
  const { name } = macro.definition;
  let position = 0;
  let keywords = false;
  while (!cursor.done) {
    const keyword = takeKeyword(cursor);
    const parameter = macro.parameters[position];
    if (keyword !== undefined) {
      keywords = true;
      const argument = takeArgument(cursor);
      const { span } = cursor.origin(keyword.start, argument.end);
      given.push({ text: argument.value.text, span, keyword: keyword.text });
      if (!macro.parameters.some(known => known.name === keyword.text))
        problems.push({ message: `macro ${name} has no parameter ${keyword.text}`, span });
      else values.set(keyword.text, argument.value);
    } else if (parameter?.vararg && !keywords) {
      const start = cursor.at;
      const value = cursor.rest();
      given.push({ text: value.text, span: cursor.origin(start).span });
      values.set(parameter.name, value);
      position++;
    } else {
      const start = cursor.at;
      const argument = takeArgument(cursor);
      const { span } = cursor.origin(start, Math.max(argument.end, start + 1));
      given.push({ text: argument.value.text, span });
      if (keywords) {
        problems.push({ message: 'a positional argument cannot follow a keyword argument', span });
      } else if (parameter === undefined) {
        const takes = macro.parameters.length;
        const count = takes === 0 ? 'no arguments' : takes === 1 ? 'one argument' : `${takes} arguments`;
        problems.push({ message: `macro ${name} takes ${count}`, span });
      } else values.set(parameter.name, argument.value);
      position++;
    }
    cursor.take(',');
  }
  for (const parameter of macro.parameters)
    if (parameter.required && (values.get(parameter.name) ?? nothing).text === '')
      problems.push({ message: `macro ${name} needs a value for ${parameter.name}`, span: nameOrigin.span });
  return { values, given, problems };
}

/** `name=` of a keyword argument. */
function takeKeyword(cursor: Cursor): { readonly text: string; readonly start: number } | undefined {
  const before = cursor.at;
  const name = cursor.name();
  if (name !== undefined) {
    cursor.skipBlanks();
    if (cursor.char === '=' && cursor.text[cursor.at + 1] !== '=') {
      cursor.at++;
      return name;
    }
  }
  cursor.at = before;
  return undefined;
}

/** What a body is expanded with. */
export interface Substitution {
  /** Value of `\name`; undefined when there is no such parameter. */
  readonly value: (name: string) => MappedText | undefined;
  /** `\@` */
  readonly count: number;
  readonly parent: NonNullable<Origin['parent']>;
}

/** Values of a macro's parameters: empty ones take their default. */
export function parameterValues(macro: Macro, bound: Bound): (name: string) => MappedText | undefined {
  return name => {
    const parameter = macro.parameters.find(known => known.name === name);
    if (parameter === undefined) return undefined;
    const value = bound.values.get(name);
    return value === undefined || value.text === '' ? (parameter.default ?? nothing) : value;
  };
}

/** One line of a body with parameters substituted; body text has the call as its parent, arguments keep theirs. */
export function substitute(line: SourceLine, by: Substitution): SourceLine {
  const { text } = line.text;
  if (!text.includes('\\')) return relocate(line, by.parent);
  const parts: MappedText[] = [];
  let from = 0;
  let length = text.length;
  let at = text.indexOf('\\');
  while (at >= 0 && length <= longestLine) {
    const found = substitutionAt(line.text, at, by);
    if (found !== undefined) {
      parts.push(reparent(sliceText(line.text, from, at), by.parent), found.text);
      from = found.end;
      length += found.text.text.length;
    }
    at = text.indexOf('\\', found?.end ?? at + 1);
  }
  parts.push(reparent(sliceText(line.text, from), by.parent));
  return { text: concatTexts(parts), origin: lineOrigin(line, by.parent) };
}

/** A line of a body as it stands, in an expansion. */
export const relocate = (line: SourceLine, parent: NonNullable<Origin['parent']>): SourceLine => ({
  text: reparent(line.text, parent),
  origin: lineOrigin(line, parent),
});

/** What stands for the backslash at `at`; undefined when it is left alone. */
function substitutionAt(
  line: MappedText,
  at: number,
  by: Substitution,
): { readonly text: MappedText; readonly end: number } | undefined {
  const { text } = line;
  const next = text[at + 1];
  if (next === '@') {
    const place = reparent(sliceText(line, at, at + 2), by.parent).map[0]!.origin;
    return { text: madeText(String(by.count), place), end: at + 2 };
  }
  if (next === '(') {
    const close = text.indexOf(')', at);
    const end = close < 0 ? text.length : close;
    return { text: reparent(sliceText(line, at + 2, end), by.parent), end: Math.min(end + 1, text.length) };
  }
  if (!isNameStart(next)) return undefined;
  let end = at + 2;
  while (isNamePart(text[end])) end++;
  const value = by.value(text.slice(at + 1, end));
  return value === undefined ? undefined : { text: value, end };
}

function lineOrigin(line: SourceLine, parent: NonNullable<Origin['parent']>): Origin {
  const own = line.origin ?? wholeOf(line.text);
  return own === undefined ? parent.at : { span: own.span, parent };
}

function wholeOf(text: MappedText): Origin | undefined {
  const first = text.map[0];
  return first && new Cursor(text, first.origin).whole;
}

/** The same text as part of an expansion. */
function reparent(text: MappedText, parent: NonNullable<Origin['parent']>): MappedText {
  const map = text.map.map((entry): MapEntry => ({ ...entry, origin: { span: entry.origin.span, parent } }));
  return { text: text.text, map };
}
