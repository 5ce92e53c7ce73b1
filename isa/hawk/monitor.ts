/**
 * The Hawk monitor as programs see it: where its routines and data lie, and how they are called. The addresses
 * are those of the monitor that is linked with the course's programs.
 */

export interface MonitorRoutine {
  readonly name: string;
  readonly address: number;
  /** Parameters, result and effect in one line. R1 holds the return address. */
  readonly doc: string;
}

// biome-ignore format: a table is read by columns
export const monitorRoutines = [
  { name: 'EXIT',    address: 0x000, doc: 'Ends the program' },
  { name: 'DSPINI',  address: 0x32c, doc: 'Sets up the screen; called before the program starts' },
  { name: 'PUTAT',   address: 0x36a, doc: 'Moves the output position: R3 column, R4 row, from 0' },
  { name: 'PUTCHAR', address: 0x3e8, doc: 'Writes the character in R3' },
  { name: 'PUTSTR',  address: 0x51a, doc: 'Writes the string at R3, up to its zero byte' },
  { name: 'PUTS',    address: 0x530, doc: 'Writes the string at R3 and a newline' },
  { name: 'PUTHEX',  address: 0x542, doc: 'Writes R3 in hexadecimal, padded with zeros to R4 digits' },
  { name: 'PUTDEC',  address: 0x592, doc: 'Writes the signed number R3, padded with blanks to R4 characters' },
  { name: 'PUTDECU', address: 0x59e, doc: 'Writes the unsigned number R3, padded with blanks to R4 characters' },
  { name: 'GETCHAR', address: 0x606, doc: 'Waits for a key; R3 is its character' },
  { name: 'GETS',    address: 0x618, doc: 'Reads a line to the buffer at R3, ended by a zero byte' },
  { name: 'TIMES',   address: 0x664, doc: 'R3 = R3 times R4, signed' },
  { name: 'TIMESU',  address: 0x67e, doc: 'R3 = R3 times R4, unsigned' },
  { name: 'DIVIDEU', address: 0x69a, doc: 'R3 = R3 divided by R4, unsigned; R4 = remainder' },
  { name: 'RAND',    address: 0x6b2, doc: 'R3 = a pseudo-random number, 0 to 32767' },
  { name: 'MALLOC',  address: 0x6d8, doc: 'R3 = address of R3 bytes from the heap, or 0' },
  { name: 'FREE',    address: 0x7c6, doc: 'Gives the memory at R3 back to the heap' },
  { name: 'STRLEN',  address: 0x898, doc: 'R3 = length of the string at R3' },
  { name: 'STRCPY',  address: 0x8d8, doc: 'Copies the string at R4 to R3' },
  { name: 'STRNCPY', address: 0x956, doc: 'Copies at most R5 characters of the string at R4 to R3' },
  { name: 'STRCAT',  address: 0x9fe, doc: 'Appends the string at R4 to the one at R3' },
  { name: 'STRNCAT', address: 0xa28, doc: 'Appends at most R5 characters of the string at R4 to the one at R3' },
  { name: 'STRCMP',  address: 0xa5a, doc: 'R3 = difference of the first characters in which the strings at R3 and R4 differ' },
  { name: 'FTOI',    address: 0xa74, doc: 'R3 = the IEEE single R3 as an integer, rounded down' },
] as const satisfies readonly MonitorRoutine[];

export type MonitorRoutineName = (typeof monitorRoutines)[number]['name'];

/** The monitor's own memory at the start of RAM; a program's common blocks follow from `unused` on. */
export const monitorMemory = {
  /** Four words, for bus, instruction, privilege and coprocessor traps: 0, or the address of a record. */
  systemExceptions: 0x1_0000,
  /** Where its trap handlers save PSW, TMA, the program counter and R1 to R7, a word each. */
  trapSave: 0x1_0010,
  /** Row and column of the output position, a spare word, then rows and columns of the screen. */
  display: 0x1_0058,
  screenSize: 0x1_0064,
  /** State of the random number generator. */
  random: 0x1_006c,
  unused: 0x1_0070,
} as const;

/** Data that programs may name. */
export const monitorData: readonly MonitorRoutine[] = [
  { name: 'EXBUSTR', address: 0x1_0000, doc: 'System exception for bus traps: address of a record, or 0' },
  { name: 'EXINSTR', address: 0x1_0004, doc: 'System exception for instruction traps' },
  { name: 'EXEPRIV', address: 0x1_0008, doc: 'System exception for privilege traps' },
  { name: 'EXECOPR', address: 0x1_000c, doc: 'System exception for coprocessor traps' },
  { name: 'TERMSIZE', address: 0x1_0064, doc: 'Two words: rows and columns of the screen' },
  { name: 'TERMINFO', address: 0x1_0064, doc: 'Two words: rows and columns of the screen' },
];
