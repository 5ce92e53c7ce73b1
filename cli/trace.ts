/** Exceptions as lines of text. */
import { hex } from '../debug-adapter/exceptions/describe.ts';
import type { ExceptionEntry, ExceptionReturn, Hazard, TracedInstruction } from '../emulator/api.ts';
import type { Architecture, EventValue } from '../isa/architecture.ts';

/** What `--trace` can print. */
export type Trace = 'exceptions' | 'instructions';

/** `12  0x40080204  str x0, [x1, #8]  0x40200008 ← 0x2a` */
export function traceInstruction(traced: TracedInstruction, { instructions }: Architecture): string {
  const { time, instruction, accesses, faulted } = traced;
  return [
    `${time}`,
    hex(instruction.address),
    instructions.disassemble(instruction),
    ...accesses.map(
      ({ kind, address, value }) => `${hex(address)} ${kind === 'store' ? '←' : '→'} ${hex(value)}`,
    ),
    ...(faulted ? ['takes an exception'] : []),
  ].join('  ');
}

/** `#1 hvc  EL1 → EL2  offset 0x400 (sync lower64)  ESR_EL2 0x5a000000 HVC #0  ELR 0x40080204  SPSR EL1h, …` */
export function traceEntry(entry: ExceptionEntry, architecture: Architecture): string {
  const { context, vectorTable } = architecture;
  const level = context.levels.find(candidate => candidate.level === entry.toLevel);
  const slot = vectorTable.slots.find(candidate => candidate.offset === entry.offset);
  const name = (register: string | undefined, fallback: string): string =>
    (register ?? fallback).toUpperCase();
  const parts = [
    `#${entry.sequence} ${entry.cause}`,
    levels(entry, architecture),
    `offset ${hex(entry.offset)}${slot ? ` (${slot.short})` : ''}`,
  ];
  if (entry.syndrome !== undefined) {
    const words = entry.decoded === undefined ? '' : ` ${entry.decoded.summary}`;
    parts.push(`${name(level?.syndrome, 'syndrome')} ${hex(entry.syndrome)}${words}`);
  }
  if (entry.faultAddress !== undefined) {
    parts.push(`${name(level?.faultAddress, 'fault address')} ${hex(entry.faultAddress)}`);
  }
  if (entry.intermediateAddress !== undefined) parts.push(`IPA ${hex(entry.intermediateAddress)}`);
  parts.push(
    `${called('returnAddress', architecture)} ${hex(entry.returnAddress)}`,
    `${called('savedStatus', architecture)} ${architecture.describeStatus(entry.savedStatus)}`,
  );
  return parts.join('  ');
}

/** `#1 return  EL2 → EL1  to 0x40080204  SPSR EL1h, …` */
export function traceReturn(event: ExceptionReturn, architecture: Architecture): string {
  return [
    `${event.entry === undefined ? '' : `#${event.entry} `}return${event.illegal ? ' (illegal)' : ''}`,
    levels(event, architecture),
    `to ${hex(event.returnAddress)}`,
    `${called('savedStatus', architecture)} ${architecture.describeStatus(event.status)}`,
  ].join('  ');
}

/** `EL1 → EL2` */
const levels = (event: ExceptionEntry | ExceptionReturn, { levelName }: Architecture): string =>
  `${levelName(event.fromLevel)} → ${levelName(event.toLevel)}`;

/** The short name under which a value of an event is known: `ELR`. */
const called = (value: EventValue, { conditionVariables }: Architecture): string =>
  (conditionVariables.find(({ says }) => says === value)?.name ?? value).toUpperCase();

export const traceHazard = (event: Hazard): string =>
  `hazard ${event.hazard} at ${hex(event.address)}: ${event.message}`;
