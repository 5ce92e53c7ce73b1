/** The guest's console as text: whole characters whatever the pieces, gathered for a moment. */

/** Characters that are gathered at most before they are sent on. */
const gatheredAtMost = 4096;

export class GuestOutput {
  readonly #send: (text: string) => void;
  readonly #defer: (task: () => void) => void;
  readonly #decoder = new TextDecoder();
  #text = '';
  #isFlushPlanned = false;

  constructor(send: (text: string) => void, defer: (task: () => void) => void) {
    this.#send = send;
    this.#defer = defer;
  }

  /** UTF-8, in any pieces. */
  write(bytes: Uint8Array): void {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    if (this.#text.length >= gatheredAtMost) this.flush();
    else if (!this.#isFlushPlanned) {
      this.#isFlushPlanned = true;
      this.#defer(() => this.flush());
    }
  }

  /** Sends what has been gathered: before anything else that the client must see after it. */
  flush(): void {
    this.#isFlushPlanned = false;
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#send(text);
  }
}
