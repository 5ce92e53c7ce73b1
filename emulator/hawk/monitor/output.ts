/** Routines that write to the screen. */
import type { Routine } from './routine.ts';

/** Widest field that a routine fills: more is a mistake of the program. */
const widest = 1000;

const padded =
  (text: (value: number) => string, fill: string): Routine =>
  ({ cpu, screen }) => {
    screen.write(text(cpu.r(3)).padStart(Math.min(cpu.r(4) | 0, widest), fill));
  };

export const output = {
  DSPINI: ({ screen }) => screen.reset(),
  PUTAT: ({ cpu, screen, end }) => {
    if (screen.moveTo(cpu.r(3), cpu.r(4))) return;
    screen.write('\nPUTAT: the place is off the screen.');
    end('PUTAT off the screen');
    cpu.setR(1, 0);
  },
  PUTCHAR: ({ cpu, screen }) => screen.put(cpu.r(3) & 0xff),
  PUTSTR: ({ cpu, screen, words }) => screen.write(words.text(cpu.r(3))),
  PUTS: ({ cpu, screen, words }) => screen.write(`${words.text(cpu.r(3))}\n`),
  PUTHEX: padded(value => value.toString(16).toUpperCase(), '0'),
  PUTDEC: padded(value => `${value | 0}`, ' '),
  PUTDECU: padded(value => `${value}`, ' '),
} satisfies Readonly<Record<string, Routine>>;
