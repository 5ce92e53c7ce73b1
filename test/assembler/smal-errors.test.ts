/** What SMAL finds wrong, in its terms, at its place. A `;  ^^^ code` marks what must be found above it. */
import { describe, expect, test } from 'vitest';
import { bytesAt, expectMarked, messagesOf, smalFiles, smalText } from './smal-assemble.ts';

describe('errors stand at their place', () => {
  test.each([
    ['a bad digit', ' B 2#12\n;  ^^^^ bad-digit-in-number\n'],
    ['a bad radix', ' B 1#0\n;  ^^^ bad-radix\n'],
    ['a number that is too large', ' W #123456789\n;  ^^^^^^^^^^ value-out-of-bounds\n'],
    ['a byte that is too large', ' B 5,256\n;    ^^^ value-out-of-bounds\n'],
    ['a long string as a value', ' W "ABCDE"\n;  ^^^^^^^ value-out-of-bounds\n'],
    ['no value', ' B 1,\n;   ^ bad-value-or-expression\n'],
    ['a missing quote', ' ASCII "abc\n;      ^^^^ missing-end-quote\n'],
    ['no string', ' ASCII 5\n;      ^ quoted-string-expected\n'],
    ['an undefined symbol', ' B NOWHERE\n;  ^^^^^^^ undefined-symbol\n'],
    ['two labels', ' A: B 1\n A: B 2\n;^ multiple-label-definition\n'],
    ['rest of a line', ' B 1 2\n;    ^ comment-or-eol-expected\n'],
    ['an unknown directive', ' BYTES 1\n;^^^^^ invalid-directive\n'],
    ['no directive', ' 5\n;^ not-a-label-or-directive\n'],
    ['an open parenthesis', ' B (1\n;  ^^ unbalanced-parentheses\n'],
    ['an unknown function', ' B ADR(1)\n;  ^^^ invalid-function\n'],
    ['no name', ' INT 5\n;    ^ symbolic-name-expected\n'],
    ['COMMON without a size', ' COMMON X\n;       ^ comma-expected\n'],
    ['sum of addresses', 'A: W A+A\n;    ^^^ misuse-of-relocation\n'],
    ['shifted address', 'A: W A<<2\n;    ^^^^ misuse-of-relocation\n'],
    ['difference between sections', ' EXT X\nA: W A-X\n;    ^^^ misuse-of-relocation\n'],
    ['a name declared after its use', ' W X\n EXT X\n;    ^ name-used-before-defined\n'],
    ['an ERROR', ' ERROR not so\n;^^^^^^^^^^^^ error-message\n'],
    ['an open IF', ' IF 1=1\n;^^^^^^ missing-endif\n B 1\n'],
    ['ENDIF alone', ' ENDIF\n;^^^^^ invalid-directive\n'],
    ['an open MACRO', ' MACRO M\n;^^^^^ missing-endmac\n B 1\n'],
    [
      'too many formals',
      ' MACRO M a,b,c,d,e,f,g,h,i\n;                        ^ too-many-macro-parameters\n ENDMAC\n',
    ],
    ['too many arguments', ' MACRO M a\n B a\n ENDMAC\n M 1,2\n;    ^ too-many-macro-parameters\n'],
    [
      'no list',
      ' MACRO M (a)\n B a,1\n ENDMAC\n M 5\n;^^^ bad-value-or-expression\n;  ^ not-a-parenthesized-list\n',
    ],
    ['two starts', ' S 0\n S 1\n;^^^ multiple-start-directives\n'],
    ['no alignment', ' ALIGN 0\n;      ^ value-out-of-bounds\n'],
    ['a place out of the world', '. = REL(0)-4\n;   ^^^^^^^^ value-out-of-bounds\n'],
    ['an export of nothing', ' INT X\n;    ^ undefined-symbol\n'],
  ])('%s', (_, source) => {
    expectMarked(source);
  });

  test('a line that is too long', () => {
    const long = ` B ${'1,'.repeat(60)}1`;
    const { diagnostics, program } = smalText(long);
    expect(diagnostics.map(({ code, span }) => [code, span.start])).toEqual([
      ['text-too-long-for-line', 119],
    ]);
    expect(program.statements[0]!.size).toBe(61);
  });

  test('a label whose place depends on what comes later', () => {
    const { diagnostics } = smalText(
      ' IF DEF(X)\n ELSE\n IF FWD(X)\n ENDIF\n ENDIF\n. = .+X\nL: B L\nX = 4\n',
    );
    expect(diagnostics.map(({ code }) => code)).toContain('label-differed-in-pass-1');
  });

  test('a line that is too long by its tabs', () => {
    const { diagnostics } = smalText(`\tB 1\t${'\t'.repeat(12)};234567 here`);
    expect(diagnostics.map(({ span }) => [span.start, span.end])).toEqual([[24, 29]]);
  });

  test('each kind once a line', () => {
    expect(messagesOf(smalText(' B A,C,D\n'))).toHaveLength(1);
  });

  test('use files', () => {
    expect(messagesOf(smalText(' USE "x"\n', { missing: new Set(['x']) }))).toEqual([
      'cannot-open-use-file: cannot open use file: x',
    ]);
    expect(messagesOf(smalText(' USE x\n'))).toEqual([
      'quoted-string-expected: quoted string expected: USE "file"',
    ]);
    const levels = smalFiles({ a: ' USE "b"\n', b: ' USE "c"\n', c: ' USE "d"\n', d: ' USE "e"\n', e: '' });
    expect(levels.diagnostics.map(({ code, span }) => `${code} in ${span.file}`)).toEqual([
      'too-many-use-levels in d',
    ]);
  });
});

