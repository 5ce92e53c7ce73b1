/** One statement after the other: labels, assignments, directives, macro calls, instructions. */
import { longestLine } from '../limits.ts';
import type { MacroCall, Origin } from '../program.ts';
import { nearest } from '../spelling.ts';
import { type MappedText, originOf } from '../text.ts';
import { alternateSubstitution } from './alternate.ts';
import { isDigit } from './characters.ts';
import { Cursor, type Name } from './cursor.ts';
import { conditionalDirectives } from './directives/conditionals.ts';
import type { DirectiveCall } from './directives/directive.ts';
import { directives } from './directives/index.ts';
import { flushLiterals, orgTo } from './directives/layout.ts';
import { assign, formsOf } from './directives/symbols.ts';
import { defineLabel } from './emit.ts';
import { endSections } from './end.ts';
import { alternateOf } from './evaluate.ts';
import type { SourceLine } from './input.ts';
import { assembleInstruction, emitUnknown } from './instruction.ts';
import { bindArguments, type Macro, parameterValues } from './macros.ts';
import { substitute } from './substitution.ts';
import type { Unit } from './unit.ts';

/** Reads everything that is in the unit's input. */
export function readUnit(unit: Unit): void {
  const { diagnostics, input } = unit.job;
  let budget = input.limits.statements;
  let from = 0;
  for (let line = unit.input.next(); line !== undefined; line = unit.input.next()) {
    const excess = excessOf(line, unit.input.expanded - from, budget);
    if (excess === undefined) {
      if (isTooLong(line)) tooLong(unit, line);
      else readStatement(unit, line);
      continue;
    }
    diagnostics.once('error', 'limit', unit.file, excess, placeOf(line, unit));
    unit.input.leaveExpansions();
    // What comes later may expand less and less, so that all together stays bounded.
    budget = Math.floor(budget / 2);
    from = unit.input.expanded;
  }
  for (const origin of unit.conditionals.dropTo(0))
    unit.job.diagnostics.error('unterminated', 'this .if has no .endif', origin);
  for (const { origin } of unit.frames.unclosed)
    unit.job.diagnostics.error('unterminated', 'this .cfi_startproc has no .cfi_endproc', origin);
  for (const chunk of unit.pools.open)
    flushLiterals(unit, chunk, endOf(unit, chunk.fragments.at(-1)?.origin), '.ltorg');
  endSections(unit);
}

/** What is too much, in words. */
function excessOf(line: SourceLine, expanded: number, limit: number): string | undefined {
  if (expanded > limit) return `macros and repetitions make more than ${limit} lines; the rest is left out`;
  if (line.origin === undefined || !isTooLong(line)) return undefined;
  return `a macro makes a line of more than ${longestLine} characters; the rest of it is left out`;
}

const isTooLong = (line: SourceLine): boolean => line.text.text.length > longestLine;

function tooLong(unit: Unit, line: SourceLine): void {
  const message = `this line has more than ${longestLine} characters; it is left out`;
  unit.job.diagnostics.once('error', 'limit', `${unit.file} line`, message, placeOf(line, unit));
}

const endOf = (unit: Unit, last: Origin | undefined): Origin =>
  last ?? { span: { file: unit.file, start: 0, end: 0 } };

function placeOf(line: SourceLine, unit: Unit): Origin {
  return line.origin ?? originOf(line.text, 0, line.text.text.length, endOf(unit, undefined));
}

const conditional = /^\s*(?:[\w.$]+\s*:\s*)*\.(?:if|else|endif)/i;

function readStatement(unit: Unit, line: SourceLine): void {
  const { text } = line.text;
  if (!unit.conditionals.active) {
    if (conditional.test(text)) readSkipped(unit, line);
    return;
  }
  const cursor = new Cursor(line.text, line.text.map[0]?.origin ?? endOf(unit, undefined));
  while (!cursor.done && cursor.char !== '#') {
    const start = cursor.at;
    const numeric = isDigit(text[start]) ? /^\d+(?=\s*:)/.exec(text.slice(start, start + 24)) : null;
    if (numeric !== null) {
      cursor.at += numeric[0].length;
      const symbol = unit.symbols.defineNumeric(String(Number(numeric[0])));
      defineLabel(unit, symbol, cursor.origin(start, cursor.at));
      cursor.take(':');
      continue;
    }
    const name = cursor.symbolName();
    if (name === undefined) {
      badStatement(unit, cursor, start);
      return;
    }
    if (cursor.take(':')) {
      defineLabel(unit, unit.symbols.entry(name.text), cursor.origin(name.start, name.end));
      continue;
    }
    readNamed(unit, cursor, name, line);
    return;
  }
}

/** Where nothing is assembled, only the conditionals themselves are read. */
function readSkipped(unit: Unit, line: SourceLine): void {
  const cursor = new Cursor(line.text, line.text.map[0]!.origin);
  cursor.at = /^\s*(?:[\w.$]+\s*:\s*)*/.exec(cursor.text)![0].length;
  const name = cursor.name();
  const key = name?.text.slice(1).toLowerCase();
  if (name !== undefined && key !== undefined && Object.hasOwn(conditionalDirectives, key))
    conditionalDirectives[key]!(callOf(unit, cursor, name, line));
}

function callOf(unit: Unit, cursor: Cursor, name: Name, line: SourceLine): DirectiveCall {
  return {
    unit,
    name: name.text.toLowerCase(),
    cursor,
    origin: placeOfStatement(cursor, name, line),
    nameOrigin: cursor.origin(name.start, name.end),
    line,
  };
}

