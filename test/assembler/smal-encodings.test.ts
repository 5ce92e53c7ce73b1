/** The worked encodings through the assembler. */
import { describe, expect, test } from 'vitest';
import { encodings } from '../isa/hawk/encodings.ts';
import { bytesAt, messagesOf, smalText } from './smal-assemble.ts';

/** TIMES is the virtual instruction of the course notes, chapter 13. */
const header = `
        USE     "hawk.h"
        MACRO   TIMES =dst,=src
          B #10 | (dst - R0)
          B #80 | (src - R0)
        ENDMAC
.       =       #1000
`;

for (const [group, rows] of Object.entries(encodings))
  describe(group, () => {
    test.each(rows)('%s → %s', (assembly, bytes) => {
      const result = smalText(`${header}        ${assembly}\n`);
      expect(messagesOf(result)).toEqual([]);
      expect(bytesAt(result, 0x1000)).toBe(bytes);
    });
  });

test('all 104 of them', () => {
  expect(Object.values(encodings).flat()).toHaveLength(104);
});
