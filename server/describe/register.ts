/** Registers in words: what they hold, who may access them, and their fields. */
import type { BitField, RegisterDescription } from '../../isa/architecture.ts';
import { paragraphs, table } from './markdown.ts';

const bits = ({ high, low }: BitField): string => (high === low ? `${high}` : `${high}:${low}`);

function meaning({ doc, values }: BitField): string {
  const named = Object.entries(values ?? {}).map(([value, name]) => `${value} ${name}`);
  return named.length === 0 ? doc : `${doc} (${named.join(', ')})`;
}

export function describeRegister(register: RegisterDescription): string {
  const { name, aliases, doc, width, access, level, fields, section } = register;
  const also = aliases.length === 0 ? '' : ` (${aliases.map(alias => alias.toUpperCase()).join(', ')})`;
  const from = level === 0 ? '' : `, from EL${level} up`;
  const sorted = [...fields].sort((a, b) => b.high - a.high);
  return paragraphs(
    `**${name.toUpperCase()}**${also}: ${doc}`,
    `${width} bits, ${access}${from}. Manual: ${section}`,
    sorted.length === 0
      ? undefined
      : table(
          ['Bits', 'Field', 'Meaning'],
          sorted.map(f => [bits(f), f.name, meaning(f)]),
        ),
  );
}
