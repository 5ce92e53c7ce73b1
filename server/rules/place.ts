/** Where a finding is reported: at what the author can act on, with the way through macros as related places. */
import type { Origin, Span } from '../../assembler/program.ts';
import { outermost } from '../../assembler/text.ts';
import type { Finding } from './rule.ts';

type Related = Finding['related'];

/** Half-open overlap or equality of two stretches of one file. */
export const sameSpan = (a: Span, b: Span): boolean =>
  a.file === b.file && a.start === b.start && a.end === b.end;

/** The macro lines between the outermost call and the text itself, innermost first. */
function macroLines(origin: Origin): Related {
  const lines: Related[number][] = [];
  const place = outermost(origin);
  for (let at = origin; at !== place && at.parent !== undefined; at = at.parent.at)
    lines.push({
      span: at.span,
      message: at.parent.how === 'repeat' ? `in ${at.parent.name}` : `in macro ${at.parent.name}`,
    });
  return lines;
}

/** The outermost call, and the way to the text inside the macro. */
export const callPlace = (origin: Origin): { readonly span: Span; readonly related: Related } => ({
  span: outermost(origin).span,
  related: macroLines(origin),
});

/**
 * The place of one fault that came up at several origins: a fault of a macro's body that shows in every use is
 * reported once, at the macro's own line, with the uses as related places.
 */
export function sharedPlace(origins: readonly Origin[]): { readonly span: Span; readonly related: Related } {
  const first = origins[0]!;
  const uses: Span[] = [];
  for (const origin of origins) {
    const { span } = outermost(origin);
    if (!uses.some(use => sameSpan(use, span))) uses.push(span);
  }
  const isShared = uses.length > 1 && origins.every(origin => sameSpan(origin.span, first.span));
  if (!isShared) return callPlace(first);
  const name = first.parent?.name ?? 'the macro';
  return { span: first.span, related: uses.map(span => ({ span, message: `${name} is used here` })) };
}
