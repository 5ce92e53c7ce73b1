/** Random words, and what llvm-mc and ventry make of them. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstructionSet } from '../../../isa/instruction.ts';
import { randomNumbers, wordsOf } from '../../isa/random-words.ts';
import { inDirectory } from '../gas-assemble.ts';
import { llvmFeatures } from './assemblers.ts';

/** Half of them uniform; half valid or nearly so: words of rows with no bit, one or two changed. */
export function randomWords(set: InstructionSet, count: number, seed: number): Uint32Array {
  const random = randomNumbers(seed);
  const rows = set.rows.filter(({ aliasOf }) => aliasOf === undefined);
  const words = new Uint32Array(count);
  for (let at = 0; at < count / 2; at++) words[at] = random();
  for (let at = Math.ceil(count / 2); at < count; ) {
    for (const word of wordsOf(set, rows[random() % rows.length]!, 16, random)) {
      if (at === count) break;
      const changes = random() % 3;
      let changed = word;
      for (let change = 0; change < changes; change++) changed ^= 1 << (random() % 32);
      words[at++] = changed;
    }
  }
  return words;
}

/** Runs the disassembler; `messages` says of which words it knows nothing, `text` is what it makes of the others. */
function disassemble(
  words: Uint32Array,
  withText: boolean,
): { readonly messages: string; readonly text: string } {
  return inDirectory(directory => {
    const path = (name: string): string => join(directory, name);
    const bytes = Array.from(words, word =>
      [0, 8, 16, 24].map(shift => `0x${((word >>> shift) & 255).toString(16)}`).join(' '),
    );
    writeFileSync(path('words'), `${bytes.join('\n')}\n`);
    const messages = openSync(path('messages'), 'w');
    const text = openSync(withText ? path('text') : '/dev/null', 'w');
    const options = ['--disassemble', '-triple=aarch64', `-mattr=${llvmFeatures}`, path('words')];
    const { error } = spawnSync('llvm-mc-19', options, { stdio: ['ignore', text, messages] });
    for (const file of [messages, text]) closeSync(file);
    if (error) throw error;
    return {
      messages: readFileSync(path('messages'), 'utf8'),
      text: withText ? readFileSync(path('text'), 'utf8') : '',
    };
  });
}

const undefinedIn = (messages: string): ReadonlySet<number> =>
  new Set(
    [...messages.matchAll(/words:(\d+):\d+: warning: invalid instruction encoding/g)].map(
      ([, line]) => Number(line) - 1,
    ),
  );

/** Places of the words that llvm-mc says are undefined. */
export const llvmUndefined = (words: Uint32Array): ReadonlySet<number> =>
  undefinedIn(disassemble(words, false).messages);

/** What llvm-mc makes of words; nothing of undefined ones. */
export function llvmTexts(words: Uint32Array): readonly (string | undefined)[] {
  const { messages, text } = disassemble(words, true);
  const unknown = undefinedIn(messages);
  const texts = text.split('\n').filter(line => line.trim() !== '' && !line.includes('.text'));
  let next = 0;
  return Array.from(words, (_, at) =>
    unknown.has(at) ? undefined : texts[next++]!.trim().replace('\t', ' '),
  );
}
