/** Neovim's own language client against the server: a foreign client that knows nothing of us. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleServer } from '../protocol/lsp-client.ts';
import { tool } from './tools.ts';

const nvim = tool('nvim');
const script = fileURLToPath(new URL('neovim.lua', import.meta.url));

/** A table at a wrong alignment, and an unknown word behind characters of two and four UTF-8 bytes. */
const source = [
  '    adr     x0, vectors',
  '    msr     vbar_el2, x0',
  '    /* größe 🚀 */ frobnicate x1',
  '    .p2align 10',
  'vectors:',
  ...Array.from({ length: 16 }, () => '    .p2align 7\n    b       .'),
  '',
].join('\n');

interface Seen {
  /** Code and underlined text of every diagnostic, as the editor places them. */
  readonly diagnostics: readonly { code: string; text: string; severity: number; source: string }[];
  readonly hover: string;
  /** Diagnostics that are left after the preferred fix was applied and the unknown word taken out. */
  readonly left: number;
  readonly fixed: string;
}

describe.skipIf(nvim === undefined)('Neovim', () => {
  let server: Awaited<ReturnType<typeof bundleServer>>;
  let seen: Seen;

  beforeAll(async () => {
    server = await bundleServer();
    const folder = mkdtempSync(join(tmpdir(), 'ventry-nvim-'));
    try {
      const file = join(folder, 'table.S');
      writeFileSync(file, source);
      const out = join(folder, 'seen.json');
      execFileSync(
        nvim!,
        ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', file, '-c', `luafile ${script}`, '-c', 'qa!'],
        {
          env: {
            ...process.env,
            XDG_STATE_HOME: folder,
            XDG_CACHE_HOME: folder,
            NODE: process.execPath,
            SERVER: server.file,
            OUT: out,
          },
          timeout: 40_000,
          stdio: 'pipe',
        },
      );
      seen = JSON.parse(readFileSync(out, 'utf8'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  afterAll(() => server?.remove());

  test('shows pushed diagnostics at the right characters', () => {
    expect(seen.diagnostics).toEqual([
      { code: 'unknown-mnemonic', text: 'frobnicate', severity: 1, source: 'ventry' },
      { code: 'table-alignment', text: 'vectors', severity: 1, source: 'ventry' },
    ]);
  });

  test('shows hover', () => {
    expect(seen.hover).toContain('Synchronous, current EL with SP_EL0');
    expect(seen.hover).toContain('1 of 32 instructions used');
  });

  test('applies the quick fix, and the messages go', () => {
    expect(seen.fixed).toBe('    .p2align 11');
    expect(seen.left).toBe(0);
  });
});
