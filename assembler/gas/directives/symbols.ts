/** Directives about symbols: values, binding, type; and names for registers. */
import type { Binding, SymbolType, Visibility } from '../../elf/format.ts';
import { hasValue, number, type Term } from '../../expression.ts';
import { paddingTo } from '../../image/layout.ts';
import { chunkOf } from '../../image/section.ts';
import type { SymbolEntry } from '../../symbols.ts';
import type { Name } from '../cursor.ts';
import { alignSection, defineLabel, emit, here } from '../emit.ts';
import { readConstant, readExpression, settled, valueNow } from '../evaluate.ts';
import type { Unit } from '../unit.ts';
import {
  type DirectiveCall,
  type DirectiveHandler,
  type DirectiveTable,
  expectEnd,
  ignored,
} from './directive.ts';

/** Gives `name` the value of the expression at the cursor. `once`: it may have no value yet (`.equiv`, `==`). */
export function assign(call: DirectiveCall, name: Name, once: boolean): void {
  const { unit, cursor } = call;
  const origin = cursor.origin(name.start, name.end);
  const old = unit.symbols.entry(name.text);
  const term = readExpression(unit, cursor);
  if (term === undefined) return;
  expectEnd(call);
  if (old.definition !== undefined && (once || !old.redefinable)) {
    const related = [{ span: old.definition.origin.span, message: `${name.text} is first defined here` }];
    unit.job.diagnostics.error('duplicate-symbol', `${name.text} is already defined`, origin, related);
    return;
  }
  const value = valueNow(term);
  const known = hasValue(value) && value.base === undefined;
  const entry = unit.symbols.redefine(name.text);
  entry.definition = { as: 'constant', value: known ? number(value.value) : term, origin };
  entry.redefinable = !once;
}

const set =
  (once: boolean): DirectiveHandler =>
  call => {
    const { unit, cursor, origin, name } = call;
    const symbol = cursor.symbolName();
    if (symbol === undefined || !cursor.take(','))
      unit.job.diagnostics.error('bad-operand', `${name} is written ${name} name, expression`, origin);
    else assign(call, symbol, once);
  };

/** A list of names, each changed by `change`. */
const names =
  (change: (symbol: SymbolEntry) => void): DirectiveHandler =>
  call => {
    const { unit, cursor, origin, name } = call;
    do {
      const symbol = cursor.symbolName();
      if (symbol === undefined) {
        unit.job.diagnostics.error('bad-operand', `${name} needs the name of a symbol`, origin);
        return;
      }
      change(unit.symbols.entry(symbol.text));
      unit.job.uses.push({ name: symbol.text, span: cursor.origin(symbol.start, symbol.end).span });
    } while (cursor.take(','));
    expectEnd(call);
  };

const binding = (value: Binding): DirectiveHandler =>
  names(symbol => {
    if (value !== 'weak') symbol.declared = true;
    if (value !== 'global' || symbol.binding !== 'weak') symbol.binding = value;
  });

const visibility = (value: Visibility): DirectiveHandler =>
  names(symbol => {
    symbol.declared = true;
    symbol.visibility = value;
  });

const typeNames: Readonly<Record<string, SymbolType>> = {
  function: 'function',
  func: 'function',
  object: 'object',
  gnu_unique_object: 'object',
  tls_object: 'tls',
  tls: 'tls',
  common: 'common',
  notype: 'none',
  gnu_indirect_function: 'indirect-function',
  gnu_ifunc: 'indirect-function',
};

