/**
 * Macro expansion as C11 6.10.3 and GNU cpp do it: arguments are expanded by themselves first, then the result
 * is read again with what follows; a macro's own name, met while its expansion is being read, is painted and
 * never expanded again.
 */
import type { AssembleLimits, MacroCall, Origin } from '../program.ts';
import type { Macro } from './macros.ts';
import { singleToken, spelling, type Token } from './tokens.ts';

/** What expansion needs from the file that it happens in. */
export interface ExpansionHost {
  readonly macro: (name: string) => Macro | undefined;
  /** `__LINE__` and the like: text and kind of the token, undefined for ordinary names. */
  readonly builtin: (token: Token) => Pick<Token, 'kind' | 'text'> | undefined;
  /** Tokens of the next line, for a call that goes on there; undefined where none can follow. */
  readonly moreTokens: () => readonly Token[] | undefined;
  /** Gives back the lines that `moreTokens` gave last, as ordinary lines. */
  readonly giveBack: (lines: number) => void;
  readonly called: (call: MacroCall) => void;
  readonly error: (code: string, message: string, origin: Origin) => void;
  readonly limits: AssembleLimits;
  /** Tokens that all expansions together may still make. */
  readonly budget: { left: number };
}

/** Tokens that one line may expand to, reread text counted again. */
const LINE_TOKENS = 100_000;

interface Context {
  readonly tokens: readonly Token[];
  index: number;
  readonly macro?: Macro;
}

interface Argument {
  readonly tokens: readonly Token[];
  expanded?: readonly Token[];
}

type Collected =
  | { readonly closed: true; readonly arguments: readonly Argument[]; readonly close: Token }
  /** No call, or one that is not closed: tokens read on the line itself, and how many further lines were read. */
  | {
      readonly closed: false;
      readonly called: boolean;
      readonly own: readonly Token[];
      readonly lines: number;
    };

/** From the name to the closing parenthesis where both stand in one text, else the name alone. */
function callOrigin(name: Token, close: Token | undefined): Origin {
  const from = name.origin;
  const to = close?.origin;
  if (to === undefined || to.span.file !== from.span.file || to.parent?.at !== from.parent?.at) return from;
  if (to.span.end < from.span.end) return from;
  return { ...from, span: { ...from.span, end: to.span.end } };
}

