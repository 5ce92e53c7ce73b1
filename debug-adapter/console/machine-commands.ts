/** Commands that an architecture brings along: it names them, and here is what they do. */
import type { ConsoleAction, ConsoleCommandDescription } from '../../isa/architecture.ts';
import { Refusal, refuse } from '../refusal.ts';
import { parseValue } from '../requests/values.ts';
import { nextInstruction, runTo, type StepPlan, stepInstruction } from '../running/steps.ts';
import { threadId } from '../session.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';

interface Action {
  readonly whileRunning: boolean;
  readonly run: (call: CommandCall) => string | Refusal;
}

const stopped = (run: Action['run']): Action => ({ whileRunning: false, run });
const always = (run: Action['run']): Action => ({ whileRunning: true, run });

/** Goes on after the answer, through the steps of a plan when there is one. */
export function goOn({ session, debuggee }: CommandCall, plan?: StepPlan): string {
  session.after(() => {
    session.send('continued', { threadId, allThreadsContinued: true });
    debuggee.runner.resume(plan);
  });
  return '';
}

/** What a step has to know of the program. */
const context = ({ debuggee: { target, exceptions, program } }: CommandCall) => ({
  target,
  exceptions,
  map: program.map,
});

/** The address that was given: `#` or a digit begins a hexadecimal number, all else is an expression. */
function givenAddress({ debuggee, words, frame }: CommandCall): bigint | undefined | Refusal {
  const text = words.join(' ');
  if (text === '') return undefined;
  const digits = /^(?:#|0x|(?=\d))([0-9a-f]{1,16})$/i.exec(text)?.[1];
  return digits === undefined ? parseValue(debuggee, text, frame) : BigInt(`0x${digits}`);
}

function moveMark({ debuggee }: CommandCall, instructions: 1 | -1): string | Refusal {
  const { memoryWindow, architecture } = debuggee;
  if (memoryWindow.mark === undefined) return refuse('No address has been run to yet.');
  memoryWindow.mark += BigInt(instructions * architecture.instructions.alignment);
  return debuggee.place(memoryWindow.mark);
}

function runToMark(call: CommandCall): string | Refusal {
  const address = givenAddress(call);
  if (address instanceof Refusal) return address;
  const { memoryWindow } = call.debuggee;
  memoryWindow.mark = address ?? memoryWindow.mark;
  if (memoryWindow.mark === undefined) return refuse('An address is needed.');
  return goOn(call, runTo(memoryWindow.mark));
}

function showMemory(call: CommandCall): string | Refusal {
  const address = givenAddress(call);
  if (address instanceof Refusal) return address;
  const { memoryWindow, target } = call.debuggee;
  memoryWindow.address = address ?? memoryWindow.address ?? target.pc;
  return memoryWindow.text(call.debuggee);
}

function scroll({ debuggee }: CommandCall, direction: 1 | -1): string {
  debuggee.memoryWindow.scroll(debuggee.target, direction);
  return debuggee.memoryWindow.text(debuggee);
}

const actions: Readonly<Record<ConsoleAction, Action>> = {
  continue: stopped(call => goOn(call)),
  step: stopped(call => goOn(call, stepInstruction())),
  next: stopped(call => goOn(call, nextInstruction(context(call)))),
  iterate: stopped(call => goOn(call, runTo(call.debuggee.target.pc))),
  'run-to': stopped(runToMark),
  'mark-forward': always(call => moveMark(call, 1)),
  'mark-back': always(call => moveMark(call, -1)),
  memory: stopped(showMemory),
  'memory-forward': stopped(call => scroll(call, 1)),
  'memory-back': stopped(call => scroll(call, -1)),
  'memory-toggle': stopped(({ debuggee }) => {
    const { memoryWindow } = debuggee;
    memoryWindow.asInstructions = !memoryWindow.asInstructions;
    return memoryWindow.text(debuggee);
  }),
  screen: always(({ debuggee }) => {
    const lines = debuggee.target.screen();
    return lines === undefined ? refuse('This machine has no screen.') : lines.join('\n').trimEnd();
  }),
  type: always(({ debuggee, words }) => {
    const text = words.join(' ');
    if (text === '') return refuse('Characters are needed.');
    debuggee.target.consoleInput(new TextEncoder().encode(text));
    return `${text.length} keys pressed.`;
  }),
  end: always(({ session, debuggee }) => {
    session.after(() => {
      debuggee.runner.end();
      session.terminated();
    });
    return '';
  }),
};

export const machineCommand = ({ name, operand, doc, does }: ConsoleCommandDescription): ConsoleCommand => ({
  name,
  usage: operand === undefined ? name : `${name} ${operand}`,
  doc,
  ...actions[does],
});
