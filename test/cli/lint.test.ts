import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, commandLine } from './ventry.ts';

let ventry: CommandLine;

const slots = (count: number, macro = 'slot'): string => `    ${macro}\n`.repeat(count);
const slotMacro = '.macro slot\n    .balign 0x80\n    b .\n.endm\n';

beforeAll(async () => {
  ventry = await commandLine();
  ventry.file('good.S', `${slotMacro}    .text\n    .balign 0x800\nvectors:\n${slots(16)}`);
  // Line 7 of the file calls the macro with an argument that it does not take.
  ventry.file('bad.S', `${slotMacro}    .text\n    .balign 0x800\n\tslot 1\n${slots(15)}`);
  ventry.file(
    'defined.S',
    '#ifdef FEATURE\n    mov x0, {value}\n    b external\n#else\n    frobnicate\n#endif\n',
  );
  mkdirSync(join(ventry.folder, 'headers'));
  ventry.file('headers/shared.h', '    frobnicate\n');
  ventry.file('one.S', '#include "shared.h"\n');
  ventry.file('two.S', '#include "shared.h"\n');
}, 60_000);

afterAll(() => ventry.remove());

describe('ventry lint', () => {
  it('takes the flags of compile_commands.json with -p', async () => {
    const entry = {
      directory: ventry.folder,
      file: 'one.S',
      command: 'gcc -Iheaders -Dfrobnicate=nop -c one.S',
    };
    mkdirSync(join(ventry.folder, 'build'));
    ventry.file('build/compile_commands.json', JSON.stringify([entry]));
    expect(await ventry.run('lint', '-p', 'build', 'one.S')).toEqual({ code: 0, out: '', err: '' });
    const { code, err } = await ventry.run('lint', '-p', 'build', 'two.S');
    expect(code).toBe(2);
    expect(err).toMatch(/compile_commands.json has no command for two.S/);
    expect((await ventry.run('lint', '-p', 'nowhere', 'one.S')).err).toMatch(/there is no .*nowhere/);
  });

  it('bounds its work as --limit says', async () => {
    ventry.file('deep.S', '.macro m n\n.if \\n\nm (\\n-1)\n.endif\n.endm\nm 20\n');
    expect((await ventry.run('lint', 'deep.S')).out).not.toMatch('more than');
    expect((await ventry.run('lint', '--limit', 'macroDepth=9', 'deep.S')).out).toMatch('more than 9 deep');
    expect((await ventry.run('lint', '--limit', 'depth=9', 'deep.S')).err).toMatch('there is no limit depth');
  });

  it('says nothing about a correct table and exits with 0', async () => {
    expect(await ventry.run('lint', 'good.S')).toEqual({ code: 0, out: '', err: '' });
  });

  it('shows each finding with its line underlined and exits with 1', async () => {
    const { code, out, err } = await ventry.run('lint', 'bad.S');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toBe(
      [
        'bad.S:7:7: error: macro slot takes no arguments (.macro slot) [macro-arguments]',
        '    7 | \tslot 1',
        '      | \t     ^',
        'bad.S:1:8: note: macro slot is defined here',
        '    1 | .macro slot',
        '      |        ^^^^',
        '1 error',
        '',
      ].join('\n'),
    );
  });

  it('prints one JSON array of findings with places that count from 1', async () => {
    const { code, out } = await ventry.run('lint', '--format', 'json', 'good.S', 'bad.S');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      {
        file: 'bad.S',
        line: 7,
        column: 7,
        endLine: 7,
        endColumn: 8,
        rule: 'macro-arguments',
        severity: 'error',
        confidence: 'proved',
        message: 'macro slot takes no arguments (.macro slot)',
        related: [
          {
            file: 'bad.S',
            line: 1,
            column: 8,
            endLine: 1,
            endColumn: 12,
            message: 'macro slot is defined here',
          },
        ],
      },
    ]);
  });

  it('prints an empty array for clean files', async () => {
    const { code, out } = await ventry.run('lint', '--format', 'json', 'good.S');
    expect({ code, findings: JSON.parse(out) }).toEqual({ code: 0, findings: [] });
  });

  it('takes definitions and operands', async () => {
    expect(await ventry.run('lint', 'defined.S')).toMatchObject({ code: 1 });
    const defined = await ventry.run('lint', '-DFEATURE', '--operand', 'value=#3', 'defined.S');
    expect(defined).toMatchObject({ code: 0, out: '' });
  });

  it('finds headers in -I and tells what is wrong with them once', async () => {
    const { code, out } = await ventry.run('lint', '-I', 'headers', '--format', 'json', 'one.S', 'two.S');
    expect(code).toBe(1);
    const places = JSON.parse(out).map(({ file, line }: { file: string; line: number }) => `${file}:${line}`);
    expect(places).toEqual(['headers/shared.h:1']);
  });

  it('changes the severity of a rule', async () => {
    expect(await ventry.run('lint', '--level', 'macro-arguments=off', 'bad.S')).toMatchObject({
      code: 0,
      out: '',
    });
    const warned = await ventry.run('lint', '--level', 'macro-arguments=warning', 'bad.S');
    expect(warned.code).toBe(0);
    expect(warned.out).toContain('bad.S:7:7: warning: ');
  });

  it('checks the other files when one is missing, and exits with 2', async () => {
    const { code, out, err } = await ventry.run('lint', 'absent.S', 'bad.S');
    expect({ code, err }).toEqual({ code: 2, err: 'ventry: there is no file absent.S\n' });
    expect(out).toContain('bad.S:7:7: error: ');
  });

  it.each([
    [['lint'], 'lint needs a file'],
    [['lint', '--format', 'xml', 'good.S'], '--format can be text, json, not `xml`'],
    [['lint', '--operand', 'value', 'good.S'], '--operand needs NAME=VALUE, not `value`'],
    [
      ['lint', '--level', 'a=b', 'good.S'],
      '--level a can be error, warning, information, hint, off, not `b`',
    ],
    [['lint', '--bogus', 'good.S'], "Unknown option '--bogus'"],
    [['lint', 'headers'], 'headers is not a file'],
    [['frob'], 'there is no command `frob`'],
    [[], 'no command is given'],
  ])('%j could not run', async (words, message) => {
    const { code, out, err } = await ventry.run(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.split('\n')[0]).toBe(`ventry: ${message}`);
  });

  it('helps', async () => {
    const help = await ventry.run('--help');
    expect(help.code).toBe(0);
    for (const name of ['lint', 'asm', 'run', 'lsp', 'dap']) expect(help.out).toContain(`\n  ${name} `);
    const ofLint = await ventry.run('lint', '--help');
    expect(ofLint.code).toBe(0);
    expect(ofLint.out).toContain('Usage: ventry lint FILES…');
    const version = await ventry.run('--version');
    expect(version.out).toMatch(/^ventry \d+\.\d+\.\d+\n$/);
  });
});
