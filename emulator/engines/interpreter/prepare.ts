/** A decoded instruction as a record: its form's questions answered, its slots filled. */
import type { Instruction } from '../../../isa/instruction.ts';
import type { Place } from '../../../isa/semantics.ts';
import type { Vocabulary } from '../../../isa/vocabulary.ts';
import { cellBytes, type MachineState, pageBytes, type StateLayout } from '../../core/state.ts';
import { boundValue } from './bound.ts';
import type { CompiledInterpreter } from './compiled.ts';
import type { FastPaths, PlainCell } from './fast-paths.ts';
import type { Plan } from './generate.ts';
import type { PlainMove, Slot } from './record.ts';
import type { Question, Variants } from './specialise.ts';

type RegisterPlace = Extract<Place, { readonly at: 'register' }>;

/** What an instruction set's instructions are prepared with. */
export class Preparation {
  readonly #vocabulary: Vocabulary;
  readonly #layout: StateLayout;
  readonly #view: DataView;
  readonly #unit: number;
  readonly #fastPaths: FastPaths | undefined;

  constructor(state: MachineState, { instructions, shape, fastPaths }: CompiledInterpreter) {
    this.#vocabulary = instructions.vocabulary;
    this.#layout = state.layout;
    this.#view = state.view;
    this.#unit = shape.unit;
    this.#fastPaths = fastPaths;
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
      case 'plain':
        return this.#plainCell(question.move, instruction) !== undefined;
      case 'counter':
        return this.#plainCell(question.move, instruction)?.isCounter === true;
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
      switch (slot.holds) {
        case 'register':
          view.setUint16(at, this.#cellOf(slot.place, instruction, slot.write) * cellBytes, true);
          break;
        case 'record':
          view.setUint32(at, recordOf(boundValue(slot.target, instruction, this.#vocabulary)), true);
          break;
        case 'cell': {
          const { cell } = this.#plainCell(slot.move, instruction)!;
          view.setUint16(at, this.#layout.indexes.get(cell)! * cellBytes, true);
          break;
        }
        case 'mask':
          view.setBigUint64(at, this.#plainCell(slot.move, instruction)!.writeMask, true);
          break;
        case 'permission':
          view.setBigUint64(at, 0n, true);
          break;
        case 'value': {
          const value = boundValue(slot.value, instruction, this.#vocabulary);
          if (slot.bytes === 8) view.setBigUint64(at, value, true);
          else if (slot.bytes === 4) view.setUint32(at, Number(value), true);
          else view.setUint8(at, Number(value & 0xffn));
        }
      }
    }
  }

  #plainCell({ access, register }: PlainMove, instruction: Instruction): PlainCell | undefined {
    const value = boundValue(register, instruction, this.#vocabulary);
    return this.#fastPaths?.plainCell(access, Number(value));
  }

  #cellOf({ bank, index, special }: RegisterPlace, instruction: Instruction, write: boolean): number {
    const { indexes, zero, sink } = this.#layout;
    const number = Number(typeof index === 'number' ? index : instruction.operands[index]);
    const named = this.#vocabulary.banks[bank]!.special[special];
    if (named?.number !== number) return indexes.get(`${bank}${number}`)!;
    return named.cell === undefined ? (write ? sink : zero) : indexes.get(named.cell)!;
  }
}
