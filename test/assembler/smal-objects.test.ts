/** Objects, load files, listings, and linking (reference, sections 10.8 and 10.9). */
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../assembler/diagnostics.ts';
import { readObject, writeObject } from '../../assembler/smal/object-format.ts';
import { bytesAt, messagesOf, smalFiles, smalOutputs, smalText, symbolOf } from './smal-assemble.ts';

const main = ` USE "hawk.h"
 EXT SUB
 INT MAIN
 COMMON BUF,10
MAIN: LIL R1,SUB
 LIL R4,BUF+4
 LEA R3,TEXT
 LIW R5,#FF100000
 W MAIN,SUB+8
TEXT: ASCII "Hi",0
. = #10
 H #F0B1
`;

const sub = ` USE "hawk.h"
 INT SUB,SIZE
 EXT MAIN
 COMMON BUF,20
 COMMON OTHER,4
SIZE = 5
 B 1
SUB: LIL R1,MAIN
 LIL R4,BUF
 LIL R5,OTHER
`;

describe('objects', () => {
  test('are SMAL programs, one item a line', () => {
    expect(smalOutputs({ 'main.a': main })['main.o']).toBe(`R=.
IF\\DEF(SBUF)
 SBUF=#000C
ENDIF
IF\\DEF(RBUF)
 RBUF=C
 C=C+SBUF
 CT=.
 .=C
 .=CT
ENDIF
B#E1
T RSUB
B#E4
T#00000004+RBUF
B#F3
B#70
H#000E
B#E5
T#FF1000
B#C5
B#00
W R
W#00000008+RSUB
B#48
B#69
B#00
.=#00000010
H#F0B1
.=#00000020+R
RMAIN= R
`);
  });

  test('read back, they give the same program and the same object', () => {
    const files = { 'main.a': main, 'sub.a': sub };
    const both = ['main.a', 'sub.a'];
    const objects = smalOutputs(files, { main: both });
    const sources = smalFiles(files, { main: both });
    const text = { 'main.o': objects['main.o']!, 'sub.o': objects['sub.o']! };
    const linked = smalFiles(text, { main: ['main.o', 'sub.o'] });
    expect(messagesOf(linked)).toEqual([]);
    // An object's size is a whole number of words.
    const bytes = (result: typeof linked): unknown =>
      result.program.sections.map(({ address, bytes }) => {
        const words = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
        words.set(bytes);
        return [address, words];
      });
    expect(bytes(linked)).toEqual(bytes(sources));
    const read = readObject('main.o', text['main.o'], new Diagnostics(10));
    expect(writeObject(read)).toBe(text['main.o']);
    // An object that is given is not written again.
    expect(Object.keys(smalOutputs(text, { main: ['main.o'] }))).toEqual(['main.load.o']);
  });

  test('assembled from a control file, as the original linker did, they give the same bytes', () => {
    const files = { 'main.a': main, 'sub.a': sub };
    const both = ['main.a', 'sub.a'];
    const objects = smalOutputs(files, { main: both });
    const sources = smalFiles(files, { main: both });
    const control = 'C = #10070\n. = #1000\n USE "main.o"\n USE "sub.o"\n';
    const linked = smalFiles({ control, 'main.o': objects['main.o']!, 'sub.o': objects['sub.o']! });
    expect(messagesOf(linked)).toEqual([]);
    for (const address of [0x10, 0x1000, 0x1020])
      expect(bytesAt(linked, address)).toContain(bytesAt(sources, address));
  });

  test('with carriage returns; what is no part of the format is said', () => {
    const { program, diagnostics } = smalFiles({
      'x.o': 'R=.\r\nW#00000005\r\nnothing\r\n.=#00000004+R\r\n',
    });
    expect(program.sections[0]!.bytes).toEqual(new Uint8Array([5, 0, 0, 0]));
    expect(diagnostics.map(({ code, span }) => `${code} ${span.start}`)).toEqual(['invalid-directive 17']);
  });
});

