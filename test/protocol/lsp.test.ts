/**
 * Transcripts of whole sessions with the server process. The golden files were checked by hand; nothing writes
 * them. `SHOW_TRANSCRIPTS=1` prints what the server says now.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundleServer, Client, type ClientOptions } from './lsp-client.ts';

let server: Awaited<ReturnType<typeof bundleServer>>;
let folder: string;
let client: Client;

beforeAll(async () => {
  server = await bundleServer();
});
afterAll(() => server.remove());
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ventry-lsp-')));
});
afterEach(async () => {
  const code = await client.stop();
  rmSync(folder, { recursive: true, force: true });
  expect(code).toBe(0);
});

async function start(options: ClientOptions = {}): Promise<unknown> {
  client = new Client(server.file, { folders: [folder], ...options });
  return client.initialize();
}

const uriIn = (name: string): string => pathToFileURL(join(folder, name)).href;

function expectTranscript(name: string): void {
  if (process.env.SHOW_TRANSCRIPTS !== undefined) console.log(`=== ${name}\n${client.transcript}`);
  const golden = readFileSync(new URL(`golden/${name}.txt`, import.meta.url), 'utf8');
  expect(client.transcript).toBe(golden);
}

/** Sixteen slots of a branch each, at an EL2 base register. `alignment` is the power of two of the table. */
const table = (alignment: number, eol = '\n'): string =>
  [
    '    adr     x0, vectors',
    '    msr     vbar_el2, x0',
    '    eret',
    '.macro ventry label',
    '    .p2align 7',
    '    b       \\label',
    '.endm',
    `    .p2align ${alignment}`,
    'vectors:',
    ...Array.from({ length: 16 }, (_, n) => `    ventry  handler${n % 4}`),
    ...Array.from({ length: 4 }, (_, n) => `handler${n}:`),
    '    eret',
    '',
  ].join(eol);

test('initialize says what is there, and nothing else', async () => {
  const result = await start();
  expect(result).toEqual({
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      definitionProvider: true,
      documentLinkProvider: {},
      documentSymbolProvider: { label: 'ventry' },
      completionProvider: {},
      codeActionProvider: { codeActionKinds: ['quickfix'] },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
    serverInfo: { name: 'ventry' },
  });
});

test('a fault is published, fixed and gone', async () => {
  await start({ initializationOptions: { documentation: 'https://example.org/rules' } });
  const uri = uriIn('table.S');
  client.say('The table is aligned to 1 KiB.');
  await client.open(uri, table(10));
  const { diagnostics } = await client.published(uri);
  client.say('The fix that belongs to the message.');
  const { range } = diagnostics[0]!;
  await client.ask('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics: [] } });
  client.say('Applied.');
  await client.change(uri, table(11));
  await client.published(uri, 2);
  await client.close(uri);
  await client.published(uri);
  expectTranscript('fault');
});

test('hover', async () => {
  await start();
  const uri = uriIn('hover.S');
  const text = [
    '#define FRAME (34 * 8)',
    '#include "missing.h"',
    table(11),
    '    sub     sp, sp, FRAME',
    '    mov     x0, sp // über x0',
    '    mrs     x1, spsr_el2',
    '    bl      elsewhere',
    '    .set    LIMIT, 0x40',
    '    mov     x2, LIMIT',
    '    frobnicate x1',
  ].join('\n');
  await client.open(uri, text);
  const lines = text.split('\n');
  const hover = async (line: string, word: string): Promise<void> => {
    const at = lines.findIndex(one => one.includes(line));
    client.say(`On ${word} in: ${line.trim()}`);
    const position = { line: at, character: lines[at]!.indexOf(word) + 1 };
    await client.ask('textDocument/hover', { textDocument: { uri }, position });
  };
  await hover('ventry  handler2', 'ventry');
  await hover('vectors:', 'vectors');
  await hover('sub     sp', 'sub');
  await hover('sub     sp', 'FRAME');
  await hover('mov     x0', 'mov');
  await hover('mov     x0', 'über');
  await hover('spsr_el2', 'spsr_el2');
  await hover('elsewhere', 'elsewhere');
  await hover('mov     x2', 'LIMIT');
  await hover('frobnicate', 'frobnicate');
  expectTranscript('hover');
});

test('definition and outline', async () => {
  writeFileSync(join(folder, 'frame.h'), '#define FRAME 272\n');
  await start();
  const uri = uriIn('outline.S');
  const text = [
    '#include "frame.h"',
    '    .section .text.start, "ax"',
    'start:',
    '1:  b       1f',
    '1:  b       1b',
    '    sub     sp, sp, FRAME',
    table(11),
  ].join('\n');
  await client.open(uri, text);
  const lines = text.split('\n');
  for (const [line, word] of [
    ['#include', 'frame'],
    ['b       1f', '1f'],
    ['b       1b', '1b'],
    ['FRAME', 'FRAME'],
    ['ventry  handler2', 'ventry'],
    ['ventry  handler2', 'handler2'],
    ['msr     vbar', 'vbar'],
  ] as const) {
    const at = lines.findIndex(one => one.includes(line));
    client.say(`The definition of ${word} in: ${lines[at]!.trim()}`);
    const position = { line: at, character: lines[at]!.indexOf(word) };
    await client.ask('textDocument/definition', { textDocument: { uri }, position });
  }
  client.say('The outline.');
  await client.ask('textDocument/documentSymbol', { textDocument: { uri } });
  expectTranscript('definition-and-outline');
});

test('includes: missing, made, opened and changed without saving', async () => {
  await start();
  const uri = uriIn('main.S');
  client.say('The header is not there: one warning, and SIZE is unknown, not wrong.');
  await client.open(uri, '#include "size.h"\n    mov x0, #SIZE\n');
  await client.published(uri);
  client.say('It is made on disk.');
  writeFileSync(join(folder, 'size.h'), '#define SIZE 0x10\n');
  await client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uriIn('size.h'), type: 1 }] });
  await client.published(uri);
  client.say('Opened and changed in the editor: the value does not fit any more.');
  await client.open(uriIn('size.h'), '#define SIZE 0x10\n');
  await client.published(uriIn('size.h'), 1);
  await client.change(uriIn('size.h'), '#define SIZE 0x123456789\n');
  await client.published(uri);
  client.say('Closed without saving: the disk counts again.');
  await client.close(uriIn('size.h'));
  await client.published(uri);
  expectTranscript('includes');
});

