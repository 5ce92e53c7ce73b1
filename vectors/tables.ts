/**
 * Finds the vector tables of a program. No single sign is trusted: a base register that is given the address,
 * the alignment, the structure of slots, a run of slot macros; a name alone makes no table.
 */
import type { AssembleResult, MacroCall, Origin, ProgramSymbol, Statement } from '../assembler/program.ts';
import type { Architecture } from '../isa/architecture.ts';
import { type BaseRegisterWrite, baseRegisterWrites } from './base-registers.ts';
import { type Code, codeOf } from './code.ts';
import { fixedTable } from './fixed-table.ts';
import { walkCode } from './flow.ts';
import { groupBy } from './group.ts';
import type { TableEntry, TableEvidence, VectorTable } from './model.ts';
import { entriesOf, slotsOf } from './slots.ts';
import { callIndex, isContent, type SlotStart, slotStarts, tableName } from './starts.ts';

/** Slots in a row that alone make a table, and that are a structure beside other signs. */
const slotsAlone = 4;
const slotsAligned = 3;
/** Slots by which an aligned start may lie after the one before it: a long slot between them. */
const longestSlot = 8n;

interface Section {
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly starts: readonly SlotStart[];
}

interface Context {
  readonly code: Code;
  readonly writes: readonly BaseRegisterWrite[];
  readonly calls: ReadonlyMap<string, MacroCall>;
}

/** Everything that is known of one table before its slots are looked at. */
interface Candidate {
  readonly base: bigint;
  readonly starts: readonly SlotStart[];
}

/** All vector tables of a program, in order of address. */
export function findTables(
  architecture: Architecture,
  result: AssembleResult,
  code: Code = codeOf(architecture, result),
): VectorTable[] {
  const { base } = architecture.vectorTable;
  if (base !== undefined) return [...fixedTable(code, base)];
  const context: Context = { code, writes: baseRegisterWrites(code), calls: callIndex(result.calls) };
  const bySection = groupBy(result.program.statements, ({ section }) => section);
  const tables: VectorTable[] = [];
  for (const { name, flags } of result.program.sections) {
    if (!flags.alloc || !flags.exec) continue;
    const statements = bySection.get(name)?.sort((a, b) => Number(a.address - b.address)) ?? [];
    const section = { name, statements, starts: slotStarts(code, statements) };
    for (const candidate of candidatesOf(context, section)) tables.push(tableOf(context, section, candidate));
  }
  return tables.sort((a, b) => Number(a.address - b.address));
}

/** Addresses in the section that base registers are given; a label before padding means what follows it. */
function writtenBases({ code, writes }: Context, section: Section): ReadonlySet<bigint> {
  const { slotSize } = code.architecture.vectorTable;
  const bases = new Set<bigint>();
  for (const { value } of writes) {
    if (code.sectionAt(value)?.name !== section.name) continue;
    const first = section.statements.find(one => one.address >= value && isContent(one));
    if (first !== undefined && first.address - value < BigInt(slotSize)) bases.add(first.address);
  }
  return bases;
}

/** Splits the starts of a section into tables. */
function candidatesOf(context: Context, section: Section): readonly Candidate[] {
  const { alignment } = context.code.architecture.vectorTable;
  const written = writtenBases(context, section);
  const known = new Map(section.starts.map(start => [start.address, start]));
  for (const base of written)
    if (!known.has(base))
      known.set(base, { address: base, reason: 'label', aligned: false, alignment: 0, isEmpty: false });
  const starts = [...known.values()].sort((a, b) => Number(a.address - b.address));

  const candidates: Candidate[] = [];
  for (let n = 0; n < starts.length; ) {
    const first = starts[n]!;
    const isWritten = written.has(first.address);
    const run = runFrom(
      context,
      starts,
      n,
      start => written.has(start.address) || start.alignment >= alignment,
    );
    const regular = longestRegularRun(run, context.code.architecture.vectorTable.slotSize);
    const isAligned = first.alignment >= alignment;
    const isTable = isAligned ? regular >= 2 && run.length >= slotsAligned : regular >= slotsAlone;
    if (isTable || isWritten) {
      candidates.push({ base: first.address, starts: run.filter(start => !start.isEmpty) });
      const end = run.at(-1)!.address + BigInt(context.code.architecture.vectorTable.slotSize);
      while (n < starts.length && starts[n]!.address < end) n++;
    } else n++;
  }
  return candidates;
}

/** The starts that belong to a table that begins with `starts[from]`. */
function runFrom(
  { code }: Context,
  starts: readonly SlotStart[],
  from: number,
  beginsAnother: (start: SlotStart) => boolean,
): readonly SlotStart[] {
  const { slotSize, slots } = code.architecture.vectorTable;
  const size = BigInt(slotSize);
  const base = starts[from]!.address;
  const run = [starts[from]!];
  for (let n = from + 1; n < starts.length && run.length < slots.length; n++) {
    const start = starts[n]!;
    const gap = start.address - run.at(-1)!.address;
    if (beginsAnother(start)) break;
    // A table that is not aligned: the alignment of its second slot makes the first one shorter.
    const isSecond = run.length === 1 && gap < size && base % size !== 0n && start.reason === 'alignment';
    if (gap % size !== 0n && !isSecond) {
      if (start.reason === 'alignment') break;
      continue;
    }
    const far = start.aligned
      ? gap > longestSlot * size
      : start.address - base >= size * BigInt(slots.length);
    if (far) break;
    run.push(start);
  }
  return withoutHandlers(code, run);
}

