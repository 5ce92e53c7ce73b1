/** Log points: text with expressions in braces, `x0 is {x0}`. `{{` and `}}` are braces themselves. */
import {
  type Condition,
  type ConditionError,
  type ConditionLookup,
  evaluateCondition,
  isConditionError,
  parseCondition,
} from '../../emulator/conditions.ts';

export type LogMessage = readonly (string | Condition)[];

export function parseLogMessage(text: string): LogMessage | ConditionError {
  const parts: (string | Condition)[] = [];
  for (const part of text.match(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g) ?? []) {
    if (part === '{{' || part === '}}') parts.push(part[0]!);
    else if (part.length > 2 && part.startsWith('{')) {
      const expression = parseCondition(part.slice(1, -1));
      if (isConditionError(expression)) return expression;
      parts.push(expression);
    } else parts.push(part);
  }
  return parts;
}

export const formatLogMessage = (message: LogMessage, lookup: ConditionLookup): string =>
  message
    .map(part => {
      if (typeof part === 'string') return part;
      const value = evaluateCondition(part, lookup);
      return isConditionError(value) ? `<${value.error}>` : `0x${value.toString(16)}`;
    })
    .join('');
