import { beforeEach, describe, expect, test } from 'vitest';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Analyses } from '../../server/analyses.ts';
import { Workspace } from '../../server/workspace.ts';

const never = (): boolean => false;

/** A workspace whose disk is a table, and the files that were told to be new, in order. */
class Bench {
  readonly disk = new Map<string, string>();
  readonly reads: string[] = [];
  readonly told: string[] = [];
  readonly warnings: string[] = [];
  readonly failures: unknown[] = [];
  readonly #texts = new Map<string, TextDocument>();
  readonly workspace: Workspace;
  readonly analyses: Analyses;
  /** Resolves a read only when it is called. */
  hold: Promise<void> | undefined;

  constructor() {
    const documents = new TextDocuments(TextDocument);
    documents.get = uri => this.#texts.get(uri);
    const read = async (path: string): Promise<string | undefined> => {
      if (path.endsWith('/compile_commands.json')) return this.disk.get(path);
      this.reads.push(path);
      await this.hold;
      return this.disk.get(path);
    };
    const reader = { readText: read, readBytes: async (path: string) => void (await read(path)) };
    this.workspace = new Workspace(documents, reader, warning => this.warnings.push(warning));
    this.analyses = new Analyses(this.workspace, error => this.failures.push(error));
    this.analyses.onChange(file => this.told.push(file));
  }

