/** All directives by name. */
import { defineMacro } from '../macros.ts';
import { conditionalDirectives } from './conditional.ts';
import { dataDirectives } from './data.ts';
import type { Directive } from './directive.ts';
import { linkageDirectives } from './linkage.ts';
import { listingDirectives } from './listing.ts';

export const directives: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ...Object.entries(dataDirectives),
  ...Object.entries(linkageDirectives),
  ...Object.entries(conditionalDirectives),
  ...Object.entries(listingDirectives),
  ['MACRO', ({ reader, name }) => defineMacro(reader, name)],
]);