/** A statement after its labels, which begins with a name. */
function readNamed(unit: Unit, cursor: Cursor, name: Name, line: SourceLine): void {
  const call = (): DirectiveCall => callOf(unit, cursor, name, line);
  unit.symbolsBefore = unit.symbols.entries.length;
  const key = name.text.toLowerCase();
  const directive = key.startsWith('.') ? directives.get(key.slice(1)) : undefined;
  const macro = directive === undefined ? unit.macros.get(key) : undefined;
  const next = cursor.skipBlanks().char;
  if (next === '=') readAssignment(call(), name);
  else if (directive !== undefined) directive(call());
  else if (macro !== undefined) callMacro(unit, macro, cursor, name, placeOfStatement(cursor, name, line));
  else if (next === '.' && readRegisterName(unit, cursor, name)) return;
  else if (key.startsWith('.')) unknownDirective(call());
  else assembleInstruction(unit, cursor, name, placeOfStatement(cursor, name, line));
}

const placeOfStatement = (cursor: Cursor, name: Name, line: SourceLine): Origin =>
  line.origin ?? cursor.origin(name.start);

/** `name = expression`, `name == expression`, `. = place` */
function readAssignment(call: DirectiveCall, name: Name): void {
  const { cursor } = call;
  const once = cursor.text[cursor.at + 1] === '=';
  cursor.at += once ? 2 : 1;
  if (name.text === '.') orgTo({ ...call, name: '.org' });
  else assign(call, name, once);
}

/** `name .req register` */
function readRegisterName(unit: Unit, cursor: Cursor, name: Name): boolean {
  const found = /^\s*\.req\s+(\S+)\s*$/i.exec(cursor.text.slice(cursor.at));
  if (found === null) return false;
  const register = cursor.rest();
  const at = register.text.search(/\S+$/);
  const known = unit.registerNames.get(found[1]!);
  if (known === undefined && !unit.job.vocabulary.reserved.has(found[1]!.toLowerCase())) {
    const message = `${found[1]} is no register that ${name.text} could stand for`;
    const severity = unit.job.incomplete ? 'information' : 'error';
    unit.job.diagnostics.report(severity, 'bad-operand', message, cursor.origin(name.start));
    return true;
  }
  const text: MappedText = known ?? { text: register.text.slice(at), map: [] };
  for (const form of formsOf(name.text)) unit.registerNames.set(form, text);
  return true;
}

function badStatement(unit: Unit, cursor: Cursor, start: number): void {
  if (/^\{\w*\}/.test(cursor.text.slice(start))) {
    const [name] = /^\{\w*\}/.exec(cursor.text.slice(start))!;
    const message = `no value is given for the operand ${name}; the statement is taken as unknown`;
    unit.job.diagnostics.once('information', 'operand-not-given', name, message, cursor.origin(start));
    emitUnknown(unit, name, cursor.origin(start), true);
    return;
  }
  const { diagnostics, incomplete } = unit.job;
  const origin = cursor.origin(start);
  const message = 'a statement cannot begin so';
  // With a header missing, this may be a piece of a macro call.
  if (incomplete) diagnostics.once('information', 'junk', unit.file, message, origin);
  else diagnostics.error('junk', message, origin);
}

function unknownDirective({ unit, name, nameOrigin }: DirectiveCall): void {
  const { diagnostics, incomplete } = unit.job;
  if (incomplete) {
    const message = `${name} may be a macro of a file that was not found`;
    diagnostics.once('information', 'unknown-directive', name, message, nameOrigin);
    return;
  }
  if (diagnostics.isFull(nameOrigin)) return;
  const known = [...[...directives.keys()].map(key => `.${key}`), ...unit.macros.keys()];
  const near = nearest(name, known);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  diagnostics.error('unknown-directive', `there is no directive ${name}${hint}`, nameOrigin);
}

function callMacro(unit: Unit, macro: Macro, cursor: Cursor, name: Name, origin: Origin): void {
  const { job, input } = unit;
  const nameOrigin = cursor.origin(name.start, name.end);
  const { macroDepth } = job.input.limits;
  if (input.depth('macro') >= macroDepth) {
    const message = `macros call each other more than ${macroDepth} deep: ${macro.definition.name} calls itself without end?`;
    job.diagnostics.error('limit', message, origin);
    input.leaveExpansions();
    return;
  }
  const bound = bindArguments(macro, cursor, nameOrigin, alternateOf(unit));
  const parameterValue = parameterValues(macro, bound);
  job.calls.push(recordOf(macro, nameOrigin, origin, bound, parameterValue));
  const parent = { how: 'macro', name: macro.definition.name, count: job.macroCount++, at: origin } as const;
  const by = { value: parameterValue, count: parent.count, parent };
  const depth = unit.conditionals.depth;
  let at = 0;
  const expanded = unit.alternate
    ? alternateSubstitution(by, () => `.LL${(job.localCount++).toString(16).padStart(4, '0')}`)
    : (line: SourceLine) => substitute(line, by);
  input.push({
    kind: 'macro',
    next: () => {
      const line = macro.body[at++];
      return line && expanded(line);
    },
    left: () => unit.conditionals.dropTo(depth),
  });
}

function recordOf(
  macro: Macro,
  nameOrigin: Origin,
  origin: Origin,
  { given, problems }: ReturnType<typeof bindArguments>,
  parameterValue: (name: string) => MappedText | undefined,
): MacroCall {
  return {
    name: macro.definition.name,
    how: 'macro',
    origin,
    nameSpan: nameOrigin.span,
    definition: macro.definition,
    arguments: Object.fromEntries(
      macro.parameters.map(({ name }) => [name, parameterValue(name)?.text ?? '']),
    ),
    given,
    problems,
  };
}
