/** Matches operand text against the forms of a mnemonic. */
import type { InstructionRow, InstructionSet, OperandKind, SyntaxElement } from '../../isa/instruction.ts';
import { bitsOfDouble } from '../../isa/operand-kinds.ts';
import { numberOf, signed64, type Term } from '../expression.ts';
import { encodeSettled, isSettled } from '../image/encode.ts';
import type { Candidate, CandidateOperand, Encoded } from '../image/fragment.ts';
import { isNamePart } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { isTerm, type Names, parseExpression } from './expression.ts';
import { formTablesOf, type Plan, type PlannedOperand, planOf } from './forms.ts';
import { type Shape, shapeOf } from './shape.ts';

/** How far a form fitted, and what it wanted there: an operand of a kind, or something else. */
export interface Miss {
  readonly at: number;
  readonly row: InstructionRow;
  readonly expected: string;
  readonly kind?: OperandKind;
}

/** Of the forms of a mnemonic those that got farthest, all to the same place. */
export interface Mismatch {
  readonly misses: readonly Miss[];
}

/** Forms that the text fits; when the first of them that can be taken is known already, it alone and its encoding. */
export type Matched =
  | { readonly candidates: readonly Candidate[]; readonly encoded?: never }
  | { readonly encoded: Encoded; readonly first: () => Candidate };

export interface Matching {
  readonly names: Names;
  /** Names that are registers, and so no symbols. */
  readonly reserved: ReadonlySet<string>;
  /** `=expression` at this position stands for the address of its literal. */
  readonly literal?: { readonly at: number; readonly term: Term };
}

/**
 * The forms that the operands behind the cursor fit, when it is known which those of their shape do; undefined where
 * they have to be tried.
 */
export function matchShape(
  instructions: InstructionSet,
  forms: readonly InstructionRow[],
  cursor: Cursor,
  matching: Matching,
): Matched | undefined {
  const { classes, plansOf } = instructions.derived(formTablesOf);
  const plans = plansOf(forms);
  const shape = plans && shapeOf(cursor.text, cursor.at, classes);
  const plan = shape && plans?.get(shape.key);
  if (shape === undefined || plan === undefined) return undefined;
  const settled = settledBy(instructions, plan, shape, cursor, matching);
  if (settled !== undefined) return settled;
  const candidates = candidatesBy(plan, shape, cursor, matching);
  return candidates && settledFirst(instructions, candidates);
}

/** The forms whose syntax takes the whole text, in the order of the table; or those that got farthest. */
export function matchForms(
  instructions: InstructionSet,
  forms: readonly InstructionRow[],
  cursor: Cursor,
  matching: Matching,
): Matched | Mismatch {
  const { classes, plansOf } = instructions.derived(formTablesOf);
  const plans = matching.literal === undefined ? plansOf(forms) : undefined;
  const shape = plans && shapeOf(cursor.text, 0, classes);
  if (plans === undefined || shape === undefined || plans.has(shape.key)) {
    const tried = tryForms(instructions, forms, cursor, matching, false);
    return 'misses' in tried ? tried : settledFirst(instructions, tried);
  }
  const tried = tryForms(instructions, forms, cursor, matching, true);
  if ('misses' in tried) return tried;
  plans.set(shape.key, planOf(instructions, tried, cursor.text, shape));
  return settledFirst(instructions, tried);
}

/** Tries form by form: gives those that the text fits; `all` of them, or up to the first that can be encoded already. */
function tryForms(
  instructions: InstructionSet,
  forms: readonly InstructionRow[],
  cursor: Cursor,
  matching: Matching,
  all: boolean,
): readonly Candidate[] | Mismatch {
  const candidates: Candidate[] = [];
  let settled = true;
  let misses: Miss[] = [];
  cursor.at = 0;
  const start = cursor.skipBlanks().at;
  // What cannot stand first: many forms begin alike, and need not be tried.
  const refused = new Set<OperandKind>();
  for (const row of forms) {
    const syntax = instructions.syntaxOf(row);
    const first = syntax[0];
    if (first?.is === 'operand' && refused.has(first.kind)) continue;
    cursor.at = start;
    const result = matchRow(row, syntax, cursor, matching);
    if ('operands' in result) {
      candidates.push(result);
      settled &&= isSettled(result);
      if (settled && !all && encodeSettled(instructions, result) !== undefined) break;
    } else {
      if (first?.is === 'operand' && result.at === start) refused.add(first.kind);
      const farthest = misses[0]?.at ?? -1;
      if (result.at > farthest) misses = [result];
      else if (result.at === farthest) misses.push(result);
    }
  }
  return candidates.length > 0 || misses.length === 0 ? candidates : { misses };
}

