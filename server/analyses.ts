/**
 * Keeps an analysis for every open document. A change starts one; changes that follow close upon each other wait for a
 * pause; a newer change stops it; what is published was always made from the texts that are open now.
 */
import { architectureOfDocument } from '../isa/architectures.ts';
import { type Analysis, analyse, isPreprocessed } from './analysis.ts';
import type { Workspace } from './workspace.ts';

/** Milliseconds without a change before the analysis of a text starts that changes again and again. */
const pause = 100;
/** Milliseconds before that of the first change for a while: for the messages that are on their way already. */
const start = 5;

interface Entry {
  /** Grows with every reason to analyse again. */
  generation: number;
  /** When it last had such a reason. */
  changed: number;
  timer?: ReturnType<typeof setTimeout>;
  running?: { readonly generation: number; readonly done: Promise<void> };
  last?: { readonly generation: number; readonly analysis: Analysis };
}

export class Analyses {
  readonly #workspace: Workspace;
  readonly #failed: (error: unknown) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners: ((file: string) => void)[] = [];

  constructor(workspace: Workspace, failed: (error: unknown) => void) {
    this.#workspace = workspace;
    this.#failed = failed;
  }

  /** Calls back with the file whose analysis is new, or that was closed. */
  onChange(listener: (file: string) => void): void {
    this.#listeners.push(listener);
  }

  /** The newest finished analyses. */
  get all(): readonly Analysis[] {
    return [...this.#entries.values()].flatMap(entry =>
      entry.last === undefined ? [] : [entry.last.analysis],
    );
  }

  /** A text, or a file on disk, is not what it was: everything that was made from it is made again. */
  changed(file: string): void {
    if (this.#workspace.document(file) !== undefined && !this.#entries.has(file))
      this.#entries.set(file, { generation: 0, changed: Number.NEGATIVE_INFINITY });
    for (const [main, entry] of this.#entries) {
      const used = entry.last?.analysis;
      if (main === file || used?.texts.has(file) || used?.missing.has(file)) this.#schedule(main, entry);
    }
  }

  /** Settings or trust changed. */
  allChanged(): void {
    for (const [main, entry] of this.#entries) this.#schedule(main, entry);
  }

  closed(file: string): void {
    const entry = this.#entries.get(file);
    if (entry !== undefined) {
      clearTimeout(entry.timer);
      entry.generation++;
      this.#entries.delete(file);
      this.#tell(file);
    }
    this.changed(file);
  }

  /** Stops everything; nothing is published any more. */
  dispose(): void {
    for (const entry of this.#entries.values()) {
      clearTimeout(entry.timer);
      entry.generation++;
    }
    this.#entries.clear();
  }

  /**
   * The analysis that speaks for a file: that of an open document which includes it, since macros and symbols
   * may come from there, else its own. Waits until it is up to date; undefined when the file is not open.
   */
  async about(file: string, cancelled: () => boolean): Promise<Analysis | undefined> {
    const own = await this.current(file, cancelled);
    const owner = this.ownersOf(file)[0];
    return owner === undefined ? own : ((await this.current(owner.file, cancelled)) ?? own);
  }

  /** Analyses of other open documents that include a file. */
  ownersOf(file: string): readonly Analysis[] {
    return this.all.filter(analysis => analysis.file !== file && analysis.result.filesUsed.includes(file));
  }

  /** A document's own analysis, up to date. */
  async current(file: string, cancelled: () => boolean): Promise<Analysis | undefined> {
    while (!cancelled()) {
      const entry = this.#entries.get(file);
      if (entry === undefined) return undefined;
      if (entry.last?.generation === entry.generation) return entry.last.analysis;
      await this.#start(file, entry);
    }
    return undefined;
  }

  #schedule(file: string, entry: Entry): void {
    entry.generation++;
    clearTimeout(entry.timer);
    const now = performance.now();
    const wait = now - entry.changed < pause ? pause : start;
    entry.changed = now;
    entry.timer = setTimeout(() => void this.#start(file, entry), wait);
  }

  #start(file: string, entry: Entry): Promise<void> {
    clearTimeout(entry.timer);
    const { generation } = entry;
    if (entry.running?.generation === generation) return entry.running.done;
    const done = this.#run(file, entry, generation).catch(error => {
      this.#failed(error);
      // A failure is not tried again until something changes.
      if (entry.generation === generation) this.#entries.delete(file);
    });
    entry.running = { generation, done };
    return done;
  }

  async #run(file: string, entry: Entry, generation: number): Promise<void> {
    const document = this.#workspace.document(file);
    if (document === undefined) return;
    const cancelled = (): boolean => entry.generation !== generation;
    const settings = await this.#workspace.settingsFor(document.uri);
    const text = document.getText();
    const analysis = await analyse({
      file,
      text,
      preprocess: isPreprocessed(file, document.languageId),
      architecture: architectureOfDocument(file, document.languageId),
      settings,
      host: this.#workspace.hostFor(settings),
      ...(entry.last && { previous: entry.last.analysis }),
      cancelled,
    });
    if (analysis === undefined || cancelled()) return;
    if (this.#outdated(analysis)) {
      this.#schedule(file, entry);
      return;
    }
    entry.last = { generation, analysis };
    this.#tell(file);
  }

  /** An open text changed while the analysis was reading. */
  #outdated({ texts }: Analysis): boolean {
    return [...texts].some(([path, text]) => {
      const open = this.#workspace.document(path);
      return open !== undefined && open.getText() !== text;
    });
  }

  #tell(file: string): void {
    for (const listener of this.#listeners) listener(file);
  }
}
