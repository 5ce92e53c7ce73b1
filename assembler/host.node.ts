/** Reading sources from disk. */
import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { FileReader, SyncFileReader } from './host.ts';

/** Largest file that is read, in bytes: as many as an image may have. */
export const largestFile = 64 * 1024 * 1024;

/** Devices and pipes have no end, and what is too large would fill memory: neither is read. */
const isReadable = (file: { isFile(): boolean; readonly size: number }): boolean =>
  file.isFile() && file.size <= largestFile;

/** Contents of a file; undefined for what is not there, is no ordinary file, cannot be read or is too large. */
export async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    return isReadable(await stat(path)) ? await readFile(path) : undefined;
  } catch {
    return undefined;
  }
}

/** The same at once. */
function readBytesSync(path: string): Buffer | undefined {
  try {
    return isReadable(statSync(path)) ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/** The same as text. */
export const readText = async (path: string): Promise<string | undefined> =>
  (await readBytes(path))?.toString('utf8');

/** A file that cannot be read is one that is not there. */
export const diskReader: FileReader = { text: readText, binary: readBytes };

export const diskReaderSync: SyncFileReader = {
  text: path => readBytesSync(path)?.toString('utf8'),
  binary: readBytesSync,
};
