/** What the rules for Hawk's traps share: the entries of the vector with all paths through their handlers. */
import type { Severity } from '../../../assembler/program.ts';
import type { TableEntry } from '../../../vectors/model.ts';
import type { EntryPaths, PathStep } from '../../../vectors/paths.ts';
import { readCell, type State } from '../../../vectors/state.ts';
import { entryCellOf, numberOf, symbolOf } from '../../../vectors/values.ts';
import { callPlace } from '../place.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';

export const manual = 'Hawk manual, chapter 13: Traps and interrupts';

/** One past the trap vector. */
export const vectorEnd = 0x100n;
/** Where RAM begins on the machine of the course. */
export const ramStart = 0x1_0000n;
/** Entries from this index on are interrupts. */
export const firstInterrupt = 8;

export interface Handler extends EntryPaths {
  readonly entry: TableEntry;
  /** Returns to the interrupted program: at its own address or one made from it. */
  readonly resumes: readonly PathStep[];
}

/** Is TPC still the interrupted address, or one counted from it? */
const resumesProgram = (state: State): boolean => {
  const symbol = symbolOf(readCell(state, 'tpc'));
  return symbol?.of === 'entry' && symbol.cell === 'tpc';
};

/** Handlers of all entries but the restart. */
export const handlersOf = ({ tables, pathsOf }: RuleContext): readonly Handler[] =>
  tables
    .flatMap(table => table.entries)
    .filter(({ index }) => index > 0)
    .map(entry => {
      const paths = pathsOf(entry.address);
      return {
        ...paths,
        entry,
        resumes: paths.returns.filter(step => getsSpecial(step, 'tpc') && resumesProgram(step.before)),
      };
    });

/** Encoding fields of an instruction as numbers: `s`, `d`, `x`, `const` … */
export const operandOf = ({ found }: Pick<PathStep, 'found'>, name: string): number =>
  Number(found.instruction.operands[name] ?? 0n);

export const isRow = ({ found }: Pick<PathStep, 'found'>, ...ids: readonly string[]): boolean =>
  ids.includes(found.instruction.row.id);

/** Does an instruction write this cell? */
export const writes = ({ found }: Pick<PathStep, 'found'>, cell: string): boolean =>
  found.effects.writes.includes(cell);

/** Does it read a special register into a register (or, for RTT, into nothing)? */
export const getsSpecial = (step: Pick<PathStep, 'found'>, cell: string): boolean =>
  isRow(step, 'cpuget') && step.found.effects.reads.includes(cell);

/** The address that a load or store takes, where it is known. */
export function addressOf(step: PathStep): bigint | undefined {
  if (step.found.effects.accesses.length === 0) return undefined;
  const x = operandOf(step, 'x');
  const displacement = BigInt(operandOf(step, 'disp'));
  const next = step.at + BigInt(step.found.instruction.length);
  const base = x === 0 ? next : numberOf(readCell(step.before, `r${x}`));
  return base === undefined ? undefined : BigInt.asUintN(32, base + displacement) & ~3n;
}

export const isStore = ({ found }: Pick<PathStep, 'found'>): boolean =>
  found.effects.accesses.some(({ kind }) => kind === 'store');

/** `R3` */
export const upper = (cell: string): string => cell.toUpperCase();

/** Hexadecimal as the assembler writes it. */
export const hex = (value: bigint | number): string => `#${value.toString(16).toUpperCase()}`;

export interface Fault {
  readonly at: bigint;
  readonly message: string;
  readonly severity?: Severity;
  readonly fix?: Repair;
}

/** How the statement at the fault should read instead. */
export interface Repair {
  readonly title: string;
  /** From its text, without label and comment; undefined when the text is not what was expected. */
  readonly rewrite: (text: string) => string | undefined;
  /** Where the statement is, when not at the fault. */
  readonly at?: bigint;
}

/** The edit of a statement that is written where it stands: inside a macro it would change every use. */
function fixesOf({ text, code }: RuleContext, { at, fix }: Fault): readonly Fix[] {
  const origin = fix && code.statementAt(fix.at ?? at)?.origin;
  if (fix === undefined || origin === undefined || origin.parent !== undefined) return [];
  const { file, start } = origin.span;
  const written = text(file)?.slice(start, origin.span.end).trimEnd();
  const newText = written && fix.rewrite(written);
  if (!newText) return [];
  const span = { file, start, end: start + written.length };
  return [{ title: fix.title, applicability: 'review', edits: [{ span, newText }] }];
}

/** A line before a statement, for repairs. */
export const precededBy =
  (line: string) =>
  (text: string): string =>
    `${line}\n        ${text}`;

type Texts = Omit<Rule, 'architectures' | 'check'>;

