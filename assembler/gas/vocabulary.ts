/** The words of an instruction set, as its rows have them: derived once for each set. */
import type { InstructionSet, OperandKind, SyntaxElement } from '../../isa/instruction.ts';

export interface Vocabulary {
  /** Names of registers, which no symbol in an operand can have. */
  readonly reserved: ReadonlySet<string>;
  /** What each of them is, in words: `a 64-bit register`. */
  readonly registerClasses: ReadonlyMap<string, string>;
  /** Every word that some form of some instruction takes. */
  readonly words: ReadonlySet<string>;
  /** Words that stand in syntaxes themselves: `lsl`. */
  readonly keywords: ReadonlySet<string>;
  /** Kinds of operands that have names. */
  readonly named: readonly OperandKind[];
}

/** Registers are the names that stand in register operands (`Rd`, `Rn` …). */
export function vocabularyOf(instructions: InstructionSet): Vocabulary {
  const registers = new Set<OperandKind>();
  const kinds = new Set<OperandKind>();
  const keywords = new Set<string>();
  const collect = (elements: readonly SyntaxElement[]): void => {
    for (const element of elements) {
      if (element.is === 'optional') collect(element.elements);
      else if (element.is === 'text') keywords.add(element.text);
      else (element.name.startsWith('R') ? registers : kinds).add(element.kind);
    }
  };
  for (const row of instructions.rows) collect(instructions.syntaxOf(row));
  const namesIn = (all: ReadonlySet<OperandKind>): string[] =>
    [...all].flatMap(kind => [...(kind.names?.keys() ?? [])]);
  const reserved = new Set(namesIn(registers));
  const registerClasses = new Map(
    [...registers]
      .filter(({ expects }) => /^an? /.test(expects))
      .flatMap(({ names, expects }) =>
        [...(names?.keys() ?? [])].map(name => [name, expects.split(',')[0]!] as const),
      ),
  );
  const named = [...new Set([...registers, ...kinds])].filter(({ names }) => names !== undefined);
  const words = new Set([...keywords, ...reserved, ...namesIn(kinds)]);
  return { reserved, registerClasses, words, keywords, named };
}
