/** `.if` and its kin. Their handlers also run where nothing is assembled. */
import { takeArguments } from '../arguments.ts';
import { readConstant } from '../evaluate.ts';
import type { DirectiveCall, DirectiveHandler, DirectiveTable } from './directive.ts';

type Test = (call: DirectiveCall) => boolean;

const compared =
  (holds: (value: bigint) => boolean): Test =>
  ({ unit, cursor }) => {
    const value = readConstant(unit, cursor, 'the condition');
    return value !== undefined && holds(value);
  };

const defined =
  (wanted: boolean): Test =>
  ({ unit, cursor, origin, name }) => {
    const symbol = cursor.symbolName();
    if (symbol === undefined) {
      unit.job.diagnostics.error('bad-operand', `${name} needs the name of a symbol`, origin);
      return false;
    }
    return (unit.symbols.lookup(symbol.text)?.definition !== undefined) === wanted;
  };

const blank =
  (wanted: boolean): Test =>
  ({ cursor }) =>
    cursor.done === wanted;

/** `.ifc a, b`: two texts, each in quotes or up to the comma. */
const sameText =
  (wanted: boolean): Test =>
  call => {
    const text = call.cursor.rest().text;
    const [a, b] = splitPair(text) ?? [];
    if (a === undefined || b === undefined) {
      call.unit.job.diagnostics.error(
        'bad-operand',
        `${call.name} compares two texts: ${call.name} a, b`,
        call.origin,
      );
      return false;
    }
    return (a === b) === wanted;
  };

/** The texts before and after the comma, in their normal form: blanks only between names. */
function splitPair(text: string): readonly [string, string] | undefined {
  const first = /^\s*(?:'((?:[^']|'')*)'|([^,]*))\s*,/.exec(text);
  if (first === null) return undefined;
  const second = text.slice(first[0].length).trim();
  const quoted = /^'((?:[^']|'')*)'$/.exec(second);
  return [normal(first[1] ?? first[2]!), normal(quoted?.[1] ?? second)];
}

const normal = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(?<![\w.$]) | (?![\w.$])/g, '');

/** `.ifeqs "a", "b"` */
const sameString =
  (wanted: boolean): Test =>
  call => {
    const [a, b, ...more] = takeArguments(call.cursor);
    if (a === undefined || b === undefined || more.length > 0) {
      const message = `${call.name} compares two strings: ${call.name} "a", "b"`;
      call.unit.job.diagnostics.error('bad-operand', message, call.origin);
      return false;
    }
    return (a.value.text === b.value.text) === wanted;
  };

const open =
  (test: Test): DirectiveHandler =>
  call => {
    const { conditionals } = call.unit;
    conditionals.open(conditionals.active && test(call), call.nameOrigin);
  };

const otherwise =
  (test: Test, last: boolean): DirectiveHandler =>
  call => {
    const { conditionals, job } = call.unit;
    const problem = conditionals.otherwise(conditionals.undecided && test(call), last);
    if (problem !== undefined)
      job.diagnostics.error('unbalanced', `${call.name} ${problem}`, call.nameOrigin);
  };

const close: DirectiveHandler = ({ unit, nameOrigin }) => {
  if (!unit.conditionals.close())
    unit.job.diagnostics.error('unbalanced', '.endif without an .if before it', nameOrigin);
};

const isTrue = compared(value => value !== 0n);

export const conditionalDirectives: DirectiveTable = {
  if: open(isTrue),
  ifne: open(isTrue),
  ifeq: open(compared(value => value === 0n)),
  ifgt: open(compared(value => value > 0n)),
  ifge: open(compared(value => value >= 0n)),
  iflt: open(compared(value => value < 0n)),
  ifle: open(compared(value => value <= 0n)),
  ifdef: open(defined(true)),
  ifndef: open(defined(false)),
  ifnotdef: open(defined(false)),
  ifb: open(blank(true)),
  ifnb: open(blank(false)),
  ifc: open(sameText(true)),
  ifnc: open(sameText(false)),
  ifeqs: open(sameString(true)),
  ifnes: open(sameString(false)),
  else: otherwise(() => true, true),
  elseif: otherwise(isTrue, false),
  endif: close,
};
