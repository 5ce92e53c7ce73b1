/** The SMAL language (reference, section 10): sources and the bytes that they give. */
import { describe, expect, test } from 'vitest';
import { assembleWithSync } from '../../assembler/host.ts';
import { hawk } from '../../isa/hawk/architecture.ts';
import { bytesAt, inputOf, messagesOf, smalFiles, smalText, symbolOf } from './smal-assemble.ts';

/** Bytes at #1000, where the relocatable part lies; nothing may be found wrong. */
function bytesOf(source: string): string {
  const result = smalText(source);
  expect(messagesOf(result)).toEqual([]);
  return bytesAt(result, 0x1000);
}

/** Value of an expression, as a word. */
const worth = (expression: string, before = ''): string => bytesOf(`${before}\n W ${expression}\n`);

const word = (value: number): string =>
  [0, 8, 16, 24]
    .map(shift => ((value >>> shift) & 0xff).toString(16).toUpperCase().padStart(2, '0'))
    .join(' ');

describe('numbers and strings', () => {
  test.each([
    ['10', 10],
    ['#1F', 31],
    ['#ff', 255],
    ['2#1011', 11],
    ['36#Z', 35],
    ['16#10', 16],
    ['#FFFFFFFF', -1],
    ["'a'", 0x61],
    ['"AB"', 0x4142],
    ['"ABCD"', 0x41424344],
    ['""', 0],
    ['";"', 0x3b],
  ])('%s', (text, value) => {
    expect(worth(text)).toBe(word(value));
  });
});

describe('operators have one precedence, from left to right', () => {
  test.each([
    ['16<<2', 64],
    ['1+2<<3', 24],
    ['1+(2<<3)', 17],
    ['#10 | (7 - 4)', 0x13],
    ['#10 ! 3', 0x13],
    ['#FF & #3C', 0x3c],
    ['-1>>4', -1],
    ['-1>>>4', 0x0fffffff],
    ['1<<32', 0],
    ['1<<33', 0],
    ['-1>>40', -1],
    ['~5', ~5],
    ['\\5', ~5],
    ['-5+7', 2],
    ['3=3', -1],
    ['3<2', 0],
    ['-1<1', -1],
    ['2>=2', -1],
    ['2<=1', 0],
    ['5>4', -1],
  ])('%s', (text, value) => {
    expect(worth(text)).toBe(word(value));
  });
});

describe('functions', () => {
  test.each([
    ['DEF(X)', '', 0],
    ['DEF(X)', 'X = 1', -1],
    ['FWD(X)', 'B X\nALIGN 4', -1],
    ['FWD(X)', '', 0],
    ['TYP(5)', '', 0],
    ['TYP(.)', '', 1],
    ['ABS(.)', '. = .+8', 8],
    ['REL(4)-.', '', 4],
    ['LEN(abc)', '', 3],
    ['LEN( a (b) )', '', 5],
    ['LEN()', '', 0],
  ])('%s after %s', (text, before, value) => {
    const result = smalText(`${before}\n W ${text}\nX = 5\n`);
    const data = result.program.statements.find(({ name }) => name === 'w')!;
    expect(bytesAt(result, Number(data.address))).toBe(word(value));
  });
});

describe('data', () => {
  test.each([
    ['B 1,#FF,-128', '01 FF 80'],
    ['H #1234,-2', '34 12 FE FF'],
    ['T #123456', '56 34 12'],
    ['W #12345678', '78 56 34 12'],
    ['ASCII "Hi",10,0', '48 69 0A 00'],
    ["ASCII 'a;b'", '61 3B 62'],
    ['A: B: C: B 3', '03'],
    ['B 1 ; B 2', '01'],
  ])('%s', (source, bytes) => {
    expect(bytesOf(` ${source}\n`)).toBe(bytes);
  });

  test('ALIGN moves without putting anything down', () => {
    const result = smalText(' B 1\n ALIGN 4\n B 2\n');
    expect(bytesAt(result, 0x1000)).toBe('01 00 00 00 02');
    expect(result.program.statements[1]).toMatchObject({ kind: 'alignment', alignment: 4, size: 3 });
  });
});

describe('the location counter', () => {
  test('goes to a fixed place and back', () => {
    const result = smalText(' B 1\nX = .\n. = #10\n B 2\n. = X\n B 3\n');
    expect(bytesAt(result, 0x1000)).toBe('01 03');
    expect(bytesAt(result, 0x10)).toBe('02');
    expect(result.program.sections.map(({ name }) => name)).toEqual(['#0010', 'main.a']);
  });

  test('labels and forward references', () => {
    expect(bytesOf('A: W B-A\nB: W A\n')).toBe('04 00 00 00 00 10 00 00');
  });

  test('a variable has the value of its last definition, in each pass', () => {
    expect(bytesOf('X = 1\n B X\nX = X+1\n B X\nX = X+1\n B X\n')).toBe('01 02 03');
  });

  test('lines end as on every system, and may begin with a byte order mark', () => {
    expect(bytesOf('\ufeffA: B 1\r\n B 2\n')).toBe('01 02');
  });
});

