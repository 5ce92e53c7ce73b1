/** The sections of one translation unit and the one that is written to. */
import { kindOfName, type SectionKind } from '../elf/section-kinds.ts';
import { type Chunk, chunkOf, createSection, type InputSection } from './section.ts';

interface SectionState {
  readonly current: Chunk;
  readonly previous: Chunk | undefined;
}

/** Sections of one name are different ones in different groups. */
const keyOf = (name: string, group: string | undefined): string =>
  group === undefined ? name : `${name}\0${group}`;

export class Sections {
  readonly #byName = new Map<string, InputSection>();
  readonly #stack: SectionState[] = [];
  #previous: Chunk | undefined;
  readonly #created: (section: InputSection) => void;
  current: Chunk;

  /** `created` is told of every new section. */
  constructor(created: (section: InputSection) => void) {
    this.#created = created;
    this.current = chunkOf(this.section('.text'), 0);
    // These two are in every object, empty or not.
    this.section('.data');
    this.section('.bss');
  }

  get all(): readonly InputSection[] {
    return [...this.#byName.values()];
  }

  /** The section of that name in that group, made when it is new. */
  section(name: string, kind?: SectionKind): InputSection {
    const key = keyOf(name, kind?.group?.name);
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    const section = createSection(name, kind ?? kindOfName(name));
    this.#byName.set(key, section);
    this.#created(section);
    return section;
  }

  /** The section of that name in that group, if there is one. */
  find(name: string, group?: string): InputSection | undefined {
    return this.#byName.get(keyOf(name, group));
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
