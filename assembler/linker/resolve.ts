/** Which definition each name means, over all objects (System V ABI, chapter 4, Symbol Table). */
import { sectionFlags, sectionTypes } from '../elf/format.ts';
import type { ObjectSymbol } from '../elf/object.ts';
import type { LinkInput, Piece } from './pieces.ts';

export interface Definition {
  readonly input: LinkInput;
  readonly symbol: ObjectSymbol;
}

export interface Resolution {
  /** Names that objects define for each other. */
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Names that objects need from elsewhere. */
  readonly used: ReadonlySet<string>;
  readonly problems: readonly { readonly message: string; readonly input: LinkInput }[];
  /** Room for common symbols, a piece for each, which `*(COMMON)` takes. */
  readonly commons: readonly Piece[];
  /** The piece that a common symbol has. */
  readonly roomOf: ReadonlyMap<string, Piece>;
}

/** A definition beats a weak one, that a common symbol does; of equal ones the first stays. */
const strength = ({ binding, section }: ObjectSymbol): number =>
  section === 'common' ? 1 : binding === 'weak' ? 2 : 3;

export function resolveSymbols(inputs: readonly LinkInput[], pieces: readonly Piece[]): Resolution {
  const definitions = new Map<string, Definition>();
  const used = new Set<string>();
  const problems: { readonly message: string; readonly input: LinkInput }[] = [];
  const present = new Map<LinkInput, Set<number>>();
  for (const { input, index } of pieces) {
    const sections = present.get(input) ?? new Set();
    if (index !== undefined) sections.add(index);
    present.set(input, sections);
  }
  const commons = new Map<string, { size: bigint; alignment: bigint; input: LinkInput }>();
  for (const input of inputs)
    for (const symbol of input.object.symbols) {
      const { name, binding, section } = symbol;
      if (binding === 'local') continue;
      // What a group that another object has too defines is the other's.
      if (section === 'undefined' || (typeof section === 'number' && !present.get(input)?.has(section))) {
        used.add(name);
        continue;
      }
      if (section === 'common') {
        const known = commons.get(name);
        const size = known !== undefined && known.size > symbol.size ? known.size : symbol.size;
        const alignment =
          known !== undefined && known.alignment > symbol.value ? known.alignment : symbol.value;
        commons.set(name, { size, alignment, input: known?.input ?? input });
      }
      const known = definitions.get(name);
      if (known === undefined || strength(symbol) > strength(known.symbol))
        definitions.set(name, { input, symbol });
      else if (strength(known.symbol) === 3 && strength(symbol) === 3)
        problems.push({ message: `${name} is defined in ${known.input.name} already`, input });
    }
  const roomOf = new Map<string, Piece>();
  for (const [name, { size, alignment, input }] of commons) {
    if (definitions.get(name)?.symbol.section !== 'common') continue;
    roomOf.set(name, {
      ...{
        input,
        index: undefined,
        name: 'COMMON',
        type: sectionTypes.nobits,
        flags: sectionFlags.alloc + sectionFlags.write,
      },
      ...{ alignment: Number(alignment), size: Number(size), bytes: new Uint8Array(0), relocations: [] },
    });
  }
  return { definitions, used, problems, commons: [...roomOf.values()], roomOf };
}
