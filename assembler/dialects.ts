/** The one list of dialects: an architecture names its own. */
import type { Architecture } from '../isa/architecture.ts';
import type { Dialect } from './dialect.ts';
import { gas } from './gas/assemble.ts';
import { smal } from './smal/assemble.ts';

const dialects: readonly Dialect[] = [gas, smal];

/** The dialect in which an architecture's sources are written. */
export function dialectOf({ dialect }: Architecture): Dialect {
  const found = dialects.find(({ id }) => id === dialect);
  if (found === undefined) throw new Error(`assembler: no dialect ${dialect}`);
  return found;
}
