import { describe, expect, it } from 'vitest';
import { assembleText, bytesOf } from './assemble.ts';

/** A macro with these parameters, called so: what is wrong with its arguments. */
function problems(parameters: string, call: string): readonly string[] {
  const source = `.macro m ${parameters}\n.endm\n m ${call}\n`;
  const { calls, diagnostics } = assembleText(source);
  expect(diagnostics).toEqual([]);
  return calls[0]!.problems.map(({ message, span }) => `${message} | ${source.slice(span.start, span.end)}`);
}

describe('arguments that GNU as rejects are problems of the call', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['a, b', '1, 2', []],
    ['a, b', '1', []],
    ['a:req', '1', []],
    ['a, b:vararg', '1, 2, 3', []],
    ['a, b', 'b=1, a=2', []],
    ['a, b', '1, b=2', []],
    ['', '1', ['macro m takes no arguments | 1']],
    ['a', '1, 2', ['macro m takes one argument | 2']],
    ['a, b', '1 2 3 4', ['macro m takes 2 arguments | 3', 'macro m takes 2 arguments | 4']],
    ['a:req', '', ['macro m needs a value for a | m']],
    ['a:req, b:req', '1', ['macro m needs a value for b | m']],
    ['a', 'z=1', ['macro m has no parameter z | z=1']],
    ['a, b', 'a=1, 2', ['a positional argument cannot follow a keyword argument | 2']],
  ];
  for (const [parameters, call, expected] of table)
    it(`.macro m ${parameters} | m ${call}`, () => expect(problems(parameters, call)).toEqual(expected));
});

describe('definitions', () => {
  it('are listed with their parameters and places', () => {
    const source = '.macro one a:req, b=5 c:vararg\n nop\n.endm\nnop\n';
    const [definition] = assembleText(source).macros;
    expect(definition).toMatchObject({
      name: 'one',
      how: 'macro',
      parameters: [
        { name: 'a', required: true, vararg: false },
        { name: 'b', required: false, vararg: false, default: '5' },
        { name: 'c', required: false, vararg: true },
      ],
      nameSpan: { start: 7, end: 10 },
      span: { start: 0, end: source.indexOf('\nnop') },
    });
  });

  it('are found in any case, and before instructions of that name', () => {
    expect(bytesOf(assembleText('.macro Ret\n.byte 1\n.endm\n RET\n ret\n'))).toBe('0101');
  });
});

describe("operands of Rust's global_asm!", () => {
  it('are put in where the host gives them', () => {
    const result = assembleText('mov x0, {value}\nbl {handler}\nhandle: nop\n', {
      operands: { value: '3', handler: 'handle' },
    });
    expect(result.diagnostics).toEqual([]);
    expect(bytesOf(result)).toBe('600080d2010000941f2003d5');
  });

  it('are unknown otherwise, said once each', () => {
    const result = assembleText('mov x0, {value}\nmov x1, {value}\nbl {handler}\n.if {value}\n.endif\nnop\n');
    expect(result.diagnostics.map(({ severity }) => severity)).toEqual([
      'information',
      'information',
      'information',
    ]);
    expect(result.program.externals.map(({ name }) => name)).toEqual(['{handler}']);
    expect(result.program.statements.map(({ uncertain }) => uncertain)).toEqual([true, true, true, false]);
  });

  it('braces come in pairs there', () => {
    expect(bytesOf(assembleText('.ascii "{{x}}"\n'))).toBe(Buffer.from('{x}').toString('hex'));
  });
});

describe('numbers and names that only look alike', () => {
  it('a register is no symbol, a condition is none where one belongs', () => {
    const result = assembleText('eq: csel x0, x1, x2, eq\nb.eq eq\nadd x0, x1, x2\n');
    expect(result.diagnostics).toEqual([]);
    expect(result.program.externals).toEqual([]);
  });

  it('a .set symbol keeps the value it had where it was used', () => {
    expect(bytesOf(assembleText('.set i, 1\nmov x0, #i\n.set i, 2\nmov x0, #i\n'))).toBe('200080d2400080d2');
  });
});
