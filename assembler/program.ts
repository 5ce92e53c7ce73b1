/** What comes out of the assembler (and of a loader): bytes, symbols, and for every byte where it came from. */
import type { SourceFlags } from './compile-flags.ts';
import type { ElfObject } from './elf/object.ts';

/** A stretch of one source file, in UTF-16 code units from its start. */
export interface Span {
  /** Path or URI as the host named the file. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where something came from: a tree. The innermost span is the text itself (a line of a macro body); `parent`
 * says through which call, include or repetition it got here. The outermost is what the author wrote last.
 */
export interface Origin {
  readonly span: Span;
  readonly parent?: {
    readonly how: 'macro' | 'include' | 'repeat' | 'define';
    /** Macro or file name; `.rept` for repetitions. */
    readonly name: string;
    /** Iteration of a repetition, or the number of the macro call (`\@`). */
    readonly count?: number;
    readonly at: Origin;
  };
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What was found wrong in a text. Users' errors are values, never exceptions. */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stable code: `unknown-mnemonic`, `macro-arguments`, … */
  readonly code: string;
  readonly message: string;
  /** Where the author can act: the outermost call, not the macro's inside. */
  readonly span: Span;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
}

/** One section with its bytes. Its bytes are laid at `address` by the layout. */
export interface Section {
  readonly name: string;
  readonly flags: { readonly alloc: boolean; readonly write: boolean; readonly exec: boolean };
  readonly alignment: number;
  readonly address: bigint;
  /** Where its bytes are put at first, when the program moves them to `address` itself. */
  readonly loadAddress?: bigint;
  /** A script keeps it out of files (`.bss`, `NOLOAD`): zeros. */
  readonly noBits?: true;
  readonly bytes: Uint8Array;
}

export interface ProgramSymbol {
  readonly name: string;
  /** Absolute value after layout. */
  readonly value: bigint;
  /** Section name; absent for absolute symbols. */
  readonly section?: string;
  readonly origin: Origin;
  readonly binding: 'local' | 'global' | 'weak';
  readonly type?: 'function' | 'object';
  readonly kind: 'label' | 'constant';
}

/** A name that is used and defined nowhere: code in C or Rust, another file. It is unknown, not wrong. */
export interface ExternalSymbol {
  readonly name: string;
  /** Address of the stub that stands in for it in the laid-out image. */
  readonly stub: bigint;
  readonly uses: readonly Origin[];
}

/** What one statement of the source made, in source order after all expansion. */
export interface Statement {
  readonly kind: 'instruction' | 'data' | 'alignment' | 'fill' | 'literal-pool' | 'org' | 'unknown';
  readonly origin: Origin;
  readonly section: string;
  /** Absolute address and length in bytes (0 for an alignment that was already met). */
  readonly address: bigint;
  readonly size: number;
  /** Mnemonic or directive as written, lower case (`ldp`, `.align`). */
  readonly name: string;
  /** For `alignment`: the alignment asked for, in bytes. */
  readonly alignment?: number;
  /** The value is not known for certain (a missing header, an external symbol): stay silent about it. */
  readonly uncertain: boolean;
}

/** A program laid out in memory. */
export interface Program {
  readonly sections: readonly Section[];
  readonly symbols: readonly ProgramSymbol[];
  readonly externals: readonly ExternalSymbol[];
  readonly statements: readonly Statement[];
  /** Address of `_start`, else of the first executable section. */
  readonly entry: bigint;
}

/** A macro definition (`.macro` or `#define`). */
export interface MacroDefinition {
  readonly name: string;
  readonly how: 'macro' | 'define';
  readonly parameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly vararg: boolean;
    readonly default?: string;
  }[];
  /** The name in its definition. */
  readonly nameSpan: Span;
  /** The whole definition. */
  readonly span: Span;
}

/** A use of a macro. `arguments` are as written, by parameter name after binding. */
export interface MacroCall {
  readonly name: string;
  readonly how: 'macro' | 'define';
  readonly origin: Origin;
  /** The name where it is used. */
  readonly nameSpan: Span;
  readonly definition: MacroDefinition;
  readonly arguments: Readonly<Record<string, string>>;
  /** Arguments as given, in order, with their places. */
  readonly given: readonly { readonly text: string; readonly span: Span; readonly keyword?: string }[];
  /** What is wrong with the arguments, in words; empty when they fit. */
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
}

/** A use of a symbol in source text, for definition and references. */
export interface SymbolUse {
  readonly name: string;
  readonly span: Span;
}

/** A file that the text asks for and that the host has not given yet. */
export interface FileRequest {
  /** As written: `asm/sysreg.h`. */
  readonly name: string;
  readonly how: 'include' | 'include-system' | 'binary';
  /** Paths to try, in order. */
  readonly candidates: readonly string[];
  readonly span: Span;
}

export interface AssembleInput extends SourceFlags {
  /** Files to assemble, in order; keys of `files`. */
  readonly main: readonly string[];
  /** Every text the host has read so far, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Contents for `.incbin`, by path. */
  readonly binaries?: ReadonlyMap<string, Uint8Array>;
  /** Paths that the host has looked for in vain. */
  readonly missing: ReadonlySet<string>;
  /** Main files that are read with flags of their own instead of those here. */
  readonly flags?: ReadonlyMap<string, SourceFlags>;
  /** Values for `{name}` operands of Rust's `global_asm!`. */
  readonly operands: Readonly<Record<string, string>>;
  /** Address of the first allocated section; others follow at their alignment. */
  readonly loadAddress: bigint;
  /** A script that lays the program out, key of `files`; sources and objects (`.o`) go where it says. */
  readonly linkerScript?: string;
  /** Symbols that are defined before the first line (`--defsym`), by name; their values are expressions. */
  readonly symbols?: Readonly<Record<string, string>>;
  /** Describe the lines of the source in an object, for debuggers (`-g`): the folder that file names count from. */
  readonly debugDirectory?: string;
  readonly limits: AssembleLimits;
}

/** Bounds on work, reported as a diagnostic when hit. */
export interface AssembleLimits {
  readonly macroDepth: number;
  readonly includeDepth: number;
  /** Statements after expansion. */
  readonly statements: number;
  /** Bytes of the image. */
  readonly bytes: number;
  readonly expressionDepth: number;
  /** Diagnostics kept per file. */
  readonly diagnostics: number;
}

/** A relocatable object instead of a program; several files are read one after the other, as one. */
export type ObjectResult = Omit<AssembleResult, 'program'> & {
  readonly object: ElfObject;
  /** What each statement made, in source order, at offsets in its section. */
  readonly statements: readonly Statement[];
};

export interface AssembleResult {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
  readonly macros: readonly MacroDefinition[];
  readonly calls: readonly MacroCall[];
  readonly uses: readonly SymbolUse[];
  /** Files to read before calling again; empty when done. */
  readonly needs: readonly FileRequest[];
  /** Files that were read on the way, the main ones included. */
  readonly filesUsed: readonly string[];
  /** Some header was missing: symbols and sizes may be unknown. */
  readonly incomplete: boolean;
}
