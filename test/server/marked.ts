/** Sources with places marked by `‹name›`, analysed without a client. */
import { architectureOfDocument } from '../../isa/architectures.ts';
import { type Analysis, analyse, isPreprocessed } from '../../server/analysis.ts';
import type { Place } from '../../server/lookup.ts';
import { defaultSettings, type Settings } from '../../server/settings.ts';

export interface Marked {
  readonly analysis: Analysis;
  /** Place of a mark. */
  readonly at: (mark: string) => Place;
}

export interface MarkedOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Settings>;
  readonly file?: string;
}

export async function analyseMarked(source: string, options: MarkedOptions = {}): Promise<Marked> {
  const file = options.file ?? '/w/main.S';
  const marks = new Map<string, number>();
  let text = '';
  for (const [index, part] of source.split(/‹([^›]*)›/).entries()) {
    if (index % 2 === 0) text += part;
    else marks.set(part, text.length);
  }
  const analysis = await analyse({
    file,
    text,
    preprocess: isPreprocessed(file),
    architecture: architectureOfDocument(file, ''),
    settings: { ...defaultSettings, ...options.settings },
    host: {
      readText: async path => options.files?.[path],
      readBytes: async () => undefined,
    },
  });
  return { analysis: analysis!, at: mark => ({ file, offset: marks.get(mark)! }) };
}
