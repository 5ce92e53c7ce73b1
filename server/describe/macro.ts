/** Macros: their definition, and what a call made of them. */
import type { MacroCall, MacroDefinition } from '../../assembler/program.ts';
import type { Analysis } from '../analysis.ts';
import { statementsOf, textOf } from '../lookup.ts';
import { statementText } from './instruction.ts';
import { code, paragraphs } from './markdown.ts';

const linesShown = 24;

function shorten(lines: readonly string[]): string {
  const more = lines.length - linesShown;
  return more > 0 ? `${lines.slice(0, linesShown).join('\n')}\n… ${more} more` : lines.join('\n');
}

/** Without the indentation that all lines after the first share. */
function outdent(text: string): string[] {
  const [first = '', ...rest] = text.split(/\r\n|\n|\r/);
  const margins = rest.filter(line => line.trim() !== '').map(line => /^\s*/.exec(line)![0].length);
  const margin = /^\.(?:endm|endmacro)/.test((rest.at(-1) ?? '').trim())
    ? /^\s*/.exec(rest.at(-1)!)![0].length
    : 0;
  return [first, ...rest.map(line => line.slice(Math.min(margin, ...margins)))];
}

export function describeMacro(
  analysis: Analysis,
  macro: MacroDefinition,
  call: MacroCall | undefined,
): string {
  const text = textOf(analysis, macro.span.file)?.slice(macro.span.start, macro.span.end);
  const definition =
    text === undefined ? `#define ${macro.name} (from the settings)` : shorten(outdent(text));
  return paragraphs(code(definition), call && expansion(analysis, call));
}

function expansion(analysis: Analysis, call: MacroCall): string | undefined {
  const names = Object.values(call.arguments);
  const made = statementsOf(analysis, call).map(one => statementText(analysis, one, names));
  const bound = Object.entries(call.arguments).map(([name, value]) => `\`${name}\` = \`${value}\``);
  return paragraphs(
    bound.length === 0 ? undefined : `With ${bound.join(', ')}`,
    made.length === 0 ? undefined : `Here it makes\n\n${code(shorten(made))}`,
  );
}
