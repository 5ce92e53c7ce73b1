/** Symbols and names that are defined elsewhere. */
import type { ExternalSymbol, ProgramSymbol } from '../../assembler/program.ts';
import { hex, paragraphs, plural } from './markdown.ts';

export function describeSymbol({ name, value, section, kind, binding, type }: ProgramSymbol): string {
  const where = section === undefined ? '' : ` in \`${section}\``;
  const sort = [binding === 'local' ? undefined : binding, type ?? kind].filter(Boolean).join(' ');
  const decimal = kind === 'constant' ? ` (${BigInt.asIntN(64, value)})` : '';
  return paragraphs(`**${name}** = \`${hex(BigInt.asUintN(64, value))}\`${decimal}`, `${sort}${where}`);
}

export const describeExternal = ({ name, uses }: ExternalSymbol): string =>
  paragraphs(
    `**${name}**: defined elsewhere`,
    `${plural(uses.length, 'use')} in this program; its value is unknown here.`,
  );
