import type { MacroCall, Span } from '../../assembler/program.ts';
import { callPlace } from './place.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

const parametersOf = ({ definition }: MacroCall): string => {
  const names = definition.parameters.map(({ name, required, vararg }) =>
    required ? `${name}:req` : vararg ? `${name}:vararg` : name,
  );
  return `${definition.how === 'macro' ? '.macro' : '#define'} ${[definition.name, ...names].join(' ')}`;
};

/** What the assembler found when it bound the arguments. */
function problems(call: MacroCall): readonly Finding[] {
  const { related } = callPlace(call.origin);
  return call.problems.map(({ message, span }) => ({
    rule: 'macro-arguments',
    message: `${message} (${parametersOf(call)})`,
    span,
    severity: 'error',
    confidence: 'proved',
    related: [...related, { span: call.definition.nameSpan, message: `macro ${call.name} is defined here` }],
    fixes: [],
  }));
}

/** Parameters that have no value in a call: not given, or given as nothing, and without a default. */
const emptyParameters = ({ definition, arguments: values }: MacroCall): readonly string[] =>
  definition.parameters
    .filter(({ name, vararg, default: fallback }) => !vararg && (values[name] ?? fallback ?? '') === '')
    .map(parameter => parameter.name);

const isWithin = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;

function wholeLine(text: string, { start, end }: Span): string {
  const close = text.indexOf('\n', end);
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, close < 0 ? text.length : close);
}

/** Lines of a call's expansion that the assembler refuses and that use a parameter without a value. */
function emptyOperands({ result, text }: RuleContext, call: MacroCall): readonly Finding[] {
  const empty = call.problems.length > 0 ? [] : emptyParameters(call);
  if (call.how !== 'macro' || empty.length === 0) return [];
  for (const diagnostic of result.diagnostics) {
    if (diagnostic.severity !== 'error' || !isWithin(call.nameSpan, diagnostic.span)) continue;
    const line = diagnostic.related.find(({ span }) => isWithin(span, call.definition.span))?.span;
    const body = line && wholeLine(text(line.file) ?? '', line);
    const name = empty.find(one => body?.includes(`\\${one}`));
    if (line === undefined || name === undefined) continue;
    return [
      {
        rule: 'macro-arguments',
        message: `${name} has no value here, so an operand is empty (${parametersOf(call)})`,
        span: call.nameSpan,
        severity: 'error',
        confidence: 'proved',
        related: [{ span: line, message: `the line of macro ${call.name} that needs it` }],
        fixes: [],
      },
    ];
  }
  return [];
}

const check = (context: RuleContext): readonly Finding[] =>
  context.result.calls.flatMap(call => [...problems(call), ...emptyOperands(context, call)]);

const save = `.macro save first, second
    stp \\first, \\second, [sp, #-16]!
    .endm`;

export const macroArguments: Rule = {
  id: 'macro-arguments',
  architectures: ['a64'],
  title: 'The arguments do not fit the macro',
  severity: 'error',
  explanation: `A macro is text: an argument too many, a keyword that is no parameter or a \`:req\` parameter without a value stop the assembler; an argument that is left out becomes nothing, and the line that uses it loses an operand (GNU as manual, *.macro*).`,
  check,
  bad: [
    {
      title: 'One argument too many',
      source: `    ${save}
    save x0, x1, x2
//               ^^ macro-arguments
`,
    },
    {
      title: 'A required argument is missing',
      source: `    .macro slot handler:req
    .align 7
    b \\handler
    .endm
    slot
//  ^^^^ macro-arguments
`,
    },
    {
      title: 'An unknown keyword',
      source: `    ${save}
    save first=x0, third=x1
//                 ^^^^^ macro-arguments
`,
    },
    {
      title: 'An argument left out makes an empty operand',
      source: `    ${save}
    save x0
//  ^^^^ macro-arguments
`,
    },
  ],
  good: [
    {
      title: 'Arguments by place, without commas, and by keyword',
      source: `    ${save}
    save x0, x1
    save x2 x3
    save second=x5, first=x4
`,
    },
    {
      title: 'Defaults and dots are arguments, too',
      source: `    .macro slot handler=., reason=0
    .align 7
    mov x0, #\\reason
    b \\handler
    .endm
    slot
    slot .
    slot reason=3
`,
    },
  ],
};
