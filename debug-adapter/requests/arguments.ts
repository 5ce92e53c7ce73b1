/**
 * The arguments of each request as far as its handler reads them, as data. They are checked before the handler
 * runs, so that a client's mistake is answered with a sentence that names the argument.
 */
import { type ArgumentSchema, mismatch } from '../argument-schema.ts';
import type { Command } from '../protocol.ts';
import { type Refusal, refuse } from '../refusal.ts';

const text: ArgumentSchema = { type: 'string' };
const integer: ArgumentSchema = { type: 'integer' };
const count: ArgumentSchema = { type: 'integer', minimum: 0 };
const listOf = (items: ArgumentSchema): ArgumentSchema => ({ type: 'array', items });

/** The members of an object; those whose names end in `?` may be absent. */
function object(members: Readonly<Record<string, ArgumentSchema>>): ArgumentSchema {
  const names = Object.keys(members);
  return {
    type: 'object',
    required: names.filter(name => !name.endsWith('?')),
    properties: Object.fromEntries(names.map(name => [name.replace('?', ''), members[name]!])),
  };
}

const conditions = { 'condition?': text, 'hitCondition?': text };
const source = object({ 'path?': text, 'sourceReference?': integer });
const format = object({});

/** Rows that one `disassemble` may ask for: a client shows some hundred. */
const mostRows = 65_536;

/** The launch's own arguments have their table in `launch-arguments.ts`. */
const schemas: { readonly [C in Command]?: ArgumentSchema } = {
  restart: object({ 'arguments?': { type: 'object' } }),
  setBreakpoints: object({
    source,
    'breakpoints?': listOf(object({ line: integer, 'column?': integer, ...conditions, 'logMessage?': text })),
    'lines?': listOf(integer),
  }),
  setFunctionBreakpoints: object({ breakpoints: listOf(object({ name: text, ...conditions })) }),
  setInstructionBreakpoints: object({
    breakpoints: listOf(object({ instructionReference: text, 'offset?': integer, ...conditions })),
  }),
  breakpointLocations: object({ source, line: integer, 'endLine?': integer }),
  setExceptionBreakpoints: object({
    filters: listOf(text),
    'filterOptions?': listOf(object({ filterId: text, 'condition?': text })),
  }),
  stackTrace: object({ 'startFrame?': count, 'levels?': count, 'format?': format }),
  scopes: object({ frameId: integer }),
  variables: object({
    variablesReference: integer,
    'filter?': text,
    'start?': count,
    'count?': count,
    'format?': format,
  }),
  setVariable: object({ variablesReference: integer, name: text, value: text, 'format?': format }),
  stepIn: object({ 'granularity?': text }),
  stepOut: object({ 'granularity?': text }),
  next: object({ 'granularity?': text }),
  stepBack: object({ 'granularity?': text }),
  gotoTargets: object({ source, line: integer }),
  goto: object({ targetId: integer }),
  disassemble: object({
    memoryReference: text,
    'offset?': integer,
    'instructionOffset?': integer,
    instructionCount: { ...count, maximum: mostRows },
  }),
  readMemory: object({ memoryReference: text, 'offset?': integer, count }),
  writeMemory: object({ memoryReference: text, 'offset?': integer, data: text }),
  evaluate: object({ expression: text, 'frameId?': integer, 'context?': text, 'format?': format }),
  setExpression: object({ expression: text, value: text, 'frameId?': integer, 'format?': format }),
  completions: object({ text, column: integer, 'line?': integer, 'frameId?': integer }),
};

/** What is wrong with the arguments of a request, when something is. */
export function wrongArguments(command: string, args: unknown): Refusal | undefined {
  const schema = Object.hasOwn(schemas, command) ? schemas[command as Command] : { type: 'object' };
  const problem = schema && mismatch(args, schema, `"${command}"`);
  return problem === undefined ? undefined : refuse(`Request ${problem}.`);
}