describe('conditions are true only for exactly -1', () => {
  const chosen = (x: number): string =>
    bytesOf(`X = ${x}
 IF X=1
   B 1
   IF X=2
     B 9
   ENDIF
 ELSEIF X=2
   B 2
 ELSEIF X>1
   B 3
 ELSE
   B 4
 ENDIF
`);
  test.each([
    [1, '01'],
    [2, '02'],
    [3, '03'],
    [0, '04'],
  ])('X = %i', (x, bytes) => {
    expect(chosen(x)).toBe(bytes);
  });

  test('1 is not true', () => {
    expect(bytesOf(' IF 1\n B 1\n ELSE\n B 2\n ENDIF\n')).toBe('02');
  });
});

describe('macros', () => {
  test.each([
    ['by name: the text', 'MACRO M x\n B x-1\nENDMAC', 'M 3-1', '01'],
    ['by value: evaluated at the call', 'MACRO M =x\nV = 9\n B x\nENDMAC\nV = 2', 'M V+1', '03'],
    ['by list: the text in parentheses', 'MACRO M (x)\n B x\nENDMAC', 'M (1,2)', '01 02'],
    ['a part of a list', 'MACRO M (x)\n ASCII "<"\n B x\nENDMAC', 'M (12345):2:3', '3C EA'],
    ['the rest of a list', 'MACRO M (x)\n B x\nENDMAC', 'M (1234):3', '22'],
    ['missing arguments are empty', 'MACRO M x,y\n B LEN(x),LEN(y)\nENDMAC', 'M a', '01 00'],
    ['a comma in parentheses stays', 'MACRO M x\n B LEN(x)\nENDMAC', 'M (a,b)', '05'],
    ['a joint makes one name', "MACRO M n\nX'n = 7\n B X'n\nENDMAC", 'M 5', '07'],
    ['two quotes give one', "MACRO M n\n B ''a''\nENDMAC", 'M', '61'],
    ['a macro takes the place of a directive', 'MACRO B x\n H x\nENDMAC', 'B 1', '01 00'],
    [
      'conditions at each call',
      'MACRO M x\n IF x=1\n B 1\n ELSE\n B 0\n ENDIF\nENDMAC',
      'M 1\n M 2',
      '01 00',
    ],
    ['definitions nest', 'MACRO M x\n MACRO N y\n B x,y\n ENDMAC\nENDMAC', 'M 1\n N 2', '01 02'],
    ['a comment is no part of the body', "MACRO M x ; it's\n B x ; x's\nENDMAC", 'M 4', '04'],
    ['labels in a body are ordinary', 'MACRO M\nL: B 6\nENDMAC', 'M', '06'],
  ])('%s', (_, definition, call, bytes) => {
    expect(bytesOf(`${definition}\n ${call}\n`)).toBe(bytes);
  });

  test('a relocatable value is passed with its base', () => {
    expect(bytesOf('MACRO M =x\n W x\nENDMAC\n M .\n')).toBe('00 10 00 00');
    expect(bytesOf('MACRO M =x\n B x-C\nENDMAC\n COMMON C,8\n M C+4\n')).toBe('04');
  });

  test('recursion ends by its condition', () => {
    const repeat = 'MACRO DOWN =n\n IF n>0\n B n\n DOWN n-1\n ENDIF\nENDMAC\n';
    expect(bytesOf(`${repeat} DOWN 3\n`)).toBe('03 02 01');
  });

  test('a call knows its definition and its arguments', () => {
    const { calls, macros } = smalText('MACRO M x,=y\n B x,y\nENDMAC\n M 1, 2+3\n');
    expect(macros.map(({ name }) => name)).toEqual(['M']);
    expect(calls[0]).toMatchObject({ name: 'M', arguments: { x: '1', y: '5' }, problems: [] });
    expect(calls[0]!.given.map(({ text }) => text)).toEqual(['1', '2+3']);
    expect(calls[0]!.definition).toBe(macros[0]);
  });

  test('local variables of the course notes', () => {
    const source = ' USE "hawk.h"\nARSIZE = 0\n LOCAL RETAD,4\n LOCAL OLDCON,8\n W RETAD,OLDCON,ARSIZE\n';
    expect(bytesOf(source)).toBe(`${word(0)} ${word(4)} ${word(12)}`);
  });
});

