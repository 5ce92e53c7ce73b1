/** Comparison of file paths as clients send them: drive letters and separators differ, the file is the same. */

const isWindowsPath = (path: string): boolean => /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\');

/** One spelling for all spellings of a path. Windows paths are compared without case, others exactly. */
export function pathKey(path: string): string {
  const plain = path.startsWith('file://') ? fromFileUri(path) : path;
  if (!isWindowsPath(plain)) return plain.replace(/\/{2,}/g, '/');
  return plain.replace(/[\\/]+/g, '/').toLowerCase();
}

export const samePath = (a: string, b: string): boolean => pathKey(a) === pathKey(b);

/** Last part of a path. */
export const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

function fromFileUri(uri: string): string {
  const path = decodeURIComponent(uri.slice('file://'.length));
  return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
}
