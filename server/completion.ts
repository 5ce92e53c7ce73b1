/** What may be written at a place: mnemonics and macros where a statement begins, registers and symbols after it. */
import { featureText } from '../isa/features.ts';
import type { Analysis } from './analysis.ts';
import type { Place } from './lookup.ts';

export type CompletionKind = 'instruction' | 'macro' | 'register' | 'label' | 'constant';

export interface Completion {
  readonly name: string;
  readonly kind: CompletionKind;
  readonly detail: string;
}

/** Up to a word that begins a statement: nothing but labels. */
const beginsStatement = /^\s*(?:[\w.$]+:\s*)*[\w.$]*$/;

/** Does the author write mnemonics in upper case? */
function isUpperCase({ texts, result }: Analysis, file: string): boolean {
  const text = texts.get(file) ?? '';
  const first = result.program.statements.find(
    ({ kind, origin }) => kind === 'instruction' && origin.span.file === file,
  );
  if (first === undefined) return false;
  const { start, end } = first.origin.span;
  return text.slice(start, end).trimStart().startsWith(first.name.toUpperCase());
}

/** Each name once, the first of them. */
const distinct = (items: readonly Completion[]): readonly Completion[] => [
  ...new Map(items.toReversed().map(item => [item.name, item])).values(),
];

export function completionsAt(analysis: Analysis, { file, offset }: Place): readonly Completion[] {
  const { architecture, result, texts } = analysis;
  const text = texts.get(file) ?? '';
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const cased = (name: string): string => (isUpper ? name.toUpperCase() : name);
  const isUpper = isUpperCase(analysis, file);
  if (beginsStatement.test(before))
    return distinct([
      ...result.macros.map(
        ({ name, parameters }): Completion => ({
          name,
          kind: 'macro',
          detail: parameters.map(parameter => parameter.name).join(', '),
        }),
      ),
      ...architecture.instructions.rows.map(
        ({ mnemonic, doc, feature }): Completion => ({
          name: cased(mnemonic),
          kind: 'instruction',
          detail: [doc, featureText(architecture.features, feature)].filter(Boolean).join(' · '),
        }),
      ),
    ]);
  return distinct([
    ...result.program.symbols
      .filter(({ name }) => !/^\d+$/.test(name))
      .map(({ name, kind, value }): Completion => ({ name, kind, detail: `0x${value.toString(16)}` })),
    ...architecture.registers.map(
      ({ name, doc }): Completion => ({ name: cased(name), kind: 'register', detail: doc }),
    ),
  ]);
}
