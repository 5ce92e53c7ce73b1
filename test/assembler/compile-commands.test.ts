import { describe, expect, it } from 'vitest';
import { CompileCommands, compileCommandsAround, splitCommand } from '../../assembler/compile-commands.ts';
import { assembleText, bytesOf, messagesOf } from './assemble.ts';

const flagsOf = (command: string): object | undefined =>
  new CompileCommands(JSON.stringify([{ directory: '/p/build', file: '../a.S', command }]), '/p').flagsOf(
    '/p/a.S',
  );

describe('compile_commands.json', () => {
  it('gives the flags that say how a source is read, paths seen from its directory', () => {
    expect(
      flagsOf(
        "gcc -Wp,-MD,x.d -nostdinc -isystem /usr/x -I../include -I /abs -iquote q -include ./k.h -imacros m.h -DA -DB='b c' -D 'F(x)=x' -DC=1 -UC -UD -DD=2 -march=armv8-a+crc -x assembler-with-cpp -c -o a.o ../a.S",
      ),
    ).toEqual({
      directory: '/p/build',
      includePaths: ['/p/build/q', '/p/include', '/abs', '/usr/x'],
      defines: { A: '1', B: 'b c', 'F(x)': 'x', D: '2' },
      undefines: ['C'],
      preincludes: [
        { name: './k.h', macrosOnly: false },
        { name: 'm.h', macrosOnly: true },
      ],
      architecture: 'armv8-a+crc',
      preprocess: true,
    });
  });

  it('takes arguments as a list, directories relative to its own, and the first of two commands', () => {
    const entry = (define: string): object => ({
      directory: 'build',
      file: '/p/a.S',
      arguments: ['cc', '-Ix', define],
    });
    const commands = new CompileCommands(JSON.stringify([entry('-DA=1'), entry('-DA=2')]), '/p');
    expect(commands.flagsOf('/p/./a.S')).toMatchObject({ includePaths: ['/p/build/x'], defines: { A: '1' } });
    expect(commands.flagsOf('/p/b.S')).toBeUndefined();
  });

  it('splits commands as a shell does', () => {
    expect(splitCommand(String.raw`a 'b c'"d \"e" f\ g -DX="\"s\"" ''`)).toEqual([
      'a',
      'b cd "e',
      'f g',
      '-DX="s"',
      '',
    ]);
  });

  it('is looked for beside a file and in the folders around it', () => {
    expect(compileCommandsAround('/p/a/b.S')).toEqual([
      '/p/a/compile_commands.json',
      '/p/compile_commands.json',
      '/compile_commands.json',
    ]);
  });

  it('is refused when it is no list of commands', () => {
    expect(() => new CompileCommands('{}', '/p')).toThrow('it must hold a list of commands');
    expect(() => new CompileCommands('[', '/p')).toThrow(SyntaxError);
  });
});

describe('flags', () => {
  const files = new Map([
    ['/p/k.h', '#define K 5\n.byte 9\n'],
    ['/p/m.h', '#define M 6\n.byte 9\n'],
  ]);

  it('-include reads a file first, -imacros only its definitions, -U takes a name away', () => {
    const result = assembleText('.byte K, M\n#ifdef __aarch64__\n.byte 1\n#endif\n.ascii __FILE__\n', {
      files: new Map([...files, ['/p/main.S', '']]),
      preprocess: true,
      directory: '/p',
      undefines: ['__aarch64__'],
      preincludes: [
        { name: 'k.h', macrosOnly: false },
        { name: 'm.h', macrosOnly: true },
      ],
    });
    expect(messagesOf(result)).toEqual([]);
    expect(bytesOf(result)).toBe(`090506${Buffer.from('main.s').toString('hex')}`);
  });

  it('one that is missing makes the rest unknown, not wrong', () => {
    const result = assembleText('.if GONE\n.endif\nSAVE x0\n', {
      preprocess: true,
      missing: new Set(['gone.h']),
      preincludes: [{ name: 'gone.h', macrosOnly: false }],
    });
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(messagesOf(result)[0]).toMatch(/^missing-include: <gone.h> was not found/);
  });

  it('a file may have flags of its own', () => {
    const result = assembleText('.byte A\n', {
      preprocess: true,
      defines: { A: '1' },
      flags: new Map([['main.s', { includePaths: [], defines: { A: '2' }, preprocess: true }]]),
    });
    expect(bytesOf(result)).toBe('02');
  });
});
