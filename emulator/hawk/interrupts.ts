/** Interrupt requests: eight lines, of which the lowest number that the level enables is taken. */
import { interruptLines } from '../../isa/hawk/interrupt-lines.ts';

/** Numbers that a level enables besides 0, which cannot be masked: 1 to the low three bits of the level. */
const enabled = (number: number, level: number): boolean => number <= (level & 7);

export class Interrupts {
  /** A bit for each line that is asserted. */
  readonly state = { requested: 0 };

  /** Whether anything is requested: cheap, asked before every instruction. */
  get any(): boolean {
    return this.state.requested !== 0;
  }

  /** Raises or lowers a line; false when there is none of that name. */
  set(line: string, asserted: boolean): boolean {
    const number = interruptLines.findIndex(({ name }) => name === line);
    if (number < 0) return false;
    this.state.requested = asserted
      ? this.state.requested | (1 << number)
      : this.state.requested & ~(1 << number);
    return true;
  }

  /** The interrupt to take at this level, if any. */
  due(level: number): number | undefined {
    for (let number = 0; number < 8; number++)
      if ((this.state.requested >> number) & 1 && enabled(number, level)) return number;
    return undefined;
  }
}
