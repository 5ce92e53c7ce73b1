/** Directives that move the location counter: alignment, `.org`, fills, literal pools. */
import { number, type Term } from '../../expression.ts';
import { paddingOf } from '../../image/encode.ts';
import { paddingTo } from '../../image/layout.ts';
import type { Chunk } from '../../image/section.ts';
import type { Origin } from '../../program.ts';
import { alignSection, emit, padInstruction } from '../emit.ts';
import { constantNow, readConstant, readExpression, settled, valueNow } from '../evaluate.ts';
import type { Unit } from '../unit.ts';
import { type DirectiveCall, type DirectiveHandler, type DirectiveTable, expectEnd } from './directive.ts';

const largestPower = 31n;

/** `.align power[, fill[, maximum]]` or the same in bytes; each part may be left out. */
const alignment =
  (unitOf: 'power' | 'bytes', fillSize: number): DirectiveHandler =>
  call => {
    const { unit, cursor } = call;
    let asked: bigint | undefined = 0n;
    if (!cursor.done && cursor.char !== ',') asked = readConstant(unit, cursor, 'the alignment');
    let fill: bigint | undefined;
    let maximum: bigint | undefined;
    if (cursor.take(',')) {
      if (!cursor.done && cursor.char !== ',') fill = readConstant(unit, cursor, 'the fill value');
      if (cursor.take(',')) maximum = readConstant(unit, cursor, 'the maximum');
    }
    expectEnd(call);
    if (asked === undefined) {
      emitAlignment(call, 1, undefined, undefined, fillSize, true);
      return;
    }
    const bytes = bytesOf(asked, unitOf, call);
    if (bytes !== undefined) emitAlignment(call, bytes, fill, maximum, fillSize, false);
  };

function bytesOf(
  asked: bigint,
  unitOf: 'power' | 'bytes',
  { unit, origin, name }: DirectiveCall,
): number | undefined {
  const { diagnostics } = unit.job;
  if (unitOf === 'power') {
    if (asked >= 0n && asked <= largestPower) return 2 ** Number(asked);
    diagnostics.error(
      'bad-alignment',
      `${name} takes a power of two from 0 to ${largestPower}, not ${asked}`,
      origin,
    );
    return undefined;
  }
  if (asked === 0n) return 1;
  if (asked > 0n && asked <= 1n << largestPower && (asked & (asked - 1n)) === 0n) return Number(asked);
  diagnostics.error(
    'bad-alignment',
    `${name} takes a number of bytes that is a power of two, not ${asked}`,
    origin,
  );
  return undefined;
}

function emitAlignment(
  { unit, origin, name }: DirectiveCall,
  bytes: number,
  fill: bigint | undefined,
  maximum: bigint | undefined,
  fillSize: number,
  uncertain: boolean,
): void {
  const chunk = unit.sections.current;
  const limit = maximum === undefined || maximum <= 0n ? undefined : Number(maximum);
  alignSection(unit, bytes);
  const content = {
    is: 'alignment',
    alignment: bytes,
    ...(fill !== undefined && { fill: { value: fill, size: fillSize } }),
    ...(limit !== undefined && { maximum: limit }),
  } as const;
  const padding = paddingNow(chunk, bytes);
  const size = padding !== undefined && limit !== undefined && padding > limit ? 0 : padding;
  const statement = { kind: 'alignment', name } as const;
  emit(unit, { content, origin, statement, uncertain, ...(size !== undefined && { size }) });
}

/** Padding, when the distance from the section's start is known by now. */
function paddingNow(chunk: Chunk, bytes: number): number | undefined {
  if (bytes === 1) return 0;
  return chunk.run === chunk.section.start ? paddingTo(chunk.offset, bytes) : undefined;
}

/** `.org place[, fill]`: a number counts from the section's start. */
const org: DirectiveHandler = call => {
  const { unit, cursor } = call;
  const target = readExpression(unit, cursor);
  const fill = cursor.take(',') ? readExpression(unit, cursor) : undefined;
  if (target === undefined) return;
  expectEnd(call);
  emitOrg(call, settled(target), fill);
};

/** Moves the current place to `target`. */
function emitOrg({ unit, origin, name }: DirectiveCall, target: Term, fill?: Term): void {
  const statement = { kind: 'org', name } as const;
  const chunk = unit.sections.current;
  const value = valueNow(target);
  let size: number | undefined;
  if (
    !('problem' in value) &&
    (value.base === chunk.run || (value.base === undefined && chunk.run === chunk.section.start))
  )
    size = Math.max(0, Number(value.value) - chunk.offset);
  const content = { is: 'org', target, fill } as const;
  emit(unit, { content, origin, statement, ...(size !== undefined && { size }) });
}

/** `.space count[, fill]` */
const space: DirectiveHandler = call => {
  const { unit, cursor } = call;
  const count = readExpression(unit, cursor);
  if (count === undefined) return;
  const value = cursor.take(',') ? readExpression(unit, cursor) : undefined;
  expectEnd(call);
  emitFill(call, count, 1, 1, value);
};

