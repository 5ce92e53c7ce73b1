/** An instruction statement: its mnemonic, literal, register names and operands. */
import type { InstructionRow } from '../../isa/instruction.ts';
import type { Origin } from '../program.ts';
import { nearest } from '../spelling.ts';
import { concatTexts, type MappedText, madeText, sliceText } from '../text.ts';
import { isNamePart, isNameStart } from './characters.ts';
import { Cursor, type Name } from './cursor.ts';
import { emit, padInstruction } from './emit.ts';
import { namesOf, readExpression, settled } from './evaluate.ts';
import type { LiteralSize } from './literal-pool.ts';
import { mismatchText } from './mismatch.ts';
import { isLaterMnemonic } from './mnemonics.ts';
import { type Matched, type Matching, type Mismatch, matchForms, matchShape } from './operands.ts';
import { checkFeatures, selectsProcessor } from './processor.ts';
import { impliedShift } from './relocation.ts';
import type { Unit } from './unit.ts';

/** Assembles the instruction whose mnemonic has been read from `source`. */
export function assembleInstruction(unit: Unit, source: Cursor, mnemonic: Name, origin: Origin): void {
  const name = mnemonic.text.toLowerCase();
  const { instructions } = unit.job.architecture;
  const forms = instructions.forms(name);
  if (forms.length === 0) {
    unknownMnemonic(unit, source, mnemonic, origin);
    return;
  }
  // The operands' `.` is the instruction, behind its padding.
  padInstruction(unit, origin);
  const fitting = matchOperands(unit, source, mnemonic, forms, origin);
  if (fitting === undefined) {
    emitUnknown(unit, name, origin, unit.job.incomplete);
    return;
  }
  const statement = { kind: 'instruction', name } as const;
  const { matched, text } = fitting;
  if (matched.encoded === undefined) {
    const { candidates } = matched;
    const size = candidates[0]!.row.length;
    emit(unit, { content: { is: 'instruction', candidates, text }, size, origin, statement });
  } else {
    const { encoded } = matched;
    emit(unit, { content: encoded, size: encoded.length, origin, statement });
  }
}

/** The forms that the operands fit, in the text that they stand in; undefined, and said, when they fit none. */
function matchOperands(
  unit: Unit,
  source: Cursor,
  mnemonic: Name,
  forms: readonly InstructionRow[],
  origin: Origin,
): { readonly matched: Matched; readonly text: MappedText } | undefined {
  const { architecture, vocabulary } = unit.job;
  const { instructions } = architecture;
  const names = namesOf(unit, origin, true);
  const { reserved } = vocabulary;
  const start = source.at;
  if (unit.registerNames.size === 0) {
    const matched = matchShape(instructions, forms, source, { names, reserved });
    if (matched !== undefined) {
      checkProcessor(unit, matched, source, source, mnemonic);
      return { matched, text: source.line };
    }
    source.at = start;
  }
  const cursor = new Cursor(operandText(unit, source), origin);
  const literal = literalIn(unit, cursor, mnemonic.text.toLowerCase());
  const matching: Matching = { names, reserved, ...(literal && { literal }) };
  const matched = matchForms(instructions, forms, cursor, matching);
  if ('misses' in matched) {
    const { at } = matched.misses[0]!;
    const place = at < cursor.text.length ? cursor.origin(at) : source.origin(mnemonic.start);
    reportMismatch(unit, matched, cursor.text, place);
    return undefined;
  }
  checkProcessor(unit, matched, cursor, source, mnemonic);
  return { matched, text: cursor.line };
}

/** The form that is taken, or the first that may be, has to be there. */
function checkProcessor(
  unit: Unit,
  matched: Matched,
  operands: Cursor,
  source: Cursor,
  mnemonic: Name,
): void {
  if (!selectsProcessor(unit)) return;
  const form = matched.encoded === undefined ? matched.candidates[0]! : matched.first();
  checkFeatures(unit, form, operands, source.origin(mnemonic.start, mnemonic.end));
}

function reportMismatch(unit: Unit, mismatch: Mismatch, text: string, place: Origin): void {
  const { diagnostics, incomplete } = unit.job;
  const word = incomplete ? unknownWord(unit, text) : undefined;
  if (diagnostics.isFull(place)) return;
  if (word === undefined) {
    diagnostics.error(
      'bad-operand',
      mismatchText(unit.job.vocabulary.registerClasses, mismatch, text),
      place,
    );
  } else {
    const message = `${word} may be a macro of a header that was not found`;
    diagnostics.once('information', 'unknown-operand', word, message, place);
  }
}

