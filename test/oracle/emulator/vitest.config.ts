import { defineConfig } from 'vitest/config';

/** Everything that QEMU can say about the emulator, in minutes: `npm run oracle:emulator`. */
export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ['emulator/*.test.ts', 'a64-rows.test.ts', 'a64-semantics.test.ts', 'qemu-exceptions.test.ts'],
    env: { VENTRY_ORACLE: 'full' },
    testTimeout: 1_800_000,
    fileParallelism: false,
  },
});
