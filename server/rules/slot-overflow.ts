import type { Origin } from '../../assembler/program.ts';
import { groupBy } from '../../vectors/group.ts';
import type { TableEntry, VectorTable } from '../../vectors/model.ts';
import { sharedPlace } from './place.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** Bytes from which on a slot is called nearly full. */
const nearlyFull = 120;

const hex = (value: number): string => `0x${value.toString(16).padStart(3, '0')}`;

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** How far past its slot an entry goes, in words. */
function excess(bytes: number, unit: number): string {
  return bytes % unit === 0 ? `${count(bytes / unit, 'instruction')} (${bytes} bytes)` : `${bytes} bytes`;
}

/** Slots that the table spans more than it has entries, because of entries that are too long. */
const pushed = (table: VectorTable, slotSize: number): number =>
  table.entries.reduce(
    (sum, entry) => sum + (isTooLong(entry, slotSize) ? Math.ceil(entry.used / slotSize) - 1 : 0),
    0,
  );

/** Longer than a slot, so that the entry after it was pushed on by its alignment. */
const isTooLong = (entry: TableEntry, slotSize: number): boolean => entry.used > slotSize && entry.followed;

interface Found {
  readonly table: VectorTable;
  readonly entry: TableEntry;
  readonly next: TableEntry;
}

function tooLong(context: RuleContext): readonly Found[] {
  const { slotSize } = context.architecture.vectorTable;
  const found: Found[] = [];
  for (const table of context.tables)
    table.entries.forEach((entry, n) => {
      const next = table.entries[n + 1];
      if (next?.aligned && entry.certain && isTooLong(entry, slotSize)) found.push({ table, entry, next });
    });
  return found;
}

/** Names of all macros that a statement came through. */
function macrosAround(origin: Origin): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at: Origin | undefined = origin; at?.parent !== undefined; at = at.parent.at)
    if (at.parent.how === 'macro') names.add(at.parent.name);
  return names;
}

/** Whether all these entries use a macro in common, so that it is the one fault that makes them too long. */
function haveMacroInCommon(found: readonly Found[]): boolean {
  const macros = found.map(
    ({ entry }) => new Set(entry.statements.flatMap(one => [...macrosAround(one.origin)])),
  );
  return macros.length > 1 && [...macros[0]!].some(name => macros.every(names => names.has(name)));
}

/** Entries of one table that are too long for one reason. */
function faultsOf(found: readonly Found[]): readonly (readonly Found[])[] {
  const tables = [...groupBy(found, one => one.table).values()];
  return tables.flatMap(group => (haveMacroInCommon(group) ? [group] : group.map(one => [one])));
}

function finding(context: RuleContext, group: readonly Found[]): Finding {
  const { slotSize, slots } = context.architecture.vectorTable;
  const { alignment } = context.architecture.instructions;
  const { table, entry, next } = group[0]!;
  const past = entry.statements.find(
    one => one.address + BigInt(one.size) > entry.address + BigInt(slotSize),
  );
  const meant = slots[next.index];
  const at = slots.find(slot => table.address + BigInt(slot.offset) === next.address);
  const lies =
    at === undefined ? 'past the end of the table' : `at ${hex(at.offset)}, where ${at.name} is taken`;
  const moved =
    meant === undefined ? 'The slot after it' : `The slot for ${meant.name} (${hex(meant.offset)})`;
  const where = slots[entry.index]?.name ?? 'this entry';
  const definition = entry.call?.definition;
  // Entries and the room that they take fill the table exactly: a long slot may be meant.
  const isMeant = table.entries.length + pushed(table, slotSize) === slots.length;
  const isProved = table.certain && !isMeant;
  const { span, related } = sharedPlace(group.map(one => one.entry.origin));
  return {
    rule: 'slot-overflow',
    message: `The slot for ${where} is ${excess(entry.used - slotSize, alignment)} too long: ${entry.used} of ${slotSize} bytes. ${moved} begins ${lies}`,
    span,
    severity: isProved ? 'error' : 'warning',
    confidence: isProved ? 'proved' : 'likely',
    related: [
      ...(past === undefined ? [] : [{ span: past.origin.span, message: 'the first that does not fit' }]),
      ...(definition === undefined
        ? []
        : [{ span: definition.nameSpan, message: `macro ${definition.name}` }]),
      { span: next.origin.span, message: 'begins at the wrong place' },
      ...group.slice(1).map(one => ({ span: one.entry.origin.span, message: 'too long, too' })),
      ...related,
    ],
    fixes: [],
  };
}

function hints({ tables, architecture }: RuleContext): readonly Finding[] {
  const { slotSize, slots } = architecture.vectorTable;
  return tables.flatMap(table =>
    table.entries
      .filter(entry => entry.certain && entry.followed && entry.used >= nearlyFull && entry.used < slotSize)
      .map((entry): Finding => {
        const where = slots[entry.index]?.name ?? 'this entry';
        const { span, related } = sharedPlace([entry.origin]);
        const message = `The slot for ${where} has room for ${excess(slotSize - entry.used, architecture.instructions.alignment)} more`;
        return {
          rule: 'slot-overflow',
          message,
          span,
          severity: 'hint',
          confidence: 'proved',
          related,
          fixes: [],
        };
      }),
  );
}

function check(context: RuleContext): readonly Finding[] {
  return [...faultsOf(tooLong(context)).map(group => finding(context, group)), ...hints(context)];
}

const slot = `.macro slot handler
    .align 7
    b \\handler
    .endm`;

const fill = (count: number): string => `.rept ${count}
    slot .
    .endr`;

export const slotOverflow: Rule = {
  id: 'slot-overflow',
  architectures: ['a64'],
  title: 'A slot is longer than the hardware allows',
  severity: 'error',
  explanation: `Each of the sixteen vectors has 0x80 bytes, 32 instructions. The processor computes the address of a vector from \`VBAR_ELx\` and a fixed offset (Arm ARM D1.10.2, table *Vector offsets from vector table base address*). When a slot is longer, the alignment before the next slot moves that slot and all after it by 0x80 bytes: those exceptions then run the wrong code.

Keep the slot short and branch to the handler. A slot of exactly 32 instructions is correct; from 120 bytes on a hint says how much is left.`,
  check,
  bad: [
    {
      title: 'A slot of 33 instructions',
      source: `    ${slot}
    .align 11
vectors:
    slot .
    .align 7
    .rept 32
    nop
//  ^^^ slot-overflow
    .endr
    b .
    ${fill(14)}
`,
    },
    {
      title: 'A macro that saves too much, in one slot',
      source: `    ${slot}
    .macro long handler
    .align 7
    .rept 40
    nop
    .endr
    b \\handler
    .endm
    .align 11
vectors:
    slot .
    long .
//  ^^^^ slot-overflow
    ${fill(14)}
`,
    },
  ],
  good: [
    {
      title: 'All 32 instructions used',
      source: `    ${slot}
    .align 11
vectors:
    slot .
    .align 7
    .rept 31
    add x0, x0, #1
    .endr
    b .
    ${fill(14)}
`,
    },
    {
      title: 'The handler follows in the room of the last slot',
      source: `    ${slot}
    .align 11
vectors:
    ${fill(16)}
handler:
    .rept 64
    nop
    .endr
    b .
`,
    },
  ],
};
