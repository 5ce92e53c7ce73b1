/** `.file` and `.loc`: where compilers say that instructions come from. */
import { number } from '../../expression.ts';
import { here } from '../emit.ts';
import { readConstant } from '../evaluate.ts';
import type { Location } from '../line-table.ts';
import { takeFileName, takeString } from '../strings.ts';
import {
  type DirectiveCall,
  type DirectiveHandler,
  type DirectiveTable,
  expectEnd,
  ignored,
} from './directive.ts';

/**
 * `.file "name"`: the source's own name for the symbol table. `.file 1 ["folder"] "name" [md5 …]`: a file that
 * `.loc` names.
 */
const file: DirectiveHandler = call => {
  const { unit, cursor } = call;
  if (cursor.skipBlanks().char === '"') {
    unit.fileName = takeFileName(unit, cursor);
    return;
  }
  const number = readConstant(unit, cursor, 'the number of the file');
  if (number === undefined) return;
  const texts: string[] = [];
  while (cursor.skipBlanks().char === '"') texts.push(new TextDecoder().decode(takeString(unit, cursor)));
  if (cursor.name()?.text === 'md5') cursor.rest();
  const name = texts.at(-1);
  if (name === undefined) {
    unit.job.diagnostics.error(
      'bad-operand',
      '.file is written .file "name" or .file number "name"',
      call.origin,
    );
    return;
  }
  expectEnd(call);
  unit.lines.files.set(Number(number), { name, ...(texts.length > 1 && { folder: texts[0]! }) });
};

/** `.loc file line [column] [option …]` */
const location: DirectiveHandler = call => {
  const { unit, cursor, origin } = call;
  const numberOf = (what: string): number | undefined => {
    const value = readConstant(unit, cursor, what);
    return value === undefined ? undefined : Number(value);
  };
  const file = numberOf('the number of the file');
  const line = file === undefined ? undefined : numberOf('the line');
  if (file === undefined || line === undefined) return;
  const column = /\d/.test(cursor.skipBlanks().char ?? '') ? (numberOf('the column') ?? 0) : 0;
  let view: ReturnType<typeof takeView> | undefined;
  const options: { -readonly [Key in keyof Location]?: Location[Key] } = {};
  for (let word = cursor.name()?.text; word !== undefined; word = cursor.name()?.text) {
    if (word === 'basic_block') options.basicBlock = true;
    else if (word === 'prologue_end') options.prologueEnd = true;
    else if (word === 'epilogue_begin') options.epilogueBegin = true;
    else if (word === 'is_stmt') options.isStatement = numberOf('is_stmt') !== 0;
    else if (word === 'discriminator') options.discriminator = numberOf('the discriminator') ?? 0;
    else if (word === 'isa') numberOf('isa');
    else if (word === 'view') view = takeView(call);
    else {
      unit.job.diagnostics.error('bad-operand', `.loc has no option ${word}`, origin);
      return;
    }
  }
  expectEnd(call);
  if (!unit.lines.files.has(file) && file !== 0)
    unit.job.diagnostics.error('bad-operand', `no .file ${file} comes before this`, origin);
  flushLocation(call);
  countView(call, view);
  const isStatement = unit.lines.pending?.isStatement ?? unit.lines.rows.at(-1)?.location.isStatement ?? true;
  unit.lines.pending = {
    ...{ file, line, column, isStatement, discriminator: 0 },
    ...{ basicBlock: false, prologueEnd: false, epilogueBegin: false },
    ...options,
  };
};

/** What waits for an instruction when another location comes stands here, too. */
function flushLocation({ unit, origin }: DirectiveCall): void {
  const { lines } = unit;
  if (lines.pending === undefined) return;
  const { fragment } = here(unit, origin);
  lines.rows.push({ fragment: fragment!, location: lines.pending });
}

/** `view .LVU5`: the name gets the number of the location among those at its address; `-0` is the first. */
function takeView({ cursor }: DirectiveCall): { readonly name?: string; readonly first: boolean } {
  const zero = /^\s*-?0\b/.exec(cursor.text.slice(cursor.at, cursor.at + 16))?.[0];
  if (zero !== undefined) {
    cursor.at += zero.length;
    return { first: zero.includes('-') };
  }
  const name = cursor.symbolName()?.text;
  return { first: false, ...(name !== undefined && { name }) };
}

function countView({ unit, origin }: DirectiveCall, view: ReturnType<typeof takeView> | undefined): void {
  const { lines } = unit;
  const { fragment } = here(unit, origin);
  const again = lines.viewed?.fragment === fragment && view?.first !== true;
  const count = again ? lines.viewed!.count + 1 : 0;
  lines.viewed = { fragment: fragment!, count };
  if (view?.name === undefined) return;
  const entry = unit.symbols.entry(view.name);
  entry.definition ??= { as: 'constant', value: number(count), origin };
}

export const lineDirectives: DirectiveTable = {
  file,
  loc: location,
  loc_mark_labels: ignored,
  line: ignored,
  ln: ignored,
};
