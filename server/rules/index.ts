/** All rules, in the order of the reference page. */
import { clobberBeforeSave } from './clobber-before-save.ts';
import { hawkRules } from './hawk/index.ts';
import { macroArguments } from './macro-arguments.ts';
import type { Rule } from './rule.ts';
import { saveRestoreMismatch } from './save-restore-mismatch.ts';
import { slotCount } from './slot-count.ts';
import { slotFallthrough } from './slot-fallthrough.ts';
import { slotOverflow } from './slot-overflow.ts';
import { tableAlignment } from './table-alignment.ts';

export const rules: readonly Rule[] = [
  tableAlignment,
  slotOverflow,
  slotCount,
  slotFallthrough,
  macroArguments,
  clobberBeforeSave,
  saveRestoreMismatch,
  ...hawkRules,
];
