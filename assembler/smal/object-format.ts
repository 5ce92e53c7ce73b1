/** SMAL's object format (section 10.9): text, itself a SMAL program, one item a line. */
import type { Diagnostics } from '../diagnostics.ts';
import type { Origin, Section } from '../program.ts';
import { codeOf, messageOf } from './errors.ts';
import {
  type CommonBlock,
  type DataUnit,
  type ExternalName,
  type Item,
  type ObjectModule,
  type ObjectSymbol,
  roundToWord,
} from './object.ts';
import { fileLines } from './source.ts';
import { type Base, relative, type Value } from './value.ts';

const letters = { 1: 'B', 2: 'H', 3: 'T', 4: 'W' } as const;

const hex = (value: number, digits: number): string =>
  `#${(value >>> 0).toString(16).toUpperCase().padStart(digits, '0').slice(-digits)}`;

/** The symbol that stands for a base: `R` for the file's own section, `Rname` for others. */
const symbolOf = (base: Base): string => (base.kind === 'relocatable' ? 'R' : `R${base.name}`);

function valueText({ base, offset }: Pick<Value, 'base' | 'offset'>, digits = 8): string {
  if (base === undefined) return hex(offset, digits);
  return offset === 0 ? ` ${symbolOf(base)}` : `${hex(offset, 8)}+${symbolOf(base)}`;
}

/** The block of a COMMON: its first declaration among all files gives it size and place. */
const commonText = ({ name, size }: CommonBlock): readonly string[] => [
  `IF\\DEF(S${name})`,
  ` S${name}=${hex(size, size > 0xffff ? 8 : 4)}`,
  'ENDIF',
  `IF\\DEF(R${name})`,
  ` R${name}=C`,
  ` C=C+S${name}`,
  ' CT=.',
  ' .=C',
  ' .=CT',
  'ENDIF',
];

/** The text of an object. */
export function writeObject(module: ObjectModule): string {
  const lines = ['R=.', ...module.commons.flatMap(commonText)];
  let at: Pick<Value, 'base' | 'offset'> = { base: module.relocatable, offset: 0 };
  for (const { base, offset, units, size } of module.items) {
    if (units.length === 0) continue;
    if (at.base !== base || at.offset !== offset) lines.push(`.=${valueText({ base, offset })}`);
    for (const unit of units) lines.push(letters[unit.size] + valueText(unit, 2 * unit.size));
    at = { base, offset: offset + size };
  }
  const end = roundToWord(module.size);
  if (at.base !== module.relocatable || at.offset !== end)
    lines.push(`.=${valueText({ base: module.relocatable, offset: end })}`);
  if (module.start !== undefined) lines.push(`S${valueText(module.start.value)}`);
  for (const { name, value, exported } of module.symbols)
    if (exported) lines.push(`R${name}=${valueText(value)}`);
  return `${lines.join('\n')}\n`;
}

/** Whether a text is an object rather than a source. */
export const isObject = (text: string): boolean => /^R=\.\r?(?:\n|$)/.test(text);

const valuePattern = '(#[0-9A-Fa-f]{1,8})?(?:\\s*\\+?\\s*(R\\w*))?';
const placeLine = new RegExp(`^\\s*\\.=${valuePattern}\\s*$`);
const dataLine = new RegExp(`^\\s*([BHTW])${valuePattern}\\s*$`);
const startLine = new RegExp(`^\\s*S${valuePattern}\\s*$`);
const exportLine = new RegExp(`^\\s*R(\\w+)=${valuePattern}\\s*$`);
const commonLine = /^\s*S(\w+)=#([0-9A-Fa-f]{1,8})\s*$/;
const conditionLine = /^\s*IF\\DEF\((\w+)\)\s*$/;
const sizes: Readonly<Record<string, DataUnit['size']>> = { B: 1, H: 2, T: 3, W: 4 };