function stringize(argument: Argument, hash: Token): Token {
  const written = argument.tokens.map((token, i) => {
    const text = token.kind === 'string' ? token.text.replace(/["\\]/g, '\\$&') : token.text;
    return (token.space && i > 0 ? ' ' : '') + text;
  });
  return { ...hash, kind: 'string', text: `"${written.join('')}"`, exact: false };
}

/** What is wrong with the number of arguments, in words. */
function countProblem(macro: Macro, given: number): string | undefined {
  const wanted = macro.parameters!.length;
  const least = macro.variadic ? wanted - 1 : wanted;
  const { name } = macro.definition;
  if (given < least) return `${name} needs ${least} argument${least === 1 ? '' : 's'}, but ${given} given`;
  if (given > wanted && !macro.variadic)
    return `${name} takes ${wanted} argument${wanted === 1 ? '' : 's'}, but ${given} given`;
  return undefined;
}

/** Where an argument stands; an empty one just before the end of its call. */
function argumentSpan(argument: Argument, call: Origin): Origin['span'] {
  const first = argument.tokens[0]?.origin.span;
  const last = argument.tokens[argument.tokens.length - 1]?.origin.span;
  if (first === undefined || last === undefined)
    return { ...call.span, start: Math.max(call.span.start, call.span.end - 1) };
  return first.file === last.file && last.end > first.start ? { ...first, end: last.end } : first;
}

/** The token list fully expanded. Lists end where their expansion ends; calls may take in further lines. */
export function expand(line: readonly Token[], host: ExpansionHost): Token[] {
  const stack: Context[] = [{ tokens: line, index: 0 }];
  const disabled = new Set<Macro>();
  let work = 0;
  /** Arguments that are being expanded inside each other. */
  let depth = 0;
  let exhausted = host.budget.left <= 0;
  /** A call without its closing parenthesis has been told of. */
  let openTold = false;
  /** A name that stood behind white space expanded to nothing; the space goes to what follows. */
  let spaceLeft = false;

  /** The next token above the context at height `floor`; undefined at its end. */
  function read(floor: number): Token | undefined {
    for (;;) {
      const top = stack[stack.length - 1]!;
      const token = top.tokens[top.index];
      if (token !== undefined) {
        top.index++;
        const macro = token.kind === 'name' && !token.painted ? host.macro(token.text) : undefined;
        const painted = macro !== undefined && disabled.has(macro) ? { ...token, painted: true } : token;
        const spaced = spaceLeft && !painted.space ? { ...painted, space: true } : painted;
        spaceLeft = false;
        return spaced;
      }
      if (stack.length === floor) return undefined;
      stack.pop();
      if (top.macro !== undefined) disabled.delete(top.macro);
    }
  }

  function push(tokens: readonly Token[], macro?: Macro): void {
    if (macro !== undefined) disabled.add(macro);
    stack.push(macro === undefined ? { tokens, index: 0 } : { tokens, index: 0, macro });
  }

  /** Reads on, into further lines where the line itself is being read. */
  function readOn(floor: number, lines: { count: number }): Token | undefined {
    const token = read(floor);
    if (token !== undefined || floor > 1) return token;
    const more = host.moreTokens();
    if (more === undefined) return undefined;
    lines.count++;
    const first = more[0];
    stack[0] = { tokens: first === undefined ? [] : [{ ...first, space: true }, ...more.slice(1)], index: 0 };
    return readOn(floor, lines);
  }

  /** Arguments of a call whose name was just read. */
  function collect(macro: Macro, floor: number): Collected {
    const lines = { count: 0 };
    const own: Token[] = [];
    const open = readOn(floor, lines);
    if (open !== undefined && lines.count === 0) own.push(open);
    if (open?.text !== '(') return { closed: false, called: false, own, lines: lines.count };
    const parts: Token[][] = [[]];
    for (let depth = 1; ; ) {
      const token = readOn(floor, lines);
      if (token === undefined) return { closed: false, called: true, own, lines: lines.count };
      if (lines.count === 0) own.push(token);
      if (++work > LINE_TOKENS) giveUp();
      if (token.text === '(') depth++;
      else if (token.text === ')' && --depth === 0) {
        const least = macro.parameters!.length - (macro.variadic ? 1 : 0);
        const none = parts.length === 1 && parts[0]!.length === 0 && least === 0;
        return { closed: true, arguments: none ? [] : parts.map(tokens => ({ tokens })), close: token };
      }
      const rest = macro.variadic && parts.length === macro.parameters!.length;
      if (token.text === ',' && depth === 1 && !rest) parts.push([]);
      else parts[parts.length - 1]!.push(token);
    }
  }

  function expanded(argument: Argument): readonly Token[] {
    if (argument.expanded !== undefined) return argument.expanded;
    if (depth > host.limits.macroDepth) {
      giveUp();
      return argument.tokens;
    }
    depth++;
    push(argument.tokens);
    argument.expanded = readAll(stack.length);
    stack.pop();
    depth--;
    return argument.expanded;
  }

  function giveUp(): void {
    if (!exhausted) {
      const message = 'macro expansion of this line is too large or too deep; the line is left as it is';
      host.error('expansion-limit', message, line[0]!.origin);
    }
    exhausted = true;
  }

  /** Body tokens as they appear in one expansion: from the body, by way of the call. */
  function fromBody(macro: Macro, call: Origin): Token[] {
    if (macro.given) return macro.body.map(token => ({ ...token, origin: call, exact: false }));
    const parent = { how: 'define', name: macro.definition.name, at: call } as const;
    return macro.body.map(token => ({ ...token, origin: { span: token.origin.span, parent } }));
  }

  function substitute(macro: Macro, call: Origin, given: readonly Argument[]): Token[] {
    const body = fromBody(macro, call);
    const nothing: Argument = { tokens: [] };
    const argumentOf = (token: Token | undefined): Argument | undefined => {
      const at = token?.kind === 'name' ? (macro.parameters?.indexOf(token.text) ?? -1) : -1;
      return at < 0 ? undefined : (given[at] ?? nothing);
    };
    const out: Token[] = [];
    /** An argument that stood behind white space was empty; the space goes to what follows. */
    let spaceBefore = false;
    /** Appends at a `##` (joined with the token before) or simply after. */
    const append = (tokens: readonly Token[], paste: boolean): void => {
      const first = tokens[0];
      if (first === undefined || exhausted) return;
      if (out.length + tokens.length > LINE_TOKENS) giveUp();
      const left = out[out.length - 1];
      if (paste && left !== undefined) {
        const text = left.text + first.text;
        const kind = singleToken(text);
        if (kind === undefined) out.push({ ...first, space: false, tightAfter: left.text });
        else out[out.length - 1] = { ...pasted(left, first), kind, text };
      } else out.push(spaceBefore ? { ...first, space: true } : first);
      spaceBefore = false;
      for (const token of tokens.slice(1)) out.push(token);
    };
    let paste = false;
    /** Length of `out` before the left side of a `##`: unchanged when that side is empty. */
    let before = 0;
    for (let i = 0; i < body.length; i++) {
      const token = body[i]!;
      if (token.text === '##' && i > 0 && i < body.length - 1) {
        paste = true;
        continue;
      }
      const leftEmpty = paste && out.length === before;
      if (!paste) before = out.length;
      const pasteNext = body[i + 1]?.text === '##' && i + 2 < body.length;
      const hashed =
        token.text === '#' && macro.parameters !== undefined ? argumentOf(body[i + 1]) : undefined;
      const argument = argumentOf(token);
      if (hashed !== undefined) {
        append([stringize(hashed, token)], paste && !leftEmpty);
        i++;
      } else if (argument === undefined) append([token], paste && !leftEmpty);
      else {
        const left = out[out.length - 1];
        const swallows =
          macro.variadic && token.text === macro.parameters!.at(-1) && paste && left?.text === ',';
        if (swallows && given.length < macro.parameters!.length) out.pop();
        else {
          const tokens = paste || pasteNext ? argument.tokens : expanded(argument);
          const first = tokens[0];
          if (first === undefined) spaceBefore ||= token.space;
          else
            append([{ ...first, space: token.space }, ...tokens.slice(1)], paste && !leftEmpty && !swallows);
        }
      }
      paste = false;
    }
    return out;
  }

  /** Expands the macro that `name` calls; false when the name stays as it is. */
  function enter(name: Token, macro: Macro, floor: number): boolean {
    let given: readonly Argument[] = [];
    let call = name.origin;
    if (macro.parameters !== undefined) {
      const collected = collect(macro, floor);
      if (!collected.closed) {
        // What is open further in is open for the same reason.
        if (collected.called && !exhausted && !openTold)
          host.error('macro-call-open', `the call of ${name.text} has no closing parenthesis`, name.origin);
        openTold ||= collected.called;
        putBack(collected);
        return false;
      }
      given = collected.arguments;
      call = callOrigin(name, collected.close);
    }
    if (name.origin.parent?.how !== 'define') record(name, macro, call, given);
    const tokens = substitute(macro, call, given);
    work += tokens.length + 1;
    const first = tokens[0];
    if (first === undefined) spaceLeft ||= name.space;
    push(first === undefined ? [] : [{ ...first, space: name.space }, ...tokens.slice(1)], macro);
    return true;
  }

  /** Undoes a reading that found no call: the line's own tokens are read again, further lines go back whole. */
  function putBack({ own, lines }: { own: readonly Token[]; lines: number }): void {
    if (lines === 0) {
      push(own);
      return;
    }
    host.giveBack(lines);
    stack.length = 1;
    stack[0] = { tokens: own, index: 0 };
  }

  function record(name: Token, macro: Macro, call: Origin, given: readonly Argument[]): void {
    const parameters = macro.parameters ?? [];
    const texts = given.map(argument => ({
      text: spelling(argument.tokens),
      span: argumentSpan(argument, call),
    }));
    const problem = macro.parameters === undefined ? undefined : countProblem(macro, given.length);
    host.called({
      name: name.text,
      how: 'define',
      origin: call,
      nameSpan: name.origin.span,
      definition: macro.definition,
      arguments: Object.fromEntries(parameters.flatMap((p, i) => (texts[i] ? [[p, texts[i].text]] : []))),
      given: texts,
      problems: problem === undefined ? [] : [{ message: problem, span: call.span }],
    });
  }

  function readAll(floor: number): Token[] {
    const out: Token[] = [];
    for (let token = read(floor); token !== undefined; token = read(floor)) {
      if (token.kind !== 'name' || token.painted || exhausted) {
        out.push(token);
        continue;
      }
      if (++work > LINE_TOKENS) giveUp();
      const builtin = host.builtin(token);
      if (builtin !== undefined) {
        out.push({ ...token, ...builtin, exact: false });
        continue;
      }
      const macro = host.macro(token.text);
      if (macro === undefined || exhausted || !enter(token, macro, floor)) out.push(token);
    }
    return out;
  }

  const result = readAll(1);
  host.budget.left -= work;
  return exhausted ? [...line] : result;
}

/** The joined token: its place runs from the left to the right one where they stand together. */
function pasted(left: Token, right: Token): Token {
  const { span } = left.origin;
  const other = right.origin.span;
  const together = span.file === other.file && left.origin.parent?.at === right.origin.parent?.at;
  if (!together || other.end < span.end) return { ...left, exact: false };
  return { ...left, exact: false, origin: { ...left.origin, span: { ...span, end: other.end } } };
}
