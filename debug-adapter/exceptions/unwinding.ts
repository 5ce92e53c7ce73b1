/**
 * The call stack across exceptions: the calls of the innermost handler, a label for its exception, then the
 * interrupted code with its own registers, and so on outwards.
 */
import type { Architecture } from '../../isa/architecture.ts';
import type { Target } from '../targets/target.ts';
import { causeOf } from './describe.ts';
import type { ActiveException, EntryStack } from './entry-stack.ts';

/** The registers of one frame. */
export interface Registers {
  /**
   * The machine's own, which can be written. Else as they were when an exception was taken; those of a caller
   * are its callee's, but for the program counter.
   */
  readonly live: boolean;
  /** Program counter of the frame. */
  readonly pc: bigint;
  /** Exception level of the frame's code. */
  readonly level: number;
  read(name: string): bigint | undefined;
}

/** A place in the code where a frame is. */
export interface CodeFrame {
  readonly kind: 'code';
  readonly address: bigint;
  /** The next to execute, not a call that is waited for. */
  readonly innermost: boolean;
  readonly registers: Registers;
  /** The exception whose handler this frame belongs to. */
  readonly exception: ActiveException | undefined;
}

export interface LabelFrame {
  readonly kind: 'label';
  readonly text: string;
  readonly exception: ActiveException;
}

export type Frame = CodeFrame | LabelFrame;

/** Frames, innermost first. */
export function unwind(target: Target, exceptions: EntryStack): readonly Frame[] {
  const frames: Frame[] = [];
  const active = exceptions.active;
  let registers = liveRegisters(target);
  for (let n = active.length; n >= 0; n--) {
    const exception = active[n - 1];
    const calls = (exception?.calls ?? exceptions.baseCalls).calls;
    frames.push({ kind: 'code', address: registers.pc, innermost: true, registers, exception });
    for (const call of calls.toReversed())
      frames.push({
        kind: 'code',
        address: call.site,
        innermost: false,
        registers: { ...registers, live: false, pc: call.site },
        exception,
      });
    if (exception === undefined) break;
    frames.push({ kind: 'label', text: labelOf(target.architecture, exception), exception });
    registers = interruptedRegisters(target.architecture, exception);
  }
  return frames;
}

export const labelOf = (architecture: Architecture, { entry }: ActiveException): string =>
  `exception: ${causeOf(architecture, entry)} from ${architecture.levelName(entry.fromLevel)}`;

export const liveRegisters = (target: Target): Registers => ({
  live: true,
  pc: target.pc,
  level: target.level,
  read: name => target.read(name),
});

/** The registers of the code that an exception interrupted. */
function interruptedRegisters(architecture: Architecture, { entry }: ActiveException): Registers {
  const { interrupted } = entry;
  const status = statusRegister(architecture);
  return {
    live: false,
    pc: interrupted.get('pc') ?? entry.returnAddress,
    level: entry.fromLevel,
    read: name => {
      const plain = architecture.register(name)?.name ?? name;
      return plain === status ? entry.savedStatus : interrupted.get(plain);
    },
  };
}

/** Name of the register that shows the processor's status in the layout of a saved one. */
export const statusRegister = (architecture: Architecture): string | undefined =>
  architecture.registers.find(
    register => register.group === 'Status' && register.fields === architecture.context.statusFields,
  )?.name;
