/** What is wrong with operands that no form takes, in the words of the form that is nearest to what was meant. */
import type { OperandKind } from '../../isa/instruction.ts';
import { formText } from '../../isa/syntax.ts';
import { nearest } from '../spelling.ts';
import { isNamePart } from './characters.ts';
import { endOfOperands, type Mismatch, type Miss } from './operands.ts';

/** Names that an operand may have; of a register kind they are registers. */
const namesOf = (miss: Miss): readonly string[] => [...(miss.kind?.names?.keys() ?? [])];

const isNumeric = ({ kind }: Miss): boolean => kind !== undefined && kind.reads !== 'name';

/** The word that stands where a form wanted something else. */
function wordAt(text: string, at: number): string {
  let end = at;
  while (isNamePart(text[end])) end++;
  return text.slice(at, end);
}

/** What was wrong, and which of the forms it is wrong for. */
interface Finding {
  readonly message: string;
  readonly miss: Miss;
}

/** Words for the author: what stands there, what belongs there, the nearest form. */
export function mismatchText(
  registerClasses: ReadonlyMap<string, string>,
  { misses }: Mismatch,
  text: string,
): string {
  const { message, miss } = finding(registerClasses, misses, text);
  return `${message}; the nearest form is ${formText(miss.row)}`;
}

function finding(
  registerClasses: ReadonlyMap<string, string>,
  misses: readonly Miss[],
  text: string,
): Finding {
  const { at } = misses[0]!;
  const rest = text.slice(at).trim();
  if (rest === '') return missing(misses);
  if (misses.every(({ expected }) => expected === endOfOperands))
    return { message: `${rest.replace(/^,\s*/, '')} is too much`, miss: misses[0]! };
  if (/^[^,\][]*!\s*\]/.test(rest)) return { message: '! belongs behind the bracket', miss: misses[0]! };
  if (/^[^\][]*[^\][\s]\s*!$/.test(rest))
    return {
      message: 'no ! belongs here: behind the bracket it moves the base before the access',
      miss: misses[0]!,
    };
  const word = wordAt(text, at);
  const registerClass = registerClasses.get(word.toLowerCase());
  if (registerClass !== undefined) return registerFinding(registerClasses, misses, word, registerClass);
  if (/^[-#(\d~:]/.test(rest)) return plain(preferred(misses, isNumeric));
  const named = word === '' ? [] : misses.filter(miss => namesOf(miss).length > 0);
  const near = nearest(word, [...new Set(named.flatMap(namesOf))]);
  if (near !== undefined) {
    const miss = named.find(candidate => namesOf(candidate).includes(near))!;
    return { message: `${word} is not ${anyOf([miss])}; did you mean ${near}?`, miss };
  }
  return plain(named.length > 0 ? named : misses);
}

/** A register where another, or none, belongs. */
function registerFinding(
  registerClasses: ReadonlyMap<string, string>,
  misses: readonly Miss[],
  word: string,
  registerClass: string,
): Finding {
  const isRegister = ({ kind }: Miss): boolean => kind?.names !== undefined && takesRegisters(kind);
  const takesRegisters = ({ names }: OperandKind): boolean =>
    [...names!.keys()].some(name => registerClasses.has(name));
  const chosen = few(preferred(misses, isRegister));
  if (chosen[0]!.kind === undefined) return plain(chosen);
  const expected = anyOf(chosen);
  const message = expected.includes(registerClass)
    ? `${word} cannot stand here: expected ${expected}`
    : `${word} is ${registerClass}: expected ${expected}`;
  return { message, miss: chosen[0]! };
}

const preferred = (misses: readonly Miss[], is: (miss: Miss) => boolean): readonly Miss[] => {
  const some = misses.filter(is);
  return some.length > 0 ? some : misses;
};

function plain(misses: readonly Miss[]): Finding {
  const chosen = few(misses);
  return { message: `expected ${anyOf(chosen)}`, miss: chosen[0]! };
}

/** The text ends before the operands do. */
function missing(misses: readonly Miss[]): Finding {
  const operands = misses.filter(({ kind }) => kind !== undefined);
  if (operands.length > 0)
    return { message: `an operand is missing: ${anyOf(few(operands))}`, miss: operands[0]! };
  const miss = misses.find(({ expected }) => expected === ']') ?? misses[0]!;
  const message = miss.expected === ',' ? 'an operand is missing' : `expected ${miss.expected}`;
  return { message, miss };
}

/** What each expects, by its beginning: of what begins alike the beginning is told. */
function expectations(misses: readonly Miss[]): readonly string[] {
  const heads = new Map<string, string>();
  for (const { expected } of misses) {
    const head = expected.split(',')[0]!;
    heads.set(head, heads.has(head) && heads.get(head) !== expected ? head : expected);
  }
  return [...heads.values()];
}

function anyOf(misses: readonly Miss[]): string {
  const all = expectations(misses);
  return all.join(all.some(text => text.includes(',')) ? '; or ' : ' or ');
}

/** Not more than three expectations; of more, that with most names. */
const few = (misses: readonly Miss[]): readonly Miss[] =>
  expectations(misses).length <= 3
    ? misses
    : [misses.reduce((most, miss) => (namesOf(miss).length > namesOf(most).length ? miss : most))];
