/**
 * The monitor as a program is linked with it: the places of its routines and data. The routines themselves
 * belong to the board.
 */

/** Routine → address. EXIT halts: execution that comes to 0 stops. */
export const monitorRoutines: Readonly<Record<string, number>> = {
  EXIT: 0x000,
  DSPINI: 0x32c,
  PUTAT: 0x36a,
  PUTCHAR: 0x3e8,
  PUTSTR: 0x51a,
  PUTS: 0x530,
  PUTHEX: 0x542,
  PUTDEC: 0x592,
  PUTDECU: 0x59e,
  GETCHAR: 0x606,
  GETS: 0x618,
  TIMES: 0x664,
  TIMESU: 0x67e,
  DIVIDEU: 0x69a,
  RAND: 0x6b2,
  MALLOC: 0x6d8,
  FREE: 0x7c6,
  STRLEN: 0x898,
  STRCPY: 0x8d8,
  STRNCPY: 0x956,
  STRCAT: 0x9fe,
  STRNCAT: 0xa28,
  STRCMP: 0xa5a,
  FTOI: 0xa74,
};

/** Common blocks in order, with their sizes in bytes. */
export const monitorCommons: Readonly<Record<string, number>> = {
  SYSEXCEPT: 16,
  SVFATAL: 72,
  DSPCOM: 20,
  RANDNEXT: 4,
};

/** Data → block and offset. */
export const monitorData: Readonly<Record<string, readonly [block: string, offset: number]>> = {
  EXBUSTR: ['SYSEXCEPT', 0],
  EXINSTR: ['SYSEXCEPT', 4],
  EXEPRIV: ['SYSEXCEPT', 8],
  EXECOPR: ['SYSEXCEPT', 12],
  TERMSIZE: ['DSPCOM', 12],
  TERMINFO: ['DSPCOM', 12],
};
