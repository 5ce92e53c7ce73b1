/** Which symbol and addend a relocation names, as GNU as chooses them. */
import { sectionFlags } from '../../elf/format.ts';
import type { NoValue } from '../../expression.ts';
import type { InputSection } from '../../image/section.ts';
import type { SymbolEntry } from '../../symbols.ts';
import { type Anchor, isPreemptible, type Linear } from './linear.ts';

/** What a relocation is against: a symbol, a section, or nothing but a number. */
export interface Target {
  readonly symbol?: SymbolEntry;
  readonly section?: InputSection;
  readonly addend: bigint;
}

/** A relocation before symbols have their numbers. */
export interface PendingRelocation extends Target {
  readonly offset: number;
  readonly type: number;
}

/**
 * What a value is against. Symbols of this file alone become their section, so that they need not be kept; but
 * those of thread-local sections stay, and in sections that are merged the linker must know which piece is meant.
 */
export function targetOf({ plus, value }: Linear, subtracts: boolean): Target {
  if (plus === undefined) return { addend: value };
  const { symbol, section, offset } = plus;
  if (section === undefined || keepsSymbol(plus, value !== 0n || subtracts))
    return symbol === undefined
      ? { section: section!, addend: value + BigInt(offset) }
      : { symbol, addend: value };
  return { section, addend: value + BigInt(offset) };
}

function keepsSymbol({ symbol, section }: Anchor, offCentre: boolean): boolean {
  if (symbol === undefined) return false;
  if (isPreemptible(symbol)) return true;
  const flags = section?.kind.flags ?? 0;
  return (flags & sectionFlags.tls) !== 0 || ((flags & sectionFlags.merge) !== 0 && offCentre);
}

/** Whether a distance from a place in `here` is known without the linker. */
export const isNear = ({ plus }: Linear, here: InputSection): boolean =>
  plus?.section === here && (plus.symbol === undefined || !isPreemptible(plus.symbol));

/**
 * A difference as a distance from where it stands at `offset`: the linker can subtract that place alone. A
 * sentence when it is from elsewhere.
 */
export function fromHere(linear: Linear, here: InputSection, offset: number): Linear | NoValue {
  const { minus, plus, value } = linear;
  if (minus === undefined) return linear;
  if (minus.section !== here || plus === undefined)
    return {
      problem: 'not-constant',
      message: 'the distance of places in different sections is not known before linking',
    };
  return { plus, value: value + BigInt(offset - minus.offset) };
}