test('a document of the second machine', async () => {
  await start();
  const uri = uriIn('trap.a');
  const source = `        USE     "hawk.h"
.       =       #10
        LIS     R1,0            ; R1 is lost
        CPUSET  R2,TSV
        LIL     R2,SAVE
        STORE   R1,R2,4
        LIL     R1,HANDLE
        JUMPS   R1
SAVE    =       #10000
.       =       #1000
HANDLE: LOAD    R1,R2,4
        CPUGET  R2,TSV
        RTT
        END
`;
  const lines = source.split('\n');
  client.say('An entry of 18 bytes that loses a register.');
  await client.open(uri, source, 'smal-hawk');
  await client.published(uri);
  for (const [line, word] of [
    [2, 'LIS'],
    [3, 'TSV'],
    [6, 'HANDLE'],
  ] as const) {
    client.say(`Hover and definition of ${word}.`);
    const position = { line, character: lines[line]!.indexOf(word) };
    await client.ask('textDocument/hover', { textDocument: { uri }, position });
    await client.ask('textDocument/definition', { textDocument: { uri }, position });
  }
  client.say('The outline.');
  await client.ask('textDocument/documentSymbol', { textDocument: { uri } });
  expectTranscript('hawk');
});

test('headers that come with the assembler can be opened, where the client asks for their texts', async () => {
  await start({ capabilities: { workspace: { textDocumentContent: {} } } });
  const uri = uriIn('print.a');
  client.say('Links of USE lines; a definition in a header; its text.');
  await client.open(uri, ' USE "hawk.h"\n USE "exceptions.h"\n USE "none.h"\n W EXSIZE\n', 'smal-hawk');
  await client.published(uri);
  await client.ask('textDocument/documentLink', { textDocument: { uri } });
  await client.ask('textDocument/definition', { textDocument: { uri }, position: { line: 1, character: 8 } });
  const definition = { textDocument: { uri }, position: { line: 3, character: 4 } };
  await client.ask('textDocument/definition', definition);
  await client.ask('workspace/textDocumentContent', { uri: 'ventry-header:/smal/exceptions.h' });
  await client.ask('workspace/textDocumentContent', { uri: 'ventry-header:/smal/none.h' });
  expectTranscript('bundled-headers');
});

test('settings act at once', async () => {
  await start({ settings: {} });
  const uri = uriIn('table.S');
  await client.open(uri, table(10));
  await client.published(uri);
  client.say('The rule is turned down, and one setting is wrong.');
  client.settings = { rules: { 'table-alignment': 'hint' }, includePaths: 'inc' };
  await client.tell('workspace/didChangeConfiguration', { settings: null });
  await client.published(uri);
  client.say('Off.');
  client.settings = { rules: { 'table-alignment': 'off' } };
  await client.tell('workspace/didChangeConfiguration', { settings: null });
  await client.published(uri);
  expectTranscript('settings');
});

test('a client without configuration sends its settings', async () => {
  await start({
    capabilities: {},
    initializationOptions: { settings: { rules: { 'table-alignment': 'off' } } },
  });
  const uri = uriIn('table.S');
  await client.open(uri, table(10));
  expect((await client.published(uri)).diagnostics).toEqual([]);
  const settings = { ventry: { rules: { 'table-alignment': 'information' } } };
  await client.tell('workspace/didChangeConfiguration', { settings });
  expect((await client.published(uri)).diagnostics).toMatchObject([{ severity: 3 }]);
});

