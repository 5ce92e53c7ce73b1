import type { VectorTable } from '../../vectors/model.ts';
import { callPlace } from './place.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** Every entry is a use of the same repetition or macro, so that a missing one was forgotten. */
function isRegular({ entries, evidence }: VectorTable): boolean {
  return evidence.some(one => one.why === 'slot-macros' && one.calls === entries.length);
}

/** Names of the slots from `from` on: `a, b and c`. */
function listed(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join('; ')} and ${names.length - 3} more`;
  return names.join('; ');
}

function check({ architecture, tables }: RuleContext): readonly Finding[] {
  const { slots } = architecture.vectorTable;
  const findings: Finding[] = [];
  for (const table of tables) {
    const { entries } = table;
    const last = entries.at(-1);
    const known = entries.every(entry => entry.certain);
    if (last === undefined || !known || entries.length < 2 || last.index >= slots.length - 1) continue;
    const missing = slots.slice(last.index + 1).map(slot => slot.name);
    const isLost = table.certain && isRegular(table) && missing.length === 1;
    const { span, related } = callPlace(table.origin);
    const name = table.name === undefined ? 'The vector table' : `The vector table ${table.name}`;
    findings.push({
      rule: 'slot-count',
      message: `${name} ends after ${last.index + 1} of ${slots.length} slots. What follows it in memory would run for: ${listed(missing)}`,
      span,
      severity: isLost ? 'warning' : 'information',
      confidence: 'likely',
      related: [...related, { span: callPlace(last.origin).span, message: 'the last slot' }],
      fixes: [],
    });
  }
  return findings;
}

const slot = `.macro slot handler
    .align 7
    b \\handler
    .endm`;

export const slotCount: Rule = {
  id: 'slot-count',
  architectures: ['a64'],
  title: 'The table has fewer slots than there are vectors',
  severity: 'information',
  explanation: `There are sixteen vectors: four kinds (synchronous, IRQ, FIQ, SError) from four sources (current EL with SP_EL0, current EL with SP_ELx, lower EL using AArch64, lower EL using AArch32). The processor takes an exception to its offset whether or not the table goes that far (Arm ARM D1.10.2).

Many correct programs leave out what cannot happen to them: a kernel without AArch32 user code needs twelve slots, a boot loader eight. So this is information, unless exactly one of a regular row of slots is missing, which is nearly always a line that was lost.`,
  check,
  bad: [
    {
      title: 'One slot of a regular row was lost',
      source: `    ${slot}
    .align 11
vectors:
//^^^^^ slot-count
    .rept 15
    slot .
    .endr
`,
    },
    {
      title: 'Only the first group',
      source: `    .align 11
vectors:
//^^^^^ slot-count
    b sync
    .align 7
    b irq
    .align 7
    b fiq
    .align 7
    b serror
`,
    },
  ],
  good: [
    {
      title: 'Sixteen slots',
      source: `    ${slot}
    .align 11
vectors:
    .rept 16
    slot .
    .endr
`,
    },
    {
      title: 'The first half is left empty',
      source: `    ${slot}
    .align 11
vectors:
    .space 0x400
    .rept 8
    slot .
    .endr
`,
    },
  ],
};
