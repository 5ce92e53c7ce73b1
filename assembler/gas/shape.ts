/**
 * The shape of operands: their text divided once into words, punctuation and expressions. Words that the same
 * operands take are of one class, and texts of one shape fit the same forms in the same way (`forms.ts`).
 */
import type { InstructionSet } from '../../isa/instruction.ts';
import { vocabularyOf } from './vocabulary.ts';

export interface Shape {
  /** Equal for texts of one shape: a character for each token. */
  readonly key: string;
  /** Where each token begins and ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Where the last one ends. */
  readonly end: number;
}

/** The class of an expression. */
export const expression = 'E';

/** A word's class, one character; two with the length of the first when it is a name with an arrangement: `v0.4s`. */
interface WordClass {
  readonly key: string;
  readonly first?: number;
}

/** Classes of words that are not names of symbols; undefined for all others. */
export type WordClasses = (word: string) => WordClass | undefined;

/** Words are remembered up to this many, names of symbols among them. */
const rememberedWords = 20_000;

/** Classes have characters of their own, behind those that texts are made of. */
const firstClass = 0x1000;

/** Classes of words for an instruction set. */
export function wordClassesOf(instructions: InstructionSet): WordClasses {
  const { named, keywords } = instructions.derived(vocabularyOf);
  const classes = new Map<string, string>();
  const known = new Map<string, WordClass | undefined>();

  /** Kinds that take the word; a keyword, and a name with a dot inside, is a class of its own. */
  function classOf(word: string): string | undefined {
    const kinds = named.flatMap(({ names }, index) => (names!.has(word) ? [index] : []));
    const keyword = keywords.has(word);
    if (kinds.length === 0 && !keyword) return undefined;
    const signature = keyword || word.lastIndexOf('.') > 0 ? word : kinds.join();
    let key = classes.get(signature);
    if (key === undefined) classes.set(signature, (key = String.fromCharCode(firstClass + classes.size)));
    return key;
  }

  function find(word: string): WordClass | undefined {
    const whole = classOf(word);
    if (whole !== undefined) return { key: whole };
    const dot = word.lastIndexOf('.');
    const [name, rest] = dot > 0 ? [classOf(word.slice(0, dot)), classOf(word.slice(dot))] : [];
    return name === undefined || rest === undefined ? undefined : { key: name + rest, first: dot };
  }

  return word => {
    const before = known.get(word);
    if (before !== undefined || known.has(word)) return before;
    if (known.size >= rememberedWords) known.clear();
    const found = find(word);
    known.set(word, found);
    return found;
  };
}

const code = (char: string): number => char.charCodeAt(0);
const [quote, doubleQuote, brace, open, close] = ["'", '"', '{', '(', ')'].map(code);
const [comma, bracket, closeBracket, closeBrace] = [',', '[', ']', '}'].map(code);
/** `=literal`, and `:operator:`, which may stand for a shift as well. */
const [equals, colon] = ['=', ':'].map(code);
const punctuation: ReadonlySet<number> = new Set([...',[]!{}#'].map(code));

const isBlankCode = (char: number): boolean => char === 32 || char === 9 || char === 12;
const isDigitCode = (char: number): boolean => char >= 48 && char <= 57;
const isNameCode = (char: number): boolean =>
  (char >= 97 && char <= 122) ||
  (char >= 65 && char <= 90) ||
  isDigitCode(char) ||
  char === 95 ||
  char === 46 ||
  char === 36;

/** Tokens of operands that forms can have; what has more is read form by form. */
const mostTokens = 32;

/** The shape of the operands from `from` on; undefined when they hold what only a form can tell how to read. */
export function shapeOf(text: string, from: number, classes: WordClasses): Shape | undefined {
  const starts: number[] = [];
  const ends: number[] = [];
  let key = '';
  let at = from;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (isBlankCode(char)) {
      at++;
      continue;
    }
    if (starts.length >= mostTokens) return undefined;
    starts.push(at);
    if (punctuation.has(char)) {
      key += text[at];
      ends.push(++at);
      continue;
    }
    if (isNameCode(char) && !isDigitCode(char)) {
      let end = at + 1;
      while (isNameCode(text.charCodeAt(end))) end++;
      const found = classes(text.slice(at, end).toLowerCase());
      if (found !== undefined) {
        key += found.key;
        if (found.first !== undefined) {
          ends.push(at + found.first);
          starts.push(at + found.first);
        }
        ends.push(end);
        at = end;
        continue;
      }
    }
    const end = endOfExpression(text, at);
    if (end === undefined) return undefined;
    key += expression;
    ends.push(end);
    at = end;
  }
  return { key, starts, ends, end: ends[ends.length - 1] ?? from };
}

/** Where an expression ends that stands up to a comma or a closing bracket. */
function endOfExpression(text: string, start: number): number | undefined {
  let depth = 0;
  let end = start;
  let at = start;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (isBlankCode(char)) continue;
    if (char === open) depth++;
    else if (char === close) depth--;
    else if (depth === 0 && (char === comma || char === closeBracket || char === closeBrace)) break;
    else if (char === quote || char === doubleQuote || char === brace || char === bracket) return undefined;
    else if (char === equals || char === colon) return undefined;
    end = at + 1;
  }
  return end;
}
