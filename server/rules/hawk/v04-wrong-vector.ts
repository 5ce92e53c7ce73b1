/** The handler is named for another trap. */
import { entry, lines, linked, program, restore, right, save, skip } from './examples.ts';
import { handlersOf, trapRule, vectorEnd } from './trap.ts';

/** Words in names of handlers, and the entry that they are for. */
const purposes: readonly (readonly [word: RegExp, index: number])[] = [
  [/bus/i, 1],
  [/illeg|instr|unimp/i, 2],
  [/priv/i, 3],
  [/mmu/i, 4],
  [/coproc/i, 5],
  [/kbd|keyb/i, 15],
];

export const v04WrongVector = trapRule(
  {
    id: 'v04-wrong-vector',
    title: 'The handler is named for another trap',
    severity: 'warning',
    explanation:
      'V04. The hardware goes to the entry of the cause: #10 bus, #20 instruction, #30 privilege, #40 MMU, #50 coprocessor, #F0 keyboard. A handler behind another entry runs for traps that it does not expect, and for its own one something else runs.',
    bad: [
      {
        title: 'A bus handler for instruction traps',
        source: program(
          '#20',
          entry.replace('HANDLE', 'BUSERR').replace('R2,TSV', 'R2,TSV\n;       ^^^ v04-wrong-vector'),
          lines(save.replace('HANDLE', 'BUSERR'), skip, restore),
        ),
      },
      {
        title: 'The keyboard is interrupt 7, not 1',
        source: linked(
          '#90',
          lines('        CPUSET  R1,TSV', ';       ^^^ v04-wrong-vector', '        LIL     PC,KBDISR'),
          lines(
            'KBDISR: LIW     R1,#FF100000',
            '        LOADS   R1,R1',
            '        CPUGET  R1,TSV',
            '        RTT',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'A bus handler for bus traps, and a name that says nothing',
        source: program(
          '#10',
          `${entry.replace('HANDLE', 'BUSERR')}\n.       =       #30\n        LIL     PC,OTHER`,
          lines(save.replace('HANDLE', 'BUSERR'), skip, restore, 'OTHER:  LIL     PC,0'),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ entry, steps }) => {
      const outside = steps.find(({ at }) => at >= vectorEnd);
      const names = outside === undefined ? [] : context.code.labelsAt(outside.at).map(({ name }) => name);
      const meant = new Set(
        names.flatMap(name => purposes.filter(([word]) => word.test(name)).map(([, index]) => index)),
      );
      const [index] = meant;
      if (index === undefined || meant.size > 1 || index === entry.index) return [];
      const { slots } = context.architecture.vectorTable;
      return [
        {
          at: entry.address,
          message: `${names[0]} looks like the handler for ${slots[index]!.name}; this is the entry for ${slots[entry.index]!.name}`,
        },
      ];
    }),
);