/** `.fill repeat[, size[, value]]`: at most 8 bytes a unit, of which at most 4 come from the value. */
const fill: DirectiveHandler = call => {
  const { unit, cursor } = call;
  const count = readExpression(unit, cursor);
  if (count === undefined) return;
  const asked = cursor.take(',') ? (readConstant(unit, cursor, 'the size') ?? 1n) : 1n;
  const value = cursor.take(',') ? readExpression(unit, cursor) : undefined;
  expectEnd(call);
  const size = Math.max(0, Math.min(8, Number(asked)));
  if (asked < 0n || asked > 8n)
    unit.job.diagnostics.report(
      'warning',
      'bad-operand',
      `the size of .fill is 0 to 8, not ${asked}`,
      call.origin,
    );
  emitFill(call, count, size, Math.min(size, 4), value);
};

function emitFill(
  call: DirectiveCall,
  count: Term,
  unit: number,
  used: number,
  value: Term | undefined,
): void {
  const known = constantNow(count);
  const content = { is: 'fill', count: settled(count), unit, used, value: value && settled(value) } as const;
  const statement = { kind: 'fill', name: call.name } as const;
  const size = known === undefined ? {} : { size: known < 0n ? 0 : Math.min(Number(known), 2 ** 40) * unit };
  emit(call.unit, { content, origin: call.origin, statement, ...size });
}

/** Units of a fixed size: `.dcb.w 3, 5`, `.zero 4`. */
const blocks =
  (size: number): DirectiveHandler =>
  call => {
    const { unit, cursor } = call;
    const count = readExpression(unit, cursor);
    if (count === undefined) return;
    const value = cursor.take(',') ? readExpression(unit, cursor) : undefined;
    expectEnd(call);
    emitFill(call, count, size, size, value);
  };

/** `.nop [bytes]` */
const noOperations: DirectiveHandler = call => {
  const { unit, cursor, origin, name } = call;
  const padding = paddingOf(unit.job.architecture.instructions);
  const asked = cursor.done ? 1n : readConstant(unit, cursor, 'the size');
  if (asked === undefined) return;
  expectEnd(call);
  const count = asked < 0n ? 0n : (asked + BigInt(padding.length - 1)) / BigInt(padding.length);
  if (count > BigInt(unit.job.input.limits.statements)) {
    unit.job.diagnostics.error('limit', `${name} would make ${count} instructions; it is left out`, origin);
    return;
  }
  padInstruction(unit, origin);
  for (let left = count; left > 0n; left--) {
    const content = { is: 'data', bytes: padding, data: [] } as const;
    emit(unit, { content, size: padding.length, origin, statement: { kind: 'instruction', name } });
  }
};

/** Writes the literals that a subsection still owes: each size aligned, smallest first. */
export function flushLiterals(unit: Unit, chunk: Chunk, origin: Origin, name: string): void {
  for (const { size, data, places } of unit.pools.flush(chunk)) {
    alignSection(unit, size, chunk);
    const padding = paddingNow(chunk, size);
    const content = { is: 'alignment', alignment: size, fill: { value: 0n, size: 1 } } as const;
    emit(unit, { content, origin, ...(padding !== undefined && { size: padding }) }, chunk);
    const bytes = new Uint8Array(data.length * size);
    const statement = { kind: 'literal-pool', name } as const;
    const pool = emit(
      unit,
      { content: { is: 'data', bytes, data }, size: bytes.length, origin, statement },
      chunk,
    );
    for (const [index, place] of places.entries())
      Object.assign(place, { fragment: pool, delta: index * size });
  }
}

const literalPool: DirectiveHandler = ({ unit, origin, name }) =>
  flushLiterals(unit, unit.sections.current, origin, name);

export const layoutDirectives: DirectiveTable = {
  align: alignment('power', 1),
  p2align: alignment('power', 1),
  p2alignw: alignment('power', 2),
  p2alignl: alignment('power', 4),
  balign: alignment('bytes', 1),
  balignw: alignment('bytes', 2),
  balignl: alignment('bytes', 4),
  org,
  space,
  skip: space,
  zero: space,
  fill,
  'dcb.b': blocks(1),
  'dcb.w': blocks(2),
  'dcb.l': blocks(4),
  dcb: blocks(2),
  'ds.b': blocks(1),
  'ds.w': blocks(2),
  'ds.l': blocks(4),
  'ds.d': blocks(8),
  ds: blocks(2),
  'ds.s': blocks(4),
  'ds.p': blocks(12),
  'ds.x': blocks(12),
  nop: noOperations,
  ltorg: literalPool,
  pool: literalPool,
  even: call => emitAlignment(call, 2, undefined, undefined, 1, false),
};

/** `. = place` */
export const orgTo = (call: DirectiveCall): void => {
  const target = readExpression(call.unit, call.cursor);
  if (target === undefined) return;
  expectEnd(call);
  emitOrg(call, settled(target), number(0));
};
