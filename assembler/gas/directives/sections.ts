/** Directives that choose the section. */
import { sectionFlags } from '../../elf/format.ts';
import { flagsOfLetters, kindOf, lettersOf, type SectionKind, typeNames } from '../../elf/section-kinds.ts';
import { absoluteChunk, chunkOf } from '../../image/section.ts';
import { endOfString } from '../characters.ts';
import { readConstant } from '../evaluate.ts';
import { takeString } from '../strings.ts';
import { type DirectiveCall, type DirectiveHandler, type DirectiveTable, expectEnd } from './directive.ts';

/** `.text [subsection]` */
const standard =
  (name: string): DirectiveHandler =>
  call => {
    const { unit, cursor } = call;
    const number = cursor.done ? 0n : (readConstant(unit, cursor, 'the subsection') ?? 0n);
    expectEnd(call);
    unit.sections.switchTo(chunkOf(unit.sections.section(name), Number(number)));
  };

interface Asked {
  readonly name: string;
  readonly said: Partial<SectionKind>;
  readonly subsection: number;
}

/** `name[, subsection][, "flags"[, @type[, entry size][, linked to][, group[, comdat]]]]` */
function readSection(call: DirectiveCall): Asked | undefined {
  const { unit, cursor, name: directive, origin } = call;
  const name = takeSectionName(cursor);
  if (name === '') {
    unit.job.diagnostics.error('bad-operand', `${directive} needs the name of a section`, origin);
    return undefined;
  }
  let subsection = 0;
  let more = cursor.take(',');
  if (more && cursor.skipBlanks().char !== '"' && !/[@%#]/.test(cursor.char ?? '@')) {
    subsection = Number(readConstant(unit, cursor, 'the subsection') ?? 0n);
    more = cursor.take(',');
  }
  let flags: number | undefined;
  if (more && cursor.skipBlanks().char === '"') {
    flags = readFlags(call);
    more = cursor.take(',');
  }
  const type = more ? readType(call) : undefined;
  const asked = { ...(flags !== undefined && { flags }), ...(type !== undefined && { type }) };
  return { name, said: { ...asked, ...readArguments(call, flags ?? 0) }, subsection };
}

/** `"axMSG"`, or a number. */
function readFlags({ unit, cursor, origin }: DirectiveCall): number | undefined {
  const text = new TextDecoder().decode(takeString(unit, cursor));
  if (/^(?:0x[0-9a-f]+|\d+)$/i.test(text)) return Number(text);
  const flags = flagsOfLetters(text);
  if (typeof flags === 'number') return text === '' ? undefined : flags;
  const message = `${flags.unknown} is no flag of a section: a, w, x, M, S, G, T, o, e, R and d are`;
  unit.job.diagnostics.error('bad-operand', message, origin);
  return undefined;
}

/** `@progbits`, `%nobits`, `"note"`, `@0x70000001` */
function readType({ unit, cursor, origin }: DirectiveCall): number | undefined {
  cursor.skipBlanks();
  if (/[@%#]/.test(cursor.char ?? '')) cursor.at++;
  const quoted = cursor.char === '"' ? new TextDecoder().decode(takeString(unit, cursor)) : undefined;
  const number = /^(?:0x[0-9a-f]+|\d+)/i.exec(cursor.text.slice(cursor.at, cursor.at + 24))?.[0];
  if (quoted === undefined && number !== undefined) {
    cursor.at += number.length;
    return Number(number);
  }
  const word = quoted ?? cursor.name()?.text;
  if (word === undefined) return undefined;
  if (!Object.hasOwn(typeNames, word)) {
    const message = `${word} is no type of a section: ${Object.keys(typeNames).join(', ')} are`;
    unit.job.diagnostics.report('warning', 'bad-operand', message, origin);
    return undefined;
  }
  return typeNames[word];
}

/** What the flags call for, in their order: `M` a size, `o` a symbol, `G` a group. */
function readArguments({ unit, cursor, origin, name }: DirectiveCall, flags: number): Partial<SectionKind> {
  const missing = (what: string): void =>
    unit.job.diagnostics.error('bad-operand', `${name} with these flags needs ${what}`, origin);
  const word = (): string | undefined => (cursor.take(',') ? cursor.symbolName()?.text : undefined);
  let entrySize: number | undefined;
  if ((flags & sectionFlags.merge) !== 0) {
    if (cursor.take(',')) entrySize = Number(readConstant(unit, cursor, 'the entry size') ?? 0n);
    else missing('the size of an entry');
  }
  let linkedTo: string | undefined;
  if ((flags & sectionFlags.linkOrder) !== 0) {
    linkedTo = word();
    if (linkedTo === undefined) missing('the symbol that it is ordered with');
  }
  let group: SectionKind['group'];
  if ((flags & sectionFlags.group) !== 0) {
    const groupName = word();
    if (groupName === undefined) missing('the name of its group');
    else group = { name: groupName, comdat: cursor.take(',') && cursor.name()?.text === 'comdat' };
  }
  return {
    ...(entrySize !== undefined && { entrySize }),
    ...(linkedTo !== undefined && { linkedTo }),
    ...(group !== undefined && { group }),
  };
}

function takeSectionName(cursor: DirectiveCall['cursor']): string {
  const start = cursor.skipBlanks().at;
  if (cursor.char === '"') {
    cursor.at = endOfString(cursor.text, start);
    return cursor.text.slice(start + 1, cursor.at - 1);
  }
  while (cursor.char !== undefined && !/[\s,]/.test(cursor.char)) cursor.at++;
  return cursor.text.slice(start, cursor.at);
}

function enterSection(call: DirectiveCall): void {
  const { unit, origin } = call;
  const asked = readSection(call);
  if (asked === undefined) return;
  expectEnd(call);
  const { said } = asked;
  const known = unit.sections.find(asked.name, said.group?.name);
  const kind = kindOf(asked.name, said);
  const section = known ?? unit.sections.section(asked.name, kind);
  if (known !== undefined && said.flags !== undefined && kind.flags !== known.kind.flags) {
    const message = `section ${asked.name} has the flags "${lettersOf(known.kind.flags)}" already; these are ignored`;
    unit.job.diagnostics.report('warning', 'section-flags', message, origin);
  }
  unit.sections.switchTo(chunkOf(section, asked.subsection));
}

const subsection: DirectiveHandler = call => {
  const { unit, cursor } = call;
  const number = cursor.done ? 0n : readConstant(unit, cursor, 'the subsection');
  if (number === undefined) return;
  expectEnd(call);
  unit.sections.switchTo(chunkOf(unit.sections.current.section, Number(number)));
};

/** `.struct offset`: labels that follow are offsets from there, until a section is chosen. */
const struct: DirectiveHandler = call => {
  const { unit, cursor, origin } = call;
  const start = readConstant(unit, cursor, 'the offset');
  if (start === undefined) return;
  expectEnd(call);
  if (start < 0n || start > BigInt(Number.MAX_SAFE_INTEGER))
    unit.job.diagnostics.error('bad-operand', `${call.name} cannot begin at ${start}`, origin);
  else unit.sections.switchTo(absoluteChunk(Number(start)));
};

export const sectionDirectives: DirectiveTable = {
  text: standard('.text'),
  data: standard('.data'),
  bss: standard('.bss'),
  section: enterSection,
  subsection,
  struct,
  offset: struct,
  pushsection: call => {
    call.unit.sections.push();
    enterSection(call);
  },
  popsection: call => {
    const { unit, origin } = call;
    expectEnd(call);
    if (!unit.sections.pop())
      unit.job.diagnostics.report('warning', 'section-stack', '.popsection without a .pushsection', origin);
  },
  previous: call => {
    const { unit, origin } = call;
    expectEnd(call);
    if (!unit.sections.swap())
      unit.job.diagnostics.report('warning', 'section-stack', '.previous without a section before', origin);
  },
};
