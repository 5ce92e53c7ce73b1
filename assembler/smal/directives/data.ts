/** Directives that put bytes down, or move over some: B, H, T, W, ASCII, ALIGN. */
import { describe, readAbsolute, readExpression } from '../expression.ts';
import type { DataUnit } from '../object.ts';
import type { Reader } from '../reader.ts';
import { emit, here } from '../unit.ts';
import { absolute, boundsOf, fitsIn, type Value } from '../value.ts';
import type { Directive, DirectiveCall } from './directive.ts';

/** A value of the list; 0 when it has none, which has been reported. */
function readUnit(
  reader: Reader,
  size: DataUnit['size'],
): { readonly unit: DataUnit; readonly value: Value } {
  const { start } = reader.token;
  const value = readExpression(reader) ?? absolute(0, true);
  const end = reader.tokens[reader.at - 1]!.end;
  const { base, offset, uncertain } = value;
  if (base === undefined) {
    if (!uncertain && !fitsIn(offset, size))
      reader.fail('value out of bounds', `${boundsOf(size).join(' to ')}`, start, end);
    return { unit: { size, base, offset }, value };
  }
  if (base === reader.unit.job.machine.registers)
    reader.fail('misuse of relocation', `${describe(value)} where a number belongs`, start, end);
  return { unit: { size, base, offset, origin: reader.origin(start, end) }, value };
}

function emitData(
  { unit, name, origin }: DirectiveCall,
  units: readonly DataUnit[],
  uncertain: boolean,
): void {
  const size = units.reduce((sum, { size }) => sum + size, 0);
  emit(unit, { kind: 'data', name: name.text.toLowerCase() }, units, size, origin, uncertain);
}

const numbers =
  (size: DataUnit['size']): Directive =>
  call => {
    const { reader } = call;
    const units: DataUnit[] = [];
    let uncertain = false;
    do {
      const { unit, value } = readUnit(reader, size);
      units.push(unit);
      uncertain ||= value.uncertain;
    } while (reader.take(','));
    emitData(call, units, uncertain);
  };

/** Strings, and values of bytes between them. */
const ascii: Directive = call => {
  const { reader } = call;
  const units: DataUnit[] = [];
  let uncertain = false;
  if (reader.token.kind !== 'string') reader.fail('quoted string expected');
  do {
    const { token } = reader;
    const after = reader.second;
    const isWhole = after === undefined || after.kind === 'end' || after.text === ',';
    if (token.kind === 'string' && isWhole) {
      reader.at++;
      if (token.problem !== undefined) reader.fail(token.problem, '', token.start, token.end);
      for (const byte of bytesOf(token.text)) units.push({ size: 1, base: undefined, offset: byte });
    } else {
      const { unit, value } = readUnit(reader, 1);
      units.push(unit);
      uncertain ||= value.uncertain;
    }
  } while (reader.take(','));
  emitData(call, units, uncertain);
};

/** Bytes of a text as the file holds it: UTF-8. */
const bytesOf = (text: string): Iterable<number> => new TextEncoder().encode(text);

/** Moves the location counter to a multiple; nothing is put down. */
const align: Directive = ({ unit, reader, origin }) => {
  const { start } = reader.token;
  const alignment = readAbsolute(reader);
  if (alignment === undefined) return;
  if (alignment <= 0) {
    reader.fail('value out of bounds', '1 or more', start, reader.tokens[reader.at - 1]!.end);
    return;
  }
  const { offset } = here(unit);
  const padding = (alignment - ((offset >>> 0) % alignment)) % alignment;
  emit(unit, { kind: 'alignment', name: 'align', alignment }, [], padding, origin);
};

export const dataDirectives: Readonly<Record<string, Directive>> = {
  B: numbers(1),
  H: numbers(2),
  T: numbers(3),
  W: numbers(4),
  ASCII: ascii,
  ALIGN: align,
};
