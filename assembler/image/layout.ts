/** Gives every fragment its offset and every section its address. */

import type { Diagnostics } from '../diagnostics.ts';
import { evaluate, hasValue, type NoValue, type Scope, type Term } from '../expression.ts';
import type { Content, Fragment } from './fragment.ts';
import { lebBytes } from './leb.ts';
import type { InputSection } from './section.ts';

/** Input sections of one name, in order of their files: one section of the program. */
export interface SectionGroup {
  readonly name: string;
  readonly inputs: readonly InputSection[];
  readonly alignment: number;
  readonly alloc: boolean;
  address: bigint;
  size: number;
}

/** Sections grow only through expressions on each other's addresses; more rounds than this do not settle. */
const maximumRounds = 32;

/**
 * Places groups one after the other from `loadAddress`, each at its alignment; groups that are not allocated
 * lie at 0. Repeats until sizes that hang on addresses no longer change; gives false when they never settle.
 */
export function layOut(groups: readonly SectionGroup[], loadAddress: bigint, scope: Scope): boolean {
  for (let round = 0; round < maximumRounds; round++) {
    let changed = false;
    let next = loadAddress;
    for (const group of groups) {
      const start = group.alloc ? alignUp(next, group.alignment) : 0n;
      group.address = start;
      changed = placeGroup(group, scope) || changed;
      if (group.alloc) next = start + BigInt(group.size);
    }
    if (!changed) return true;
  }
  return false;
}

const alignUp = (address: bigint, alignment: number): bigint => {
  const rest = address % BigInt(alignment);
  return rest === 0n ? address : address + BigInt(alignment) - rest;
};

function placeGroup(group: SectionGroup, scope: Scope): boolean {
  let changed = false;
  let size = 0;
  for (const section of group.inputs) {
    size += paddingTo(size, section.alignment);
    const address = group.address + BigInt(size);
    changed ||= section.address !== address;
    section.address = address;
    changed = placeFragments(section, scope) || changed;
    size += section.size;
  }
  group.size = size;
  return changed;
}

/** Bytes of padding from `offset` to the next multiple of `alignment`. */
export const paddingTo = (offset: number, alignment: number): number =>
  (alignment - (offset % alignment)) % alignment;

function placeFragments(section: InputSection, scope: Scope): boolean {
  let changed = false;
  let offset = 0;
  for (const chunk of [...section.chunks.values()].sort((a, b) => a.number - b.number)) {
    for (const fragment of chunk.fragments) {
      const size = sizeOf(fragment, offset, scope);
      changed ||= fragment.offset !== offset || fragment.size !== size;
      fragment.offset = offset;
      fragment.size = size;
      offset += size;
    }
  }
  section.size = offset;
  return changed;
}

function sizeOf(fragment: Fragment, offset: number, scope: Scope): number {
  const { content } = fragment;
  if (fragment.omitted) return 0;
  switch (content.is) {
    case 'alignment': {
      const padding = paddingTo(offset, content.alignment);
      return content.maximum !== undefined && padding > content.maximum ? 0 : padding;
    }
    case 'org': {
      const target = orgTarget(fragment, scope);
      return target === undefined ? 0 : Math.max(0, target - offset);
    }
    case 'leb': {
      const value = evaluate(content.value, scope);
      return hasValue(value) && value.base === undefined ? lebBytes(value.value, content.signed).length : 1;
    }
    case 'fill': {
      const count = evaluate(content.count, scope);
      return hasValue(count) && count.base === undefined ? bounded(count.value) * content.unit : 0;
    }
    default:
      return fragment.size;
  }
}

/** No section can be larger; what is more is reported when bytes are made. */
const maximumSize = 2 ** 40;

const bounded = (value: bigint): number => (value < 0n ? 0 : Math.min(Number(value), maximumSize));

/**
 * Leaves out the largest fragments when all together have more than `limit` bytes; gives those. Layout has to
 * be repeated then.
 */
export function omitExcess(fragments: readonly Fragment[], limit: number): readonly Fragment[] {
  let total = fragments.reduce((sum, fragment) => sum + fragment.size, 0);
  if (total <= limit) return [];
  const omitted: Fragment[] = [];
  for (const fragment of [...fragments].sort((a, b) => b.size - a.size)) {
    if (total <= limit) break;
    fragment.omitted = true;
    total -= fragment.size;
    omitted.push(fragment);
  }
  return omitted;
}

/** Offset in the section that an `.org` asks for: a number, or a place in the same section. */
function orgTarget(fragment: Fragment, scope: Scope): number | undefined {
  if (fragment.content.is !== 'org') return undefined;
  const target = evaluate(fragment.content.target, scope);
  if (!hasValue(target)) return undefined;
  const from = target.base === undefined ? 0n : fragment.chunk.section.address;
  return Number(target.value - from);
}

/**
 * Reports what layout could not do as asked. With a header missing, what hangs on its macros is no error:
 * an `.org` behind unknown bytes, or inside a macro.
 */
export function checkLayout(
  fragments: readonly Fragment[],
  scope: Scope,
  incomplete: boolean,
  diagnostics: Diagnostics,
): void {
  const excused = (value: NoValue): boolean =>
    value.problem === 'not-given' || (value.problem === 'undefined' && incomplete);
  const unknownIn = new Set<InputSection>();
  for (const fragment of fragments) {
    const { content, offset, origin, omitted, chunk } = fragment;
    if (fragment.uncertain) unknownIn.add(chunk.section);
    const asked = layoutTerm(content);
    if (omitted || asked === undefined) continue;
    const value = evaluate(asked.term, scope);
    if (!hasValue(value)) {
      fragment.uncertain = true;
      const what = `the ${asked.what} is not known`;
      if (!excused(value)) diagnostics.error('not-constant', `${what}: ${value.message}`, origin);
    } else if (content.is === 'org') {
      const doubtful = incomplete && (unknownIn.has(chunk.section) || origin.parent !== undefined);
      checkOrg(Number(orgTarget(fragment, scope)), offset, fragment, doubtful, diagnostics);
    } else if (value.base !== undefined)
      diagnostics.error('not-constant', `the ${asked.what} must be a number`, origin);
    else if (content.is === 'fill' && value.value < 0n) negativeSize(value.value, fragment, diagnostics);
  }
}

/** The expression that decides how much room a fragment takes. */
function layoutTerm(content: Content): { readonly term: Term; readonly what: string } | undefined {
  if (content.is === 'org') return { term: content.target, what: 'place' };
  if (content.is === 'fill') return { term: content.count, what: 'size' };
  return content.is === 'leb' ? { term: content.value, what: 'value' } : undefined;
}

function checkOrg(
  target: number,
  offset: number,
  fragment: Fragment,
  doubtful: boolean,
  diagnostics: Diagnostics,
): void {
  if (target >= offset) return;
  const { origin } = fragment;
  const back = `.org goes back from ${hex(offset)} to ${hex(target)}: ${offset - target} bytes too many before it`;
  if (doubtful) {
    fragment.uncertain = true;
    const where =
      origin.parent === undefined ? `${origin.span.file} ${origin.span.start}` : origin.parent.name;
    diagnostics.once('information', 'org-backwards', where, back, origin);
  } else diagnostics.error('org-backwards', back, origin);
}

function negativeSize(value: bigint, fragment: Fragment, diagnostics: Diagnostics): void {
  const name = fragment.statement?.name ?? '.space';
  diagnostics.report('warning', 'negative-size', `${name} has the negative size ${value}`, fragment.origin);
}

const hex = (value: number): string =>
  value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
