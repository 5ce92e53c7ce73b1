/** Directives about the listing, and ERROR. */
import { readAbsolute } from '../expression.ts';
import type { Directive } from './directive.ts';

const list: Directive = ({ unit, reader }) => {
  unit.listLevel += readAbsolute(reader) ?? 0;
};

/** TITLE and SUBTITLE take the rest of the line as it is; our listing has no pages to put it on. */
const heading: Directive = ({ reader }) => reader.skip();

const error: Directive = ({ reader, name }) => {
  const text = reader.line.text.text
    .slice(name.end, reader.token.kind === 'end' ? name.end : reader.end)
    .trim();
  reader.fail('error message', text, name.start, reader.end);
  reader.skip();
};

export const listingDirectives: Readonly<Record<string, Directive>> = {
  LIST: list,
  TITLE: heading,
  SUBTITLE: heading,
  PAGE: heading,
  ERROR: error,
};
