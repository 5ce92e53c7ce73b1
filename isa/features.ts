/**
 * Which instructions a processor has: architecture versions and extensions by the names that assemblers take
 * (`.arch armv8.2-a+fp16`), and what the features of rows need of them.
 */

/** Versions and extensions that are on, by name: `v8.2`, `lse`. */
export type Switches = ReadonlySet<string>;

export interface FeatureDescription {
  /** As rows name it: `LSE`. */
  readonly id: string;
  readonly title: string;
  /** What must be on for its instructions. */
  readonly needs: readonly string[];
  /** What must be on for its registers and operations, where that is not the same. */
  readonly namesNeed?: readonly string[];
}

export interface ExtensionDescription {
  /** `lse`, as in `+lse` and `.arch_extension lse`. */
  readonly name: string;
  /** The switches that it turns on, when they are not the one of its name: `crypto` is `aes` and `sha2`. */
  readonly is?: readonly string[];
  /** The switches that go with it: on with it, and it is off without them. */
  readonly requires?: readonly string[];
  /** What it brings where `on` is on. */
  readonly brings?: { readonly on: string; readonly name: string };
}

export interface FeatureTable {
  /** The feature that every processor has. */
  readonly base: string;
  /** By id. */
  readonly features: ReadonlyMap<string, FeatureDescription>;
  readonly extensions: readonly ExtensionDescription[];
  /** Architecture versions, oldest first, with all that they have. */
  readonly architectures: ReadonlyMap<string, Switches>;
  /** Processors with all that they have. */
  readonly processors: ReadonlyMap<string, Switches>;
  /** What is there as long as no architecture and no processor is named. */
  readonly everything: Switches;
  /** The version that a switch stands for, as one writes it: `armv8.1-a`; undefined for extensions. */
  readonly versionOf: (name: string) => string | undefined;
}

const switchesOf = ({ name, is = [name] }: ExtensionDescription): readonly string[] => is;

/** Adds to a set until nothing more is to be added. */
function closure(names: readonly string[], more: (all: Switches) => readonly string[]): Switches {
  const all = new Set(names);
  for (;;) {
    const size = all.size;
    for (const name of more(all)) all.add(name);
    if (all.size === size) return all;
  }
}

/** Turns an extension on with what it requires, or off with what requires it; undefined when it is not known. */
export function withExtension(
  { extensions }: Pick<FeatureTable, 'extensions'>,
  switches: Switches,
  name: string,
  on: boolean,
): Switches | undefined {
  const extension = extensions.find(candidate => candidate.name === name);
  if (extension === undefined) return undefined;
  const some = (names: readonly string[], all: Switches): boolean => names.some(other => all.has(other));
  if (on) {
    const brought = closure(switchesOf(extension), all =>
      extensions.filter(other => some(switchesOf(other), all)).flatMap(({ requires = [] }) => requires),
    );
    const all = new Set([...switches, ...brought]);
    for (const { name: other, brings } of extensions)
      if (brings !== undefined && brought.has(other) && all.has(brings.on)) all.add(brings.name);
    return all;
  }
  const gone = closure(switchesOf(extension), all =>
    extensions.filter(({ requires = [] }) => some(requires, all)).flatMap(switchesOf),
  );
  return new Set([...switches].filter(other => !gone.has(other)));
}

/** What a text like `armv8.2-a+fp16+nocrc` turns on; or the word of it that is not known. */
export function readSelection(
  table: FeatureTable,
  bases: FeatureTable['architectures'],
  text: string,
): { readonly switches: Switches } | { readonly unknown: string; readonly known: readonly string[] } {
  const [base = '', ...changes] = text.toLowerCase().split('+');
  let switches = bases.get(base);
  if (switches === undefined) return { unknown: base, known: [...bases.keys()] };
  for (const change of changes) {
    const changed = withChange(table, switches, change);
    if (changed === undefined) return { unknown: change, known: table.extensions.map(({ name }) => name) };
    switches = changed;
  }
  return { switches };
}

/** Turns on what is named, or off what is named after `no`. */
export const withChange = (table: FeatureTable, switches: Switches, name: string): Switches | undefined =>
  withExtension(table, switches, name, true) ??
  (name.startsWith('no') ? withExtension(table, switches, name.slice(2), false) : undefined);

/** Features by the text of a row: several are joined by `+`, where the table has no line for them together. */
export const featuresOf = ({ features }: FeatureTable, ids: string): readonly FeatureDescription[] =>
  (features.has(ids) ? [ids] : ids.split('+')).map(id => {
    const feature = features.get(id);
    if (feature === undefined) throw new Error(`features: no ${id}`);
    return feature;
  });

/** What is off of that which features need. */
export function missingFor(
  table: FeatureTable,
  ids: string,
  switches: Switches,
  of: 'instruction' | 'name' = 'instruction',
): readonly string[] {
  const needs = featuresOf(table, ids).flatMap(
    feature => (of === 'name' ? feature.namesNeed : undefined) ?? feature.needs,
  );
  return [...new Set(needs)].filter(name => !switches.has(name));
}

/** How to turn on what is missing: `.arch_extension lse or -march=armv8.1-a`. */
export function remedyFor(table: FeatureTable, missing: readonly string[]): string {
  const versions = [...table.architectures];
  const version = versions.find(([, has]) => missing.every(name => has.has(name)))?.[0];
  const extensions = missing.filter(name => table.versionOf(name) === undefined);
  if (extensions.length === missing.length) {
    const directives = extensions.map(name => `\`.arch_extension ${name}\``).join(' and ');
    return version === undefined ? directives : `${directives} or \`-march=${version}\``;
  }
  const newest = missing.flatMap(name => table.versionOf(name) ?? []).at(-1)!;
  const has = table.architectures.get(newest)!;
  const added = extensions.filter(name => !has.has(name)).map(name => `+${name}`);
  const text = version ?? newest + added.join('');
  return `\`.arch ${text}\` or \`-march=${text}\``;
}

/** A feature in words: `LSE (Large System Extensions: atomic instructions)`; undefined of what every processor has. */
export function featureText(table: FeatureTable | undefined, ids: string): string | undefined {
  if (table === undefined || ids === table.base) return undefined;
  const described = featuresOf(table, ids);
  return `${described.map(({ id }) => id).join('+')} (${described.map(({ title }) => title).join(', ')})`;
}

/** How to turn the feature of a row on where it is off; undefined when it cannot be off. */
export function featureRemedy(table: FeatureTable, ids: string): string | undefined {
  const missing = missingFor(table, ids, new Set());
  return missing.length === 0 ? undefined : remedyFor(table, missing);
}
