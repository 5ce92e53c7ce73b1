import { describe, expect, test } from 'vitest';
import { lineIndex } from '../../server/positions.ts';

describe('offsets and positions', () => {
  const text = 'ü🚀x\r\n\nlast\rend';
  const lines = lineIndex(text);

  test.each([
    [0, 0, 0],
    [1, 0, 1],
    [3, 0, 3],
    [4, 0, 4],
    [6, 1, 0],
    [7, 2, 0],
    [11, 2, 4],
    [12, 3, 0],
    [15, 3, 3],
  ])('offset %i is %i:%i, both ways', (offset, line, character) => {
    expect(lines.positionAt(offset)).toEqual({ line, character });
    expect(lines.offsetAt({ line, character })).toBe(offset);
  });

  test('never inside a line ending, never outside the text', () => {
    expect(lines.positionAt(5)).toEqual({ line: 0, character: 4 });
    expect(lines.positionAt(99)).toEqual({ line: 3, character: 3 });
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(4);
    expect(lines.offsetAt({ line: 99, character: 0 })).toBe(text.length);
  });

  test('the empty text', () => {
    expect(lineIndex('').positionAt(0)).toEqual({ line: 0, character: 0 });
    expect(lineIndex('').rangeOf({ start: 0, end: 5 })).toEqual({
      start: { line: 0, character: 0 },
      end: { line: 0, character: 0 },
    });
  });
});
