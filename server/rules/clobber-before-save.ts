import { tableWithHandler } from './example-table.ts';
import { faultsOfKind, lineKey, listed, originAt, sureness, vectorsOf } from './faults.ts';
import { callPlace, sharedPlace } from './place.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** A synchronous exception may be a call, whose convention lets the handler change registers. */
const mayBeMeant = { severity: 'warning', confidence: 'likely' } as const;

function check(context: RuleContext): readonly Finding[] {
  const found = faultsOfKind(context, ['clobbered-before-saved'], fault => lineKey(context, fault.at));
  return found.flatMap(({ table, slots, faults }): readonly Finding[] => {
    const origins = faults.flatMap(fault => originAt(context, fault.at) ?? []);
    if (origins.length === 0) return [];
    const { span, related } = sharedPlace(origins);
    const { savedAt, returnAt } = faults[0]!;
    const saved = savedAt === undefined ? undefined : originAt(context, savedAt);
    const back = originAt(context, returnAt);
    const registers = listed(faults.map(fault => fault.register));
    return [
      {
        rule: 'clobber-before-save',
        message: `${registers} of the interrupted code is lost here: changed before it is saved, on the way from ${vectorsOf(slots)}`,
        span,
        ...(slots.some(slot => slot.description.kind !== 0) ? sureness(context, table) : mayBeMeant),
        related: [
          ...related,
          ...(saved === undefined ? [] : [{ span: callPlace(saved).span, message: 'saved too late, here' }]),
          ...(back === undefined ? [] : [{ span: callPlace(back).span, message: 'returns here' }]),
        ],
        fixes: [],
      },
    ];
  });
}

export const clobberBeforeSave: Rule = {
  id: 'clobber-before-save',
  architectures: ['a64'],
  title: 'A register is changed before its interrupted value is saved',
  severity: 'error',
  explanation: `When an exception is taken, the processor keeps only the return address and the status (\`ELR_ELx\`, \`SPSR_ELx\`); x0 to x30 still belong to the interrupted code (Arm ARM D1.10.1, *Exception entry*). A handler that changes one of them before it is saved gives back another value, and the interrupted program goes wrong at some later time.

The value may be kept anywhere: on the stack, in a save area, in \`TPIDR_ELx\` or another system register, in another register that was saved before. It is followed by value along every path from the slot to \`eret\`.`,
  check,
  bad: [
    {
      title: 'The syndrome is read too early',
      source: tableWithHandler(`    mrs x0, esr_el1
//  ^^^^^^^^^^^^^^^ clobber-before-save
    stp x0, x1, [sp, #-16]!
    mov x1, #1
    ldp x0, x1, [sp], #16
    eret
`),
    },
    {
      title: 'An interrupt handler uses a register and never saves it',
      source: tableWithHandler(`    stp x0, x1, [sp, #-16]!
    mov x0, #1
    mov x2, #2
//  ^^^^^^^^^^ clobber-before-save
    ldp x0, x1, [sp], #16
    eret
`),
    },
  ],
  good: [
    {
      title: 'Saved first',
      source: tableWithHandler(`    stp x0, x1, [sp, #-16]!
    mrs x0, esr_el1
    ldp x0, x1, [sp], #16
    eret
`),
    },
    {
      title: 'Kept in a system register meanwhile',
      source: tableWithHandler(`    msr tpidr_el1, x0
    mrs x0, esr_el1
    stp x1, x2, [sp, #-16]!
    mov x1, x0
    mrs x0, tpidr_el1
    ldp x1, x2, [sp], #16
    eret
`),
    },
  ],
};
