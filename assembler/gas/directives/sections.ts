/** Directives that choose the section. */
import { absoluteChunk, chunkOf, flagsOf, flagsOfName, type SectionFlags } from '../../image/section.ts';
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
  readonly flags: SectionFlags | undefined;
  readonly noBits: boolean | undefined;
  readonly subsection: number;
}

/** `name[, subsection][, "flags"[, @type[, …]]]` */
function readSection({ unit, cursor, name: directive, origin }: DirectiveCall): Asked | undefined {
  const name = takeSectionName(cursor);
  if (name === '') {
    unit.job.diagnostics.error('bad-operand', `${directive} needs the name of a section`, origin);
    return undefined;
  }
  let flags: SectionFlags | undefined;
  let noBits: boolean | undefined;
  let subsection = 0;
  let more = cursor.take(',');
  if (more && cursor.skipBlanks().char !== '"' && !/[@%#]/.test(cursor.char ?? '@')) {
    subsection = Number(readConstant(unit, cursor, 'the subsection') ?? 0n);
    more = cursor.take(',');
  }
  if (more && cursor.skipBlanks().char === '"') {
    const letters = new TextDecoder().decode(takeString(unit, cursor));
    flags = letters === '' ? flagsOfName(name) : flagsOf(letters);
    more = cursor.take(',');
  }
  if (more) {
    cursor.skipBlanks();
    if (/[@%#]/.test(cursor.char ?? '')) cursor.at++;
    const type =
      cursor.char === '"' ? new TextDecoder().decode(takeString(unit, cursor)) : cursor.name()?.text;
    if (type !== undefined) noBits = type === 'nobits';
    // Entry size, group and link order say nothing about the image.
    cursor.rest();
  }
  return { name, flags, noBits, subsection };
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
  const known = unit.sections.has(asked.name);
  const section = unit.sections.section(asked.name, asked.flags, asked.noBits);
  const { flags } = asked;
  if (known && flags !== undefined && letters(flags) !== letters(section.flags)) {
    const message = `section ${asked.name} has the flags "${letters(section.flags)}" already; these are ignored`;
    unit.job.diagnostics.report('warning', 'section-flags', message, origin);
  }
  unit.sections.switchTo(chunkOf(section, asked.subsection));
}

const letters = ({ alloc, write, exec }: SectionFlags): string =>
  `${alloc ? 'a' : ''}${write ? 'w' : ''}${exec ? 'x' : ''}`;

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
