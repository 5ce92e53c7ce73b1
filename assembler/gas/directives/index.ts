/** All directives by name. */
import { conditionalDirectives } from './conditionals.ts';
import { dataDirectives } from './data.ts';
import type { DirectiveHandler } from './directive.ts';
import { expansionDirectives } from './expansion.ts';
import { floatDirectives } from './floats.ts';
import { frameDirectives } from './frames.ts';
import { layoutDirectives } from './layout.ts';
import { lineDirectives } from './lines.ts';
import { miscellaneousDirectives } from './miscellaneous.ts';
import { noteDirectives } from './notes.ts';
import { relocationDirectives } from './relocations.ts';
import { sectionDirectives } from './sections.ts';
import { symbolDirectives } from './symbols.ts';

/** Name in lower case, without its dot → handler. */
export const directives: ReadonlyMap<string, DirectiveHandler> = new Map(
  Object.entries({
    ...miscellaneousDirectives,
    ...conditionalDirectives,
    ...dataDirectives,
    ...expansionDirectives,
    ...floatDirectives,
    ...frameDirectives,
    ...layoutDirectives,
    ...lineDirectives,
    ...noteDirectives,
    ...relocationDirectives,
    ...sectionDirectives,
    ...symbolDirectives,
  }),
);
