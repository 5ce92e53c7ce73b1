import type { Origin } from '../../assembler/program.ts';
import { groupBy } from '../../vectors/group.ts';
import { tableWithHandler } from './example-table.ts';
import {
  type FaultOf,
  type FoundFault,
  faultsOfKind,
  lineKey,
  listed,
  originAt,
  sureness,
  vectorsOf,
} from './faults.ts';
import { callPlace, sharedPlace } from './place.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type Related = Finding['related'];
type Wrong = FaultOf<'restored-from-wrong-field'>;

/** Origins of the instructions at these addresses, those that have one. */
const origins = (context: RuleContext, addresses: readonly bigint[]): readonly Origin[] =>
  addresses.flatMap(address => originAt(context, address) ?? []);

function noted(context: RuleContext, address: bigint | undefined, message: string): Related {
  const origin = address === undefined ? undefined : originAt(context, address);
  return origin === undefined ? [] : [{ span: callPlace(origin).span, message }];
}

interface Said {
  readonly message: string;
  readonly at: readonly bigint[];
  readonly related: Related;
}

function finding(context: RuleContext, { table, slots }: FoundFault, said: Said): readonly Finding[] {
  const places = origins(context, said.at);
  if (places.length === 0) return [];
  const { span, related } = sharedPlace(places);
  const message = `${said.message}, on the way from ${vectorsOf(slots)}`;
  const all = [...related, ...said.related];
  return [
    { rule: 'save-restore-mismatch', message, span, ...sureness(context, table), related: all, fixes: [] },
  ];
}

/** Registers that came back from each other's fields are one fault: a pair or row in the wrong order. */
function wrongFields(context: RuleContext): readonly Finding[] {
  const found = faultsOfKind(context, ['restored-from-wrong-field'], fault => lineKey(context, fault.at));
  return [...groupBy(found, one => one.table).values()].flatMap(ofTable =>
    connected(ofTable).flatMap(group => {
      const faults = group.flatMap(one => one.faults);
      const first = faults[0]!;
      const places = group[0]!.faults.map(fault => fault.at);
      const slots = [...new Set(group.flatMap(one => one.slots))];
      const pairs = new Set(faults.map(fault => `${fault.register} from the field of ${fault.holds}`));
      return finding(
        context,
        { ...group[0]!, slots },
        {
          message: `Restores ${listed(pairs)}`,
          at: places,
          related: [
            ...noted(context, first.savedAt, `${first.holds} is saved here`),
            ...group.slice(1).flatMap(one => noted(context, one.faults[0]!.at, 'mixed up, too')),
          ],
        },
      );
    }),
  );
}

/** Groups faults that have registers in common, as what is restored or as what the field holds. */
function connected(found: readonly FoundFault<Wrong>[]): readonly (readonly FoundFault<Wrong>[])[] {
  const groups: { readonly registers: Set<string>; readonly faults: FoundFault<Wrong>[] }[] = [];
  for (const one of found) {
    const registers = new Set(one.faults.flatMap(fault => [fault.register, fault.holds]));
    const touching = groups.filter(group => [...group.registers].some(name => registers.has(name)));
    const faults = [...touching.flatMap(group => group.faults), one];
    for (const group of touching) for (const name of group.registers) registers.add(name);
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push({ registers, faults });
  }
  return groups.map(group => group.faults);
}

