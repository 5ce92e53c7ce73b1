/** The frame as the handler builds it: each interrupted register with the place that it was saved to. */
import type { AccessSize } from '../../emulator/conditions.ts';
import type { RegisterDescription } from '../../isa/architecture.ts';
import type { Debuggee } from '../debuggee.ts';
import { hex } from '../exceptions/describe.ts';
import type { ActiveException } from '../exceptions/entry-stack.ts';
import type { Registers } from '../exceptions/unwinding.ts';
import { formatValue } from '../expressions/format.ts';
import { numberBytes, readNumber } from '../expressions/names.ts';
import { type Item, textItem } from './item.ts';
import { valueItem } from './registers.ts';

/** Farthest from the stack pointer that an address is still given relative to it, in bytes. */
const nearStack = 4096n;

/** Saved registers by address, then those that are not saved. `registers` are those of the handler's frame. */
export function savedFrameItems(
  debuggee: Debuggee,
  { context }: ActiveException,
  registers: Registers,
): readonly Item[] {
  const { architecture } = debuggee;
  const saved = context.registers
    .flatMap(register => context.fieldOf(register) ?? [])
    .toSorted((a, b) => (a.address < b.address ? -1 : 1));
  const first = saved[0]?.address;
  const { stackPointer } = architecture.context;
  const base = { name: stackPointer, address: registers.read(stackPointer) };
  const must = [...architecture.context.general, ...architecture.context.special];
  const unsaved = must.filter(register => context.fieldOf(register) === undefined);
  return [
    ...saved.flatMap(field => {
      const register = architecture.register(field.register);
      const at = `${relative(field.address, base, first)} (${hex(field.address)})`;
      return register === undefined ? [] : [fieldItem(debuggee, register, field, at)];
    }),
    ...unsaved.map(register => textItem(register, whereUnsaved(debuggee, context, register))),
  ];
}

function fieldItem(
  debuggee: Debuggee,
  register: RegisterDescription,
  field: { address: bigint; size: AccessSize; value: bigint; by: bigint; changed: boolean },
  at: string,
): Item {
  const { target } = debuggee;
  const width = Math.min(register.width, field.size * 8);
  const { size } = field;
  const now = readNumber(target, field.address, size);
  const shown = valueItem(debuggee, register, now ?? field.value);
  return {
    ...shown,
    value: format =>
      field.changed && now !== field.value
        ? `${formatValue(field.value, width, format)} → ${shown.value(format)} at ${at}`
        : `${shown.value(format)} at ${at}`,
    evaluateName: `*(u${8 * size}*)${hex(field.address)}`,
    memory: field.address,
    children: () => [
      { name: 'interrupted value', value: format => formatValue(field.value, width, format) },
      {
        name: 'in memory now',
        value: format => (now === undefined ? 'not mapped' : formatValue(now, width, format)),
      },
      { ...textItem('address', at), memory: field.address },
      textItem('saved by', debuggee.place(field.by)),
      ...(shown.children?.() ?? []),
    ],
    write: value => {
      if (!target.writeMemory(field.address, numberBytes(value, size)))
        return `Memory at ${hex(field.address)} cannot be written.`;
      return undefined;
    },
  };
}

/** Where a value is that no memory holds. */
function whereUnsaved(debuggee: Debuggee, context: ActiveException['context'], register: string): string {
  const isInterrupted = (place: string): boolean => {
    const meaning = context.meaningOf(place);
    return meaning?.what === 'interrupted' && meaning.register === register;
  };
  if (isInterrupted(register)) return 'not saved yet, still in its register';
  const { general, scratch } = debuggee.architecture.context;
  const kept = [...general, ...scratch].find(isInterrupted);
  if (kept !== undefined) return `not saved yet, kept in ${kept}`;
  const by = context.overwriterOf(register);
  return typeof by === 'bigint' && by !== 0n
    ? `not saved, overwritten by ${debuggee.place(by)}`
    : 'not saved, overwritten';
}

/** `sp + 16`, or where the frame is not near the stack pointer, its own offset. */
function relative(
  address: bigint,
  stackPointer: { readonly name: string; readonly address: bigint | undefined },
  first: bigint | undefined,
): string {
  const { name, address: base } = stackPointer;
  if (base !== undefined) {
    const distance = address - base;
    if (distance >= 0n && distance < nearStack) return distance === 0n ? name : `${name} + ${distance}`;
    if (distance < 0n && -distance < nearStack) return `${name} - ${-distance}`;
  }
  const offset = first === undefined ? 0n : address - first;
  return `frame + ${offset}`;
}
