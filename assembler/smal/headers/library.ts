/** Headers of the monitor's routines and data. */
import { monitorData, monitorRoutines } from '../../../isa/hawk/monitor.ts';

const documentation = new Map(
  [...monitorRoutines, ...monitorData].map(({ name, doc }) => [name as string, doc]),
);

/** A header that declares these names. */
const header = (file: string, about: string, names: readonly string[]): string => {
  const lines = names.map(name => `        EXT     ${name.padEnd(8)}; ${documentation.get(name)}`);
  return `; ${file} -- ${about}\n${lines.join('\n')}\n`;
};

const display = ['PUTAT', 'PUTCHAR', 'PUTSTR', 'PUTS', 'PUTHEX', 'PUTDEC', 'PUTDECU', 'TERMSIZE', 'TERMINFO'];
const keyboard = ['GETCHAR', 'GETS'];
const numbers = ['TIMES', 'TIMESU', 'DIVIDEU', 'RAND'];
const memory = ['MALLOC', 'FREE'];
const strings = ['STRLEN', 'STRCPY', 'STRNCPY', 'STRCAT', 'STRNCAT', 'STRCMP'];

export const stdioHeader = header('stdio.h', 'display and keyboard', ['EXIT', ...display, ...keyboard]);
export const stdlibHeader = header('stdlib.h', 'numbers and memory', ['EXIT', ...numbers, ...memory]);
export const stringHeader = header('string.h', 'strings that end in a zero byte', strings);
