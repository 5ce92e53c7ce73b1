/** Hit conditions: `3`, `== 3`, `>= 3`, `% 4`: how often a breakpoint must be reached. */

export type HitCondition = (hits: number) => boolean;

const comparisons: Readonly<Record<string, (hits: number, n: number) => boolean>> = {
  '': (hits, n) => hits === n,
  '=': (hits, n) => hits === n,
  '==': (hits, n) => hits === n,
  '>': (hits, n) => hits > n,
  '>=': (hits, n) => hits >= n,
  '<': (hits, n) => hits < n,
  '<=': (hits, n) => hits <= n,
  '%': (hits, n) => n > 0 && hits % n === 0,
};

/** Undefined when the text is none. */
export function parseHitCondition(text: string): HitCondition | undefined {
  const match = /^\s*(==|>=|<=|[=<>%]|)\s*(\d+)\s*$/.exec(text);
  const compare = match === null ? undefined : comparisons[match[1]!];
  if (match === null || compare === undefined) return undefined;
  const n = Number(match[2]);
  return hits => compare(hits, n);
}
