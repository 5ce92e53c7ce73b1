import { defineConfig } from 'vitest/config';

/** Whole guests, which take minutes: `npm run guests`. */
export default defineConfig({ test: { root: import.meta.dirname, include: ['*.guest.ts'] } });