/** `.type name, %function` and its other spellings. */
const type: DirectiveHandler = call => {
  const { unit, cursor, origin } = call;
  const symbol = cursor.symbolName();
  const kind = /^\s*,?\s*(?:[@%#]|")?(?:STT_)?(\w+)"?/i
    .exec(cursor.text.slice(cursor.at))?.[1]
    ?.toLowerCase();
  if (symbol === undefined || kind === undefined) {
    unit.job.diagnostics.error('bad-operand', '.type is written .type name, %function', origin);
    return;
  }
  if (!Object.hasOwn(typeNames, kind)) {
    const message = `${kind} is no type of a symbol: ${Object.keys(typeNames).join(', ')} are`;
    unit.job.diagnostics.error('bad-operand', message, origin);
    return;
  }
  const entry = unit.symbols.entry(symbol.text);
  entry.declared = true;
  entry.type = typeNames[kind]!;
  if (kind === 'gnu_unique_object') entry.unique = true;
};

/** `.size name, expression` */
const size: DirectiveHandler = call => {
  const { unit, cursor, origin } = call;
  const symbol = cursor.symbolName();
  if (symbol === undefined || !cursor.take(',')) {
    unit.job.diagnostics.error('bad-operand', '.size is written .size name, expression', origin);
    return;
  }
  const bytes = readExpression(unit, cursor);
  if (bytes === undefined) return;
  expectEnd(call);
  const entry = unit.symbols.entry(symbol.text);
  entry.declared = true;
  entry.size = settled(bytes);
  entry.sizedAt = origin;
};

/** `.weakref alias, target`: another name for a symbol, which need not be defined. */
const weakReference: DirectiveHandler = call => {
  const { unit, cursor, origin, name } = call;
  const alias = cursor.symbolName();
  const target = alias !== undefined && cursor.take(',') ? cursor.symbolName() : undefined;
  if (alias === undefined || target === undefined) {
    unit.job.diagnostics.error('bad-operand', `${name} is written ${name} alias, target`, origin);
    return;
  }
  expectEnd(call);
  const place = cursor.origin(target.start, target.end);
  const symbol = unit.symbols.entry(target.text);
  const entry = unit.symbols.redefine(alias.text);
  const value = { op: 'symbol', symbol, origin: place } as const;
  entry.definition = { as: 'constant', value, origin: cursor.origin(alias.start, alias.end) };
  entry.redefinable = true;
  entry.weakReferenceTo = symbol;
  unit.job.uses.push({ name: target.text, span: place.span });
};

/** `.symver name, name@VERSION`: what the symbol is called in the object, or is called as well. */
const version: DirectiveHandler = call => {
  const { unit, cursor, origin, name } = call;
  const symbol = cursor.symbolName();
  const versioned = symbol && /^\s*,\s*([\w.$]+@{1,3}[\w.$]+)/.exec(cursor.text.slice(cursor.at));
  if (symbol === undefined || !versioned) {
    unit.job.diagnostics.error('bad-operand', `${name} is written ${name} name, name@VERSION`, origin);
    return;
  }
  cursor.at += versioned[0].length;
  expectEnd(call);
  const entry = unit.symbols.entry(symbol.text);
  entry.declared = true;
  entry.versions = [...(entry.versions ?? []), versioned[1]!];
};

/** `.comm name, size[, alignment]`: zeros in `.bss`, once for all files that ask for them. */
const common: DirectiveHandler = call => {
  const asked = readRoom(call, true);
  if (asked === undefined) return;
  const { unit, origin } = call;
  const { symbol, size, alignment } = asked;
  if (symbol.definition !== undefined) {
    const related = [
      { span: symbol.definition.origin.span, message: `${symbol.name} is first defined here` },
    ];
    unit.job.diagnostics.error('duplicate-symbol', `${symbol.name} is already defined`, origin, related);
    return;
  }
  expectEnd(call);
  symbol.type ??= 'object';
  const room = {
    size,
    alignment: alignment ?? Math.min(16, 2 ** Math.ceil(Math.log2(Math.max(1, Number(size))))),
    origin,
  };
  if (symbol.binding === 'local') {
    symbol.size ??= number(size);
    allocate(unit, symbol, room);
    return;
  }
  symbol.binding ??= 'global';
  symbol.common = room;
};

/** `.lcomm name, size`: zeros in `.bss`, of this file alone. */
const localCommon: DirectiveHandler = call => {
  const asked = readRoom(call, false);
  if (asked === undefined) return;
  const { symbol, size } = asked;
  expectEnd(call);
  symbol.type ??= 'object';
  symbol.size ??= number(size);
  const alignment = Math.min(8, 2 ** Math.floor(Math.log2(Math.max(1, Number(size)))));
  allocate(call.unit, symbol, { size, alignment, origin: call.origin });
};

function readRoom({ unit, cursor, origin, name }: DirectiveCall, withAlignment: boolean) {
  const symbol = cursor.symbolName();
  // The first comma may be left out.
  if (symbol !== undefined) cursor.take(',');
  if (symbol === undefined || cursor.done) {
    unit.job.diagnostics.error('bad-operand', `${name} is written ${name} name, size, alignment`, origin);
    return undefined;
  }
  const size = readConstant(unit, cursor, 'the size');
  const alignment =
    withAlignment && cursor.take(',') ? readConstant(unit, cursor, 'the alignment') : undefined;
  if (size === undefined || size < 0n || (alignment !== undefined && alignment < 1n)) return undefined;
  const entry = unit.symbols.entry(symbol.text);
  return { symbol: entry, size, alignment: alignment === undefined ? undefined : Number(alignment) };
}

/** Defines a symbol on zeros at the end of `.bss`: GNU as has a subsection for them. */
function allocate(
  unit: Unit,
  symbol: SymbolEntry,
  { size, alignment, origin }: NonNullable<SymbolEntry['common']>,
): void {
  const before = unit.sections.current;
  const chunk = chunkOf(unit.sections.section('.bss'), 1);
  unit.sections.current = chunk;
  alignSection(unit, alignment);
  const padding = { is: 'alignment', alignment } as const;
  emit(unit, { content: padding, size: paddingTo(chunk.offset, alignment), origin });
  defineLabel(unit, symbol, origin);
  const end: Term = {
    op: 'binary',
    operator: '+',
    a: { op: 'place', place: here(unit, origin) },
    b: number(size),
  };
  const content = { is: 'org', target: end, fill: undefined } as const;
  emit(unit, { content, size: Number(size), origin, statement: { kind: 'fill', name: '.comm' } });
  unit.sections.current = before;
}

/** Gives the common symbols of a unit their room, for an image that no linker makes. */
export function allocateCommons(unit: Unit): void {
  for (const entry of unit.symbols.entries)
    if (entry.common !== undefined && entry.definition === undefined) allocate(unit, entry, entry.common);
}

/** `.unreq name` */
const unreq: DirectiveHandler = ({ unit, cursor, origin }) => {
  const name = cursor.name();
  const forms = name === undefined ? [] : formsOf(name.text);
  if (name === undefined) unit.job.diagnostics.error('bad-operand', '.unreq needs a name', origin);
  else if (
    !forms.some(form => unit.registerNames.has(form)) &&
    !unit.job.vocabulary.reserved.has(name.text.toLowerCase())
  )
    unit.job.diagnostics.error('bad-operand', `${name.text} is no name that .req gave to a register`, origin);
  for (const form of forms) unit.registerNames.delete(form);
};

/** A register name given by `.req` is known as written, in lower case and in upper case. */
export const formsOf = (name: string): readonly string[] => [name, name.toLowerCase(), name.toUpperCase()];

export const symbolDirectives: DirectiveTable = {
  set: set(false),
  equ: set(false),
  equiv: set(true),
  eqv: set(false),
  globl: binding('global'),
  global: binding('global'),
  local: binding('local'),
  weak: binding('weak'),
  lsym: set(true),
  extern: ignored,
  hidden: visibility('hidden'),
  protected: visibility('protected'),
  internal: visibility('internal'),
  type,
  size,
  comm: common,
  lcomm: localCommon,
  unreq,
  weakref: weakReference,
  symver: version,
  variant_pcs: ignored,
};
