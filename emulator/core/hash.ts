/** FNV-1a over 32-bit words, twice with different offsets: a fingerprint for comparing runs, not security. */
export class Hash {
  #a = 0x811c9dc5;
  #b = 0x01000193;

  add(word: number): void {
    this.#a = Math.imul(this.#a ^ word, 0x01000193);
    this.#b = Math.imul(this.#b ^ word ^ (word >>> 15), 0x85ebca6b);
  }

  addWords(words: Uint32Array): void {
    for (let at = 0; at < words.length; at++) this.add(words[at]!);
  }

  addText(text: string): void {
    for (let at = 0; at < text.length; at++) this.add(text.charCodeAt(at));
  }

  /** 16 hexadecimal digits. */
  digest(): string {
    return [this.#a, this.#b].map(half => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
