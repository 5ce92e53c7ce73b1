/** Slots and entries of a table: what lies in them, how much is used, and how their code ends. */
import type { MacroCall, Statement } from '../assembler/program.ts';
import type { Code } from './code.ts';
import { type Walk, walkCode } from './flow.ts';
import type { Slot, SlotEnd, TableEntry } from './model.ts';
import { callOf, isContent, type SlotStart } from './starts.ts';

const later = (a: bigint, b: bigint): bigint => (b > a ? b : a);
const endOf = (statement: Statement): bigint => statement.address + BigInt(statement.size);

/** A label by which others know a place: not a local or numeric one. */
const isNamed = (name: string): boolean => !/^(\.L|\d|\.?\$)/.test(name);

/** How a slot's code ends, when one thing must be said of all its paths: the most remarkable. */
function endOfWalk(walk: Walk): SlotEnd {
  const { ends, runningOn } = walk;
  if (runningOn.some(one => one.proved)) return 'falls-through';
  if (ends.has('data')) return 'data';
  if (ends.has('unknown') || ends.has('computed')) return 'unknown';
  if (runningOn.some(one => one.after === 'call')) return 'calls-and-may-return';
  if (runningOn.some(one => one.after === 'code')) return 'unknown';
  if (ends.has('returns')) return 'returns';
  if (ends.has('branches')) return 'branches';
  if (ends.has('traps')) return 'traps';
  return 'spins';
}

/** Content of a range and the bytes up to its end; statements are those of the section, by address. */
function contentOf(
  statements: readonly Statement[],
  start: bigint,
  end: bigint,
): { readonly content: readonly Statement[]; readonly used: number; readonly certain: boolean } {
  const within = statements.filter(one => one.address >= start && one.address < end);
  const content = within.filter(isContent);
  const last = content.map(endOf).reduce(later, start);
  const certain = !within.some(
    one => one.kind === 'unknown' || (one.uncertain && one.kind !== 'instruction'),
  );
  return { content, used: Number(last - start), certain };
}

/** The entries that begin at `starts`: what the author wrote, up to the next start. */
export function entriesOf(
  code: Code,
  statements: readonly Statement[],
  base: bigint,
  starts: readonly SlotStart[],
  calls: ReadonlyMap<string, MacroCall>,
): readonly TableEntry[] {
  const slotSize = BigInt(code.architecture.vectorTable.slotSize);
  const entries: TableEntry[] = [];
  let index = starts[0] === undefined ? 0 : Number((starts[0].address - base) / slotSize);
  starts.forEach((start, n) => {
    const next = starts[n + 1];
    const end = next?.address ?? lastEntryEnd(code, start.address, slotSize);
    const { content, used, certain } = contentOf(statements, start.address, end);
    const origin = content[0]!.origin;
    const call = callOf(calls, origin);
    entries.push({
      index,
      address: start.address,
      used,
      certain,
      aligned: start.aligned,
      followed: next !== undefined,
      statements: content,
      origin: call?.origin ?? origin,
      ...(call && { call }),
    });
    if (next === undefined) return;
    const displaced = next.aligned && used > Number(slotSize);
    index += displaced ? 1 : Math.max(1, Number((next.address - start.address) / slotSize));
  });
  return entries;
}

/** Where the text of a table's last entry ends: at the next named label, at the latest at the slot's end. */
function lastEntryEnd(code: Code, start: bigint, slotSize: bigint): bigint {
  const end = start + slotSize;
  const { alignment } = code.architecture.instructions;
  for (let at = start + BigInt(alignment); at < end; at += BigInt(alignment))
    if (code.labelsAt(at).some(label => isNamed(label.name))) return at;
  return end;
}

/** What lies where the hardware looks for the slots of a table at `base`. */
export function slotsOf(
  code: Code,
  statements: readonly Statement[],
  base: bigint,
  entries: readonly TableEntry[],
): readonly Slot[] {
  const { slots, slotSize } = code.architecture.vectorTable;
  const last = entries.at(-1);
  return slots.map(description => {
    const address = base + BigInt(description.offset);
    const entry = entries.find(one => one.address === address);
    const isLast = entry !== undefined && entry === last;
    const end = isLast ? address + BigInt(Math.min(entry.used, slotSize)) : address + BigInt(slotSize);
    const { content, used, certain } = contentOf(statements, address, end);
    const beyond = last !== undefined && address > last.address;
    const state = beyond ? 'absent' : content.length === 0 ? 'empty' : 'filled';
    if (state !== 'filled')
      return { description, address, used: 0, certain, state, end: 'unknown', statements: [] };
    const range = { start: address, end: address + BigInt(slotSize) };
    const call = entry?.call;
    return {
      description,
      address,
      used: Math.min(used, slotSize),
      certain,
      state,
      end: endOfWalk(walkCode(code, address, range)),
      statements: content,
      origin: entry?.origin ?? content[0]!.origin,
      ...(call && { call }),
    };
  });
}
