/** What SMAL finds wrong, in its own words. The code of a diagnostic is its message with hyphens. */
export type SmalError =
  | 'bad digit in number'
  | 'bad radix'
  | 'bad value or expression'
  | 'cannot open use file'
  | 'comma expected'
  | 'comment or eol expected'
  | 'error message'
  | 'invalid directive'
  | 'invalid function'
  | 'label differed in pass 1'
  | 'missing end quote'
  | 'missing endif'
  | 'missing endmac'
  | 'misuse of relocation'
  | 'multiple label definition'
  | 'multiple start directives'
  | 'name used before defined'
  | 'not a label or directive'
  | 'not a parenthesized list'
  | 'quoted string expected'
  | 'symbolic name expected'
  | 'text too long for line'
  | 'too many macro parameters'
  | 'too many use levels'
  | 'unbalanced parentheses'
  | 'undefined symbol'
  | 'value out of bounds';

export const codeOf = (error: SmalError): string => error.replaceAll(' ', '-');

export const messageOf = (error: SmalError, detail = ''): string =>
  detail === '' ? error : `${error}: ${detail}`;
