/**
 * URIs of the protocol and the names that files have inside: for `file:` a path with forward slashes and a
 * lower-case drive letter, else the URI itself. Independent of the platform that the server runs on.
 */
import { URI } from 'vscode-uri';

/** Name of the file that a URI stands for. */
export function pathOfUri(uri: string): string {
  const { scheme, authority, path } = URI.parse(uri);
  if (scheme !== 'file') return uri;
  if (authority !== '') return `//${authority}${path}`;
  return /^\/[A-Za-z]:/.test(path) ? path[1]!.toLowerCase() + path.slice(2) : path;
}

/** URI of a file, in the encoding that VS Code uses too. */
export function uriOfPath(path: string): string {
  const share = /^\/\/([^/]+)(\/.*)$/.exec(path);
  if (share !== null) return URI.from({ scheme: 'file', authority: share[1]!, path: share[2]! }).toString();
  if (/^[A-Za-z]:\//.test(path)) return URI.from({ scheme: 'file', path: `/${path}` }).toString();
  return path.startsWith('/') ? URI.from({ scheme: 'file', path }).toString() : path;
}

/** A path as people write it in settings: backslashes and any drive letter. */
export function normalizePath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return /^[A-Za-z]:/.test(slashed) ? slashed[0]!.toLowerCase() + slashed.slice(1) : slashed;
}

/** Is this a file on disk (and no editor buffer, archive or remote file system)? */
export const isOnDisk = (path: string): boolean => path.startsWith('/') || /^[a-z]:\//.test(path);

/** Does the file lie in the folder, at any depth? */
export function isInside(path: string, folder: string): boolean {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(base) && !path.slice(base.length).split('/').includes('..');
}