function others(context: RuleContext): readonly Finding[] {
  const key = (fault: { readonly at: bigint }): string => lineKey(context, fault.at);
  const returnKey = (fault: FaultOf<'not-restored'>): string =>
    lineKey(context, fault.misloadedAt ?? fault.returnAt);
  const registers = (found: FoundFault): string => listed(found.faults.map(fault => fault.register));
  return [
    ...faultsOfKind(context, ['not-restored'], returnKey).flatMap(found =>
      finding(context, found, {
        message: `${registers(found)} of the interrupted code is saved and changed, but not restored`,
        at: found.faults.map(fault => fault.misloadedAt ?? fault.returnAt),
        related: noted(context, found.faults[0]!.savedAt, 'saved here'),
      }),
    ),
    ...faultsOfKind(context, ['changed-after-restore'], key).flatMap(found =>
      finding(context, found, {
        message: `Changes ${registers(found)} after its interrupted value was restored`,
        at: found.faults.map(fault => fault.at),
        related: noted(context, found.faults[0]!.restoredAt, 'restored here'),
      }),
    ),
    ...faultsOfKind(context, ['restored-unsaved'], key).flatMap(found =>
      finding(context, found, {
        message: `Restores ${registers(found)} from a field in which nothing was saved`,
        at: found.faults.map(fault => fault.at),
        related: [],
      }),
    ),
    ...faultsOfKind(context, ['field-overwritten'], key).flatMap(found =>
      finding(context, found, {
        message: `The saved ${registers(found)} of the interrupted code is overwritten: two saves use the same field`,
        at: found.faults.map(fault => fault.at),
        related: noted(context, found.faults[0]!.savedAt, 'the other save'),
      }),
    ),
  ];
}

const check = (context: RuleContext): readonly Finding[] => [...wrongFields(context), ...others(context)];

const table = (handler: string): string =>
  tableWithHandler(`    sub sp, sp, #48
${handler}    add sp, sp, #48
    eret
`);

export const saveRestoreMismatch: Rule = {
  id: 'save-restore-mismatch',
  architectures: ['a64'],
  title: 'A register does not come back from where it was saved',
  severity: 'error',
  explanation: `At \`eret\` the interrupted code goes on with whatever is in x0 to x30 (Arm ARM D1.10.5, *Exception return*). Each register that the handler changed must be loaded again from the field of the frame into which its interrupted value was saved, exactly once and on every path.

Reported are: a register loaded from another register's field, saved and changed but not loaded on some path, changed again after it was loaded, loaded from a field that nothing was saved to, and two saves to one field. Values are followed, not names: any layout is good as long as both sides agree. A return to another context than the interrupted one (a thread switch) is not judged.`,
  check,
  bad: [
    {
      title: 'Restored in the wrong order',
      source: table(`    stp x0, x1, [sp]
    stp x2, x3, [sp, #16]
    bl handle
    ldp x3, x2, [sp, #16]
//  ^^^^^^^^^^^^^^^^^^^^^ save-restore-mismatch
    ldp x0, x1, [sp]
`),
    },
    {
      title: 'Not restored on one path',
      source: tableWithHandler(`    stp x0, x1, [sp, #-32]!
    stp x2, x3, [sp, #16]
    mov x2, #1
    mov x0, #2
    cbz x1, quick
    ldp x2, x3, [sp, #16]
quick:
    ldp x0, x1, [sp], #32
    eret
//  ^^^^ save-restore-mismatch
`),
    },
    {
      title: 'Two saves to the same field',
      source: table(`    stp x0, x1, [sp]
    stp x2, x3, [sp, #16]
//  ^^^^^^^^^^^^^^^^^^^^^ save-restore-mismatch
    stp x4, x5, [sp, #16]
    bl handle
    ldp x4, x5, [sp, #16]
    ldp x2, x3, [sp, #32]
    ldp x0, x1, [sp]
`),
    },
  ],
  good: [
    {
      title: 'Any order, the same fields',
      source: table(`    stp x0, x3, [sp]
    stp x2, x1, [sp, #16]
    mov x0, #1
    ldp x2, x1, [sp, #16]
    ldp x0, x3, [sp]
`),
    },
    {
      title: 'What the handler keeps need not be restored',
      source: table(`    stp x0, x1, [sp]
    stp x19, x20, [sp, #16]
    mov x0, #1
    ldp x0, x1, [sp]
`),
    },
  ],
};