describe('the header of the machine', () => {
  test.each([
    ['BITTST R5,3\n BBS .\n BBR .', '90 54 04 FF 0C FF'],
    ['BITTST R5,20\n BBS .\n BBR .', 'B0 5B 01 FF 09 FF'],
    ['BITTST R5,31\n BBS .', 'F0 E5 01 FF'],
    ['LIW R5,#80000001', 'E5 00 00 80 C5 01'],
    ['LIW R5,-2', 'E5 FF FF FF C5 FE'],
    ['MOVE RA,RF', 'FA FF'],
    ['MOVE R3+1,R2', 'F4 F2'],
    ['SP = R2\n MOVE R4,SP', 'F4 F2'],
    ['CPUGET R1,3', '11 13'],
  ])('%s', (source, bytes) => {
    expect(bytesOf(` USE "hawk.h"\n ${source.replace('\n SP', '\nSP')}\n ALIGN 1\n`).startsWith(bytes)).toBe(
      true,
    );
  });
});

describe('several files', () => {
  test('USE looks beside the using file, then on the include paths', () => {
    const files = {
      'src/main.a': ' USE "sub/one.h"\n USE "lib.h"\n B ONE,TWO,LIB\n',
      'src/sub/one.h': ' USE "two.h"\nONE = 1\n',
      'src/sub/two.h': 'TWO = 2\n',
      'lib/lib.h': 'LIB = 3\n',
    };
    const missing = new Set(['src/lib.h']);
    const result = smalFiles(files, { includePaths: ['lib'], missing });
    expect(messagesOf(result)).toEqual([]);
    expect(bytesAt(result, 0x1000)).toBe('01 02 03');
    expect([...result.filesUsed].sort()).toEqual(Object.keys(files).sort());
  });

  test('a file that is not there yet is asked for, and what it may define is no error', () => {
    const { needs, diagnostics, incomplete } = smalText(' USE "x.h"\n B X\n UNKNOWN 5\n LIS R1,2\n');
    expect(needs.map(({ candidates }) => candidates)).toEqual([['x.h']]);
    expect(diagnostics).toEqual([]);
    expect(incomplete).toBe(true);
  });

  test("the author's file goes before one of ours", () => {
    const result = smalFiles({
      'main.a': ' USE "exceptions.h"\n B EXSIZE\n',
      'exceptions.h': 'EXSIZE = 12\n',
    });
    expect(bytesAt(result, 0x1000)).toBe('0C');
  });

  test('ours takes the place of a file that the host does not have', () => {
    const read = (path: string): string | undefined =>
      path === 'main.a' ? ' USE "hawk.h"\n USE "stdio.h"\n LIL R1,PUTS\n' : undefined;
    const result = assembleWithSync(hawk, inputOf({ 'main.a': '' }), { text: read });
    expect(messagesOf(result)).toEqual([]);
    expect(bytesAt(result, 0x1000)).toBe('E1 30 05 00');
    expect(result.filesUsed).toEqual(['main.a']);
  });

  test('END ends its file only', () => {
    const files = { 'main.a': ' USE "x.h"\n B X\n END\n rubbish\n', 'x.h': 'X = 1\n END\n rubbish\n' };
    const result = smalFiles(files);
    expect(messagesOf(result)).toEqual([]);
    expect(bytesAt(result, 0x1000)).toBe('01');
  });

  test('names given by the host', () => {
    expect(bytesAt(smalText(' B X\n', { defines: { X: '#10' } }), 0x1000)).toBe('10');
  });
});

describe('places', () => {
  test('every statement says which text made it, through macros and files', () => {
    const source = 'MACRO M x\n  B x\nENDMAC\nL:  M 5 ; five\n';
    const [statement] = smalText(source).program.statements;
    const text = ({ start, end }: { start: number; end: number }): string => source.slice(start, end);
    expect(text(statement!.origin.span)).toBe('B x');
    expect(statement!.origin.parent).toMatchObject({ how: 'macro', name: 'M' });
    expect(text(statement!.origin.parent!.at.span)).toBe('M 5');
  });

  test('uses of names stand where they are written, once', () => {
    const source = 'X = 1\nMACRO M x\n B x,X\nENDMAC\n M X\n M X\n';
    const { uses } = smalText(source);
    const spans = uses.filter(({ name }) => name === 'X').map(({ span }) => span.start);
    expect([...spans].sort((a, b) => a - b)).toEqual([
      source.indexOf(',X') + 1,
      source.indexOf('M X') + 2,
      source.lastIndexOf('X'),
    ]);
  });

  test('labels know their section, and globals are those of INT', () => {
    const result = smalText(' INT A\nA: B 1\nC = 5\n');
    expect(result.program.symbols).toMatchObject([
      { name: 'A', section: 'main.a', binding: 'global', kind: 'label', value: 0x1000n },
      { name: 'C', binding: 'local', kind: 'constant', value: 5n },
    ]);
    expect(symbolOf(result, 'A')).toBe(0x1000);
  });
});
