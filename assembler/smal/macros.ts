/** Macros: their definition, the binding of arguments to formals, and the expansion of their bodies. */
import type { MacroCall, MacroDefinition, Origin } from '../program.ts';
import { concatTexts, type MappedText, madeText, originOf, sliceText } from '../text.ts';
import { readExpression } from './expression.ts';
import type { Token } from './lexer.ts';
import type { Reader } from './reader.ts';
import type { Line } from './source.ts';
import type { Value } from './value.ts';

/** How an argument is bound: as its text, as its value, or as the text between its parentheses. */
type Binding = 'name' | 'value' | 'list';

interface Formal {
  readonly name: string;
  readonly binding: Binding;
}

/** A piece of a body: its own text, or the formal that stands there. */
type Piece = MappedText | number;

export interface Macro {
  readonly formals: readonly Formal[];
  readonly body: readonly { readonly pieces: readonly Piece[]; readonly whole: Origin }[];
  readonly definition: MacroDefinition;
}

const maximumFormals = 8;
const nothing: MappedText = { text: '', map: [] };

const opens = /^\s*(?:[A-Za-z_]\w*\s*:\s*)*MACRO\b/;
const closes = /^\s*(?:[A-Za-z_]\w*\s*:\s*)*ENDMAC\b/;

/** MACRO, whose name has been read: reads the definition up to its ENDMAC. */
export function defineMacro(reader: Reader, directive: Token): void {
  const { unit } = reader;
  const name = reader.name();
  const formals = name === undefined ? [] : readFormals(reader);
  const begin = reader.origin(directive.start, reader.end);
  const lines: Line[] = [];
  let end: Origin | undefined;
  let depth = 0;
  for (let line = unit.source.frame?.next(); line !== undefined; line = unit.source.frame?.next()) {
    if (closes.test(line.text.text) && depth-- === 0) {
      end = wholeOf(line, begin);
      break;
    }
    if (opens.test(line.text.text)) depth++;
    lines.push(line);
  }
  if (end === undefined) reader.fail('missing endmac', '', directive.start, directive.end);
  if (name === undefined) return;
  const definition: MacroDefinition = {
    name: name.text,
    how: 'macro',
    parameters: formals.map(formal => ({ name: formal.name, required: false, vararg: false })),
    nameSpan: reader.origin(name.start, name.end).span,
    span: { ...begin.span, end: Math.max(begin.span.end, end?.span.end ?? 0) },
  };
  const indexes = new Map(formals.map((formal, index) => [formal.name, index]));
  const body = lines.map(line => ({ pieces: piecesOf(line.text, indexes), whole: wholeOf(line, begin) }));
  unit.macros.set(name.text, { formals, body, definition });
  if (unit.pass === 2) unit.job.macros.push(definition);
}

function wholeOf({ text }: Line, fallback: Origin): Origin {
  const start = text.text.length - text.text.trimStart().length;
  return originOf(text, start, text.text.trimEnd().length, fallback);
}

/** `name`, `=name` and `(name)`, separated by commas. */
function readFormals(reader: Reader): readonly Formal[] {
  const formals: Formal[] = [];
  while (!reader.done) {
    if (formals.length === maximumFormals) {
      reader.fail('too many macro parameters', `at most ${maximumFormals}`, reader.token.start, reader.end);
      reader.skip();
      break;
    }
    const binding: Binding = reader.take('=') ? 'value' : reader.take('(') ? 'list' : 'name';
    const name = reader.name();
    if (name === undefined) break;
    if (binding === 'list' && !reader.take(')')) reader.fail('unbalanced parentheses');
    formals.push({ name: name.text, binding });
    if (!reader.done && !reader.take(',')) {
      reader.fail('comma expected');
      break;
    }
  }
  return formals;
}

/** Formals, single quotes (joints, left out) and doubled ones, strings, comments, anything else. */
const joint = /([A-Za-z_]\w*)|(''?)|("[^"]*"?)|(;)|([^A-Za-z_'";]+)/g;

/** Splits a line of a body where formals stand; its comment is left out. */
function piecesOf(text: MappedText, formals: ReadonlyMap<string, number>): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const keep = (to: number): void => {
    if (to > from) pieces.push(sliceText(text, from, to));
  };
  let end = text.text.length;
  for (const found of text.text.matchAll(joint)) {
    const at = found.index;
    const after = at + found[0].length;
    const formal = found[1] === undefined ? undefined : formals.get(found[1]);
    if (formal !== undefined) {
      keep(at);
      pieces.push(formal);
      from = after;
    } else if (found[2] !== undefined) {
      keep(at);
      from = after - (found[2].length - 1);
    } else if (found[4] !== undefined) {
      end = at;
      break;
    }
  }
  keep(end);
  return pieces;
}

/** An argument as written, with its place on the line. */
interface Argument {
  readonly start: number;
  readonly end: number;
  /** Index of its first token and of the one after its last. */
  readonly first: number;
  readonly last: number;
}

/** Arguments up to the end of the line, split at commas outside parentheses. */
function readArguments(reader: Reader): readonly Argument[] {
  const found: Argument[] = [];
  if (reader.done) return found;
  let first = reader.at;
  let depth = 0;
  const add = (last: number): void => {
    const start = reader.tokens[first]!.start;
    found.push({ first, last, start, end: last > first ? reader.tokens[last - 1]!.end : start });
  };
  for (; !reader.done; reader.at++) {
    const { token } = reader;
    if (token.problem === 'missing end quote') reader.fail(token.problem);
    if (reader.is('(')) depth++;
    else if (reader.is(')') && --depth < 0) reader.fail('unbalanced parentheses');
    else if (depth <= 0 && reader.is(',')) {
      add(reader.at);
      first = reader.at + 1;
    }
  }
  if (depth > 0) reader.fail('unbalanced parentheses', '', reader.tokens[first]!.start, reader.end);
  add(reader.at);
  return found;
}

