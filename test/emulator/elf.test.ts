/** ELF files as programs. */
import { expect, it } from 'vitest';
import { isElf, readElf } from '../../emulator/boot/elf.ts';
import { elfOf } from '../oracle/qemu.ts';

const program = {
  segments: [
    { address: 0x4008_0000n, bytes: Uint8Array.of(1, 2, 3) },
    { address: 0x4010_0000n, bytes: Uint8Array.of(4) },
  ],
  entry: 0x4008_0000n,
};
const file = (): Uint8Array => Uint8Array.from(elfOf(program));

it('gives the segments and the entry', () => {
  expect(isElf(file())).toBe(true);
  expect(readElf(file())).toEqual(program);
});

it('fills a segment with zeros to its size in memory', () => {
  const bytes = file();
  new DataView(bytes.buffer).setBigUint64(64 + 40, 5n, true);
  expect(readElf(bytes)).toMatchObject({ segments: [{ bytes: Uint8Array.of(1, 2, 3, 0, 0) }, {}] });
});

it.each([
  ['another machine', 18, 62, 'not an ELF file for AArch64'],
  ['32 bits', 4, 1, '64-bit'],
  ['a table beyond the end', 33, 0xff, 'program headers are cut off'],
  ['a segment beyond the end', 64 + 9, 0xff, 'a segment is cut off'],
  ['a segment without end', 64 + 40 + 6, 1, 'make no sense'],
])('says what is wrong: %s', (_, offset, value, message) => {
  const bytes = file();
  bytes[offset] = value;
  expect(readElf(bytes)).toContain(message);
});

it('any cut or changed file gives an answer', () => {
  const whole = file();
  for (let at = 0; at < whole.length; at++) {
    readElf(whole.slice(0, at));
    const changed = whole.slice();
    changed[at] = 0xff;
    readElf(changed);
  }
});
