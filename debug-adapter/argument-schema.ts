/** What arguments of requests look like, as data, and the check against it. */

/** A JSON schema fragment, as `configurationAttributes` takes it; an `integer` is one that a double holds exactly. */
export interface ArgumentSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: ArgumentSchema;
  readonly additionalProperties?: ArgumentSchema;
  readonly properties?: Readonly<Record<string, ArgumentSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
}

/** What of a value is not as its schema says, in words; undefined when it fits. */
export function mismatch(value: unknown, schema: ArgumentSchema, what: string): string | undefined {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const fits = types.includes(typeOf(value)) || (types.includes('integer') && Number.isSafeInteger(value));
  if (types.length > 0 && !fits)
    return `${what} must be ${types.map(type => articles[type] ?? type).join(' or ')}`;
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return `${what} must be one of ${schema.enum.map(v => JSON.stringify(v)).join(', ')}`;
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum)
      return `${what} must be at least ${schema.minimum}`;
    if (schema.maximum !== undefined && value > schema.maximum)
      return `${what} must be at most ${schema.maximum}`;
  }
  if (Array.isArray(value)) {
    const items = schema.items;
    return items && first(value.map((item, i) => mismatch(item, items, `${what}[${i}]`)));
  }
  if (typeOf(value) !== 'object') return undefined;
  const members = value as Record<string, unknown>;
  const missing = schema.required?.find(name => members[name] === undefined);
  if (missing !== undefined) return `${what} needs "${missing}"`;
  return first(
    Object.entries(members).map(([name, member]) => {
      const memberSchema = schema.properties?.[name] ?? schema.additionalProperties;
      return memberSchema && mismatch(member, memberSchema, `${what}.${name}`);
    }),
  );
}

const first = (problems: readonly (string | undefined)[]): string | undefined =>
  problems.find(problem => problem !== undefined);

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;

const articles: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};
