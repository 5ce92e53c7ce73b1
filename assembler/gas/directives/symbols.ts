/** Directives about symbols: values, binding, type; and names for registers. */
import { hasValue, number } from '../../expression.ts';
import { paddingTo } from '../../image/layout.ts';
import { chunkOf } from '../../image/section.ts';
import type { SymbolEntry } from '../../symbols.ts';
import type { Name } from '../cursor.ts';
import { alignSection, defineLabel, emit } from '../emit.ts';
import { readConstant, readExpression, valueNow } from '../evaluate.ts';
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
  const term = readExpression(unit, cursor);
  if (term === undefined) return;
  expectEnd(call);
  const old = unit.symbols.entry(name.text);
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
      const entry = unit.symbols.entry(symbol.text);
      change(entry);
      unit.job.uses.push({ name: symbol.text, span: cursor.origin(symbol.start, symbol.end).span });
    } while (cursor.take(','));
    expectEnd(call);
  };

const binding = (value: 'local' | 'global' | 'weak'): DirectiveHandler =>
  names(symbol => {
    if (value !== 'global' || symbol.binding !== 'weak') symbol.binding = value;
  });

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
  const entry = unit.symbols.entry(symbol.text);
  if (kind === 'function' || kind === 'func' || kind === 'gnu_indirect_function') entry.type = 'function';
  else if (kind === 'object') entry.type = 'object';
};

/** `.size name, expression`: the expression is read for its symbols. */
const size: DirectiveHandler = call => {
  const { unit, cursor, origin } = call;
  if (cursor.symbolName() === undefined || !cursor.take(',')) {
    unit.job.diagnostics.error('bad-operand', '.size is written .size name, expression', origin);
    return;
  }
  if (readExpression(unit, cursor) !== undefined) expectEnd(call);
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
  unit.job.uses.push({ name: target.text, span: place.span });
};

/** `.reloc place, type, value`: only the linker obeys it, so what is asked of it is left out. */
const relocation: DirectiveHandler = call => {
  const { unit, cursor, origin, name } = call;
  const place = readExpression(unit, cursor);
  if (place === undefined) return;
  const type = cursor.take(',') ? cursor.name() : undefined;
  if (type === undefined) {
    unit.job.diagnostics.error('bad-operand', `${name} is written ${name} place, type, value`, origin);
    return;
  }
  if (cursor.take(',') && readExpression(unit, cursor) === undefined) return;
  expectEnd(call);
  if (type.text.endsWith('_NONE')) return;
  const text = `${name} with ${type.text} is not supported yet; it is ignored`;
  unit.job.diagnostics.once('information', 'not-yet-supported', type.text, text, origin);
};

/** `.comm name, size[, alignment]` and `.lcomm`: zeros in `.bss`. */
const common =
  (global: boolean): DirectiveHandler =>
  call => {
    const { unit, cursor, origin, name } = call;
    const symbol = cursor.symbolName();
    if (symbol === undefined || !cursor.take(',')) {
      unit.job.diagnostics.error('bad-operand', `${name} is written ${name} name, size, alignment`, origin);
      return;
    }
    const bytes = readConstant(unit, cursor, 'the size');
    const alignment = cursor.take(',') ? readConstant(unit, cursor, 'the alignment') : 8n;
    if (bytes === undefined || alignment === undefined || alignment < 1n) return;
    const entry = unit.symbols.entry(symbol.text);
    if (global) entry.binding ??= 'global';
    const before = unit.sections.current;
    const chunk = chunkOf(unit.sections.section('.bss'), 0);
    unit.sections.current = chunk;
    alignSection(unit, Number(alignment));
    const content = { is: 'alignment', alignment: Number(alignment) } as const;
    emit(unit, { content, size: paddingTo(chunk.offset, Number(alignment)), origin });
    defineLabel(unit, entry, origin);
    const fill = { is: 'fill', count: number(bytes), unit: 1, used: 1, value: undefined } as const;
    emit(unit, { content: fill, size: Number(bytes), origin, statement: { kind: 'fill', name } });
    unit.sections.current = before;
  };

/** `.unreq name` */
const unreq: DirectiveHandler = ({ unit, cursor, origin }) => {
  const name = cursor.name();
  if (name === undefined) unit.job.diagnostics.error('bad-operand', '.unreq needs a name', origin);
  else for (const form of formsOf(name.text)) unit.registerNames.delete(form);
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
  extern: names(() => {}),
  hidden: names(() => {}),
  protected: names(() => {}),
  internal: names(() => {}),
  type,
  size,
  comm: common(true),
  lcomm: common(false),
  unreq,
  weakref: weakReference,
  reloc: relocation,
  symver: ignored,
  variant_pcs: ignored,
  tlsdesccall: ignored,
};
