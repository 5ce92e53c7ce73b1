/** Exceptions, returns and hazards in words. */
import type { ExceptionEntry, ExceptionReturn, Hazard } from '../../emulator/api.ts';
import type { Architecture, SlotDescription } from '../../isa/architecture.ts';

export const hex = (value: bigint | number): string =>
  value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;

export interface EventText {
  /** In a few words. */
  readonly title: string;
  /** One sentence more. */
  readonly text?: string;
}

/** `HVC #0`, `data abort: translation fault, level 1, read`, `IRQ`. */
export function causeOf(architecture: Architecture, entry: ExceptionEntry): string {
  if (entry.decoded !== undefined && entry.kind === 0) return entry.decoded.summary;
  return slotOf(architecture, entry)?.name.split(',')[0] ?? entry.cause;
}

/** The slot of the table that an exception is taken to. */
export const slotOf = (architecture: Architecture, entry: ExceptionEntry): SlotDescription | undefined =>
  architecture.vectorTable.slots.find(slot => slot.offset === entry.offset);

export function describeEvent(
  architecture: Architecture,
  event: ExceptionEntry | ExceptionReturn | Hazard,
): EventText {
  switch (event.event) {
    case 'exceptionEntry': {
      const slot = slotOf(architecture, event);
      const levels = `${architecture.levelName(event.fromLevel)} to ${architecture.levelName(event.toLevel)}`;
      const at = event.faultAddress === undefined ? '' : `, fault address ${hex(event.faultAddress)}`;
      return {
        title: `${causeOf(architecture, event)} from ${architecture.levelName(event.fromLevel)}`,
        text: `${event.decoded?.title ?? causeOf(architecture, event)}, ${levels}, vector offset ${hex(event.offset)}${slot === undefined ? '' : ` (${slot.name})`}${at}`,
      };
    }
    case 'exceptionReturn':
      return {
        title: `Exception return to ${architecture.levelName(event.toLevel)}`,
        text: `From ${architecture.levelName(event.fromLevel)} to ${hex(event.returnAddress)} at ${architecture.levelName(event.toLevel)}, ${architecture.describeStatus(event.status)}${event.illegal ? '; the saved status asks for an impossible state' : ''}`,
      };
    case 'hazard':
      return { title: `Hazard: ${event.hazard.replaceAll('-', ' ')}`, text: event.message };
  }
}

/** One line of the history. */
export function historyLine(
  architecture: Architecture,
  event: ExceptionEntry | ExceptionReturn | Hazard,
  place: (address: bigint) => string,
): string {
  const time = `${event.time}`.padStart(10);
  switch (event.event) {
    case 'exceptionEntry':
      return `${time}  #${event.sequence} ${causeOf(architecture, event)}: ${architecture.levelName(event.fromLevel)} to ${architecture.levelName(event.toLevel)}, vector ${hex(event.offset)}, returns to ${place(event.returnAddress)}`;
    case 'exceptionReturn':
      return `${time}  ${event.entry === undefined ? '' : `#${event.entry} `}return: ${architecture.levelName(event.fromLevel)} to ${architecture.levelName(event.toLevel)} at ${place(event.returnAddress)}`;
    case 'hazard':
      return `${time}  hazard: ${event.message}`;
  }
}
