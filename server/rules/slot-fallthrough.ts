import { outermost } from '../../assembler/text.ts';
import { groupBy } from '../../vectors/group.ts';
import type { Slot, VectorTable } from '../../vectors/model.ts';
import { sharedPlace } from './place.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

interface Found {
  readonly table: VectorTable;
  readonly slot: Slot;
  readonly next: Slot;
}

/** Slots that run on into the next one; not those that are too long, which is another fault. */
function fallingThrough({ tables, architecture }: RuleContext): readonly Found[] {
  const { slotSize } = architecture.vectorTable;
  const found: Found[] = [];
  for (const table of tables)
    table.slots.forEach((slot, n) => {
      const next = table.slots[n + 1];
      const entry = table.entries.find(one => one.address === slot.address);
      if (slot.end !== 'falls-through' || !slot.certain || next?.state !== 'filled') return;
      if (entry === undefined || entry.used > slotSize) return;
      found.push({ table, slot, next });
    });
  return found;
}

/** The last line of a slot: the same macro line in every use is one fault. */
function lastLine({ slot }: Found): string {
  const { span } = slot.statements.at(-1)!.origin;
  return `${span.file}:${span.start}:${span.end}`;
}

function finding(group: readonly Found[]): Finding {
  const { table, slot, next } = group[0]!;
  const last = slot.statements.map(one => one.origin);
  const { span, related } = sharedPlace(group.map(one => one.slot.statements.at(-1)!.origin));
  const isProved = table.certain;
  return {
    rule: 'slot-fallthrough',
    message: `The slot for ${slot.description.name} does not end: it runs on into the slot for ${next.description.name}`,
    span,
    severity: 'warning',
    confidence: isProved ? 'proved' : 'likely',
    related: [
      ...related,
      ...(next.origin === undefined
        ? []
        : [{ span: outermost(next.origin).span, message: 'the next slot begins here' }]),
      ...(slot.origin === undefined || last.length < 2
        ? []
        : [{ span: outermost(slot.origin).span, message: 'the slot begins here' }]),
    ],
    fixes: [],
  };
}

const check = (context: RuleContext): readonly Finding[] =>
  [...groupBy(fallingThrough(context), lastLine).values()].map(finding);

const rest = `.rept 13
    .align 7
    b .
    .endr`;

export const slotFallthrough: Rule = {
  id: 'slot-fallthrough',
  architectures: ['a64'],
  title: 'A slot runs on into the next one',
  severity: 'warning',
  explanation: `Nothing stops the processor at the end of a vector: after the last instruction of a slot it executes the padding (\`nop\` in a code section) and then the next vector, with the syndrome and the state of the first exception (Arm ARM D1.10.2).

Only what is proved is reported. A slot may end with \`bl\` to a function that does not come back, with \`hvc\`, \`smc\`, \`brk\`, \`hlt\` or \`udf\`: production tables do.`,
  check,
  bad: [
    {
      title: 'The branch was forgotten',
      source: `    .align 11
vectors:
    b .
    .align 7
    mrs x0, esr_el1
    mov x1, #1
//  ^^^^^^^^^^ slot-fallthrough
    .align 7
    b handler
    ${rest}
`,
    },
    {
      title: 'The branch is conditional',
      source: `    .align 11
vectors:
    b .
    .align 7
    mrs x0, esr_el1
    cbz x0, handler
//  ^^^^^^^^^^^^^^^ slot-fallthrough
    .align 7
    b handler
    ${rest}
`,
    },
    {
      title: 'The function called at the end comes back',
      source: `print:
    stp x29, x30, [sp, #-16]!
1:  ldrb w1, [x0], #1
    cbz w1, 2f
    bl put
    b 1b
2:  ldp x29, x30, [sp], #16
    ret
put:
    str w1, [x2]
    ret
    .align 11
vectors:
    b .
    .align 7
    adr x0, vectors
    bl print
//  ^^^^^^^^ slot-fallthrough
    .align 7
    b handler
    ${rest}
`,
    },
  ],
  good: [
    {
      title: 'Every path leaves',
      source: `    .align 11
vectors:
    b .
    .align 7
    mrs x0, esr_el1
    cbz x0, handler
    b other
    .align 7
    b handler
    ${rest}
`,
    },
    {
      title: 'The function called at the end may not return',
      source: `    .align 11
vectors:
    b .
    .align 7
    mov x0, #1
    bl panic
    .align 7
    hvc #3
    ${rest}
`,
    },
  ],
};
