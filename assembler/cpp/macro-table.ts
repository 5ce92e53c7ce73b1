/** The macros that have a meaning where the preprocessor stands: those given from outside, then those of the files. */
import type { SourceFlags } from '../compile-flags.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { MacroDefinition, Origin } from '../program.ts';
import { plainText } from '../text.ts';
import { type Macro, parseDefine, sameMacro } from './macros.ts';
import { assumed, predefined } from './predefined.ts';
import { type Token, tokenize } from './tokens.ts';

export class MacroTable {
  readonly #diagnostics: Diagnostics;
  readonly #macros = new Map<string, Macro>();
  /** The definition that is only assumed: a source may give another. */
  readonly #assumed: Macro | undefined;
  readonly #definitions: MacroDefinition[] = [];

  /** Begins with the compiler's own macros, and what its flags make of them. */
  constructor({ defines, undefines = [] }: SourceFlags, diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
    for (const [name, text] of Object.entries({ ...predefined, [assumed]: '1', ...defines }))
      this.#give(name, text);
    for (const name of undefines) this.undefine(name);
    this.#assumed = this.#macros.get(assumed);
  }

  get(name: string): Macro | undefined {
    return this.#macros.get(name);
  }

  has(name: string): boolean {
    return this.#macros.has(name);
  }

  /** Every `#define` that was obeyed, in order. */
  get definitions(): readonly MacroDefinition[] {
    return this.#definitions;
  }

  /** Whether a line names a macro at all; most lines do not and pass through as they are. */
  isNamedIn(text: string): boolean {
    for (const [name] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g))
      if (this.#macros.has(name) || name.startsWith('__')) return true;
    return false;
  }

  /** A macro from outside, as `-D` gives it. */
  #give(name: string, text: string): void {
    const line = plainText(`${name} ${text}`, { span: { file: '', start: 0, end: name.length } });
    const macro = parseDefine(tokenize(line), { file: '', start: 0, end: 0 }, true);
    if (!('error' in macro)) this.#macros.set(macro.definition.name, macro);
  }

  /** Obeys `#define`, whose tokens these are. */
  define(tokens: readonly Token[], origin: Origin): void {
    const macro = parseDefine(tokens, origin.span, false);
    if ('error' in macro) {
      this.#diagnostics.error('bad-define', macro.error, macro.at?.origin ?? origin);
      return;
    }
    const { name } = macro.definition;
    const old = this.#macros.get(name);
    if (old !== undefined && old !== this.#assumed && !sameMacro(old, macro)) {
      const related = old.given ? [] : [{ span: old.definition.nameSpan, message: 'defined here before' }];
      const message = `${name} is defined again with another meaning`;
      this.#diagnostics.report('warning', 'macro-redefined', message, tokens[0]!.origin, related);
    }
    this.#macros.set(name, macro);
    this.#definitions.push(macro.definition);
  }

  undefine(name: string): void {
    this.#macros.delete(name);
  }
}
