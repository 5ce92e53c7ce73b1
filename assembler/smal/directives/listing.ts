/** Directives about the listing, and ERROR. */
import { readAbsolute } from '../expression.ts';
import type { Token } from '../lexer.ts';
import type { Heading } from '../listing.ts';
import type { Reader } from '../reader.ts';
import type { Directive } from './directive.ts';

const list: Directive = ({ unit, reader }) => {
  unit.listLevel += readAbsolute(reader) ?? 0;
};

/** TITLE and SUBTITLE take the rest of the line as it is, up to a comment. */
const heading =
  (part: keyof Heading): Directive =>
  ({ unit, reader, name }) => {
    if (unit.pass === 2) unit.listing?.head({ [part]: restOfLine(reader, name) });
    reader.skip();
  };

const page: Directive = ({ unit }) => {
  if (unit.pass === 2) unit.listing?.endPage();
};

const restOfLine = ({ line, token, end }: Reader, name: Token): string =>
  line.text.text.slice(name.end, token.kind === 'end' ? name.end : end).trim();

const error: Directive = ({ reader, name }) => {
  reader.fail('error message', restOfLine(reader, name), name.start, reader.end);
  reader.skip();
};

export const listingDirectives: Readonly<Record<string, Directive>> = {
  LIST: list,
  TITLE: heading('title'),
  SUBTITLE: heading('subtitle'),
  PAGE: page,
  ERROR: error,
};
