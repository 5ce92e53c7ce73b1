/** A branch to itself. */
import { lines, main, program, right } from './examples.ts';
import { firstEntries, firstInterrupt, hawkRule, isRow, startSteps } from './trap.ts';

export const branchToItself = hawkRule(
  {
    id: 'branch-to-itself',
    title: 'A branch to itself',
    severity: 'warning',
    explanation:
      'A branch with displacement -1 goes to itself. Nothing changes the condition codes meanwhile, so it stays there for ever, unless an interrupt comes. A program that is done returns from MAIN or jumps to 0.',
    bad: [
      { title: 'The end of a program', source: main('DONE:   BR      DONE', ';       ^^^ branch-to-itself') },
      {
        title: 'The label is one line too late',
        source: main(
          '        CMPI    R3,5',
          'LOOP:   BNE     LOOP',
          ';       ^^^ branch-to-itself',
          '        ADDSI   R3,1',
        ),
      },
    ],
    good: [
      right[0]!,
      {
        title: 'A loop with something in it',
        source: main('LOOP:   ADDSI   R3,1', '        CMPI    R3,5', '        BNE     LOOP'),
      },
      {
        title: 'Waits for interrupts, which have an entry',
        source: program(
          '#90',
          '        CPUSET  R1,TSV\n        LIL     PC,HANDLE',
          lines('HANDLE: CPUGET  R1,TSV', '        RTT', 'START:  BR      START'),
        ),
      },
    ],
  },
  'Hawk manual, chapter 12: Branch',
  context => {
    const { code, result, tables } = context;
    const waits =
      tables.some(({ entries }) => entries.some(({ index }) => index >= firstInterrupt)) ||
      firstEntries(startSteps(context)).some(({ level }) => (level & 7) > 0);
    return result.program.statements.flatMap(({ kind, address }) => {
      const found = kind === 'instruction' ? code.instructionAt(address) : undefined;
      const isOne = found?.effects.target === address && found.instruction.length === 2;
      return found !== undefined && isOne && !(waits && isRow({ found }, 'br'))
        ? [{ at: address, message: 'Goes to itself for ever' }]
        : [];
    });
  },
);
