/** An entry runs on into the next one. */
import { program, right } from './examples.ts';
import { handlersOf, hex, isSled, trapRule } from './trap.ts';

export const v05FallsThrough = trapRule(
  {
    id: 'v05-falls-through',
    title: 'An entry runs on into the next one',
    severity: 'error',
    explanation:
      'V05. Nothing separates the entries: the processor goes on with the next one, as if that trap had come, too. An entry has to end with a jump, a branch or RTT.',
    bad: [
      {
        title: 'Eight instructions without a jump',
        source: program(
          '#10',
          `        CPUSET  R2,TSV
        LIL     R2,SAVE
        STORE   R1,R2,4
        STORE   R3,R2,12
        NOP
;       ^^^ v05-falls-through`,
          `HANDLE: RTT`,
        ),
      },
      {
        title: 'The jump at the end has a condition',
        source: `        USE     "hawk.h"
.       =       #20
        CPUSET  R2,TSV
        LIL     R2,#10000
        STORE   R1,R2,4
        LIL     R1,#10100
        BEQ     HANDLE
;       ^^^ v05-falls-through
.       =       #100
HANDLE: LIL     PC,0
        END
`,
      },
    ],
    good: [
      ...right,
      {
        title: 'A branch in the last two bytes',
        source: `        USE     "hawk.h"
.       =       #20
        CPUSET  R2,TSV
        LIL     R2,#10000
        STORE   R1,R2,4
        LIL     R1,#10100
        BR      HANDLE
.       =       #100
HANDLE: LIL     PC,0
        END
`,
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ entry, steps }) => {
      const end = entry.address + 16n;
      const last = steps.find(
        ({ at, found }) =>
          at >= entry.address &&
          at < end &&
          at + BigInt(found.instruction.length) === end &&
          (found.effects.control.includes('next') || found.effects.target === end),
      );
      if (last === undefined || (entry.used > 16 && !isSled(entry))) return [];
      return [
        {
          at: last.at,
          message: `The entry at ${hex(entry.address)} runs on into the one at ${hex(end)}`,
          ...(isSled(entry) && { severity: 'information' as const }),
        },
      ];
    }),
);
