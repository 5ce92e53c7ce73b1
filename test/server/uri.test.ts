import { describe, expect, test } from 'vitest';
import { isInside, isOnDisk, normalizePath, pathOfUri, uriOfPath } from '../../server/uri.ts';

describe('URIs and file names', () => {
  test.each([
    ['file:///home/me/a%20b.S', '/home/me/a b.S'],
    ['file:///c%3A/code/x.S', 'c:/code/x.S'],
    ['file://server/share/x.S', '//server/share/x.S'],
    ['file:///tmp/gr%C3%B6%C3%9Fe.S', '/tmp/größe.S'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['vscode-vfs://github/a/b.S', 'vscode-vfs://github/a/b.S'],
  ])('%s is %s, both ways', (uri, path) => {
    expect(pathOfUri(uri)).toBe(path);
    expect(uriOfPath(path)).toBe(uri);
  });

  test('the case and the encoding of a drive letter make no difference', () => {
    const ways = [
      'file:///C:/code/x.S',
      'file:///c:/code/x.S',
      'file:///C%3A/code/x.S',
      'file:///c%3a/code/x.S',
    ];
    expect(new Set(ways.map(pathOfUri))).toEqual(new Set(['c:/code/x.S']));
  });

  test('paths in settings', () => {
    expect(normalizePath('C:\\inc\\asm')).toBe('c:/inc/asm');
    expect(normalizePath('../inc')).toBe('../inc');
  });

  test('what is on disk', () => {
    expect(['/a.S', 'c:/a.S', 'untitled:a', 'vscode-vfs://x/a.S', ''].map(isOnDisk)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('inside a folder', () => {
    expect(isInside('/a/b/c.h', '/a/b')).toBe(true);
    expect(isInside('/a/bc.h', '/a/b')).toBe(false);
    expect(isInside('/a/b/../c.h', '/a/b')).toBe(false);
  });
});
