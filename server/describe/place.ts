/** What to say about a place of a text, most particular first. */
import type { Dialect } from '../../assembler/dialect.ts';
import { dialectOf } from '../../assembler/dialects.ts';
import type { Span } from '../../assembler/program.ts';
import type { Analysis } from '../analysis.ts';
import {
  callAt,
  covers,
  macroAt,
  type Place,
  slotAt,
  statementsAt,
  symbolAt,
  tableAt,
  wordAt,
} from '../lookup.ts';
import { describeInstruction } from './instruction.ts';
import { describeMacro } from './macro.ts';
import { describeRegister } from './register.ts';
import { describeSlot, describeTable } from './slot.ts';
import { describeExternal, describeSymbol } from './symbol.ts';

export interface Description {
  readonly markdown: string;
  /** What it is about. */
  readonly span: Span;
}

/** Is a place in a comment? A word there means nothing. */
function inComment(text: string, { offset }: Place, { line, block }: Dialect['comments']): boolean {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset).replace(/"(?:\\.|[^"\\])*"/g, '');
  if (before.includes(line)) return true;
  if (block === undefined) return false;
  const [open, close] = block;
  const opened = text.lastIndexOf(open, offset - 1);
  return opened >= 0 && text.indexOf(close, opened + open.length) >= offset;
}

export function describePlace(analysis: Analysis, place: Place): Description | undefined {
  const word = wordAt(analysis, place);
  const { architecture, result } = analysis;
  const { comments } = dialectOf(architecture);
  if (word === undefined || inComment(analysis.texts.get(place.file) ?? '', place, comments))
    return undefined;
  const parts: string[] = [];
  const slot = slotAt(analysis, place);
  const table = slot === undefined ? tableAt(analysis, place) : undefined;
  const statements = statementsAt(analysis, place);
  const register = architecture.register(word.text);
  // A slot is described at the word that begins it, not at every operand of its first instruction.
  const leads =
    statements.length === 0 ||
    statements.some(s => covers(s.origin.span, place) && word.span.start <= s.origin.span.start);
  const slotText = slot && leads && register === undefined ? describeSlot(architecture, slot) : undefined;
  if (slotText !== undefined) parts.push(slotText);
  if (table !== undefined && leads) parts.push(describeTable(architecture, table));
  const what = describeWord();
  if (what !== undefined) parts.push(what);
  return parts.length === 0 ? undefined : { markdown: parts.join('\n\n---\n\n'), span: word.span };

  function describeWord(): string | undefined {
    const macro = macroAt(analysis, place, word!.text);
    if (macro !== undefined) return describeMacro(analysis, macro, callAt(analysis, place));
    const statement = statements.find(s => s.name === word!.text.toLowerCase());
    const written = leads ? describeInstruction(analysis, word!.text, statement) : undefined;
    if (written !== undefined) return written;
    if (register !== undefined) return describeRegister(analysis.architecture, register);
    const symbol = symbolAt(analysis, place, word!.text);
    if (symbol !== undefined) return describeSymbol(symbol);
    const external = result.program.externals.find(({ name }) => name === word!.text);
    return external && describeExternal(external);
  }
}