/** Handlers that follow the slots and happen to be aligned like them: the slots branch to them. */
function withoutHandlers(code: Code, run: readonly SlotStart[]): readonly SlotStart[] {
  const targets = new Set<bigint>();
  for (const { address } of run) {
    const target = code.instructionAt(address)?.effects.target;
    if (target !== undefined && target !== address) targets.add(target);
  }
  let length = run.length;
  while (length > 1 && run[length - 1]!.repeats === undefined && targets.has(run[length - 1]!.address))
    length--;
  return run.slice(0, length);
}

/** Length of the longest stretch of starts that lie one slot apart. */
function longestRegularRun(run: readonly SlotStart[], slotSize: number): number {
  let longest = 1;
  let length = 1;
  for (let n = 1; n < run.length; n++) {
    length = run[n]!.address - run[n - 1]!.address === BigInt(slotSize) ? length + 1 : 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** The label of a table: at its base, or before it with nothing but padding between. */
function labelOf({ code }: Context, section: Section, base: bigint): ProgramSymbol | undefined {
  const before = section.statements.findLast(one => one.address < base && isContent(one));
  const floor = before === undefined ? code.sectionAt(base)!.address : before.address + BigInt(before.size);
  const labels = code.result.program.symbols.filter(
    one => one.kind === 'label' && one.section === section.name && one.value >= floor && one.value <= base,
  );
  const rank = (label: ProgramSymbol): number =>
    (tableName.test(label.name) ? 4 : 0) +
    (label.binding === 'local' ? 0 : 2) +
    (label.name.startsWith('.L') ? 0 : 1);
  return labels
    .filter(label => !/^\d/.test(label.name))
    .sort((a, b) => Number(b.value - a.value) || rank(b) - rank(a))
    .sort((a, b) => rank(b) - rank(a))[0];
}

function evidenceOf(
  context: Context,
  section: Section,
  { base, starts }: Candidate,
  entries: readonly TableEntry[],
  label: ProgramSymbol | undefined,
): readonly TableEvidence[] {
  const { alignment, slotSize } = context.code.architecture.vectorTable;
  const evidence: TableEvidence[] = [];
  for (const { register, value, origin } of context.writes)
    if (value === base || value === label?.value) evidence.push({ why: 'base-register', register, origin });
  const aligning = section.statements.find(
    one =>
      one.kind === 'alignment' &&
      (one.alignment ?? 0) >= alignment &&
      one.address + BigInt(one.size) === base,
  );
  if (aligning !== undefined)
    evidence.push({ why: 'alignment', bytes: aligning.alignment!, origin: aligning.origin });
  const regular = longestRegularRun(starts, slotSize);
  if (regular >= slotsAligned) evidence.push({ why: 'slot-structure', slots: starts.length });
  const macros = groupBy(entries, entry => entry.call?.name ?? repeatName(entry.origin));
  for (const [macro, uses] of macros)
    if (macro !== undefined && uses.length >= slotsAligned)
      evidence.push({ why: 'slot-macros', macro, calls: uses.length });
  if (label !== undefined && tableName.test(label.name)) evidence.push({ why: 'name', name: label.name });
  return evidence;
}

const repeatName = ({ parent }: Origin): string | undefined =>
  parent?.how === 'repeat' ? parent.name : undefined;

/** Two kinds that do not follow from each other; a name is none. */
function isCertain(evidence: readonly TableEvidence[]): boolean {
  const kinds = new Set(evidence.map(one => one.why));
  kinds.delete('name');
  return kinds.size >= 2;
}

/** The level of the base register, else the highest whose exception registers the handlers touch. */
function levelOf(
  context: Context,
  evidence: readonly TableEvidence[],
  entries: readonly TableEntry[],
): number | undefined {
  const { baseRegisters } = context.code.architecture.vectorTable;
  for (const one of evidence)
    if (one.why === 'base-register') return baseRegisters.find(({ name }) => name === one.register)?.level;
  const touched = new Set<string>();
  for (const { address } of entries)
    for (const at of walkCode(context.code, address).reached) {
      const effects = context.code.instructionAt(at)?.effects;
      for (const cell of [...(effects?.reads ?? []), ...(effects?.writes ?? [])]) touched.add(cell);
    }
  const levels = context.code.architecture.context.levels.filter(one =>
    [one.returnAddress, one.savedStatus, one.syndrome, one.faultAddress].some(
      register => register !== undefined && touched.has(register),
    ),
  );
  return levels.length === 0 ? undefined : Math.max(...levels.map(one => one.level));
}

function tableOf(context: Context, section: Section, candidate: Candidate): VectorTable {
  const { base, starts } = candidate;
  const entries = entriesOf(context.code, section.statements, base, starts, context.calls);
  const label = labelOf(context, section, base);
  const evidence = evidenceOf(context, section, candidate, entries, label);
  const level = levelOf(context, evidence, entries);
  return {
    ...(label && { name: label.name }),
    address: base,
    ...(level !== undefined && { level }),
    section: section.name,
    evidence,
    certain: isCertain(evidence),
    slots: slotsOf(context.code, section.statements, base, entries),
    entries,
    origin: label?.origin ?? entries[0]!.origin,
  };
}
