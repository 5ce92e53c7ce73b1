/** Strings: bytes up to a zero byte. */
import type { GuestWords } from './guest-words.ts';
import type { Routine } from './routine.ts';

/** Copies at most `limit` characters and, where the string ended before, its zero byte. */
function copy(words: GuestWords, to: number, from: number, limit: number): number {
  for (let at = 0; at < limit; at++) {
    const code = words.byte(from + at);
    words.setByte(to + at, code);
    if (code === 0) return at;
  }
  return limit;
}

const unlimited = 2 ** 32;

export const strings = {
  STRLEN: ({ cpu, words }) => cpu.setR(3, words.length(cpu.r(3))),
  STRCPY: ({ cpu, words }) => {
    copy(words, cpu.r(3), cpu.r(4), unlimited);
  },
  STRNCPY: ({ cpu, words }) => {
    copy(words, cpu.r(3), cpu.r(4), cpu.r(5));
  },
  STRCAT: ({ cpu, words }) => {
    copy(words, cpu.r(3) + words.length(cpu.r(3)), cpu.r(4), unlimited);
  },
  STRNCAT: ({ cpu, words }) => {
    const end = cpu.r(3) + words.length(cpu.r(3));
    const copied = copy(words, end, cpu.r(4), cpu.r(5));
    words.setByte(end + copied, 0);
  },
  STRCMP: ({ cpu, words }) => {
    const [left, right] = [cpu.r(3), cpu.r(4)];
    let at = 0;
    while (words.byte(left + at) !== 0 && words.byte(left + at) === words.byte(right + at)) at++;
    cpu.setR(3, words.byte(left + at) - words.byte(right + at));
  },
} satisfies Readonly<Record<string, Routine>>;
