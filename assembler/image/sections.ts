/** The sections of one translation unit and the one that is written to. */
import {
  type Chunk,
  chunkOf,
  createSection,
  flagsOfName,
  type InputSection,
  type SectionFlags,
} from './section.ts';

interface SectionState {
  readonly current: Chunk;
  readonly previous: Chunk | undefined;
}

export class Sections {
  readonly #byName = new Map<string, InputSection>();
  readonly #stack: SectionState[] = [];
  #previous: Chunk | undefined;
  current: Chunk;

  constructor() {
    this.current = chunkOf(this.section('.text'), 0);
  }

  get all(): readonly InputSection[] {
    return [...this.#byName.values()];
  }

  /** The section of that name, made when it is new. */
  section(name: string, flags?: SectionFlags, noBits?: boolean): InputSection {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const section = createSection(name, flags ?? flagsOfName(name), noBits ?? /^\.t?bss(\.|$)/.test(name));
    this.#byName.set(name, section);
    return section;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  switchTo(chunk: Chunk): void {
    this.#previous = this.current;
    this.current = chunk;
  }

  push(): void {
    this.#stack.push({ current: this.current, previous: this.#previous });
  }

  pop(): boolean {
    const state = this.#stack.pop();
    if (state === undefined) return false;
    this.current = state.current;
    this.#previous = state.previous;
    return true;
  }

  /** `.previous`: swaps with the section that was written to before this one. */
  swap(): boolean {
    const previous = this.#previous;
    if (previous === undefined) return false;
    this.switchTo(previous);
    return true;
  }
}
