/**
 * Which documents ventry serves. It owns the language ids that its manifest contributes; the others belong to
 * extensions that only colour assembly, and a user who prefers theirs keeps it: diagnostics, hover and debugging
 * work all the same.
 */
import { contributes } from '../package.json';

/** The ids that ventry contributes. */
export const ownLanguages: readonly string[] = contributes.languages.map(({ id }) => id);

/** Assembly language ids of other extensions. */
const foreignLanguages = [
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

export const languages: readonly string[] = [...ownLanguages, ...foreignLanguages];

/** Ends of the names of files that programs are made of, without the dot: those of the contributed languages, and headers. */
export const extensions: readonly string[] = [
  ...contributes.languages.flatMap(language => language.extensions.map(extension => extension.slice(1))),
  'h',
  'inc',
  'asm',
];
