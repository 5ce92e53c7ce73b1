/** Linker scripts as data: what GNU ld's command language says (ld manual, chapter 3). */
import type { Span } from '../program.ts';

export type ScriptExpression =
  | { readonly is: 'number'; readonly value: bigint }
  | { readonly is: 'name'; readonly name: string; readonly span: Span }
  | { readonly is: 'unary'; readonly operator: string; readonly a: ScriptExpression }
  | {
      readonly is: 'binary';
      readonly operator: string;
      readonly a: ScriptExpression;
      readonly b: ScriptExpression;
    }
  | {
      readonly is: 'conditional';
      readonly test: ScriptExpression;
      readonly yes: ScriptExpression;
      readonly no: ScriptExpression;
    }
  /** `ALIGN(8)`, `ADDR(.text)`: names of sections, regions and symbols are words. */
  | {
      readonly is: 'call';
      readonly name: string;
      readonly arguments: readonly ScriptExpression[];
      readonly span: Span;
    };

export interface Assignment {
  readonly is: 'assignment';
  /** `.` for the location counter. */
  readonly name: string;
  readonly value: ScriptExpression;
  /** Only when something uses the name and nothing defines it. */
  readonly provided: boolean;
  readonly hidden: boolean;
  readonly span: Span;
}

export interface Assertion {
  readonly is: 'assertion';
  readonly test: ScriptExpression;
  readonly message: string;
  readonly span: Span;
}

export type SortKey = 'name' | 'alignment' | 'init-priority';

/** One pattern of sections in `*(.text .text.*)`. */
export interface SectionPattern {
  readonly pattern: string;
  readonly excludedFiles: readonly string[];
  /** Outer key first. */
  readonly sort: readonly SortKey[];
}

export interface InputSections {
  readonly is: 'input';
  readonly file: string;
  readonly excludedFiles: readonly string[];
  /** All sections of the file when there are none. */
  readonly sections: readonly SectionPattern[];
  readonly sortFiles: boolean;
  readonly span: Span;
}

export interface DataStatement {
  readonly is: 'data';
  readonly size: 1 | 2 | 4 | 8;
  readonly value: ScriptExpression;
}

export interface FillStatement {
  readonly is: 'fill';
  readonly fill: Fill;
}

/** Bytes of a gap: a pattern of bytes, or the four bytes of a value, most significant first. */
export type Fill = { readonly bytes: Uint8Array } | { readonly value: ScriptExpression };

export type SectionStatement = Assignment | Assertion | InputSections | DataStatement | FillStatement;

export interface OutputSectionStatement {
  readonly is: 'section';
  readonly name: string;
  readonly address: ScriptExpression | undefined;
  /** `(NOLOAD)` and its kin. */
  readonly type: string | undefined;
  readonly loadAddress: ScriptExpression | undefined;
  readonly alignment: ScriptExpression | undefined;
  readonly inputAlignment: ScriptExpression | undefined;
  readonly statements: readonly SectionStatement[];
  readonly region: string | undefined;
  readonly loadRegion: string | undefined;
  readonly fill: Fill | undefined;
  readonly span: Span;
}

export interface Region {
  readonly name: string;
  /** Letters of sections that go here when they name no region; those after `!` are kept out. */
  readonly attributes: string;
  readonly origin: ScriptExpression;
  readonly length: ScriptExpression;
  readonly span: Span;
}

export type TopStatement = Assignment | Assertion | OutputSectionStatement;

export interface LinkerScript {
  readonly entry: { readonly name: string; readonly span: Span } | undefined;
  readonly regions: readonly Region[];
  /** Other name → region. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly statements: readonly TopStatement[];
  /** `EXTERN`: names that are used. */
  readonly externals: readonly string[];
}
