/** Expressions of linker scripts: those of C (ld manual, 3.10). */
import type { ScriptExpression } from './script.ts';
import type { ScriptReader } from './tokens.ts';

/** Operators by rank, the weakest first. */
const ranks: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Functions whose arguments are names, not expressions. */
const ofNames: ReadonlySet<string> = new Set([
  'ADDR',
  'ALIGNOF',
  'CONSTANT',
  'DEFINED',
  'LENGTH',
  'LOADADDR',
  'ORIGIN',
  'SIZEOF',
]);

const functions: ReadonlySet<string> = new Set([
  ...ofNames,
  'ABSOLUTE',
  'ALIGN',
  'BLOCK',
  'DATA_SEGMENT_ALIGN',
  'DATA_SEGMENT_END',
  'DATA_SEGMENT_RELRO_END',
  'LOG2CEIL',
  'MAX',
  'MIN',
  'NEXT',
  'SEGMENT_START',
]);

/** How deep parentheses may stand in each other. */
const deepest = 200;

/** Reads the longest expression that stands here; throws `ScriptError`. */
export function readExpression(reader: ScriptReader, depth = 0): ScriptExpression {
  const test = readBinary(reader, 0, depth);
  if (!reader.take('?')) return test;
  const yes = readExpression(reader, depth + 1);
  reader.need(':');
  return { is: 'conditional', test, yes, no: readExpression(reader, depth + 1) };
}

function readBinary(reader: ScriptReader, rank: number, depth: number): ScriptExpression {
  const operators = ranks[rank];
  if (operators === undefined) return readUnary(reader, depth);
  let a = readBinary(reader, rank + 1, depth);
  for (;;) {
    const operator = operators.find(sign => reader.take(sign));
    if (operator === undefined) return a;
    a = { is: 'binary', operator, a, b: readBinary(reader, rank + 1, depth) };
  }
}

function readUnary(reader: ScriptReader, depth: number): ScriptExpression {
  if (depth > deepest) reader.fail('this expression is nested too deeply');
  for (const operator of ['-', '~', '!', '+'])
    if (reader.take(operator)) {
      const a = readUnary(reader, depth + 1);
      return operator === '+' ? a : { is: 'unary', operator, a };
    }
  if (reader.take('(')) {
    const inside = readExpression(reader, depth + 1);
    reader.need(')');
    return inside;
  }
  const number = reader.number();
  if (number !== undefined) return { is: 'number', value: number };
  if (reader.done) reader.fail('an expression is missing here');
  const start = reader.at;
  const name = reader.symbol();
  if (name === undefined) return reader.fail('an expression cannot begin so');
  if (name === 'SIZEOF_HEADERS' || !functions.has(name) || !reader.take('('))
    return { is: 'name', name, span: reader.span(start) };
  return readCall(reader, name, start, depth);
}

function readCall(reader: ScriptReader, name: string, start: number, depth: number): ScriptExpression {
  const all: ScriptExpression[] = [];
  do {
    const at = reader.at;
    if (ofNames.has(name) || (name === 'SEGMENT_START' && all.length === 0)) {
      const word = reader.name();
      if (word === undefined) reader.fail(`${name} needs a name`);
      all.push({ is: 'name', name: word, span: reader.span(at) });
    } else all.push(readExpression(reader, depth + 1));
  } while (reader.take(','));
  reader.need(')');
  return { is: 'call', name, arguments: all, span: reader.span(start) };
}