/** A rule from its texts and a function that names addresses of instructions and what is wrong there. */
export const hawkRule = (
  texts: Texts,
  section: string,
  faultsOf: (context: RuleContext) => readonly Fault[],
): Rule => ({
  ...texts,
  architectures: ['hawk'],
  explanation: `${texts.explanation} (${section}.)`,
  check: context =>
    onceEach(faultsOf(context)).flatMap((fault): readonly Finding[] => {
      const { at, message, severity = texts.severity } = fault;
      const origin = context.code.statementAt(at)?.origin;
      if (origin === undefined) return [];
      const { span, related } = callPlace(origin);
      const confidence = severity === 'error' ? 'proved' : 'likely';
      const fixes = fixesOf(context, fault);
      return [{ rule: texts.id, message, span, severity, confidence, related, fixes }];
    }),
});

/** A rule about traps. */
export const trapRule = (texts: Texts, faultsOf: (context: RuleContext) => readonly Fault[]): Rule =>
  hawkRule(texts, manual, faultsOf);

/** Each fault at an address once, however many paths show it. */
const onceEach = (faults: readonly Fault[]): readonly Fault[] => [
  ...new Map(faults.toReversed().map(fault => [`${fault.at} ${fault.message}`, fault])).values(),
];

/** The level that a CPUSET of PSW with a known value sets. */
export function levelSet(step: PathStep): number | undefined {
  if (!isRow(step, 'cpuset') || !writes(step, 'psw')) return undefined;
  const value = numberOf(readCell(step.after, 'psw'));
  return value === undefined ? undefined : Number((value >> 28n) & 15n);
}

/** The index register of a load or store as it was when the exception was taken. */
export function interruptedPointer({ found, before }: PathStep): string | undefined {
  if (found.effects.accesses.length === 0) return undefined;
  const cell = `r${Number(found.instruction.operands.x ?? 0n)}`;
  const held = entryCellOf(readCell(before, cell));
  return held !== undefined && /^r\d+$/.test(held) ? cell : undefined;
}

/** Where devices begin; the keyboard's data register lies there. */
export const deviceStart = 0xff10_0000n;

/** Does a store put a value of the interrupted program away? */
export const storesInterrupted = (step: PathStep): boolean =>
  isStore(step) &&
  operandOf(step, 'd') !== 0 &&
  entryCellOf(readCell(step.before, `r${operandOf(step, 'd')}`)) !== undefined;

/** Does a handler let others in before it is done? */
export const raises = ({ steps }: Handler): boolean => steps.some(step => ((levelSet(step) ?? 0) & 7) > 0);

/** The words in which a handler saves registers, by address, with the store. */
const areaOf = ({ steps }: Handler): ReadonlyMap<bigint, bigint> =>
  new Map(
    steps.flatMap(step => {
      const address = storesInterrupted(step) ? addressOf(step) : undefined;
      return address === undefined ? [] : [[address, step.at] as const];
    }),
  );

/** Pairs of handlers that save to the same words, each once: at the first such store of the later handler. */
export function sharedAreas(handlers: readonly Handler[]): readonly {
  readonly one: Handler;
  readonly other: Handler;
  readonly at: bigint;
  readonly place: bigint;
}[] {
  return handlers.flatMap((other, n) =>
    handlers.slice(0, n).flatMap(one => {
      const area = areaOf(one);
      const shared = [...areaOf(other)].find(([place]) => area.has(place));
      return shared === undefined ? [] : [{ one, other, place: shared[0], at: shared[1] }];
    }),
  );
}

/** Nothing but NOPs, as where a monitor has no code. */
export const isSled = ({ statements }: TableEntry): boolean => statements.every(({ name }) => name === 'nop');

/** The keyboard's status and control register, and the bit that enables its interrupt. */
const keyboardControl = 0xff10_0004n;
const keyboardEnable = 0x80n;

/** The restart entry, or MAIN, which the monitor calls, and everything that it leads to before RTT. */
export function startSteps({ tables, result, pathsOf }: RuleContext): readonly PathStep[] {
  const restart = tables
    .flatMap(({ entries }) => entries)
    .filter(({ index }) => index === 0)
    .map(({ address }) => address);
  const main = result.program.symbols
    .filter(({ name, binding, kind }) => name === 'MAIN' && binding === 'global' && kind === 'label')
    .map(({ value }) => value);
  return [...new Set([...restart, ...main])].flatMap(address => pathsOf(address).steps);
}

/** Stores that enable the keyboard's interrupt. */
export const keyboardEnabling = (steps: readonly PathStep[]): readonly PathStep[] =>
  steps.filter(step => {
    if (!isStore(step) || addressOf(step) !== keyboardControl) return false;
    const value = numberOf(readCell(step.before, `r${operandOf(step, 'd')}`));
    return value !== undefined && (value & keyboardEnable) !== 0n;
  });

/** Returns whose level and place are known: how a program is first entered. */
export const firstEntries = (
  steps: readonly PathStep[],
): readonly { readonly step: PathStep; readonly level: number; readonly to: bigint }[] =>
  steps.flatMap(step => {
    if (!getsSpecial(step, 'tpc') || !isReturn(step)) return [];
    const status = numberOf(readCell(step.before, 'psw'));
    const to = numberOf(readCell(step.before, 'tpc'));
    return status === undefined || to === undefined
      ? []
      : [{ step, level: Number((status >> 24n) & 15n), to }];
  });

const isReturn = ({ found }: PathStep): boolean => found.effects.control.includes('exception-return');
