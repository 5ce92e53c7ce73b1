import { defineConfig } from 'vitest/config';

/** Everything that GNU as and llvm-mc can say about the tables, in minutes: `npm run oracle:assembler`. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['*.oracle.ts'], testTimeout: 1_800_000 },
});
