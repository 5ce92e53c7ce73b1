/**
 * Steps as sequences of legs: each leg runs the target to a simple condition, and the plan decides from where
 * it arrived whether there is another. Calls and exceptions on the way are run through as one leg.
 */
import type { Effects } from '../../isa/instruction.ts';
import type { EntryStack } from '../exceptions/entry-stack.ts';
import { sameStatement } from '../program/positions.ts';
import type { SourceMap } from '../program/source-map.ts';
import type { Target } from '../targets/target.ts';
import type { View } from './view.ts';

export type Leg =
  /** One instruction, or the exception that it takes. */
  | { readonly run: 'one' }
  /** To an address, when `accept` says that it is the right time. */
  | { readonly run: 'to'; readonly address: bigint; readonly accept: () => boolean }
  /** Until so many instructions have been executed. */
  | { readonly run: 'to-time'; readonly time: bigint }
  /** Until this exception has been returned from. */
  | { readonly run: 'until-return'; readonly sequence: number };

export interface StepPlan {
  /** The next leg, or undefined when the step is done. Called before the first leg and after each one. */
  next(): Leg | undefined;
}

export interface StepContext {
  readonly target: Target;
  readonly exceptions: EntryStack;
  readonly map: SourceMap;
}

/** One instruction, into calls and exceptions. */
export const stepInstruction = (): StepPlan => once({ run: 'one' });

/** Until `done` holds, checked whenever control is back in the code that the step began in. */
function stepOver(context: StepContext, done: (executed: Effects['control']) => boolean): StepPlan {
  const { target, exceptions } = context;
  const { stackPointer, stackGrows } = target.architecture.context;
  const isBack = (now: bigint, then: bigint): boolean => (stackGrows === 'up' ? now <= then : now >= then);
  const depth = exceptions.active.length;
  let last: { address: bigint; control: Effects['control']; after: bigint; stack: bigint } | undefined;
  let tookException = false;
  return {
    next() {
      const nested = exceptions.active[depth];
      if (nested !== undefined) {
        tookException = true;
        return { run: 'until-return', sequence: nested.entry.sequence };
      }
      if (exceptions.active.length < depth) return undefined;
      // After an interrupt, or a fault that was repaired, the instruction itself is still to be executed.
      const again = tookException && target.pc === last?.address;
      tookException = false;
      if (last !== undefined && !again) {
        const { control, after, stack } = last;
        if (control.includes('call') && target.pc !== after) {
          const accept = () =>
            exceptions.active.length === depth && isBack(target.read(stackPointer) ?? 0n, stack);
          last = { ...last, control: [] };
          return { run: 'to', address: after, accept };
        }
        if (done(control)) return undefined;
      }
      const instruction = target.instructionAt(target.pc);
      const control = instruction && target.architecture.instructions.effects(instruction).control;
      last = {
        address: target.pc,
        control: control ?? [],
        after: target.pc + BigInt(instruction?.length ?? 0),
        stack: target.read(stackPointer) ?? 0n,
      };
      return { run: 'one' };
    },
  };
}

/** To an address. */
export const runTo = (address: bigint): StepPlan => once({ run: 'to', address, accept: () => true });

/** Until so many instructions have been executed since the start. */
export const runToTime = (time: bigint): StepPlan => once({ run: 'to-time', time });

/** The instruction after this one, calls and exceptions run through. */
export const nextInstruction = (context: StepContext): StepPlan => stepOver(context, () => true);

/** The next statement at the level that is shown: a macro call is one statement. */
export function nextStatement(context: StepContext, view: View): StepPlan {
  const isInstruction = view.levels.length <= view.depth + 1;
  return stepOver(
    context,
    () => isInstruction || !sameStatement(context.map.levelsAt(context.target.pc), view.levels, view.depth),
  );
}

/** Out of the macro that is shown, else out of the function, else out of the exception handler. */
export function stepOut(context: StepContext, view: View): StepPlan {
  const { target, exceptions, map } = context;
  if (view.depth > 0)
    return stepOver(context, () => !sameStatement(map.levelsAt(target.pc), view.levels, view.depth - 1));
  const call = exceptions.innermostCalls.calls.at(-1);
  const handler = exceptions.active.at(-1);
  if (call !== undefined) {
    const depth = exceptions.active.length;
    const calls = exceptions.innermostCalls.calls.length;
    return once({
      run: 'to',
      address: call.returnAddress,
      accept: () => exceptions.active.length === depth && exceptions.innermostCalls.calls.length < calls,
    });
  }
  if (handler !== undefined) return once({ run: 'until-return', sequence: handler.entry.sequence });
  return stepOver(context, executed => executed.includes('return'));
}

function once(leg: Leg): StepPlan {
  let started = false;
  return {
    next() {
      if (started) return undefined;
      started = true;
      return leg;
    },
  };
}
