/** Macros, repetitions and included files. */
import type { MacroDefinition, Origin } from '../../program.ts';
import { type MappedText, sliceText } from '../../text.ts';
import { alternateSubstitution } from '../alternate.ts';
import { type Argument, takeArguments } from '../arguments.ts';
import { alternateOf, readConstant } from '../evaluate.ts';
import { requestFile } from '../files.ts';
import type { Block, SourceLine } from '../input.ts';
import { parseParameters } from '../macros.ts';
import { pushFile } from '../source.ts';
import { relocate, type Substitution, substitute } from '../substitution.ts';
import { type DirectiveCall, type DirectiveHandler, type DirectiveTable, expectEnd } from './directive.ts';

const label = String.raw`^\s*(?:[\w.$]+\s*:\s*)*`;
const macroOpens = new RegExp(String.raw`${label}\.macro\b`, 'i');
const macroCloses = new RegExp(String.raw`${label}\.endm(?:acro)?\b`, 'i');
const repeatOpens = new RegExp(String.raw`${label}\.(?:rept?|irpc?)\b`, 'i');
const repeatCloses = new RegExp(String.raw`${label}\.endr\b`, 'i');
/** Where a macro without its end is taken to end: an empty line, or the next macro. */
const macroStops = new RegExp(String.raw`^\s*$|${label}\.macro\b`, 'i');
const everything = /^/;

const defineMacro: DirectiveHandler = call => {
  const { unit, cursor, origin } = call;
  const { diagnostics } = unit.job;
  const name = cursor.name();
  const formals = name === undefined ? undefined : parseParameters(cursor, alternateOf(unit));
  const block = unit.input.readBlock(macroOpens, macroCloses, macroStops);
  if (name === undefined || formals === undefined) {
    diagnostics.error('bad-operand', '.macro needs a name', origin);
    return;
  }
  if (block.close === undefined)
    diagnostics.error('unterminated', `.macro ${name.text} has no .endm`, origin);
  const nameOrigin = cursor.origin(name.start, name.end);
  if (formals.problem !== undefined)
    diagnostics.error('bad-operand', formals.problem.message, cursor.origin(formals.problem.start));
  const key = name.text.toLowerCase();
  const known = unit.macros.get(key);
  if (known !== undefined) {
    const related = [{ span: known.definition.nameSpan, message: `${name.text} is first defined here` }];
    diagnostics.error('duplicate-macro', `macro ${name.text} is already defined`, nameOrigin, related);
    return;
  }
  const definition: MacroDefinition = {
    name: name.text,
    how: 'macro',
    parameters: formals.parameters.map(({ default: value, ...parameter }) => ({
      ...parameter,
      ...(value !== undefined && { default: value.text }),
    })),
    nameSpan: nameOrigin.span,
    span: spanOfBlock(origin, block),
  };
  unit.macros.set(key, { parameters: formals.parameters, body: block.lines, definition });
  unit.job.macros.push(definition);
};

function spanOfBlock(start: Origin, block: Block): Origin['span'] {
  const last = block.close ?? block.lines.at(-1);
  const end = last?.text.map.at(-1)?.origin.span;
  if (end === undefined || end.file !== start.span.file || end.end < start.span.end) return start.span;
  return { ...start.span, end: end.end };
}

/** Reads the body of a repetition; when its end is missing, says so and leaves the lines to be read once. */
function readBody({ unit, nameOrigin, name }: DirectiveCall): readonly SourceLine[] | undefined {
  const block = unit.input.readBlock(repeatOpens, repeatCloses, everything);
  if (block.close !== undefined) return block.lines;
  unit.job.diagnostics.error('unterminated', `${name} has no .endr`, nameOrigin);
  return undefined;
}

