/** Directives about other files: INT, EXT, COMMON, USE, S, END. */
import { includeCandidates } from '../../paths.ts';
import type { Origin } from '../../program.ts';
import { readAbsolute, readExpression } from '../expression.ts';
import { bundledFiles, instructionHeader } from '../headers/index.ts';
import { useInstructions } from '../instructions.ts';
import { roundToWord } from '../object.ts';
import { fileLines } from '../source.ts';
import type { SmalSymbol } from '../symbols.ts';
import { createBase, recordUse, report, type Unit } from '../unit.ts';
import { relative } from '../value.ts';
import { type Directive, type DirectiveCall, readNames } from './directive.ts';

const internal: Directive = call => {
  readNames(call, (name, origin) => {
    call.unit.symbols.entry(name.text).exported = origin;
    if (call.unit.pass === 2) recordUse(call.unit, name.text, origin);
  });
};

/** Gives a name a base of its own. Says whether it could. */
function declare(unit: Unit, symbol: SmalSymbol, kind: 'external' | 'common', origin: Origin): boolean {
  if (symbol.definedIn === unit.pass) {
    const same = symbol.kind === kind;
    if (!same) report(unit, 'multiple label definition', `${symbol.name} is defined already`, origin);
    return false;
  }
  if (symbol.usedIn === unit.pass)
    report(unit, 'name used before defined', `${symbol.name} must be declared before its first use`, origin);
  if (symbol.kind !== kind) symbol.value = relative(createBase(unit, kind, symbol.name), 0);
  symbol.kind = kind;
  symbol.definedIn = unit.pass;
  symbol.origin = origin;
  return true;
}

const external: Directive = call => {
  readNames(call, (name, origin) => {
    declare(call.unit, call.unit.symbols.entry(name.text), 'external', origin);
  });
};

const common: Directive = ({ unit, reader }) => {
  const name = reader.name();
  if (name === undefined) return;
  const origin = reader.origin(name.start, name.end);
  if (!reader.take(',')) {
    reader.fail('comma expected', 'COMMON name,size');
    return;
  }
  const { start } = reader.token;
  const size = readAbsolute(reader);
  if (size === undefined) return;
  const symbol = unit.symbols.entry(name.text);
  const { bytes } = unit.job.input.limits;
  if (size < 0 || size > bytes) {
    reader.fail('value out of bounds', `0 to ${bytes}`, start, reader.tokens[reader.at - 1]!.end);
    return;
  }
  if (!declare(unit, symbol, 'common', origin) || unit.pass === 1) return;
  const { base } = symbol.value!;
  unit.commons.set(name.text, { base: base!, name: name.text, size: roundToWord(size), origin });
};

/** Files that use each other, the main one included. */
const maximumUseLevels = 4;

const use: Directive = call => {
  const { unit, reader } = call;
  const { token } = reader;
  if (token.kind !== 'string') {
    reader.fail('quoted string expected', 'USE "file"');
    return;
  }
  reader.at++;
  if (token.problem !== undefined) reader.fail(token.problem, '', token.start, token.end);
  if (unit.source.depth('file') >= maximumUseLevels) {
    reader.fail('too many use levels', `at most ${maximumUseLevels}`, token.start, token.end);
    return;
  }
  if (token.text === instructionHeader) useInstructions(unit);
  const found = findFile(call, token.text, reader.origin(token.start, token.end));
  if (found === undefined) return;
  const parent = { how: 'include', name: token.text, at: call.origin } as const;
  unit.source.push({
    kind: 'file',
    file: found.path,
    next: fileLines(found.path, found.text, parent),
    conditionals: unit.conditionals.depth,
  });
};

/**
 * A used file: the author's own, beside the using file or on the include paths, or else one of ours. The
 * header of the machine's instructions is always ours. What is not there yet is asked for.
 */
function findFile(
  { unit }: DirectiveCall,
  name: string,
  origin: Origin,
): { readonly path: string; readonly text: string } | undefined {
  const { input, filesUsed, needs } = unit.job;
  const bundled = bundledFiles.get(name);
  if (name === instructionHeader && bundled !== undefined) return bundled;
  const candidates = includeCandidates(
    name,
    'include',
    unit.source.file?.file ?? unit.file,
    input.includePaths,
  );
  for (const path of candidates) {
    const text = input.files.get(path);
    if (text !== undefined) {
      filesUsed.add(path);
      return { path, text };
    }
    if (input.missing.has(path)) continue;
    if (unit.pass === 2) needs.push({ name, how: 'include', candidates, span: origin.span });
    unit.job.incomplete ||= bundled === undefined;
    return bundled;
  }
  if (bundled !== undefined) return bundled;
  unit.job.incomplete = true;
  report(unit, 'cannot open use file', name, origin);
  return undefined;
}

const start: Directive = ({ unit, reader, origin }) => {
  const value = readExpression(reader);
  if (value === undefined) return;
  if (unit.start !== undefined) report(unit, 'multiple start directives', '', origin);
  else unit.start = { value, origin };
};

/** Ends the innermost file, and the macros that it called. */
const end: Directive = ({ unit, reader }) => {
  reader.skip();
  const { source } = unit;
  while (source.frame?.kind === 'macro') source.pop();
  const file = source.pop();
  if (file === undefined) return;
  for (const origin of unit.conditionals.dropTo(file.conditionals)) report(unit, 'missing endif', '', origin);
};

export const linkageDirectives: Readonly<Record<string, Directive>> = {
  INT: internal,
  EXT: external,
  COMMON: common,
  USE: use,
  S: start,
  END: end,
};
