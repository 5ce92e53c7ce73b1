/** Directives that write data: `.byte` … `.quad`, strings, `.inst`, `.incbin`. */
import { number } from '../../expression.ts';
import type { Datum } from '../../image/fragment.ts';
import { lebBytes } from '../../image/leb.ts';
import { emit, padInstruction } from '../emit.ts';
import { constantNow, readConstant, readExpression, settled } from '../evaluate.ts';
import { requestFile } from '../files.ts';
import { takeString } from '../strings.ts';
import { type DirectiveCall, type DirectiveHandler, type DirectiveTable, expectEnd } from './directive.ts';

const integers =
  (size: number): DirectiveHandler =>
  call => {
    const { unit, cursor, origin, name } = call;
    if (cursor.done) return;
    do {
      const start = cursor.skipBlanks().at;
      if (cursor.char === '"' && size === 1) {
        emitBytes(call, takeString(unit, cursor));
        continue;
      }
      const isMissing = cursor.done || cursor.char === ',';
      if (isMissing)
        unit.job.diagnostics.report(
          'warning',
          'value-missing',
          'a value is missing here; 0 is taken',
          origin,
        );
      const term = isMissing ? number(0) : readExpression(unit, cursor);
      if (term === undefined) return;
      const known = constantNow(term);
      const datum: Datum = {
        at: 0,
        size,
        value: known === undefined ? settled(term) : number(known),
        origin: cursor.origin(start, cursor.at),
      };
      const content = { is: 'data', bytes: new Uint8Array(size), data: [datum] } as const;
      emit(unit, { content, size, origin, statement: { kind: 'data', name } });
    } while (cursor.take(','));
    expectEnd(call);
  };

function emitBytes({ unit, origin, name }: DirectiveCall, bytes: Uint8Array): void {
  const content = { is: 'data', bytes, data: [] } as const;
  emit(unit, { content, size: bytes.length, origin, statement: { kind: 'data', name } });
}

const strings =
  (terminated: boolean): DirectiveHandler =>
  call => {
    const { unit, cursor } = call;
    if (cursor.done) return;
    do {
      cursor.skipBlanks();
      if (cursor.char !== '"') {
        unit.job.diagnostics.error('bad-operand', `${call.name} takes strings in quotes`, cursor.origin());
        return;
      }
      const bytes: number[] = [];
      while (cursor.skipBlanks().char === '"') bytes.push(...takeString(unit, cursor));
      emitBytes(call, Uint8Array.from(terminated ? [...bytes, 0] : bytes));
    } while (cursor.take(','));
    expectEnd(call);
  };

/** Wide strings: every byte as an element of `size` bytes. */
const wideStrings =
  (size: number): DirectiveHandler =>
  call => {
    const { unit, cursor } = call;
    do {
      if (cursor.skipBlanks().char !== '"') break;
      const narrow = [...takeString(unit, cursor), 0];
      const bytes = new Uint8Array(narrow.length * size);
      for (const [index, byte] of narrow.entries()) bytes[index * size] = byte;
      emitBytes(call, bytes);
    } while (cursor.take(','));
    expectEnd(call);
  };

/** `.inst`: an encoding, which is code. */
const instructions: DirectiveHandler = call => {
  const { unit, cursor, origin, name } = call;
  const size = unit.job.architecture.instructions.alignment;
  padInstruction(unit, origin);
  do {
    const value = readConstant(unit, cursor, 'an encoding');
    if (value === undefined) return;
    const datum: Datum = { at: 0, size, value: number(value), origin };
    const content = { is: 'data', bytes: new Uint8Array(size), data: [datum] } as const;
    emit(unit, { content, size, origin, statement: { kind: 'instruction', name } });
  } while (cursor.take(','));
  expectEnd(call);
};

/** `.incbin "file"[, skip[, count]]` */
const includeBinary: DirectiveHandler = call => {
  const { unit, cursor, origin, name } = call;
  const file = requestFile(call, 'binary');
  if (file === undefined) return;
  const skip = cursor.take(',') ? (readConstant(unit, cursor, 'the start') ?? 0n) : 0n;
  const count = cursor.take(',') ? readConstant(unit, cursor, 'the count') : undefined;
  if (file === 'missing') {
    const content = { is: 'data', bytes: new Uint8Array(0), data: [] } as const;
    emit(unit, { content, size: 0, origin, statement: { kind: 'data', name }, uncertain: true });
    return;
  }
  const end = count === undefined ? undefined : Number(skip + count);
  emitBytes(call, (unit.job.input.binaries?.get(file) ?? new Uint8Array(0)).slice(Number(skip), end));
};

/** `.uleb128`, `.sleb128`: as many bytes as the values need, which may be known only after layout. */
const leb =
  (signed: boolean): DirectiveHandler =>
  call => {
    const { unit, cursor, origin, name } = call;
    do {
      const term = readExpression(unit, cursor);
      if (term === undefined) return;
      const known = constantNow(term);
      if (known !== undefined) {
        emitBytes(call, lebBytes(known, signed));
        continue;
      }
      const content = { is: 'leb', value: settled(term), signed } as const;
      emit(unit, { content, origin, statement: { kind: 'data', name } });
    } while (cursor.take(','));
    expectEnd(call);
  };

export const dataDirectives: DirectiveTable = {
  byte: integers(1),
  hword: integers(2),
  short: integers(2),
  '2byte': integers(2),
  half: integers(2),
  word: integers(4),
  long: integers(4),
  int: integers(4),
  '4byte': integers(4),
  quad: integers(8),
  dword: integers(8),
  xword: integers(8),
  '8byte': integers(8),
  'dc.b': integers(1),
  'dc.w': integers(2),
  'dc.l': integers(4),
  'dc.a': integers(8),
  dc: integers(2),
  octa: integers(16),
  ascii: strings(false),
  asciz: strings(true),
  string: strings(true),
  string8: strings(true),
  string16: wideStrings(2),
  string32: wideStrings(4),
  string64: wideStrings(8),
  inst: instructions,
  incbin: includeBinary,
  uleb128: leb(false),
  sleb128: leb(true),
};