/** Reads an object. A line that is no part of the format is reported and left out. */
export function readObject(file: string, text: string, diagnostics: Diagnostics): ObjectModule {
  const relocatable: Base = { kind: 'relocatable', name: file, type: 1 };
  const names = new Map<string, Base>();
  const commons = new Map<string, CommonBlock>();
  const externals: ExternalName[] = [];
  const symbols: ObjectSymbol[] = [];
  const items: Item[] = [];
  let start: ObjectModule['start'];
  let at: Value = relative(relocatable, 0);
  let size = 0;

  /** The value of `#hex`, `#hex+R`, ` Rname`. */
  function valueFrom(digits: string | undefined, symbol: string | undefined, origin: Origin): Value {
    const offset = digits === undefined ? 0 : Number.parseInt(digits.slice(1), 16);
    if (symbol === undefined) return relative(undefined, offset);
    if (symbol === 'R') return relative(relocatable, offset);
    const name = symbol.slice(1);
    let base = names.get(name);
    if (base === undefined) {
      base = { kind: 'external', name, type: names.size + 2 };
      names.set(name, base);
      externals.push({ base, origin });
    }
    return relative(base, offset);
  }

  function readCommon(line: string, origin: Origin): boolean {
    const [, name, digits] = commonLine.exec(line) ?? [];
    if (name === undefined || names.has(name)) return name !== undefined;
    const base: Base = { kind: 'common', name, type: names.size + 2 };
    names.set(name, base);
    commons.set(name, { base, name, size: Number.parseInt(digits!, 16), origin });
    return true;
  }

  function readLine(line: string, origin: Origin): boolean {
    const [, letter, ...data] = dataLine.exec(line) ?? [];
    if (letter !== undefined && (data[0] ?? data[1]) !== undefined) {
      const bytes = sizes[letter]!;
      const value = valueFrom(data[0], data[1], origin);
      const unit = { size: bytes, base: value.base, offset: value.offset, origin };
      const statement = { kind: 'data', name: letter.toLowerCase() } as const;
      const { base, offset } = at;
      items.push({ base, offset, size: bytes, units: [unit], origin, statement, uncertain: false });
      at = relative(base, offset + bytes);
    } else {
      const [place, ...placed] = placeLine.exec(line) ?? [];
      const [begin, ...begun] = startLine.exec(line) ?? [];
      const [, name, ...exported] = exportLine.exec(line) ?? [];
      if (place !== undefined) at = valueFrom(placed[0], placed[1], origin);
      else if (name !== undefined) {
        const value = valueFrom(exported[0], exported[1], origin);
        const kind = value.base === undefined ? 'constant' : 'label';
        symbols.push({ name, value, kind, exported: true, origin });
      } else if (begin !== undefined) start = { value: valueFrom(begun[0], begun[1], origin), origin };
      else return false;
    }
    if (at.base === relocatable) size = Math.max(size, at.offset);
    return true;
  }

  const next = fileLines(file, text, undefined);
  let condition: string | undefined;
  for (let line = next(); line !== undefined; line = next()) {
    const content = line.text.text;
    if (content.trim() === '' || (line.number === 1 && isObject(text))) continue;
    const origin = line.text.map[0]!.origin;
    const [, opened] = conditionLine.exec(content) ?? [];
    let known = true;
    if (opened !== undefined) condition = opened;
    else if (content.trim() === 'ENDIF') condition = undefined;
    else if (condition?.startsWith('S')) known = readCommon(content, origin);
    else if (condition === undefined) known = readLine(content, origin);
    if (!known) {
      const message = messageOf('invalid directive', 'no line of an object file');
      diagnostics.error(codeOf('invalid directive'), message, origin);
    }
  }
  return {
    file,
    relocatable,
    size,
    items,
    symbols,
    commons: [...commons.values()],
    externals,
    ...(start && { start }),
  };
}

/** A load file: what a linked program puts where, absolute. Memory that stays zero is left out. */
export function writeLoadFile(sections: readonly Section[], start?: number): string {
  const lines = ['R=.'];
  for (const { address, bytes, flags } of sections) {
    if (!flags.exec && bytes.every(byte => byte === 0)) continue;
    lines.push(`.=${hex(Number(address), 8)}`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    for (; at + 4 <= bytes.length; at += 4) lines.push(`W${hex(view.getUint32(at, true), 8)}`);
    for (; at < bytes.length; at++) lines.push(`B${hex(bytes[at]!, 2)}`);
  }
  if (start !== undefined) lines.push(`S${hex(start, 8)}`);
  return `${lines.join('\n')}\n`;
}