/** The text that takes the place of each formal. */
function bind(reader: Reader, macro: Macro, given: readonly Argument[]): readonly MappedText[] {
  const { formals } = macro;
  const extra = given[formals.length];
  if (extra !== undefined) {
    const takes = `${macro.definition.name} takes ${formals.length === 0 ? 'none' : `at most ${formals.length}`}`;
    reader.fail('too many macro parameters', takes, extra.start, Math.max(extra.end, extra.start + 1));
  }
  return formals.map(({ binding }, index) => {
    const argument = given[index];
    if (argument === undefined || argument.first === argument.last) return nothing;
    if (binding === 'name') return reader.text(argument.start, argument.end);
    return binding === 'value' ? valueText(reader, argument) : listText(reader, argument);
  });
}

/** Reads inside an argument and comes back to the end of the line. */
function within<T>(reader: Reader, at: number, read: () => T): T {
  const before = reader.at;
  reader.at = at;
  const result = read();
  reader.at = before;
  return result;
}

function valueText(reader: Reader, argument: Argument): MappedText {
  const value = within(reader, argument.first, () => {
    const found = readExpression(reader);
    if (found !== undefined && reader.at !== argument.last) reader.fail('comma expected');
    return found;
  });
  return value === undefined ? nothing : madeText(textOf(value), reader.origin(argument.start, argument.end));
}

/** A value as text: in decimal, after what it is relative to. */
function textOf({ base, offset }: Value): string {
  const decimal = String(offset >>> 0);
  if (base === undefined) return decimal;
  return `${base.kind === 'relocatable' ? 'REL(0)' : base.name}+${decimal}`;
}

/** `( text )`, `( text ):start` or `( text ):start:length`, counted from 1. */
function listText(reader: Reader, argument: Argument): MappedText {
  return within(reader, argument.first, () => {
    const open = reader.token;
    const place = [argument.start, argument.end] as const;
    if (!reader.take('(')) return reader.fail('not a parenthesized list', '', ...place) ?? nothing;
    for (let depth = 1; reader.at < argument.last; reader.at++) {
      if (reader.is('(')) depth++;
      else if (reader.is(')') && --depth === 0) break;
    }
    if (!reader.is(')')) return reader.fail('unbalanced parentheses', '', ...place) ?? nothing;
    const close = reader.token;
    reader.at++;
    const inside = reader.text(open.end, close.start);
    if (!reader.take(':')) return inside;
    const start = readExpression(reader)?.offset ?? 1;
    const length = reader.take(':') ? (readExpression(reader)?.offset ?? 0) : inside.text.length;
    const from = Math.max(start, 1) - 1;
    return sliceText(inside, from, Math.max(from, from + length));
  });
}

/** A line of an expansion. */
function expandLine(
  { pieces, whole }: Macro['body'][number],
  bound: readonly MappedText[],
  parent: NonNullable<Origin['parent']>,
): Line {
  const parts = pieces.map(piece => (typeof piece === 'number' ? bound[piece]! : called(piece, parent)));
  return {
    text: parts.length === 1 ? parts[0]! : concatTexts(parts),
    number: 0,
    expanded: { span: whole.span, parent },
  };
}

const called = ({ text, map }: MappedText, parent: NonNullable<Origin['parent']>): MappedText => ({
  text,
  map: map.map(entry => ({ ...entry, origin: { span: entry.origin.span, parent } })),
});

/** A macro call, whose name has been read: binds the arguments and makes the body the next input. */
export function callMacro(reader: Reader, macro: Macro, name: Token, origin: Origin): void {
  const { unit } = reader;
  const { limits } = unit.job.input;
  const { definition, body } = macro;
  if (unit.source.depth('macro') >= limits.macroDepth || unit.expanded + body.length > limits.statements) {
    const why =
      unit.expanded + body.length > limits.statements ? 'give too many lines' : 'are nested too deep';
    const message = `macros ${why}: ${definition.name} calls itself without end?`;
    if (unit.pass === 2) unit.job.diagnostics.once('error', 'limit', why, message, origin);
    reader.skip();
    return;
  }
  const given = readArguments(reader);
  const bound = bind(reader, macro, given);
  const nameOrigin = reader.origin(name.start, name.end);
  if (unit.pass === 2) unit.job.calls.push(recordOf(reader, macro, given, bound, nameOrigin, origin));
  unit.expanded += body.length;
  const parent = { how: 'macro', name: definition.name, count: unit.macroCount++, at: origin } as const;
  let at = 0;
  unit.source.push({
    kind: 'macro',
    file: '',
    conditionals: unit.conditionals.depth,
    next: () => {
      const line = body[at++];
      return line && expandLine(line, bound, parent);
    },
  });
}

function recordOf(
  reader: Reader,
  { definition, formals }: Macro,
  given: readonly Argument[],
  bound: readonly MappedText[],
  nameOrigin: Origin,
  origin: Origin,
): MacroCall {
  const places = given.map(({ start, end }) => ({
    text: reader.line.text.text.slice(start, end),
    span: reader.origin(start, Math.max(end, start)).span,
  }));
  const extra = places[formals.length];
  const problems =
    extra === undefined
      ? []
      : [{ message: `${definition.name} has ${formals.length} parameters`, span: extra.span }];
  return {
    name: definition.name,
    how: 'macro',
    origin,
    nameSpan: nameOrigin.span,
    definition,
    arguments: Object.fromEntries(formals.map((formal, index) => [formal.name, bound[index]!.text])),
    given: places,
    problems,
  };
}
