import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of an oracle program, undefined when it is not installed. */
export function tool(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
