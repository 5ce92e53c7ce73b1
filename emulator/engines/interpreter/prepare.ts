/** A decoded instruction as a record: its form's questions answered, its slots filled. */
import type { Instruction } from '../../../isa/instruction.ts';
import type { Place } from '../../../isa/semantics.ts';
import type { Vocabulary } from '../../../isa/vocabulary.ts';
import { cellBytes, pageBytes, type StateLayout } from '../../core/state.ts';
import { boundValue } from './bound.ts';
import type { Plan } from './generate.ts';
import type { Slot } from './record.ts';
import type { Question, Variants } from './specialise.ts';

type RegisterPlace = Extract<Place, { readonly at: 'register' }>;

/** What an instruction set's instructions are prepared with. */
export class Preparation {
  readonly #vocabulary: Vocabulary;
  readonly #layout: StateLayout;
  readonly #view: DataView;
  readonly #unit: number;

  constructor(vocabulary: Vocabulary, layout: StateLayout, view: DataView, unit: number) {
    this.#vocabulary = vocabulary;
    this.#layout = layout;
    this.#view = view;
    this.#unit = unit;
  }

  /** The form that an instruction has. */
  formOf(variants: Variants<Plan>, instruction: Instruction): Plan {
    let at = variants;
    while ('question' in at) at = this.#answer(at.question, instruction) ? at.yes : at.no;
    return at.leaf;
  }

  #answer(question: Question, instruction: Instruction): boolean {
    switch (question.ask) {
      case 'holds':
        return boundValue(question.condition, instruction, this.#vocabulary) === 1n;
      case 'stack': {
        const { bank, index, special } = question.base;
        const numbered = this.#vocabulary.banks[bank]?.special[special];
        return numbered !== undefined && BigInt(numbered.number) === instruction.operands[index];
      }
      case 'near': {
        const target = boundValue(question.target, instruction, this.#vocabulary);
        const samePage = target / BigInt(pageBytes) === instruction.address / BigInt(pageBytes);
        return samePage && target % BigInt(this.#unit) === 0n;
      }
    }
  }

  /** Writes a form's slots into the record at `record`; `recordOf` finds records of the same page. */
  fill(
    slots: readonly Slot[],
    instruction: Instruction,
    record: number,
    recordOf: (address: bigint) => number,
  ): void {
    const view = this.#view;
    for (const slot of slots) {
      const at = record + slot.at;
      if (slot.holds === 'register') {
        view.setUint16(at, this.#cellOf(slot.place, instruction, slot.write) * cellBytes, true);
      } else if (slot.holds === 'record') {
        view.setUint32(at, recordOf(boundValue(slot.target, instruction, this.#vocabulary)), true);
      } else {
        const value = boundValue(slot.value, instruction, this.#vocabulary);
        if (slot.bytes === 8) view.setBigUint64(at, value, true);
        else if (slot.bytes === 4) view.setUint32(at, Number(value), true);
        else view.setUint8(at, Number(value & 0xffn));
      }
    }
  }

  #cellOf({ bank, index, special }: RegisterPlace, instruction: Instruction, write: boolean): number {
    const { indexes, zero, sink } = this.#layout;
    const number = Number(typeof index === 'number' ? index : instruction.operands[index]);
    const named = this.#vocabulary.banks[bank]!.special[special];
    if (named?.number !== number) return indexes.get(`${bank}${number}`)!;
    return named.cell === undefined ? (write ? sink : zero) : indexes.get(named.cell)!;
  }
}