/** A word in operands that is no word of the instruction set and no symbol defined so far. */
const unknownWord = (unit: Unit, text: string): string | undefined =>
  text
    .match(/[A-Za-z_]\w*/g)
    ?.find(
      word =>
        !unit.job.vocabulary.words.has(word.toLowerCase()) &&
        unit.symbols.lookup(word)?.definition === undefined,
    );

/** Bytes of an instruction that could not be encoded. */
export function emitUnknown(unit: Unit, name: string, origin: Origin, uncertain: boolean): void {
  padInstruction(unit, origin);
  const size = unit.job.architecture.instructions.alignment;
  const content = { is: 'data', bytes: new Uint8Array(size), data: [] } as const;
  emit(unit, { content, size, origin, statement: { kind: 'unknown', name }, uncertain });
}

function unknownMnemonic(unit: Unit, source: Cursor, mnemonic: Name, origin: Origin): void {
  const name = mnemonic.text.toLowerCase();
  const { diagnostics, architecture } = unit.job;
  const place = source.origin(mnemonic.start, mnemonic.end);
  if (isLaterMnemonic(name)) {
    const text = `${name} is not supported yet; its 4 bytes are taken as unknown`;
    diagnostics.once('information', 'not-yet-supported', name, text, place);
    emitUnknown(unit, name, origin, true);
  } else if (unit.job.incomplete) {
    const text = `${mnemonic.text} may be a macro of a header that was not found`;
    diagnostics.once('information', 'unknown-mnemonic', name, text, place);
    emitUnknown(unit, name, origin, true);
  } else {
    if (diagnostics.isFull(place)) return;
    const instead = architecture.foreignMnemonics?.get(name);
    if (instead !== undefined) {
      diagnostics.error(
        'unknown-mnemonic',
        `${mnemonic.text} is an instruction of A32; A64 has ${instead}`,
        place,
      );
      return;
    }
    const names = [...unit.macros.values()].map(macro => macro.definition.name);
    const near = nearest(mnemonic.text, [...names, ...architecture.instructions.mnemonics()]);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    diagnostics.error('unknown-mnemonic', `${mnemonic.text} is no instruction and no macro${hint}`, place);
  }
}

/** The operands as text, with names given by `.req` replaced and the shift that `:abs_g1:` implies added. */
function operandText(unit: Unit, source: Cursor): MappedText {
  let text = source.rest();
  if (unit.registerNames.size > 0) text = replaceNames(text, unit.registerNames);
  const operator = /:(\w+):/.exec(text.text);
  const shift = operator === null ? undefined : impliedShift(operator[1]!.toLowerCase());
  if (operator === null || shift === undefined || /,\s*lsl\b/i.test(text.text)) return text;
  const place = new Cursor(text, text.map[0]!.origin).origin(
    operator.index,
    operator.index + operator[0].length,
  );
  return concatTexts([text, madeText(`, lsl #${shift}`, place)]);
}

function replaceNames(line: MappedText, names: ReadonlyMap<string, MappedText>): MappedText {
  const { text } = line;
  const parts: MappedText[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isNameStart(text[at])) continue;
    let end = at + 1;
    while (isNamePart(text[end])) end++;
    // The name of a vector register may have an arrangement behind it: `total.4s`.
    const dot = text.slice(at, end).indexOf('.');
    if (dot > 0 && names.has(text.slice(at, at + dot)) && !names.has(text.slice(at, end))) end = at + dot;
    const register = names.get(text.slice(at, end));
    if (register !== undefined && !isNamePart(text[at - 1])) {
      const place = new Cursor(line, line.map[0]!.origin).origin(at, end);
      parts.push(sliceText(line, from, at), madeText(register.text, place));
      from = end;
    }
    at = end - 1;
  }
  return from === 0 ? line : concatTexts([...parts, sliceText(line, from)]);
}

/** `Rt, =expression`: puts the value into the pool. */
function literalIn(unit: Unit, cursor: Cursor, mnemonic: string): Matching['literal'] {
  if (!cursor.text.includes('=')) return undefined;
  const found = /^\s*(\w+)\s*,\s*=/.exec(cursor.text);
  if (found === null) return undefined;
  const at = found[0].length - 1;
  cursor.at = found[0].length;
  const origin = cursor.origin(at);
  const value = readExpression(unit, cursor);
  if (value === undefined) return undefined;
  const size = literalSize(mnemonic, found[1]!);
  const place = unit.pools.add(unit.sections.current, size, settled(value), origin);
  return { at, term: { op: 'place', place } };
}

/** Bytes that a load of this register reads. */
function literalSize(mnemonic: string, register: string): LiteralSize {
  if (mnemonic !== 'ldr') return 4;
  const first = register[0]!.toLowerCase();
  if (first === 'q') return 16;
  return first === 'w' || (first === 's' && /^s\d/i.test(register)) ? 4 : 8;
}