test('places count UTF-16 units, in every kind of line', async () => {
  await start();
  client.say('Line endings of Windows, a byte order mark, tabs, and characters outside the basic plane.');
  const uri = uriIn('text.S');
  await client.open(uri, '\uFEFF// größe 🚀\r\n\tnop /* 🚀 */ ; frobnicate x0\r\n\tmov x0, x99 // ü\r\n');
  await client.published(uri);
  expectTranscript('utf-16');
});

describe('the newest text counts', () => {
  test('only the last of many changes is published', async () => {
    await start();
    const uri = uriIn('table.S');
    await client.open(uri, table(10));
    for (let version = 2; version <= 30; version++)
      await client.change(uri, table(version % 2 === 0 ? 11 : 10));
    expect((await client.published(uri, 30)).diagnostics).toEqual([]);
    expect(client.unexpected.filter(({ version }) => version !== 1)).toEqual([]);
  });

  test('a request waits for the analysis of its text', async () => {
    await start();
    const uri = uriIn('a.S');
    await client.open(uri, 'one:\n nop\n');
    await client.change(uri, 'two:\n nop\n');
    const symbols = await client.ask('textDocument/documentSymbol', { textDocument: { uri } });
    expect(symbols).toMatchObject([{ name: 'two' }]);
  });

  test('nothing is said about a closed document', async () => {
    await start();
    const uri = uriIn('table.S');
    await client.open(uri, table(10));
    await client.close(uri);
    expect(
      await client.ask('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 5 } }),
    ).toBe(null);
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(client.unexpected).toEqual([]);
  });
});

describe('bad input', () => {
  const only = async (text: string, uri = uriIn('bad.S')): Promise<string> => {
    await start();
    const started = performance.now();
    await client.open(uri, text);
    const { diagnostics } = await client.published(uri);
    expect(performance.now() - started).toBeLessThan(10_000);
    return diagnostics
      .map(({ code, range }) => `${range.start.line}:${range.start.character} ${code}`)
      .join(' ');
  };

  test('a binary file', async () => {
    expect(await only(`\x7fELF\0\0\0${'\0\u0001x'.repeat(1000)}`)).toBe('0:4 not-text');
  });
  test('a huge file', async () => {
    expect(await only('    nop\n'.repeat(700_000))).toBe('0:0 file-too-large');
  });
  test('another language', async () => {
    const prose = 'The quick brown fox jumps over the lazy dog (and this is no assembly).\n'.repeat(50);
    expect(await only(prose)).toBe('0:0 not-assembly');
  });
  test('an endless macro', async () => {
    expect(await only('.macro again\n again\n.endm\n again\n nop\n')).toMatch(/^3:1 [a-z-]+$/);
  });
  test('an endless repetition', async () => {
    expect(await only('.rept 1000000000\n nop\n.endr\n')).toMatch(/^0:0 [a-z-]+$/);
  });
  test('an open macro', async () => {
    expect(await only(' nop\n.macro save\n stp x0, x1, [sp]\n')).toMatch(/^1:\d [a-z-]+$/);
  });
  test('no file at all: an untitled document, a virtual one', async () => {
    expect(await only(' frobnicate\n', 'untitled:Untitled-1')).toMatch(/^0:1 [a-z-]+$/);
    await client.open('vscode-vfs://github/a/b/c.S', '#include "d.h"\n');
    expect((await client.published('vscode-vfs://github/a/b/c.S')).diagnostics).toMatchObject([
      { code: 'missing-include' },
    ]);
  });
});

test('an untrusted workspace reads only its own folders and include paths, wherever links lead', async () => {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'ventry-outside-')));
  try {
    const secret = join(outside, 'secret.h');
    writeFileSync(secret, '#error read\n');
    symlinkSync(secret, join(folder, 'link.h'));
    writeFileSync(join(folder, 'own.h'), '#warning own\n');
    await start({ initializationOptions: { trusted: false } });
    const uri = uriIn('a.S');
    await client.open(uri, `#include "${secret}"\n#include "link.h"\n#include "own.h"\n.incbin "link.h"\n`);
    expect((await client.published(uri)).diagnostics).toMatchObject([
      { code: 'missing-include', range: { start: { line: 0 } } },
      { code: 'missing-include', range: { start: { line: 1 } } },
      { code: 'missing-file', range: { start: { line: 3 } } },
    ]);
    expect((await client.published(uriIn('own.h'))).diagnostics).toMatchObject([{ message: 'own' }]);
    await client.tell('ventry/trusted', {});
    expect((await client.published(uri)).diagnostics).toEqual([]);
    const { diagnostics } = await client.published(pathToFileURL(secret).href);
    expect(diagnostics).toMatchObject([{ code: 'user-error', message: 'read' }]);
  } finally {
    rmSync(outside, { recursive: true });
  }
});

test('a request that cannot be answered is one error, and the server goes on', async () => {
  await start();
  const uri = uriIn('a.S');
  await client.open(uri, ' nop\n');
  await client.ask('textDocument/hover', { textDocument: { uri }, position: null as never });
  expect(client.transcript).toContain('server refuses');
  const position = { line: 0, character: 2 };
  expect(await client.ask('textDocument/hover', { textDocument: { uri }, position })).not.toBeNull();
});
