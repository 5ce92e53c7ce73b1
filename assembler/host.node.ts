/** Reading sources from disk. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FileReader, SyncFileReader } from './host.ts';

/** A file that cannot be read is one that is not there. */
export const diskReader: FileReader = {
  text: path => readFile(path, 'utf8').catch(() => undefined),
  binary: path => readFile(path).catch(() => undefined),
};

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export const diskReaderSync: SyncFileReader = {
  text: path => orUndefined(() => readFileSync(path, 'utf8')),
  binary: path => orUndefined(() => readFileSync(path)),
};
