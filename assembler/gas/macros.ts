/** Macro definitions, and the binding of arguments to parameters. */
import type { MacroCall, MacroDefinition, Origin } from '../program.ts';
import type { MappedText } from '../text.ts';
import type { Alternate } from './alternate.ts';
import { takeArgument } from './arguments.ts';
import type { Cursor } from './cursor.ts';
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
export function parseParameters(
  cursor: Cursor,
  alternate?: Alternate,
): { parameters: Parameter[]; problem?: FormalProblem } {
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
    const given = cursor.take('=') ? { default: takeArgument(cursor, alternate).value } : {};
    parameters.push({ name: name.text, required, vararg, ...given });
    cursor.take(',');
  }
  return { parameters };
}

export interface Bound {
  readonly values: ReadonlyMap<string, MappedText>;
  readonly given: MacroCall['given'];
  readonly problems: MacroCall['problems'];
}

/** Binds the rest of a call's line to a macro's parameters; what is wrong is said, never thrown. */
export function bindArguments(
  macro: Macro,
  cursor: Cursor,
  nameOrigin: Origin,
  alternate?: Alternate,
): Bound {
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
      const argument = takeArgument(cursor, alternate);
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
      const argument = takeArgument(cursor, alternate);
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

/** Values of a macro's parameters: empty ones take their default. */
export function parameterValues(macro: Macro, bound: Bound): (name: string) => MappedText | undefined {
  return name => {
    const parameter = macro.parameters.find(known => known.name === name);
    if (parameter === undefined) return undefined;
    const value = bound.values.get(name);
    return value === undefined || value.text === '' ? (parameter.default ?? nothing) : value;
  };
}
