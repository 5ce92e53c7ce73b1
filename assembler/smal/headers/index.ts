/** Header files that come with the assembler. Their texts are ours, after the published facts. */
import { type BundledFile, bundledScheme } from '../../dialect.ts';
import { exceptionsHeader } from './exceptions.ts';
import { floatHeader } from './float.ts';
import { hawkHeader } from './hawk.ts';
import { stdioHeader, stdlibHeader, stringHeader } from './library.ts';

/** USE of this file makes the machine's instructions and registers known. */
export const instructionHeader = 'hawk.h';

const texts: Readonly<Record<string, string>> = {
  [instructionHeader]: hawkHeader,
  'stdio.h': stdioHeader,
  'stdlib.h': stdlibHeader,
  'string.h': stringHeader,
  'float.h': floatHeader,
  'exceptions.h': exceptionsHeader,
};

/** By the name that USE gives. */
export const bundledFiles: ReadonlyMap<string, BundledFile> = new Map(
  Object.entries(texts).map(([name, text]) => [name, { path: `${bundledScheme}:/smal/${name}`, text }]),
);
