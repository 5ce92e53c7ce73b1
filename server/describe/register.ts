/** Registers in words: what they hold, who may access them, and their fields. */
import type { Architecture, BitField, RegisterDescription } from '../../isa/architecture.ts';
import { featureText } from '../../isa/features.ts';
import { hex, paragraphs, table } from './markdown.ts';

const bits = ({ high, low }: BitField): string => (high === low ? `${high}` : `${high}:${low}`);

/** Named values that fit beside their field; longer lists stand below the table. */
const valuesBeside = 8;

const valuesOf = ({ values }: BitField): string[] =>
  Object.entries(values ?? {}).map(([value, name]) => `${hex(Number(value))} ${name}`);

function meaning(field: BitField): string {
  const values = valuesOf(field);
  return values.length === 0 || values.length > valuesBeside
    ? field.doc
    : `${field.doc} (${values.join(', ')})`;
}

export function describeRegister({ features }: Architecture, register: RegisterDescription): string {
  const { name, aliases, doc, width, access, level, fields, section, generic } = register;
  const feature = register.feature && featureText(features, register.feature);
  const also = aliases.length === 0 ? '' : ` (${aliases.map(alias => alias.toUpperCase()).join(', ')})`;
  const from = level === 0 ? '' : `, from EL${level} up`;
  const encoding = generic === undefined ? '' : ` · Encoding ${generic.toUpperCase()}`;
  const sorted = [...fields].sort((a, b) => b.high - a.high);
  const rows = sorted.map(field => [bits(field), field.name, meaning(field)]);
  const long = sorted.filter(field => valuesOf(field).length > valuesBeside);
  return paragraphs(
    `**${name.toUpperCase()}**${also}: ${doc}`,
    [`${width} bits, ${access}${from}${encoding}`, `Manual: ${section}`, feature].filter(Boolean).join(' · '),
    rows.length === 0 ? undefined : table(['Bits', 'Field', 'Meaning'], rows),
    ...long.map(
      field =>
        `Values of ${field.name}:\n\n${valuesOf(field)
          .map(value => `- ${value}`)
          .join('\n')}`,
    ),
  );
}
