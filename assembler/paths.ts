/** Paths as the host names its files: plain paths or URIs, with `/` or, on Windows, `\` between the parts. */

/** Everything before the last separator; empty for a bare name. */
export function directoryOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'), 0));
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\]|[A-Za-z][A-Za-z0-9+.-]*:\/)/.test(path);
}

/** `name` seen from `directory`, with `.` and `..` resolved as far as the text allows. */
export function joinPath(directory: string, name: string): string {
  const whole = isAbsolute(name) || directory === '' ? name : `${directory}/${name}`;
  const head = /^(?:[A-Za-z][A-Za-z0-9+.-]+:\/\/[^/]*\/|[A-Za-z]:[/\\]|[/\\]+)?/.exec(whole)![0];
  const parts: string[] = [];
  for (const part of whole.slice(head.length).split(/[/\\]+/)) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (part !== '..' || head === '') parts.push(part);
  }
  return head + parts.join(head.includes('\\') ? '\\' : '/');
}

/**
 * Paths to try for an include, in order: for a quoted name the directory of the file that asks comes first,
 * then the include paths.
 */
export function includeCandidates(
  name: string,
  how: 'include' | 'include-system' | 'binary',
  from: string,
  includePaths: readonly string[],
): string[] {
  const directories = how === 'include-system' ? includePaths : [directoryOf(from), ...includePaths];
  return [...new Set(directories.map(directory => joinPath(directory, name)))];
}