describe('linking', () => {
  const files = { 'main.a': main, 'sub.a': sub };
  const result = smalFiles(files, { main: ['main.a', 'sub.a'] });

  test('places files one after the other, common blocks in memory that can be written', () => {
    expect(messagesOf(result)).toEqual([]);
    expect(symbolOf(result, 'MAIN')).toBe(0x1000);
    expect(symbolOf(result, 'SUB')).toBe(0x1021);
    expect(symbolOf(result, 'BUF')).toBe(0x10070);
    expect(symbolOf(result, 'OTHER')).toBe(0x1007c);
  });

  test('puts addresses in', () => {
    expect(bytesAt(result, 0x1000).slice(0, 23)).toBe('E1 21 10 00 E4 74 00 01');
    expect(bytesAt(result, 0x1020)).toBe('01 E1 00 10 00 E4 70 00 01 E5 7C 00 01');
  });

  test('begins at the load address', () => {
    expect(symbolOf(smalText('A: B 1\n', { loadAddress: 0x2000n }), 'A')).toBe(0x2000);
  });

  test('a name that is defined nowhere gets a place that stands in for it', () => {
    const { program } = smalText(' EXT X\n W X\n');
    expect(program.externals).toMatchObject([{ name: 'X', uses: [{ span: { start: 10, end: 11 } }] }]);
    expect(program.statements[0]!.uncertain).toBe(true);
  });

  test('what is put outside of a common block', () => {
    expect(messagesOf(smalText(' COMMON X,4\n. = X+2\n B 1,2,3\n'))).toEqual([
      'value-out-of-bounds: value out of bounds: this lies outside of X',
    ]);
    expect(bytesAt(smalText(' COMMON X,4\n. = X+2\n B 1,2\n'), 0x10070)).toBe('00 00 01 02');
  });

  test('code at a fixed place under the relocatable part', () => {
    const { diagnostics } = smalText(' B 1,2,3,4\n. = #1002\n B 5\n');
    expect(diagnostics).toMatchObject([
      { code: 'overlap', severity: 'warning', span: { start: 22, end: 25 } },
    ]);
  });

  test('a name exported twice', () => {
    const twice = { a: ' INT X\nX: B 1\n', b: ' INT X\nX: B 1\n' };
    const { diagnostics } = smalFiles(twice, { main: ['a', 'b'] });
    expect(diagnostics).toMatchObject([{ code: 'multiple-label-definition', span: { file: 'b' } }]);
  });

  test('an address that does not fit', () => {
    const { diagnostics } = smalText('A: B A\n');
    expect(diagnostics).toMatchObject([{ code: 'value-out-of-bounds', span: { start: 5, end: 6 } }]);
  });

  test('starts at 0 when there is code, else at S, else at MAIN', () => {
    const entry = (source: string): bigint => smalText(source).program.entry;
    expect(entry(' S X\n B 0\nX: B 1\n. = 0\n B 1\n')).toBe(0n);
    expect(entry(' S X\n B 0\nX: B 1\n')).toBe(0x1001n);
    expect(entry(' INT MAIN\n H 0\nMAIN: B 1\n')).toBe(0x1002n);
  });

  test('a program that brings a monitor has all writable memory', () => {
    const { program } = smalText(' INT EXBUSTR\n COMMON SYSEXCEPT,16\nEXBUSTR = SYSEXCEPT\n');
    expect(program.symbols).toMatchObject([{ name: 'EXBUSTR', value: 0x10000n }, { value: 0x10000n }]);
  });

  test('UNUSED is the first free address', () => {
    const unused = smalText(' EXT UNUSED\n COMMON X,8\n W UNUSED\n');
    expect(symbolOf(unused, 'UNUSED')).toBe(0x10078);
  });
});

test('a load file is absolute', () => {
  const outputs = smalOutputs({ 'main.a': ' INT MAIN\n COMMON X,4\nMAIN: W MAIN\n B 2\n' });
  expect(outputs['main.load.o']).toBe('R=.\n.=#00001000\nW#00001000\nB#02\nS#00001000\n');
});

test.each([
  ['the usual one of the machine', {}, 0x1000],
  ['the one that is asked for, at a word', { loadAddress: 0x2001n }, 0x2004],
  ['0 too', { loadAddress: 0n }, 0],
] as const)('relocatable code lies at the load address: %s', (_, more, address) => {
  expect(symbolOf(smalText(' USE "hawk.h"\nA: NOP\n', more), 'A')).toBe(address);
});

test('a listing shows locations and values beside the lines', () => {
  const source = ` USE "hawk.h"
 EXT X
A: LIL R1,X+4 ; far
 LIST -1
 B 1
 LIST 1
. = #10
 W 1,2,3
`;
  expect(smalOutputs({ 'main.a': source })['main.l']).toBe(
    [
      '                                                                        Page 1',
      '',
      '',
      '                                 1   USE "hawk.h"',
      '                                 2   EXT X',
      '+00000000: E1 +000004            3  A: LIL R1,X+4 ; far',
      '+00000004: 01                    4   LIST -1',
      ' 00000010:                       7  . = #10',
      ' 00000010: 00000001              8   W 1,2,3',
      '           00000002',
      '           00000003',
      '',
    ].join('\n'),
  );
});

test('a page of a listing has its heading and as many lines as asked for; PAGE begins the next', () => {
  const source = ` TITLE Traps ; of the Hawk
 SUBTITLE the vector
 B 1
 B 2
 PAGE
 SUBTITLE the handlers
 B 3
`;
  const listing = smalOutputs({ 'main.a': source }, {}, { pageLines: 6 })['main.l']!;
  const pages = listing
    .split('\f')
    .map(page => page.split('\n').map(line => line.trim().replace(/ {3,}/g, ' | ')));
  expect(pages).toEqual([
    [
      'Traps | Page 1',
      'the vector',
      '',
      '1 | TITLE Traps ; of the Hawk',
      '2 | SUBTITLE the vector',
      '+00000000: 01 | 3 | B 1',
      '',
    ],
    ['Traps | Page 2', 'the vector', '', '+00000001: 02 | 4 | B 2', '5 | PAGE', ''],
    ['Traps | Page 3', 'the handlers', '', '6 | SUBTITLE the handlers', '+00000002: 03 | 7 | B 3', ''],
  ]);
});

test('a listing underlines what is wrong, also in lines that are not listed', () => {
  const source = ' B 1\n\tB 300\n LIST -1\n B 1\n W NONE\n';
  const [, , , ...lines] = smalOutputs({ 'main.a': source })['main.l']!.split('\n');
  expect(lines.slice(2, 3)).toEqual([
    '                                    \t  === value out of bounds: -128 to 255',
  ]);
  expect(lines.slice(4).map(line => line.trim())).toEqual(['5   W NONE', '==== undefined symbol: NONE', '']);
});

test('the symbols of a file, in order', () => {
  const source = ' INT MAIN\n EXT PUTS\n COMMON BUF,10\nSIZE = 5\nMAIN: W PUTS,BUF\nHERE = BUF+4\n';
  expect(smalOutputs({ 'main.a': source })['main.d']).toBe(
    [
      'BUF   0000000C  common block, its size',
      'HERE +00000004  constant, from BUF',
      'MAIN +00000000  label, exported',
      'PUTS            external',
      'SIZE  00000005  constant',
      '',
    ].join('\n'),
  );
});
