/**
 * Which documents ventry serves. It owns one language id; the others belong to extensions that only colour
 * assembly, and a user who prefers theirs keeps it: diagnostics, hover and debugging work all the same.
 */

/** The id that ventry contributes for `.S` and `.s`. */
export const ownLanguage = 'aarch64-asm';

/** Assembly language ids of other extensions. */
export const foreignLanguages = [
  'arm',
  'arm64',
  'asm',
  'asm-arm',
  'arm.aarch64-assembly',
  'asm-collection',
  'gas',
  'S',
  's',
] as const;

export const languages: readonly string[] = [ownLanguage, ...foreignLanguages];
