/** The vector table of a machine that has only one place for it: entries are what lies at the slots' addresses. */
import type { Statement } from '../assembler/program.ts';
import type { Code } from './code.ts';
import type { TableEntry, VectorTable } from './model.ts';
import { slotsOf } from './slots.ts';
import { callIndex, callOf, isContent } from './starts.ts';

const endOf = ({ address, size }: Statement): bigint => address + BigInt(size);

/** Does control never go on to the next instruction? */
function leaves(code: Code, statement: Statement): boolean {
  const { control = ['next'], target } = code.instructionAt(statement.address)?.effects ?? {};
  return (
    target !== endOf(statement) && !control.some(how => how === 'next' || how === 'call' || how === 'wait')
  );
}

/**
 * What was written as one entry: statements that lie one after the other in the text, up to an unconditional
 * exit that ends the entry's room or stands before a label, to another entry, or to another location.
 */
function entryFrom(code: Code, statements: readonly Statement[], from: number): readonly Statement[] {
  const entry: Statement[] = [];
  const limit = statements[from]!.address + BigInt(code.architecture.vectorTable.slotSize);
  for (let n = from; n < statements.length; n++) {
    const statement = statements[n]!;
    const before = entry.at(-1);
    if (statement.kind === 'org' || (before !== undefined && statement.address !== endOf(before))) break;
    if (!isContent(statement)) continue;
    const ended = before !== undefined && before.kind === 'instruction' && leaves(code, before);
    if (ended && (statement.address >= limit || code.labelsAt(statement.address).length > 0)) break;
    entry.push(statement);
  }
  return entry;
}

/** The table at the address that the architecture gives it; none when the program puts nothing there. */
export function fixedTable(code: Code, base: bigint): readonly VectorTable[] {
  const { architecture, result } = code;
  const { statements } = result.program;
  const { slots } = architecture.vectorTable;
  const calls = callIndex(result.calls);
  const starts = slots.flatMap(({ index, offset }) => {
    const address = base + BigInt(offset);
    const from = statements.findIndex(one => one.address === address && isContent(one));
    return from < 0 ? [] : [{ index, address, from }];
  });
  const entries = starts.flatMap(({ index, address, from }, n): TableEntry[] => {
    const content = entryFrom(code, statements, from);
    const before = statements[from - 1];
    // What runs on from the entry before is the rest of that one.
    const runsOn = before !== undefined && isContent(before) && endOf(before) === address;
    if (content.length === 0 || (runsOn && !leaves(code, before))) return [];
    const { origin } = content[0]!;
    const call = callOf(calls, origin);
    return [
      {
        index,
        address,
        used: Number(endOf(content.at(-1)!) - address),
        certain: !content.some(one => one.kind === 'unknown' || one.size === 0),
        aligned: false,
        followed: n + 1 < starts.length,
        statements: content,
        origin: call?.origin ?? origin,
        ...(call && { call }),
      },
    ];
  });
  const [first] = entries;
  if (first === undefined) return [];
  const byAddress = statements.toSorted((a, b) => Number(a.address - b.address));
  return [
    {
      address: base,
      section: first.statements[0]!.section,
      evidence: [{ why: 'fixed-address' }],
      certain: true,
      slots: slotsOf(code, byAddress, base, entries),
      entries,
      origin: first.origin,
    },
  ];
}
