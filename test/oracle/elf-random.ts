/** Random sources of symbols, sections and relocations: the same for the same random numbers. */

const symbols = Array.from({ length: 14 }, (_, n) => `sym${n}`);
const sections = [
  '.text',
  '.data',
  '.section .text.more, "ax"',
  '.section .rodata.x, "a"',
  '.section .tdata, "awT"',
  '.section .own, "awx"',
];
const accesses = ['ldrb w1', 'ldrh w1', 'ldr w1', 'ldr x1', 'str q1', 'ldrsw x1', 'str d1'];
const groups = ['g0', 'g0_nc', 'g1', 'g1_nc', 'g2', 'g2_nc', 'g3'];
const branches = ['b', 'bl', 'cbz x1,', 'b.ne', 'tbnz w2, #3,', 'adr x3,', 'ldr x4,', 'adrp x5,'];
const thread = [
  'adrp x0, :gottprel:',
  'ldr x0, [x0, :gottprel_lo12:',
  'add x0, x0, :tprel_hi12:',
  'add x0, x0, :tprel_lo12_nc:',
  'adrp x0, :tlsdesc:',
];

export function randomSource(random: () => number): string {
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)]!;
  const symbol = (): string => (random() < 0.2 ? `out${below(4)}` : pick(symbols));
  const place = (): string => `${symbol()}${random() < 0.3 ? ` + ${4 * below(10)}` : ''}`;
  const group = (): string => pick(groups);
  // Half of the sources have nothing that moves instructions off their alignment.
  const step = pick([1, 4]);
  const undefinedLabels = new Set(symbols);
  const statements: readonly (() => string)[] = [
    () => 'nop',
    () => `${pick(branches)} ${place()}`,
    () => `add x0, x0, :lo12:${place()}`,
    () => `${pick(accesses)}, [x0, :lo12:${symbol()}]`,
    () => `movz x0, #:abs_${group()}:${place()}`,
    () => `${random() < 0.5 ? 'movz' : 'movk'} x0, #:prel_${group()}:${place()}`,
    () => `adrp x0, :got:${symbol()}`,
    () => `ldr x0, [x0, :got_lo12:${symbol()}]`,
    () => `.quad ${place()}, ${below(1000)}`,
    () => `.word ${place()} - .`,
    () => (step === 1 ? `.hword ${below(60000)}` : `.hword ${below(60000)}, ${below(9)}`),
    () => `.byte ${Array.from({ length: step }, () => below(256)).join(', ')}`,
    () => `.ascii "${'abcdefgh'.slice(0, step * (1 + below(2)))}"`,
    () => `.p2align ${below(5)}`,
    () => `.skip ${step * (1 + below(3))}`,
    () => `ldr x${below(9)}, =${random() < 0.5 ? place() : below(1 << 30)}`,
    () => '.ltorg',
    () => pick(sections),
    () => `.globl ${symbol()}`,
    () => `.weak ${pick(symbols)}`,
    () => `.hidden ${symbol()}`,
    () => `.type ${pick(symbols)}, %${pick(['function', 'object'])}`,
    () => `.size ${pick(symbols)}, ${below(64)}`,
    () => {
      const line = pick(thread);
      return `${line}thread${below(2)}${line.includes('[') ? ']' : ''}`;
    },
  ];
  const lines: string[] = ['.text'];
  for (let n = 0; n < 60; n++) {
    const [next] = undefinedLabels;
    if (next !== undefined && random() < 0.25) {
      undefinedLabels.delete(next);
      lines.push(`${next}:`);
    }
    lines.push(` ${pick(statements)()}`);
  }
  for (const name of undefinedLabels) lines.push(`${name}:`);
  return `${lines.join('\n')}\n .text\n nop\n`;
}

/** Numbers from 0 to 1, the same for the same start. */
export function randomFractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
