/** One line after the other: labels, definitions, directives, macro calls, instructions. */

import { nearest } from '../spelling.ts';
import { conditionalDirectives } from './directives/conditional.ts';
import { directives } from './directives/index.ts';
import { describe, readExpression } from './expression.ts';
import { instructionHeader } from './headers/index.ts';
import { assembleInstruction } from './instruction.ts';
import { useInstructions } from './instructions.ts';
import { indexBehind, type Token } from './lexer.ts';
import { callMacro } from './macros.ts';
import { Reader } from './reader.ts';
import type { Line } from './source.ts';
import { canReport, define, emit, here, moveTo, report, type Unit } from './unit.ts';

/** Characters of a line after tabs are expanded. */
const maximumColumns = 119;
const tabWidth = 8;

/** Reads everything that is in the unit's source. */
export function readLines(unit: Unit): void {
  for (let { frame } = unit.source; frame !== undefined; { frame } = unit.source) {
    const line = frame.next();
    if (line !== undefined) {
      readLine(unit, line);
      continue;
    }
    unit.source.pop();
    for (const origin of unit.conditionals.dropTo(frame.conditionals))
      report(unit, 'missing endif', '', origin);
  }
}

/** A line that holds nothing but these can be assembled where others are left out. */
const conditional = /^\s*(?:[A-Za-z_]\w*\s*:\s*)*(?:IF|ELSEIF|ELSE|ENDIF)\b/;

function readLine(unit: Unit, line: Line): void {
  const { text } = line.text;
  const { active } = unit.conditionals;
  const listed = unit.listLevel - (unit.source.levels - 1) > 0;
  if (active || conditional.test(text)) {
    const reader = new Reader(unit, line);
    const excess = text.length * tabWidth > maximumColumns ? indexBehind(text, maximumColumns) : undefined;
    if (excess !== undefined)
      reader.fail('text too long for line', `at most ${maximumColumns} characters`, excess, text.length);
    // An expansion that grows without end would cost more and more.
    if (excess === undefined || line.expanded === undefined) readStatement(reader, active);
  }
  if (unit.pass === 2) unit.listing?.add(line, unit.items, listed);
}

function readStatement(reader: Reader, active: boolean): void {
  const { unit } = reader;
  for (;;) {
    const { token, second } = reader;
    if (token.kind === 'end') return;
    if (token.kind === 'name' && second?.text === ':' && second.kind === 'symbol') {
      reader.at += 2;
      if (active) define(unit, token.text, 'label', here(unit), reader.origin(token.start, token.end));
      continue;
    }
    if (active && readDefinition(reader)) reader.finish();
    else if (token.kind === 'name') readNamed(reader, token, active);
    else reader.fail('not a label or directive', '', token.start, reader.end);
    return;
  }
}

/** `name = e`, `name =: e`, `. = e` */
function readDefinition(reader: Reader): boolean {
  const { token, second, unit } = reader;
  if (second?.kind !== 'symbol' || (second.text !== '=' && second.text !== '=:')) return false;
  const isLocation = token.kind === 'symbol' && token.text === '.' && second.text === '=';
  if (token.kind !== 'name' && !isLocation) return false;
  reader.at += 2;
  const from = reader.token.start;
  const value = readExpression(reader);
  if (value === undefined) {
    reader.skip();
    return true;
  }
  if (!isLocation) {
    const kind = second.text === '=' ? 'variable' : 'constant';
    define(unit, token.text, kind, value, reader.origin(token.start, token.end));
    return true;
  }
  const end = reader.tokens[reader.at - 1]!.end;
  const limit = unit.job.input.limits.bytes;
  if (value.base === unit.job.machine.registers)
    reader.fail('misuse of relocation', `${describe(value)} is no place`, from, end);
  else if (value.base !== undefined && (value.offset < 0 || value.offset > limit))
    reader.fail('value out of bounds', `0 to ${limit} in a relocatable section`, from, end);
  else {
    moveTo(unit, value.base, value.offset);
    emit(unit, { kind: 'org', name: '.' }, [], 0, reader.statement(token.start), value.uncertain);
  }
  return true;
}

/** A statement that begins with a name: macros come before directives, and both before instructions. */
function readNamed(reader: Reader, name: Token, active: boolean): void {
  const { unit } = reader;
  const origin = reader.statement(name.start);
  reader.at++;
  if (!active) {
    conditionalDirectives[name.text]?.({ unit, reader, name, origin });
    return;
  }
  const macro = unit.macros.get(name.text);
  if (macro !== undefined) {
    callMacro(reader, macro, name, origin);
    return;
  }
  const directive = directives.get(name.text);
  if (directive !== undefined) {
    const before = reader.at;
    directive({ unit, reader, name, origin });
    if (reader.at >= before) finishDirective(reader);
    return;
  }
  const forms = unit.job.machine.forms(name.text);
  if (forms.length === 0) {
    unknownName(reader, name);
    return;
  }
  if (!unit.hasInstructions) withoutHeader(reader, name);
  assembleInstruction(reader, name, forms, origin);
}

/** After an error the rest of the line says nothing. */
function finishDirective(reader: Reader): void {
  if (reader.failed) reader.skip();
  else reader.finish();
}

/** Says once that the header is missing, and goes on as if it were there. */
function withoutHeader(reader: Reader, { text, start, end }: Token): void {
  const { unit } = reader;
  useInstructions(unit);
  if (unit.job.incomplete) return;
  const detail = `${text} is a machine instruction; write USE "${instructionHeader}" before the first one`;
  report(unit, 'invalid directive', detail, reader.origin(start, end));
}

function unknownName(reader: Reader, name: Token): void {
  const { unit } = reader;
  const { job } = unit;
  reader.skip();
  if (job.incomplete) return;
  const near = unit.pass === 2 && canReport(unit) ? nearest(name.text, knownNames(unit)) : undefined;
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  const beside = reader.tokens.length > 2 ? '' : `; a label is written ${name.text}:`;
  reader.fail('invalid directive', `${name.text} is none${hint || beside}`, name.start, name.end);
}

/** Everything that a statement can begin with. */
const knownNames = ({ macros, job }: Unit): readonly string[] => [
  ...macros.keys(),
  ...directives.keys(),
  ...job.machine.instructions.mnemonics().map(name => name.toUpperCase()),
];
