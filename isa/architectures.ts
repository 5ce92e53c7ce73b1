/** The one list of architectures: everything else finds a machine by its id here. */
import { a64 } from './a64/architecture.ts';
import type { Architecture } from './architecture.ts';
import { hawk } from './hawk/architecture.ts';

export const architectures: readonly [Architecture, ...Architecture[]] = [a64, hawk];

/** An architecture by its id; undefined when there is none. */
export const architectureById = (id: string): Architecture | undefined =>
  architectures.find(architecture => architecture.id === id);

/** The architecture whose sources have names that end like this file's; undefined when none says so. */
export const architectureOfFile = (file: string): Architecture | undefined =>
  architectures.find(({ fileSuffixes }) => fileSuffixes.some(suffix => file.endsWith(suffix)));

/** The architecture of a document: by its language id, else by its name, else the first. */
export const architectureOfDocument = (file: string, languageId: string): Architecture =>
  architectures.find(({ languages }) => languages.includes(languageId)) ??
  architectureOfFile(file) ??
  architectures[0];