/** The first form alone that can be encoded already, where none before it hangs on what layout tells; else all. */
function settledFirst(instructions: InstructionSet, candidates: readonly Candidate[]): Matched {
  for (const candidate of candidates) {
    if (!isSettled(candidate)) break;
    const encoded = encodeSettled(instructions, candidate);
    if (encoded !== undefined) return { encoded, first: () => candidate };
  }
  return { candidates };
}

/** The first form of a plan that can be encoded already; undefined when another may have to be taken. */
function settledBy(
  instructions: InstructionSet,
  plan: Plan,
  shape: Shape,
  cursor: Cursor,
  matching: Matching,
): Matched | undefined {
  for (const form of plan) {
    if (form.hasAddress) return undefined;
    const values: (bigint | undefined)[] = new Array(form.places).fill(undefined);
    for (const operand of form.operands) {
      const value = readToken(operand, shape, cursor, matching);
      if (typeof value !== 'bigint') return undefined;
      values[operand.position] = value;
    }
    const bits = instructions.encodeInOrder(form.row, values, 0n);
    if (bits === undefined) continue;
    const first = (): Candidate => candidatesBy([form], shape, cursor, matching)![0]!;
    return { encoded: { is: 'encoded', bits, length: form.row.length }, first };
  }
  return undefined;
}

/** The forms of a plan with the values of this text; undefined when an expression does not end with its token. */
function candidatesBy(
  plan: Plan,
  shape: Shape,
  cursor: Cursor,
  matching: Matching,
): readonly Candidate[] | undefined {
  const candidates: Candidate[] = [];
  for (const { row, operands, defaults } of plan) {
    const read: CandidateOperand[] = [];
    for (const operand of operands) {
      const one = readPlanned(operand, shape, cursor, matching);
      if (one === undefined) return undefined;
      read.push(one);
    }
    candidates.push({ row, operands: read, defaults });
  }
  return candidates;
}

function readPlanned(
  operand: PlannedOperand,
  shape: Shape,
  cursor: Cursor,
  matching: Matching,
): CandidateOperand | undefined {
  const value = readToken(operand, shape, cursor, matching);
  if (value === undefined) return undefined;
  const { name, kind, begin, token, named } = operand;
  const { starts, ends, end } = shape;
  return {
    name,
    value,
    isAddress: kind.isAddress === true,
    start: starts[begin]!,
    end: named ? ends[token]! : (starts[token + 1] ?? end),
  };
}

/** The value of an operand's token; undefined when an expression does not end with it. */
function readToken(
  { kind, token, named }: PlannedOperand,
  { starts, ends }: Shape,
  cursor: Cursor,
  matching: Matching,
): bigint | Term | undefined {
  const { text } = cursor;
  const start = starts[token]!;
  if (named) return kind.names!.get(text.slice(start, ends[token]).toLowerCase());
  const number = smallNumber(text, start, ends[token]!);
  if (number !== undefined) return BigInt(number);
  cursor.at = start;
  const value = readValue(cursor, matching);
  return cursor.at === (starts[token + 1] ?? text.length) ? value : undefined;
}

