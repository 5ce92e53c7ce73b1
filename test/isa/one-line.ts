/** Matches one line of plain assembly against the rows: just enough to test tables without a dialect. */
import type {
  InstructionRow,
  InstructionSet,
  OperandValue,
  OperandValues,
  SyntaxElement,
} from '../../isa/instruction.ts';
import { bitsOfDouble } from '../../isa/operand-kinds.ts';

type Tokens = readonly string[];
type Match = { readonly rest: Tokens; readonly values: OperandValues };

const tokenise = (text: string): Tokens =>
  text.toLowerCase().match(/-?\d+\.\d+|\.\w+|-?\d\w*|\w+|[^\s\w]/g) ?? [];

function numberOf(token: string | undefined): OperandValue | undefined {
  const [, sign, digits] = /^(-?)(\d\w*)$/.exec(token ?? '') ?? [];
  return digits === undefined ? undefined : sign === '-' ? -BigInt(digits) : BigInt(digits);
}

function floatOf(token: string | undefined): OperandValue | undefined {
  return /^-?\d+(\.\d+)?$/.test(token ?? '') ? bitsOfDouble(Number(token)) : undefined;
}

/** All ways to match: an optional group may be there or not. */
function matches(elements: readonly SyntaxElement[], tokens: Tokens): Match[] {
  const [first, ...others] = elements;
  if (first === undefined) return [{ rest: tokens, values: {} }];
  const then = (heads: readonly Match[]): Match[] =>
    heads.flatMap(head =>
      matches(others, head.rest).map(tail => ({
        rest: tail.rest,
        values: { ...head.values, ...tail.values },
      })),
    );
  if (first.is === 'text') {
    if (tokens[0] === first.text) return matches(others, tokens.slice(1));
    return first.text === '#' ? matches(others, tokens) : [];
  }
  if (first.is === 'optional') {
    return then([...matches(first.elements, tokens), { rest: tokens, values: first.defaults }]);
  }
  const { kind, name } = first;
  const from = kind.reads === 'name-or-expression' && tokens[0] === '#' ? tokens.slice(1) : tokens;
  const value =
    kind.reads === 'float'
      ? floatOf(from[0])
      : (kind.names?.get(from[0] ?? '') ?? (kind.reads === 'name' ? undefined : numberOf(from[0])));
  return value === undefined ? [] : then([{ rest: from.slice(1), values: { [name]: value } }]);
}

/** The first row that takes the line, and its bits; or what the rows that match in form say is wrong. */
export function assembleLine(
  set: InstructionSet,
  line: string,
  address = 0n,
): { readonly row: InstructionRow; readonly bits: number } | { readonly errors: readonly string[] } {
  const [, mnemonic, operands] = /^\s*(\S+)\s*(.*)$/.exec(line)!;
  const errors: string[] = [];
  for (const row of set.forms(mnemonic!.toLowerCase())) {
    for (const match of matches(set.syntaxOf(row), tokenise(operands!))) {
      if (match.rest.length > 0) continue;
      const encoded = set.encode(row, match.values, address);
      if ('bits' in encoded) return { row, bits: encoded.bits };
      errors.push(encoded.error);
    }
  }
  return { errors };
}
