/** What an assembly language is to the rest of the house. */
import type { Architecture } from '../isa/architecture.ts';
import type { AssembleInput, AssembleResult, FileRequest, ObjectResult } from './program.ts';

/** A kind of text that an assembler leaves beside its source: an object, a listing. */
export interface OutputKind {
  /** As users ask for it: `object`. */
  readonly id: string;
  /** Takes the place of the source's own: `.o`. */
  readonly suffix: string;
  /** What it is, in a few words. */
  readonly doc: string;
  /** Written when nothing else is asked for. */
  readonly usual?: true;
  /** One for all files together, under the name of the first; every name has to be defined. */
  readonly linked?: true;
  /** Tells of errors too, so that it is made in spite of them. */
  readonly tellsErrors?: true;
}

export interface OutputFile {
  /** The source. */
  readonly file: string;
  readonly kind: OutputKind;
  readonly text: string;
}

export interface OutputOptions {
  /** Lines of a page of a listing; the dialect knows the usual number. */
  readonly pageLines?: number;
}

/** Outputs in formats of a dialect's own. */
export interface DialectOutputs {
  readonly kinds: readonly OutputKind[];
  /** All of them. */
  readonly make: (
    architecture: Architecture,
    input: AssembleInput,
    options?: OutputOptions,
  ) => readonly OutputFile[];
}

/** A file that comes with a dialect. */
export interface BundledFile {
  /** What places in it name as their file: a URI of the scheme `ventry-header`, which the server gives the text of. */
  readonly path: string;
  readonly text: string;
}

/** The scheme of the paths of bundled files. */
export const bundledScheme = 'ventry-header';

export interface Dialect {
  /** What `Architecture.dialect` names. */
  readonly id: string;
  readonly assemble: (architecture: Architecture, input: AssembleInput) => AssembleResult;
  /** Makes an ELF object of the main files; absent where objects have a format of their own. */
  readonly assembleObject?: (architecture: Architecture, input: AssembleInput) => ObjectResult;
  /** Files that `assemble` would ask for first, found without assembling. */
  readonly includesOf: (input: AssembleInput) => readonly FileRequest[];
  /**
   * What the text of a program of its own has: a section that it chooses, another file, a symbol for others. Texts
   * without any may be pieces of another; absent where every file is a program.
   */
  readonly ownWords?: RegExp;
  /** How comments are marked: to the end of a line, and where there are such, from an opening to a closing mark. */
  readonly comments: { readonly line: string; readonly block?: readonly [open: string, close: string] };
  /**
   * Lines that bring in another file, from the start of the line to behind the name: `open` is the mark before it,
   * `name` the file. With flags `g` and `m`.
   */
  readonly inclusion: RegExp;
  /** Files that come with the dialect, by the name under which a text brings them in. */
  readonly bundled: ReadonlyMap<string, BundledFile>;
  readonly outputs?: DialectOutputs;
}
