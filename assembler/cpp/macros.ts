/** `#define`: reading definitions and comparing them. */
import type { MacroDefinition, Span } from '../program.ts';
import { spelling, type Token } from './tokens.ts';

/** A macro as the expander uses it. */
export interface Macro {
  readonly definition: MacroDefinition;
  /** Parameter names in order; absent for an object-like macro. */
  readonly parameters?: readonly string[];
  /** The last parameter takes all further arguments. */
  readonly variadic: boolean;
  readonly body: readonly Token[];
  /** Given on the command line or in settings: its text stands in no file. */
  readonly given: boolean;
}

export interface DefineError {
  readonly error: string;
  readonly at: Token | undefined;
}

/** Parameter list after `NAME(`: names, whether the last is variadic, and the index behind the `)`. */
function parseParameters(
  tokens: readonly Token[],
  start: number,
): { names: string[]; variadic: boolean; next: number } | DefineError {
  const names: string[] = [];
  let i = start;
  if (tokens[i]?.text === ')') return { names, variadic: false, next: i + 1 };
  for (;;) {
    const token = tokens[i];
    let variadic = false;
    if (token?.text === '...') {
      names.push('__VA_ARGS__');
      variadic = true;
      i++;
    } else if (token?.kind === 'name') {
      if (names.includes(token.text)) return { error: `parameter ${token.text} is named twice`, at: token };
      names.push(token.text);
      i++;
      if (tokens[i]?.text === '...') {
        variadic = true;
        i++;
      }
    } else return { error: 'a parameter name was expected', at: token };
    const separator = tokens[i];
    if (separator?.text === ')') return { names, variadic, next: i + 1 };
    if (separator?.text !== ',' || variadic)
      return { error: 'the parameter list is not closed with )', at: separator };
    i++;
  }
}

/** The macro that `#define` followed by these tokens defines. `span` is that of the whole line. */
export function parseDefine(tokens: readonly Token[], span: Span, given: boolean): Macro | DefineError {
  const name = tokens[0];
  if (name?.kind !== 'name') return { error: '#define needs the name of the macro', at: name };
  if (name.text === 'defined') return { error: 'a macro cannot be named defined', at: name };
  const functionLike = tokens[1]?.text === '(' && !tokens[1].space;
  const list = functionLike ? parseParameters(tokens, 2) : undefined;
  if (list !== undefined && 'error' in list) return list;
  const body = tokens.slice(list === undefined ? 1 : list.next);
  const definition: MacroDefinition = {
    name: name.text,
    how: 'define',
    parameters: (list?.names ?? []).map((parameter, i) => {
      const vararg = list!.variadic && i === list!.names.length - 1;
      return { name: parameter, required: !vararg, vararg };
    }),
    nameSpan: name.origin.span,
    span,
  };
  const first = body[0];
  return {
    definition,
    ...(list === undefined ? {} : { parameters: list.names }),
    variadic: list?.variadic ?? false,
    body: first === undefined ? [] : [{ ...first, space: false }, ...body.slice(1)],
    given,
  };
}

/** A redefinition with the same parameters and body is no redefinition (C11 6.10.3). */
export function sameMacro(a: Macro, b: Macro): boolean {
  return (
    a.parameters?.join() === b.parameters?.join() &&
    a.variadic === b.variadic &&
    spelling(a.body) === spelling(b.body)
  );
}
