/** Multiplication, division, random numbers, conversion. They touch no memory but the generator's word. */
import { monitorMemory } from '../../../isa/hawk/monitor.ts';
import type { Routine } from './routine.ts';

const multiply: Routine = ({ cpu }) => cpu.setR(3, Math.imul(cpu.r(3), cpu.r(4)));

function floor(single: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, single);
  return Math.floor(view.getFloat32(0));
}

export const arithmetic = {
  // The low 32 bits of a product are the same with and without signs.
  TIMES: multiply,
  TIMESU: multiply,
  DIVIDEU: ({ cpu }) => {
    const [dividend, divisor] = [cpu.r(3), cpu.r(4)];
    cpu.setR(3, divisor === 0 ? 0xffff_ffff : Math.floor(dividend / divisor));
    cpu.setR(4, divisor === 0 ? dividend : dividend % divisor);
  },
  RAND: ({ cpu, words }) => {
    const state = (Math.imul(words.word(monitorMemory.random), 1_103_515_245) + 12_345) >>> 0;
    words.setWord(monitorMemory.random, state);
    cpu.setR(3, (state >>> 16) & 0x7fff);
  },
  FTOI: ({ cpu }) => cpu.setR(3, floor(cpu.r(3))),
} satisfies Readonly<Record<string, Routine>>;
