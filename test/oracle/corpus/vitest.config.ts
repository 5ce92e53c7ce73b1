import { defineConfig } from 'vitest/config';

/** Sources of other projects, which are fetched first: `npm run oracle:corpus`. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['*.corpus.ts'], testTimeout: 120_000 },
});
