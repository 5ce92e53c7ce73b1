import { describe, expect, it } from 'vitest';
import { assembleWith, assembleWithSync, type HostInput } from '../../assembler/host.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import { a64 } from '../../isa/a64/architecture.ts';

const input: HostInput = {
  main: ['src/main.S'],
  includePaths: ['include'],
  defines: {},
  operands: {},
  loadAddress: 0n,
  limits: defaultLimits,
};

const files: Readonly<Record<string, string>> = {
  'src/main.S':
    '#include "near.h"\n#include <far.h>\n.include "plain.inc"\n.incbin "data.bin", 1, 2\nvalue\n',
  'src/near.h': '#define NEAR 1\n',
  'include/far.h': '#include "deep.h"\n',
  'include/deep.h': '.macro value\n.byte NEAR\n.endm\n',
  'include/plain.inc': '.byte 7\n',
};

describe('a host gives what is asked for', () => {
  const text = (path: string): string | undefined => files[path];
  const binary = (path: string): Uint8Array | undefined =>
    path === 'src/data.bin' ? Uint8Array.of(1, 2, 3, 4) : undefined;

  it('at once', () => {
    const asked: string[] = [];
    const record = (path: string): string | undefined => {
      asked.push(path);
      return text(path);
    };
    const result = assembleWithSync(a64, input, { text: record, binary });
    expect(result.diagnostics).toEqual([]);
    expect([...result.program.sections[0]!.bytes]).toEqual([7, 2, 3, 1]);
    expect(new Set(result.filesUsed)).toEqual(new Set([...Object.keys(files), 'src/data.bin']));
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('later', async () => {
    const result = await assembleWith(a64, input, {
      text: async path => text(path),
      binary: async path => binary(path),
    });
    expect([...result.program.sections[0]!.bytes]).toEqual([7, 2, 3, 1]);
    expect(result.needs).toEqual([]);
  });

  it('or says what it does not have', () => {
    const result = assembleWithSync(a64, input, {
      text: path => (path === 'src/main.S' ? files[path] : undefined),
    });
    expect(result.incomplete).toBe(true);
    expect(result.needs).toEqual([]);
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.diagnostics.map(({ code }) => code)).toContain('missing-file');
  });
});
