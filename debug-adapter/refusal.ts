/** A request that cannot be done, with the sentence that the user is shown. */
export class Refusal {
  readonly sentence: string;
  constructor(sentence: string) {
    this.sentence = sentence;
  }
}

export const refuse = (sentence: string): Refusal => new Refusal(sentence);
