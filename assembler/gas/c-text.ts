/**
 * C declarations in headers that assembly includes: a macro that would leave them out is not defined here. They
 * are left out, so that only what assembly can use remains: directives, and the bodies of macros.
 */
import type { Origin } from '../program.ts';
import type { MappedText } from '../text.ts';

/** What a line begins with that is a piece of a C declaration and never assembly. */
const declaration =
  /^\s*(?:[{})]|(?:typedef|struct|union|enum|extern|static|inline|void|unsigned|signed|const|volatile|char|short|int|long|bool|return|if|for|while|switch)\b\s*[\w*({])/;

const opensBlock = /^\s*\.(?:macro|rept?|irpc?)\b/i;
const closesBlock = /^\s*\.(?:endm(?:acro)?|endr)\b/i;

/** A directive; `.name = value` is a field of an initializer. */
const directive = /^\s*\.[A-Za-z]\w*(?!\w|\s*=)/;

/** Lines without the C text of included files; `found` is told once for each such file where it begins. */
export function withoutC(
  lines: readonly MappedText[],
  main: string,
  found: (origin: Origin) => void,
): readonly MappedText[] {
  const inC = new Set<string>();
  for (const line of lines) {
    const origin = placeOf(line);
    const { file } = origin.span;
    if (file === main || inC.has(file) || !declaration.test(line.text)) continue;
    inC.add(file);
    found(origin);
  }
  if (inC.size === 0) return lines;
  let depth = 0;
  return lines.filter(line => {
    const { text } = line;
    if (!inC.has(placeOf(line).span.file)) return true;
    if (closesBlock.test(text)) return depth > 0 && depth-- > 0;
    if (opensBlock.test(text)) depth++;
    return depth > 0 || directive.test(text);
  });
}

/** Where a line stands, when a C macro made it: where that is called. */
function placeOf(line: MappedText): Origin {
  let place = line.map[0]!.origin;
  while (place.parent?.how === 'define') place = place.parent.at;
  return place;
}
