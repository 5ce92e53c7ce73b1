/** Constant folding and identities on single nodes of the semantic form whose parts are folded already. */
import type { Expression, ValueType } from './semantics.ts';
import { constant, widthOf } from './semantics.ts';
import { applyBinary, applyComparison, applyExtend, applyUnary, wrap } from './values.ts';

/** The value of a constant expression, unsigned in its type; undefined for all others. */
export const constantOf = (expression: Expression): bigint | undefined =>
  expression.op === 'const' ? wrap(expression.type, BigInt(expression.value)) : undefined;

type Node<Op extends Expression['op']> = Extract<Expression, { readonly op: Op }>;

export function foldUnary(node: Node<'unary'>): Expression {
  const a = constantOf(node.a);
  if (a !== undefined) return constant(node.type, applyUnary(node.operator, node.type, a));
  // not(not(a)) and neg(neg(a))
  const inverse = node.operator === 'not' || node.operator === 'neg';
  return inverse && node.a.op === 'unary' && node.a.operator === node.operator ? node.a.a : node;
}

/** Operators for which `0 op b` is `b`, and those for which `a op 0` is `a`. */
const leftIdentity = new Set(['add', 'or', 'xor']);
const rightIdentity = new Set(['add', 'sub', 'or', 'xor', 'shl', 'lshr', 'ashr', 'ror']);

export function foldBinary(node: Node<'binary'>): Expression {
  const a = constantOf(node.a);
  const b = constantOf(node.b);
  if (a !== undefined && b !== undefined)
    return constant(node.type, applyBinary(node.operator, node.type, a, b));
  if (a === 0n && leftIdentity.has(node.operator)) return node.b;
  if (b === 0n && rightIdentity.has(node.operator)) return node.a;
  if (node.operator === 'and' || node.operator === 'mul') {
    if (a === 0n || b === 0n) return constant(node.type, 0);
    const unit = node.operator === 'mul' ? 1n : wrap(node.type, -1n);
    if (a === unit) return node.b;
    if (b === unit) return node.a;
  }
  return node;
}

export function foldComparison(node: Node<'compare'>): Expression {
  const a = constantOf(node.a);
  const b = constantOf(node.b);
  if (a === undefined || b === undefined) return node;
  return constant('i1', applyComparison(node.comparison, node.a.type, a, b) ? 1 : 0);
}

export function foldSelect(node: Node<'select'>): Expression {
  const condition = constantOf(node.condition);
  return condition === undefined ? node : condition === 1n ? node.a : node.b;
}

/** A value zero-extended or cut to a type. */
export const widened = (a: Expression, type: ValueType): Expression =>
  foldExtend({ op: 'extend', type, signed: false, from: Math.min(widthOf(a.type), widthOf(type)), a });

export function foldExtend(node: Node<'extend'>): Expression {
  if (node.from === widthOf(node.type) && node.a.type === node.type) return node.a;
  const a = constantOf(node.a);
  if (a !== undefined) return constant(node.type, applyExtend(node.signed, node.from, node.type, a));
  if (node.a.op !== 'extend') return node;
  const inner = node.a;
  // The outer one cuts what the inner one added, or adds zeros to zeros.
  if (node.from <= inner.from) return foldExtend({ ...node, a: inner.a });
  return inner.signed ? node : foldExtend({ ...inner, type: node.type });
}
