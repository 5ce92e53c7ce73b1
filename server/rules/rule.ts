/** A lint rule: its text, its check and its examples in one file. */
import type { AssembleResult, Severity, Span } from '../../assembler/program.ts';
import type { Architecture } from '../../isa/architecture.ts';
import type { Code } from '../../vectors/code.ts';
import type { SlotContext } from '../../vectors/context.ts';
import type { VectorTable } from '../../vectors/model.ts';
import type { EntryPaths } from '../../vectors/paths.ts';

export type Confidence = 'proved' | 'likely';

/** A replacement of text, in UTF-16 code units. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  /** `safe` keeps the meaning of correct code; `review` needs a look. */
  readonly applicability: 'safe' | 'review';
  readonly edits: readonly TextEdit[];
}

export interface Finding {
  readonly rule: string;
  readonly message: string;
  /** The stretch to underline, where the author can act. */
  readonly span: Span;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
  readonly fixes: readonly Fix[];
}

/** Everything that a rule may look at. */
export interface LintContext {
  readonly architecture: Architecture;
  readonly result: AssembleResult;
  readonly tables: readonly VectorTable[];
  /** The result as code, where the caller has it already. */
  readonly code?: Code;
  /** Text of a file that took part. */
  readonly text: (file: string) => string | undefined;
}

/** What the rules of one run share; expensive parts are made when first asked for. */
export interface RuleContext extends LintContext {
  readonly code: Code;
  /** How the interrupted context fares in every filled slot of a table. */
  readonly contextsOf: (table: VectorTable) => readonly SlotContext[];
  /** All paths of the code at an address, until it returns from an exception. */
  readonly pathsOf: (start: bigint) => EntryPaths;
  /** The same, but routines that it calls are taken to keep to the calling convention. */
  readonly routineOf: (start: bigint) => EntryPaths;
}

/** Source text with `//^^^ rule-id` markers under the places; good examples have none. */
export interface RuleExample {
  readonly title: string;
  readonly source: string;
}

export interface Rule {
  readonly id: string;
  /** Ids of the architectures that it is about. */
  readonly architectures: readonly string[];
  readonly title: string;
  /** Why the hardware cares, in Markdown, with the manual's section. */
  readonly explanation: string;
  readonly severity: Severity;
  readonly check: (context: RuleContext) => readonly Finding[];
  readonly bad: readonly RuleExample[];
  readonly good: readonly RuleExample[];
}
