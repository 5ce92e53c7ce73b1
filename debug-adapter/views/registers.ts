/** Registers as items: general ones in a list, system registers in groups, fields as children. */
import type { BitField, RegisterDescription } from '../../isa/architecture.ts';
import type { Debuggee } from '../debuggee.ts';
import { type Registers, statusRegister } from '../exceptions/unwinding.ts';
import { formatAddress, formatValue } from '../expressions/format.ts';
import type { Item } from './item.ts';

/** Groups whose registers every program uses; all others are system registers. */
const programGroups: ReadonlySet<string> = new Set(['General', 'Status']);

/** The program's own registers: numbered ones, stack pointer, program counter, status. */
export function programRegisterItems(debuggee: Debuggee, registers: Registers): readonly Item[] {
  const { architecture } = debuggee;
  const status = statusRegister(architecture);
  return architecture.registers
    .filter(register => register.group === 'General' || register.name === status)
    .flatMap(register => registerItem(debuggee, registers, register) ?? []);
}

/** One item for each group of system registers that can be read. */
export function systemRegisterItems(debuggee: Debuggee, registers: Registers): readonly Item[] {
  const groups = new Map<string, RegisterDescription[]>();
  for (const register of debuggee.architecture.registers) {
    if (programGroups.has(register.group) || register.access === 'write-only') continue;
    groups.set(register.group, [...(groups.get(register.group) ?? []), register]);
  }
  return [...groups].flatMap(([name, members]) => {
    const items = () => members.flatMap(register => registerItem(debuggee, registers, register) ?? []);
    return items().length === 0
      ? []
      : [{ name, value: () => `${items().length} registers`, children: items }];
  });
}

/** One register; undefined when it has no value here. */
export function registerItem(
  debuggee: Debuggee,
  registers: Registers,
  register: RegisterDescription,
): Item | undefined {
  const { name, width } = register;
  const value = name === 'pc' ? registers.pc : registers.read(name);
  if (value === undefined) return undefined;
  return {
    ...valueItem(debuggee, register, value),
    evaluateName: name,
    ...(registers.live && {
      write: (to: bigint) => {
        if (!debuggee.target.write(name, BigInt.asUintN(width, to))) return `${name} cannot be written.`;
        return undefined;
      },
    }),
  };
}

/** A value shown as a register's: in words where there are, with its fields as children. */
export function valueItem(debuggee: Debuggee, register: RegisterDescription, value: bigint): Item {
  const { architecture, program } = debuggee;
  const { name, width, fields } = register;
  const words = wordsOf(debuggee, register, value);
  const mapped = program.map.describe(value) !== undefined;
  return {
    name,
    type: `${width} bits`,
    value: format =>
      words === undefined
        ? formatAddress(value, width, format, address => program.map.describe(address))
        : `${formatValue(value, width, format)} ${words}`,
    ...(mapped && width === architecture.addressBits && { memory: value }),
    ...(fields.length > 0 && { children: () => fields.map(field => fieldItem(register, field, value)) }),
  };
}

/** Syndromes and statuses in words. */
function wordsOf(debuggee: Debuggee, { name }: RegisterDescription, value: bigint): string | undefined {
  const { architecture } = debuggee;
  const { context, decodeSyndrome, describeStatus } = architecture;
  if (name === statusRegister(architecture) || context.levels.some(level => level.savedStatus === name))
    return describeStatus(value);
  if (value !== 0n && context.levels.some(level => level.syndrome === name))
    return decodeSyndrome?.(value).summary;
  return undefined;
}

function fieldItem(register: RegisterDescription, field: BitField, value: bigint): Item {
  const width = field.high - field.low + 1;
  const part = BigInt.asUintN(width, value >> BigInt(field.low));
  const meaning = field.values?.[Number(part)];
  return {
    name: field.name,
    type: field.high === field.low ? `bit ${field.low}` : `bits ${field.high}:${field.low}`,
    value: format => `${formatValue(part, width, format)}${meaning === undefined ? '' : ` ${meaning}`}`,
    evaluateName: `${register.name}.${field.name}`,
  };
}