  /** Opens a document, or gives it a new text. */
  text(path: string, text: string): void {
    const uri = `file://${path}`;
    const version = (this.#texts.get(uri)?.version ?? 0) + 1;
    const document = TextDocument.create(uri, 'aarch64-asm', version, text);
    this.#texts.set(uri, document);
    this.workspace.opened(document);
    this.analyses.changed(path);
  }

  close(path: string): void {
    const document = this.#texts.get(`file://${path}`)!;
    this.#texts.delete(document.uri);
    this.workspace.closed(document);
    this.analyses.closed(path);
  }
}

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

const labels = async (path: string): Promise<readonly string[] | undefined> =>
  (await bench.analyses.current(path, never))?.result.program.symbols.map(({ name }) => name);

describe('analyses', () => {
  test('a text that changes while files are read is never shown', async () => {
    let release = (): void => {};
    bench.hold = new Promise(resolve => {
      release = resolve;
    });
    bench.text('/w/a.S', '#include "b.h"\nold: nop\n');
    const asked = labels('/w/a.S');
    await Promise.resolve();
    bench.text('/w/a.S', 'new: nop\n');
    release();
    expect(await asked).toEqual(['new']);
    expect(bench.told).toEqual(['/w/a.S']);
  });

  test('asking twice analyses once', async () => {
    bench.text('/w/a.S', '#include "b.h"\n');
    await Promise.all([labels('/w/a.S'), labels('/w/a.S')]);
    await labels('/w/a.S');
    expect(bench.reads).toEqual(['/w/b.h']);
    expect(bench.told).toEqual(['/w/a.S']);
  });

  test('a change of an included file, open or on disk, counts', async () => {
    bench.disk.set('/w/b.h', 'one: nop\n');
    bench.text('/w/a.S', '#include "b.h"\n');
    expect(await labels('/w/a.S')).toEqual(['one']);
    bench.disk.set('/w/b.h', 'two: nop\n');
    bench.analyses.changed('/w/b.h');
    expect(await labels('/w/a.S')).toEqual(['two']);
    bench.text('/w/b.h', 'three: nop\n');
    expect(await labels('/w/a.S')).toEqual(['three']);
    bench.close('/w/b.h');
    expect(await labels('/w/a.S')).toEqual(['two']);
  });

  test('an included file is spoken for by the open file that includes it', async () => {
    bench.text('/w/b.S', 'inner: save\n');
    expect((await bench.analyses.about('/w/b.S', never))?.file).toBe('/w/b.S');
    bench.text('/w/a.S', '.macro save\n nop\n.endm\n#include "b.S"\n');
    await labels('/w/a.S');
    const about = await bench.analyses.about('/w/b.S', never);
    expect(about?.file).toBe('/w/a.S');
    expect(about?.problems).toEqual([]);
    bench.close('/w/a.S');
    expect((await bench.analyses.about('/w/b.S', never))?.problems).toHaveLength(1);
  });

  test('a request that is cancelled gets nothing', async () => {
    bench.text('/w/a.S', 'nop\n');
    expect(await bench.analyses.current('/w/a.S', () => true)).toBeUndefined();
  });

  test('a failure is told and does not stop the next analysis', async () => {
    bench.hold = Promise.reject(new Error('a bug'));
    bench.text('/w/a.S', '#include "b.h"\n');
    expect(await labels('/w/a.S')).toBeUndefined();
    expect(bench.failures).toMatchObject([{ message: 'a bug' }]);
    bench.text('/w/a.S', 'two: nop\n');
    expect(await labels('/w/a.S')).toEqual(['two']);
  });

  test('without settings the defaults count', async () => {
    bench.workspace.settingsSource = async () => {
      throw new Error('no answer');
    };
    bench.text('/w/a.S', 'one: nop\n');
    expect(await labels('/w/a.S')).toEqual(['one']);
    expect(bench.warnings).toEqual(['the settings could not be read: no answer']);
  });
});

describe('settings of a workspace', () => {
  const includePaths = async (folders: readonly string[], given: readonly string[], uri: string) => {
    bench.workspace.folders = folders;
    bench.workspace.settingsSource = async () => ({ includePaths: given });
    return (await bench.workspace.settingsFor(uri)).includePaths;
  };

  test('include paths are seen from the folder that the file is in', async () => {
    const folders = ['file:///w/one', 'file:///w/one/two'];
    const given = ['inc', '../x', '/abs', `\${workspaceFolder}/inc`];
    expect(await includePaths(folders, given, 'file:///w/one/two/a.S')).toEqual([
      '/w/one/two/inc',
      '/w/one/x',
      '/abs',
      '/w/one/two/inc',
    ]);
    expect(await includePaths(folders, ['inc'], 'file:///w/one/a.S')).toEqual(['/w/one/inc']);
    expect(await includePaths([], ['inc'], 'file:///somewhere/a.S')).toEqual(['/somewhere/inc']);
  });

  test('Windows', async () => {
    const folders = ['file:///C%3A/w'];
    expect(await includePaths(folders, ['inc\\asm', 'D:\\inc'], 'file:///c%3A/w/a.S')).toEqual([
      'c:/w/inc/asm',
      'd:/inc',
    ]);
  });

  test('a wrong setting is told once', async () => {
    bench.workspace.settingsSource = async () => ({ maxDiagnostics: 'many' });
    await bench.workspace.settingsFor('file:///a.S');
    await bench.workspace.settingsFor('file:///b.S');
    expect(bench.warnings).toEqual(['ventry.maxDiagnostics must be a number above 0']);
  });
});

describe('compile commands', () => {
  const database = (...flags: string[]): string =>
    JSON.stringify([{ directory: '/w/build', file: '../src/a.S', arguments: ['gcc', ...flags] }]);
  const bytes = async (path: string): Promise<string | undefined> => {
    const analysis = await bench.analyses.current(path, never);
    return analysis && Buffer.from(analysis.result.program.sections[0]!.bytes).toString('hex');
  };

  test('the nearest database around a file gives its flags, and is read again when it changes', async () => {
    bench.disk.set('/w/compile_commands.json', database('-I../inc', '-DA=1'));
    bench.disk.set('/w/inc/b.h', '#define B 2\n');
    bench.workspace.folders = ['file:///w'];
    bench.text('/w/src/a.S', '#include <b.h>\n.byte A, B\n');
    expect(await bytes('/w/src/a.S')).toBe('0102');
    bench.disk.set('/w/compile_commands.json', database('-I../inc', '-DA=3'));
    expect(bench.workspace.forgetDatabase('/w/compile_commands.json')).toBe(true);
    bench.analyses.allChanged();
    expect(await bytes('/w/src/a.S')).toBe('0302');
    expect(bench.workspace.forgetDatabase('/w/src/a.S')).toBe(false);
  });

  test('a setting names another one, and settings win over its definitions', async () => {
    bench.disk.set('/w/compile_commands.json', database('-DA=1'));
    bench.disk.set('/w/out/compile_commands.json', database('-DA=4', '-DC=5'));
    bench.workspace.folders = ['file:///w'];
    bench.workspace.settingsSource = async () => ({ compileCommands: 'out', defines: { C: '6' } });
    bench.text('/w/src/a.S', '.byte A, C\n');
    expect(await bytes('/w/src/a.S')).toBe('0406');
  });

  test('one that cannot be used is told of once', async () => {
    bench.disk.set('/w/compile_commands.json', '{');
    bench.text('/w/src/a.S', '.byte 1\n');
    expect(await bytes('/w/src/a.S')).toBe('01');
    expect(bench.warnings).toEqual([expect.stringMatching(/^\/w\/compile_commands.json cannot be used: /)]);
  });

  test('in an untrusted workspace its include paths lead nowhere outside', async () => {
    bench.disk.set('/w/compile_commands.json', database('-I/else', '-I../inc'));
    bench.disk.set('/compile_commands.json', database('-DA=1'));
    bench.disk.set('/else/b.h', '#error read\n');
    bench.disk.set('/w/inc/c.h', '#define C 7\n');
    bench.workspace.folders = ['file:///w'];
    bench.workspace.trusted = false;
    bench.text('/w/src/a.S', '#include <b.h>\n#include <c.h>\n.byte C\n');
    expect(await bytes('/w/src/a.S')).toBe('07');
    expect(bench.reads).toEqual(['/w/inc/b.h', '/w/inc/c.h']);
  });
});

describe('an untrusted workspace', () => {
  test('reads nothing outside for .incbin, .include and #include, however it is written', async () => {
    bench.disk.set('/else/secret', 'x');
    bench.workspace.folders = ['file:///w'];
    bench.workspace.trusted = false;
    bench.text(
      '/w/a.S',
      '.incbin "../else/secret"\n.incbin "/else/secret"\n.include "/w/../else/secret"\n#include "../else/secret"\n',
    );
    await bench.analyses.current('/w/a.S', never);
    expect(bench.reads).toEqual([]);
  });

  test('reads its folders and include paths', async () => {
    for (const path of ['/w/a.h', '/inc/a.h', '/else/a.h', '/w2/a.h']) bench.disk.set(path, 'x');
    bench.workspace.folders = ['file:///w'];
    bench.workspace.trusted = false;
    bench.workspace.settingsSource = async () => ({ includePaths: ['/inc'] });
    const host = bench.workspace.hostFor(await bench.workspace.settingsFor('file:///w/a.S'));
    const read = async (path: string) => (await host.readText(path)) !== undefined;
    expect(
      await Promise.all(['/w/a.h', '/inc/a.h', '/else/a.h', '/w2/a.h', '/w/../else/a.h'].map(read)),
    ).toEqual([true, true, false, false, false]);
    expect(bench.reads).toEqual(['/w/a.h', '/inc/a.h']);
  });
});
