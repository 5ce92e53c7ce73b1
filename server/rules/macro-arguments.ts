import type { MacroCall } from '../../assembler/program.ts';
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

const check = ({ result }: RuleContext): readonly Finding[] => result.calls.flatMap(problems);

const save = `.macro save first, second
    stp \\first, \\second, [sp, #-16]!
    .endm`;

export const macroArguments: Rule = {
  id: 'macro-arguments',
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