/** A decimal number of few digits, as most are. */
function smallNumber(text: string, start: number, end: number): number | undefined {
  if (end - start > 9 || (end - start > 1 && text.charCodeAt(start) === 48)) return undefined;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** What is expected where nothing more is. */
export const endOfOperands = 'the end of the operands';

interface Match {
  readonly operands: CandidateOperand[];
  readonly defaults: Record<string, bigint>;
  /** The farthest place where something else was wanted. */
  missed: Omit<Miss, 'row'> | undefined;
}

function matchRow(
  row: InstructionRow,
  syntax: readonly SyntaxElement[],
  cursor: Cursor,
  matching: Matching,
): Candidate | Miss {
  const match: Match = { operands: [], defaults: {}, missed: undefined };
  if (matchElements(syntax, cursor, matching, match)) {
    if (cursor.done) return { row, operands: match.operands, defaults: match.defaults };
    miss(match, cursor.at, endOfOperands);
  }
  return { ...(match.missed ?? { at: cursor.at, expected: 'an operand' }), row };
}

function miss(match: Match, at: number, expected: string, kind?: OperandKind): false {
  if (match.missed === undefined || at > match.missed.at)
    match.missed = kind === undefined ? { at, expected } : { at, expected, kind };
  return false;
}

function matchElements(
  elements: readonly SyntaxElement[],
  cursor: Cursor,
  matching: Matching,
  match: Match,
): boolean {
  for (const element of elements)
    if (!matchElement(element, cursor.skipBlanks(), matching, match)) return false;
  return true;
}

function matchElement(element: SyntaxElement, cursor: Cursor, matching: Matching, match: Match): boolean {
  switch (element.is) {
    case 'text':
      return matchText(element.text, cursor, match);
    case 'operand':
      return matchOperand(element.name, element.kind, cursor, matching, match);
    case 'optional':
      return matchOptional(element, cursor, matching, match);
  }
}

function matchOptional(
  group: Extract<SyntaxElement, { is: 'optional' }>,
  cursor: Cursor,
  matching: Matching,
  match: Match,
): boolean {
  const start = cursor.at;
  const before = match.operands.length;
  if (matchElements(group.elements, cursor, matching, match)) return true;
  cursor.at = start;
  match.operands.length = before;
  Object.assign(match.defaults, group.defaults);
  return true;
}

/** Punctuation or a keyword; `#` may always be left out. */
function matchText(text: string, cursor: Cursor, match: Match): boolean {
  const end = cursor.at + text.length;
  const there =
    cursor.text.startsWith(text, cursor.at) ||
    cursor.text.slice(cursor.at, end).toLowerCase() === text.toLowerCase();
  if (there && !(isNamePart(text.at(-1)) && isNamePart(cursor.text[end]))) {
    cursor.at = end;
    return true;
  }
  return text === '#' || miss(match, cursor.at, text);
}

function matchOperand(
  name: string,
  kind: OperandKind,
  cursor: Cursor,
  matching: Matching,
  match: Match,
): boolean {
  const start = cursor.at;
  if (matching.literal?.at === start && kind.isAddress) {
    cursor.at = cursor.text.length;
    match.operands.push({ name, value: matching.literal.term, isAddress: true, start, end: cursor.at });
    return true;
  }
  const value = readOperand(kind, cursor, matching);
  if (value === undefined) {
    cursor.at = start;
    return miss(match, start, kind.expects, kind);
  }
  match.operands.push({ name, value, isAddress: kind.isAddress === true, start, end: cursor.at });
  return true;
}

function readOperand(kind: OperandKind, cursor: Cursor, matching: Matching): bigint | Term | undefined {
  if (kind.reads === 'float') return readFloat(kind, cursor);
  if (kind.reads !== 'expression') {
    const named = readName(kind, cursor);
    if (named !== undefined || kind.reads === 'name') return named;
  }
  if (cursor.char === '#') cursor.at++;
  cursor.skipBlanks();
  const start = cursor.at;
  if (matching.reserved.has(wordAt(cursor).toLowerCase())) return undefined;
  const value = readValue(cursor, matching);
  return cursor.at === start ? undefined : value;
}

/** An expression; a number when it is made of numbers alone. */
function readValue(cursor: Cursor, matching: Matching): bigint | Term | undefined {
  const term = parseExpression(cursor, matching.names);
  if (!isTerm(term)) return undefined;
  const value = numberOf(term);
  return value === undefined ? term : signed64(value);
}

/** A decimal floating-point number, or with `0x` its bits; its value as a double. */
function readFloat({ floatBits }: OperandKind, cursor: Cursor): bigint | undefined {
  if (cursor.char === '#') cursor.at++;
  cursor.skipBlanks();
  const [text, digits] =
    /^(?:0x([0-9a-f]{1,16})|[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?![\w.])/i.exec(
      cursor.text.slice(cursor.at),
    ) ?? [];
  if (text === undefined) return undefined;
  const bits = digits === undefined ? undefined : BigInt(`0x${digits}`);
  if (bits !== undefined && bits >> BigInt(floatBits ?? 32) !== 0n) return undefined;
  cursor.at += text.length;
  if (bits === undefined) return bitsOfDouble(Number(text));
  return floatBits === 64 ? bits : bitsOfDouble(singleOfBits(Number(bits)));
}

const singleOfBits = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0]!;

/** The longest name of the kind that stands here. */
function readName(kind: OperandKind, cursor: Cursor): bigint | undefined {
  const word = wordAt(cursor).toLowerCase();
  for (let length = word.length; length > 0; length = word.lastIndexOf('.', length - 1)) {
    const value = kind.names?.get(word.slice(0, length));
    if (value === undefined) continue;
    cursor.at += length;
    return value;
  }
  return undefined;
}

function wordAt(cursor: Cursor): string {
  let end = cursor.at;
  while (isNamePart(cursor.text[end])) end++;
  return cursor.text.slice(cursor.at, end);
}
