/** The faults of all slots' contexts, each once, however many slots and paths show it. */
import type { Origin } from '../../assembler/program.ts';
import type { ContextFault } from '../../vectors/context-fault.ts';
import { groupBy } from '../../vectors/group.ts';
import type { Slot, VectorTable } from '../../vectors/model.ts';
import type { RuleContext } from './rule.ts';

/** One fault in one table, with every slot and origin at which it shows. */
export interface FoundFault<Fault extends ContextFault = ContextFault> {
  readonly table: VectorTable;
  readonly slots: readonly Slot[];
  /** All occurrences; the first is the one to describe. */
  readonly faults: readonly Fault[];
}

type Kind = ContextFault['kind'];
export type FaultOf<K extends Kind> = Extract<ContextFault, { readonly kind: K }>;

interface Occurrence<K extends Kind> {
  readonly slot: Slot;
  readonly fault: FaultOf<K>;
}

/** Place in the text of the instruction at an address. */
export const originAt = ({ code }: RuleContext, address: bigint): Origin | undefined =>
  code.statementAt(address)?.origin;

/** The text of an instruction itself, the same for every use of a macro. */
export function lineKey(context: RuleContext, address: bigint): string {
  const span = originAt(context, address)?.span;
  return span === undefined ? `${address}` : `${span.file}:${span.start}`;
}

/** Faults of some kinds; those with the same key (and kind) are one. */
export function faultsOfKind<K extends Kind>(
  context: RuleContext,
  kinds: readonly K[],
  keyOf: (fault: FaultOf<K>) => string,
): readonly FoundFault<FaultOf<K>>[] {
  const isOfKind = (fault: ContextFault): fault is FaultOf<K> =>
    (kinds as readonly Kind[]).includes(fault.kind);
  return context.tables.flatMap(table => {
    const occurrences = context
      .contextsOf(table)
      .flatMap(({ slot, faults }) =>
        faults.filter(isOfKind).map((fault): Occurrence<K> => ({ slot, fault })),
      );
    const groups = groupBy(occurrences, ({ fault }) => `${fault.kind} ${keyOf(fault)}`);
    return [...groups.values()].map(group => ({
      table,
      slots: [...new Set(group.map(one => one.slot))],
      faults: group.map(one => one.fault),
    }));
  });
}

/** `x0, x1 and x2` */
export function listed(names: Iterable<string>): string {
  const all = [...new Set(names)];
  if (all.length < 2) return all.join('');
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** Error where table and reading of the text are sure, else a warning that may be wrong. */
export const sureness = (
  { result }: RuleContext,
  table: VectorTable,
): { readonly severity: 'error' | 'warning'; readonly confidence: 'proved' | 'likely' } =>
  table.certain && !result.incomplete
    ? { severity: 'error', confidence: 'proved' }
    : { severity: 'warning', confidence: 'likely' };

/** The vectors at which a fault shows, in words. */
export function vectorsOf(slots: readonly Slot[]): string {
  const names = slots.map(slot => slot.description.short);
  return names.length > 3 ? `${names.length} vectors` : listed(names);
}