/** Repeats a body, its parameter (if any) taking one value after the other. */
function repeat(
  call: DirectiveCall,
  body: readonly SourceLine[],
  count: number,
  parameter?: { readonly name: string; readonly values: readonly MappedText[] },
): void {
  const { unit, name, origin } = call;
  const lines = body.filter(line => line.text.text.trim() !== '');
  if (lines.length === 0 || count <= 0) return;
  const { statements } = unit.job.input.limits;
  if (lines.length * count > statements) {
    const message = `${name} would make ${lines.length * count} lines, more than the limit of ${statements}; it is left out`;
    unit.job.diagnostics.error('limit', message, origin);
    return;
  }
  let iteration = 0;
  let at = 0;
  let by = iterationOf(0);
  function iterationOf(index: number): Substitution {
    const parent = { how: 'repeat', name, count: index, at: origin } as const;
    const value = parameter?.values[index];
    return {
      value: asked => (asked === parameter?.name ? value : undefined),
      count: unit.job.macroCount,
      parent,
    };
  }
  unit.input.push({
    kind: 'repeat',
    next: () => {
      if (at === lines.length) {
        at = 0;
        if (++iteration < count) by = iterationOf(iteration);
      }
      if (iteration >= count) return undefined;
      const line = lines[at++]!;
      if (parameter === undefined) return relocate(line, by.parent);
      return unit.alternate ? alternateSubstitution(by)(line) : substitute(line, by);
    },
  });
}

const rept: DirectiveHandler = call => {
  const count = readConstant(call.unit, call.cursor, 'the count');
  if (count !== undefined) expectEnd(call);
  const body = readBody(call);
  if (body === undefined || count === undefined) return;
  if (count < 0n)
    call.unit.job.diagnostics.error(
      'negative-size',
      `${call.name} has the negative count ${count}`,
      call.origin,
    );
  repeat(call, body, Number(count));
};

/** `.irp name, values…` and `.irpc name, characters` */
const iterate =
  (valuesOf: (call: DirectiveCall) => readonly MappedText[]): DirectiveHandler =>
  call => {
    const { unit, cursor, origin, name } = call;
    const parameter = cursor.name();
    cursor.take(',');
    const values = valuesOf(call);
    const body = readBody(call);
    if (parameter === undefined)
      unit.job.diagnostics.error('bad-operand', `${name} needs a parameter`, origin);
    if (parameter === undefined || body === undefined) return;
    // Without values the body is assembled once with an empty one.
    const all = values.length === 0 ? [{ text: '', map: [] }] : values;
    repeat(call, body, all.length, { name: parameter.text, values: all });
  };

const irp = iterate(({ unit, cursor }) =>
  takeArguments(cursor, alternateOf(unit)).map((argument: Argument) => argument.value),
);

const irpc = iterate(({ cursor }) => {
  let text = cursor.rest();
  if (text.text.startsWith('"'))
    text = sliceText(text, 1, text.text.endsWith('"') ? text.text.length - 1 : undefined);
  return [...text.text].map((_, index) => sliceText(text, index, index + 1));
});

const include: DirectiveHandler = call => {
  const { unit, origin } = call;
  const { input, diagnostics } = unit.job;
  const path = requestFile(call, 'include');
  if (path === undefined || path === 'missing') return;
  expectEnd(call);
  const { includeDepth } = input.limits;
  if (unit.input.depth('include') >= includeDepth) {
    const message = `files include each other more than ${includeDepth} deep`;
    diagnostics.once('error', 'limit', `includes of ${origin.span.file}`, message, origin);
    return;
  }
  pushFile(unit, path, { how: 'include', name: path, at: origin });
};

const exitMacro: DirectiveHandler = ({ unit, nameOrigin }) => {
  if (!unit.input.leave('macro'))
    unit.job.diagnostics.report('warning', 'unbalanced', '.exitm outside a macro', nameOrigin);
};

const purge: DirectiveHandler = ({ unit, cursor }) => {
  do {
    const name = cursor.name();
    if (name === undefined) return;
    if (!unit.macros.delete(name.text.toLowerCase()))
      unit.job.diagnostics.report(
        'warning',
        'unknown-macro',
        `there is no macro ${name.text}`,
        cursor.origin(name.start, name.end),
      );
  } while (cursor.take(','));
};

const stray =
  (opening: string): DirectiveHandler =>
  ({ unit, name, nameOrigin }) =>
    unit.job.diagnostics.report('warning', 'unbalanced', `${name} without ${opening} before it`, nameOrigin);

export const expansionDirectives: DirectiveTable = {
  macro: defineMacro,
  endm: stray('a .macro'),
  endmacro: stray('a .macro'),
  exitm: exitMacro,
  purgem: purge,
  rept,
  rep: rept,
  irp,
  irpc,
  endr: stray('a .rept'),
  include,
};
