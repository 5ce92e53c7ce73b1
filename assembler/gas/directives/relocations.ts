/** Directives that ask the linker for relocations. */
import { relocationNamed } from '../../elf/relocations.ts';
import { here } from '../emit.ts';
import { readExpression } from '../evaluate.ts';
import { type DirectiveCall, type DirectiveHandler, type DirectiveTable, expectEnd } from './directive.ts';

/** Names of GNU as for relocations of data, besides those of the ABI. */
const generic: Readonly<Record<string, string>> = {
  BFD_RELOC_NONE: 'NONE',
  BFD_RELOC_16: 'ABS16',
  BFD_RELOC_32: 'ABS32',
  BFD_RELOC_64: 'ABS64',
};

/** `.reloc place, type[, value]` */
const relocation: DirectiveHandler = call => {
  const { unit, cursor, origin, name } = call;
  const place = readExpression(unit, cursor);
  if (place === undefined) return;
  const type = cursor.take(',') ? cursor.name()?.text : undefined;
  if (type === undefined) {
    unit.job.diagnostics.error('bad-operand', `${name} is written ${name} place, type, value`, origin);
    return;
  }
  const found = relocationNamed(generic[type] ?? type.replace(/^R_AARCH64_/, ''));
  if (found === undefined) {
    unit.job.diagnostics.error('bad-operand', `${type} is no relocation of A64`, origin);
    return;
  }
  const value = cursor.take(',') ? readExpression(unit, cursor) : undefined;
  expectEnd(call);
  unit.relocations.push({ section: unit.sections.current.section, place, type: found.type, value, origin });
};

/** `.tlsdesccall name`: marks the next instruction as a part of an access to thread-local data. */
const marking =
  (type: string): DirectiveHandler =>
  (call: DirectiveCall) => {
    const { unit, cursor, origin } = call;
    const value = readExpression(unit, cursor);
    if (value === undefined) return;
    expectEnd(call);
    if (value.op === 'symbol') value.symbol.type ??= 'tls';
    const place = { op: 'place', place: here(unit, origin) } as const;
    const { section } = unit.sections.current;
    unit.relocations.push({ section, place, type: relocationNamed(type)!.type, value, origin });
  };

export const relocationDirectives: DirectiveTable = {
  reloc: relocation,
  tlsdescadd: marking('TLSDESC_ADD'),
  tlsdesccall: marking('TLSDESC_CALL'),
  tlsdescldr: marking('TLSDESC_LDR'),
};
