/** Programs that the rules' examples are made of. */
import type { RuleExample } from '../rule.ts';

/** A program with one entry; the handler lies at #1000. */
export const program = (vector: string, entry: string, handler: string): string => `        USE     "hawk.h"
SAVE    =       #10000
.       =       ${vector}
${entry}
.       =       #1000
${handler}
        END
`;

/** Sixteen bytes: R2 in TSV, R1 in the save area. */
export const entry = `        CPUSET  R2,TSV
        LIL     R2,SAVE
        STORE   R1,R2,4
        LIL     R1,HANDLE
        JUMPS   R1`;

export const save = `HANDLE: CPUGET  R1,PSW
        STORE   R1,R2,0`;

/** Goes on after an instruction of two bytes. */
export const skip = `        CPUGET  R1,TPC
        LEA     R1,R1,2
        CPUSET  R1,TPC`;

export const restore = `        LOAD    R1,R2,0
        CPUSET  R1,PSW
        LOAD    R1,R2,4
        CPUGET  R2,TSV
        RTT`;

/** R2 goes from TSV to the save area, so that TSV may be written again. */
export const keep = `        CPUGET  R1,TSV
        STORE   R1,R2,8`;

export const restoreKept = restore.replace('CPUGET  R2,TSV', 'LOAD    R2,R2,8');

export const lines = (...parts: readonly string[]): string => parts.join('\n');

export const right: readonly RuleExample[] = [
  {
    title: 'Everything saved and given back',
    source: program('#10', entry, lines(save, skip, restore)),
  },
  {
    title: 'An interrupt of the keyboard',
    source: program(
      '#F0',
      entry,
      lines(
        save,
        `        STORE   R3,R2,12
        LIW     R1,#FF100000
        LOADS   R3,R1
        LOAD    R3,R2,12`,
        restore,
      ),
    ),
  },
];

/** The same with a common block for the registers, and a handler that the linker places. */
export const linked = (vector: string, entry: string, handler: string, definitions = ''): string =>
  `        USE     "hawk.h"
        COMMON  SAVE,8<<2
${definitions}CODE    =       .
.       =       ${vector}
${entry}
.       =       CODE
${handler}
        END
`;

/** R1 in TSV, and nothing in memory. */
export const shortEntry = `        CPUSET  R1,TSV
        LIL     PC,HANDLE`;

/** A macro that makes an entry, with what else it stores. */
export const entering = (more = ''): string => `        MACRO   ENTER   area,handler
          CPUSET  R2,TSV
          LIL     R2,area
          STORE   R1,R2,4
${more}          LIL     PC,handler
        ENDMAC
`;

/** A program that the monitor starts. */
export const started = (...text: readonly string[]): string =>
  lines(
    '        INT     MAIN',
    '        S       MAIN',
    'MAIN:   STORES  R1,R2',
    ...text,
    '        LOADS   PC,R2',
  );

/** A program without traps; it ends by a jump to 0. */
export const main = (...text: readonly string[]): string =>
  program(
    '#00',
    '        LIL     PC,START',
    lines('START:  LIL     R2,#10400', ...text, '        LIL     PC,0'),
  );

/** Raises the level once everything is saved, so that another trap may come. */
export const raise = lines('        LIW     R1,#10000000', '        CPUSET  R1,PSW');

/** Two interrupts whose entries save to the same words; the second one is marked. `rest`: after the first save. */
export const sharedByTwo = (rule: string, rest: string): string =>
  program(
    '#A0',
    entry,
    lines(
      save,
      rest,
      '.       =       #B0',
      entry.replace('HANDLE', 'SECOND').replace('R1,R2,4', `R1,R2,4\n;       ^^^ ${rule}`),
      '.       =       #1100',
      save.replace('HANDLE', 'SECOND'),
      restore,
    ),
  );

/** The same with entries that a macro makes. `rest`: after the second save. */
export const sharedByMacro = (rule: string, rest: string): string =>
  linked(
    '#90',
    lines(
      '        ENTER   SAVE,FIRST',
      '.       =       #A0',
      '        ENTER   SAVE,SECOND',
      `;       ^^^ ${rule}`,
    ),
    lines(save.replace('HANDLE', 'FIRST'), restore, save.replace('HANDLE', 'SECOND'), rest),
    entering(),
  );