describe('machine instructions', () => {
  test('need their header; said once, and assembled all the same', () => {
    const result = expectMarked(' LIL R1,5\n;^^^ invalid-directive\n JUMPS R1\n');
    expect(messagesOf(result)[0]).toContain('write USE "hawk.h" before the first one');
    expect(bytesAt(result, 0x1000)).toBe('E1 05 00 00 F0 B1');
  });

  const wrong = (statement: string, marks: string): void => {
    expectMarked(` USE "hawk.h"\n EXT X\nL: ${statement}\n;  ${marks}\n`);
  };
  test.each([
    ['LIS R1,256', '       ^^^ value-out-of-bounds'],
    ['LIS R0,1', '    ^^ value-out-of-bounds'],
    ['ADDSI R1,0', '         ^ value-out-of-bounds'],
    ['CMPI R6,#8010', '        ^^^^^ value-out-of-bounds'],
    ['BR L+1000', '   ^^^^^^ value-out-of-bounds'],
    ['BR X', '   ^ misuse-of-relocation'],
    ['BR #1000', '   ^^^^^ misuse-of-relocation'],
    ['ADD R1,R2,3', '          ^ misuse-of-relocation'],
    ['LIS R1,R2', '       ^^ misuse-of-relocation'],
    ['CMPI R1,X', '        ^ misuse-of-relocation'],
    ['MOVE R1', '     ^^ comma-expected'],
    ['MOVE R1,R2,R3', '           ^^ comment-or-eol-expected'],
    ['MOVE', '^^^^ bad-value-or-expression'],
    ['MOVE R1,R16', '        ^^^ undefined-symbol'],
    ['move R1,R2', '^^^^ invalid-directive'],
    ['LIW R1,X', '^^^^^^^^ misuse-of-relocation'],
    ['BITTST R1,32', '^^^^^^^^^^^^ error-message'],
    ['W R1', '  ^^ misuse-of-relocation'],
  ])('%s', wrong);

  test('say how they are written', () => {
    expect(messagesOf(smalText(' USE "hawk.h"\n LOADS R1\n'))[0]).toMatch(/comma expected: LOADS Rd,Rx/);
    expect(messagesOf(smalText(' USE "hawk.h"\n LODAS R1,R2\n'))[0]).toMatch(/did you mean LOADS\?/);
  });

  test('an error in a macro stands at the call, and the way there is told', () => {
    const source =
      ' MACRO IN x\n  B x\n ENDMAC\n MACRO OUT x\n  IN x\n ENDMAC\n OUT 300\n;    ^^^ value-out-of-bounds\n';
    const { diagnostics } = expectMarked(source);
    expect(diagnostics).toHaveLength(1);
  });

  test('a bad line costs no more than itself', () => {
    const result = smalText(' USE "hawk.h"\n LIS R1,999\n LIS R2,2\n');
    expect(bytesAt(result, 0x1000)).toBe('00 00 D2 02');
    expect(result.program.statements.map(({ kind }) => kind)).toEqual(['unknown', 'instruction']);
  });
});
