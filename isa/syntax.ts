/**
 * Syntax of instruction rows, as text like the manual's: `<Xd|SP>, <Xn|SP>, #<imm12>{, LSL #<shift12>}`. What
 * stands in `<>` names a placeholder of the instruction set, `{}` encloses an optional group, and `\{` and `\}`
 * are the braces of a list. An arrangement or lane size (`.16B`) is one word with its dot.
 */
import type {
  InstructionRow,
  OperandKind,
  OperandValue,
  OperandValues,
  SyntaxElement,
} from './instruction.ts';

/** What a name in `<>` stands for: an operand, its kind, and its value when an optional group is left out. */
export interface Placeholder {
  readonly operand: string;
  readonly kind: OperandKind;
  readonly default?: OperandValue;
}

const tokenPattern = /<[^>]+>|\\[{}]|[{}]|\.?\w+|[^\s\w]/g;

/** Parses a syntax text; an unknown placeholder or a missing default is a bug of ours and throws. */
export function parseSyntax(
  text: string,
  placeholder: (name: string) => Placeholder | undefined,
): readonly SyntaxElement[] {
  const tokens = text.match(tokenPattern) ?? [];
  let at = 0;

  /** Elements up to the end of the group; their defaults are gathered in `defaults`. */
  function group(defaults: Record<string, OperandValue>): SyntaxElement[] {
    const elements: SyntaxElement[] = [];
    for (;;) {
      const token = tokens[at++];
      if (token === undefined || token === '}') return elements;
      if (token === '{') {
        const inner: Record<string, OperandValue> = {};
        const members = group(inner);
        for (const { name } of operandsOf(members)) {
          if (!(name in inner)) throw new Error(`syntax: no default for ${name} in '${text}'`);
        }
        elements.push({ is: 'optional', elements: members, defaults: inner });
        Object.assign(defaults, inner);
      } else if (token.startsWith('<')) {
        const found = placeholder(token.slice(1, -1));
        if (found === undefined) throw new Error(`syntax: unknown placeholder ${token} in '${text}'`);
        elements.push({ is: 'operand', name: found.operand, kind: found.kind });
        if (found.default !== undefined) defaults[found.operand] = found.default;
      } else {
        elements.push({ is: 'text', text: token.replace('\\', '').toLowerCase() });
      }
    }
  }
  return group({});
}

/** A form as it is shown to the author: mnemonic and syntax. */
export const formText = ({ mnemonic, syntax }: InstructionRow): string =>
  `${mnemonic} ${syntax.replace(/\\|<(\.\w)>/g, '$1')}`.trim();

/** All operands of a syntax in order, each with its default when it stands in an optional group. */
export function operandsOf(
  elements: readonly SyntaxElement[],
): readonly { readonly name: string; readonly kind: OperandKind; readonly default?: OperandValue }[] {
  return elements.flatMap(element => {
    if (element.is === 'operand') return [{ name: element.name, kind: element.kind }];
    if (element.is === 'text') return [];
    const { defaults } = element;
    return operandsOf(element.elements).map(inner =>
      inner.name in defaults ? { ...inner, default: defaults[inner.name]! } : inner,
    );
  });
}

const noSpaceBefore = /^([\],!}-]$|\.\w)/;
const noSpaceAfter = /^[[#{-]$/;

/** Whether a space stands between two words; brackets of a lane stand close: `v0.s[1]`. */
const spaced = (previous: string, word: string): boolean =>
  !noSpaceBefore.test(word) && !noSpaceAfter.test(previous) && (word !== '[' || previous === ',');

/**
 * Text of the operands in the preferred spelling. Optional groups that hold only defaults are left out;
 * `compact` puts no blanks after commas.
 */
export function formatSyntax(
  elements: readonly SyntaxElement[],
  values: OperandValues,
  symbol: (address: bigint) => string | undefined,
  compact = false,
): string {
  let text = '';
  let previous: string | undefined;
  for (const word of wordsOf(elements, values, symbol)) {
    if (previous !== undefined && spaced(previous, word) && !(compact && previous === ',')) text += ' ';
    text += word;
    previous = word;
  }
  return text;
}

function wordsOf(
  elements: readonly SyntaxElement[],
  values: OperandValues,
  symbol: (address: bigint) => string | undefined,
): string[] {
  return elements.flatMap(element => {
    if (element.is === 'text') return [element.text];
    if (element.is === 'operand') {
      const value = values[element.name]!;
      return [(element.kind.isAddress && symbol(value)) || element.kind.format(value)];
    }
    const usual = Object.entries(element.defaults).every(([name, value]) => values[name] === value);
    return usual ? [] : wordsOf(element.elements, values, symbol);
  });
}
