/** Values as users write them: any expression. */
import { evaluateCondition, isConditionError, parseCondition } from '../../emulator/conditions.ts';
import type { Debuggee } from '../debuggee.ts';
import type { Frame } from '../exceptions/unwinding.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** The value of an expression in a frame; in the innermost when none is given. */
export function parseValue(debuggee: Debuggee, text: string, frame?: Frame): bigint | Refusal {
  const parsed = parseCondition(text);
  if (isConditionError(parsed)) return refuse(`${sentence(parsed.error)}.`);
  const value = evaluateCondition(parsed, debuggee.lookup({}, frame));
  return isConditionError(value) ? refuse(`${sentence(value.error)}.`) : value;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
