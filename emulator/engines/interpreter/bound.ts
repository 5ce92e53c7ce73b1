/** Expressions that are known when an instruction is decoded: over its operands and its address. */
import { constantOf } from '../../../isa/fold.ts';
import type { Instruction } from '../../../isa/instruction.ts';
import type { Expression } from '../../../isa/semantics.ts';
import { partsOf } from '../../../isa/simplify.ts';
import { applyBinary, applyComparison, applyExtend, applyUnary, wrap } from '../../../isa/values.ts';
import type { Vocabulary } from '../../../isa/vocabulary.ts';

/** What such an expression is about. */
export type Bound = Pick<Instruction, 'operands' | 'address' | 'length'>;

/** Whether an expression is known when the instruction is decoded. */
export const isBound = (expression: Expression): boolean =>
  expression.op === 'operand' ||
  expression.op === 'address' ||
  expression.op === 'const' ||
  (expression.op !== 'get' && expression.op !== 'local' && partsOf(expression).every(isBound));

/** Value of an expression over operands and the address, unsigned in its type. */
export function boundValue(expression: Expression, instruction: Bound, vocabulary: Vocabulary): bigint {
  const value = (part: Expression): bigint => boundValue(part, instruction, vocabulary);
  switch (expression.op) {
    case 'const':
      return constantOf(expression)!;
    case 'operand': {
      const known = instruction.operands[expression.name];
      if (known === undefined) throw new Error(`no operand ${expression.name}`);
      return wrap(expression.type, known);
    }
    case 'address': {
      const { address, length } = instruction;
      return wrap(expression.type, expression.next ? address + BigInt(length) : address);
    }
    case 'unary':
      return applyUnary(expression.operator, expression.type, value(expression.a));
    case 'binary':
      return applyBinary(expression.operator, expression.type, value(expression.a), value(expression.b));
    case 'compare': {
      const { comparison, a, b } = expression;
      return applyComparison(comparison, a.type, value(a), value(b)) ? 1n : 0n;
    }
    case 'select':
      return value(value(expression.condition) === 1n ? expression.a : expression.b);
    case 'extend':
      return applyExtend(expression.signed, expression.from, expression.type, value(expression.a));
    case 'call':
      return vocabulary.helpers[expression.helper]!.apply(...expression.arguments.map(value));
    case 'get':
    case 'local':
      throw new Error(`${expression.op} is not known when it is decoded`);
  }
}
