/** A vector table and its slots in words. */
import type { Architecture } from '../../isa/architecture.ts';
import type { SlotEnd, VectorTable } from '../../vectors/model.ts';
import type { SlotPlace } from '../lookup.ts';
import { hex, paragraphs, plural } from './markdown.ts';

const ends: Readonly<Record<SlotEnd, string>> = {
  branches: 'It ends with a branch to its handler.',
  returns: 'It returns from the exception by itself.',
  spins: 'It branches to itself and waits there.',
  'falls-through': 'It runs on into the next slot.',
  'calls-and-may-return': 'It ends with a call; should that come back, it runs on into the next slot.',
  traps: 'It ends with an instruction that traps.',
  data: 'It holds data.',
  unknown: '',
};

const levelOf = ({ level }: VectorTable): string => (level === undefined ? '' : ` of EL${level}`);

const nameOf = ({ name }: VectorTable): string => (name === undefined ? 'vector table' : `\`${name}\``);

/** Which vector it is and how much room is left. */
export function describeSlot(architecture: Architecture, { table, entry }: SlotPlace): string | undefined {
  const { slotSize, section, slots } = architecture.vectorTable;
  const { instructions } = architecture;
  const { alignment } = instructions;
  const { index, used, certain, address } = entry;
  const description = slots[index];
  if (description === undefined) return undefined;
  const words = instructions.rows.every(row => row.length === alignment)
    ? `${Math.ceil(used / alignment)} of ${slotSize / alignment} instructions used`
    : `${used} of ${slotSize} bytes used`;
  const left = slotSize - used;
  const rest = left >= 0 ? `${plural(left, 'byte')} left` : `${plural(-left, 'byte')} too long`;
  const offset = Number(address - table.address);
  const placed = table.slots.find(slot => slot.address === address);
  const moved = `It lies at ${hex(offset, 3)}, where ${placed?.description.name ?? 'no vector'} is taken.`;
  return paragraphs(
    `**${description.name}**${levelOf(table)}: vector ${hex(description.offset, 3)} in ${nameOf(table)}`,
    `${certain ? '' : 'About '}${words}, ${rest}. ${offset === description.offset ? ends[placed?.end ?? 'unknown'] : moved}`.trimEnd(),
    `Address ${hex(address)} · Manual: ${section}`,
  );
}

export function describeTable(architecture: Architecture, table: VectorTable): string {
  const { slots, alignment, section } = architecture.vectorTable;
  const filled = table.slots.filter(slot => slot.state === 'filled').length;
  const placed = table.address % BigInt(alignment) === 0n ? 'aligned to' : 'not aligned to';
  return paragraphs(
    `**Vector table**${levelOf(table)} at ${hex(table.address)}, ${placed} ${alignment} bytes`,
    `${filled} of ${slots.length} slots filled.`,
    `Manual: ${section}`,
  );
}
