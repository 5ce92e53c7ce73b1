/** Patterns of names as shells have them: `*`, `?`, `[a-z]`. */

const special = /[*?[\\]/;

/** Whether names can match in more ways than by being the same. */
const isPattern = (pattern: string): boolean => special.test(pattern);

/** Whether a name matches; `*` stands for any text, slashes included. */
export function matches(pattern: string, name: string): boolean {
  return isPattern(pattern) ? toExpression(pattern).test(name) : pattern === name;
}

function toExpression(pattern: string): RegExp {
  const parts = [...pattern.matchAll(/\*|\?|\[(!|\^)?((?:\](?=[^\]]*\])|[^\]])+)\]|\\(.)|[\s\S]/g)].map(
    ([whole, not, set, escaped]) => {
      if (whole === '*') return '[\\s\\S]*';
      if (whole === '?') return '[\\s\\S]';
      if (set !== undefined) return `[${not === undefined ? '' : '^'}${set.replace(/[\\\]^]/g, '\\$&')}]`;
      return (escaped ?? whole).replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&');
    },
  );
  return new RegExp(`^${parts.join('')}$`);
}
