/** An object in lines that can be compared: everything but where things lie in the file. */
import type { ElfObject, ObjectSymbol } from '../../assembler/elf/object.ts';
import { relocationOfType } from '../../assembler/elf/relocations.ts';
import { lettersOf } from '../../assembler/elf/section-kinds.ts';

/** GNU as has a section symbol for each group, which nothing refers to. */
const isOfGroup = ({ type, section }: ObjectSymbol): boolean => type === 'section' && section === 'group';

const hex = (value: number | bigint): string => value.toString(16);

export function objectLines(object: ElfObject, described: (name: string) => boolean = () => true): string[] {
  const { sections, symbols } = object;
  const nameOf = ({ section }: ObjectSymbol): string =>
    typeof section === 'number' ? sections[section]!.name : section;
  const kept = sections.filter(({ name }) => described(name));
  return [
    ...kept.map(({ name, type, flags, alignment, entrySize, size, linkedTo, group }) => {
      const link = linkedTo === undefined ? '' : ` with ${sections[linkedTo]!.name}`;
      const grouped = group === undefined ? '' : ` in ${group.name}${group.comdat ? ' comdat' : ''}`;
      return `section ${name} ${type} ${lettersOf(flags)} align ${alignment} entry ${entrySize} size ${size}${link}${grouped}`;
    }),
    ...kept.map(({ name, bytes }) => `bytes ${name} ${Buffer.from(bytes).toString('hex')}`),
    ...kept.flatMap(({ name, relocations }) =>
      relocations
        .map(({ offset, type, symbol, addend }) => {
          const against = symbol === undefined ? '*ABS*' : symbols[symbol]!.name;
          return `relocation ${name}+${hex(offset).padStart(6, '0')} ${relocationOfType(type)?.name ?? type} ${against}+${addend}`;
        })
        .sort(),
    ),
    ...symbols
      .filter(symbol => described(nameOf(symbol)) && !isOfGroup(symbol))
      .map(symbol => {
        const { name, value, size, binding, type, visibility, unique } = symbol;
        return `symbol ${name} ${hex(value)} ${size} ${unique ? 'unique' : binding} ${type} ${visibility} ${nameOf(symbol)}`;
      }),
  ];
}
