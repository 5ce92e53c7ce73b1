import { describe, expect, it } from 'vitest';
import type { Origin, Program } from '../../assembler/program.ts';
import { outermost } from '../../assembler/text.ts';
import { assembleText } from './assemble.ts';

const source = `
.macro save reg, offset
    str \\reg, [sp, #\\offset]
.endm
.macro slot name
    .align 7
\\name:
    save x0, 8
    .rept 2
    nop
    .endr
    b \\name
.endm
    .text
    slot first
    slot second
`;

const textOf = ({ span }: Origin): string => source.slice(span.start, span.end);

/** Texts from the innermost outwards, each with how it came there. */
function chain(origin: Origin): readonly string[] {
  const links = [textOf(origin)];
  for (let at = origin; at.parent !== undefined; at = at.parent.at)
    links.push(`${at.parent.how} ${at.parent.name} ${at.parent.count}: ${textOf(at.parent.at)}`);
  return links;
}

const statements = (program: Program) => program.statements.filter(({ kind }) => kind === 'instruction');

describe('every byte knows where it came from', () => {
  const { program, calls } = assembleText(source);

  it('through macros, macros in macros and repetitions', () => {
    expect(
      statements(program)
        .slice(4)
        .map(({ origin }) => chain(origin)),
    ).toEqual([
      ['str \\reg, [sp, #\\offset]', 'macro save 3: save x0, 8', 'macro slot 2: slot second'],
      ['nop', 'repeat .rept 0: .rept 2', 'macro slot 2: slot second'],
      ['nop', 'repeat .rept 1: .rept 2', 'macro slot 2: slot second'],
      ['b \\name', 'macro slot 2: slot second'],
    ]);
  });

  it('with the call as the outermost place', () => {
    expect(statements(program).map(({ origin }) => textOf(outermost(origin)))).toEqual([
      ...Array.from({ length: 4 }, () => 'slot first'),
      ...Array.from({ length: 4 }, () => 'slot second'),
    ]);
  });

  it('statements cover all bytes in order, padding included', () => {
    const [text] = program.sections;
    let next = text!.address;
    for (const { address, size } of program.statements) {
      expect(address).toBe(next);
      next = address + BigInt(size);
    }
    expect(next).toBe(text!.address + BigInt(text!.bytes.length));
    const alignments = program.statements.filter(({ kind }) => kind === 'alignment');
    expect(alignments.map(({ alignment, size }) => [alignment, size])).toEqual([
      [128, 0],
      [128, 112],
    ]);
  });

  it('symbols named by an argument stand where the argument stands', () => {
    expect(program.symbols.map(({ name, origin }) => [name, textOf(origin), origin.parent])).toEqual([
      ['first', 'first', undefined],
      ['second', 'second', undefined],
    ]);
  });

  it('calls say what was given to whom', () => {
    expect(
      calls.map(({ name, arguments: given, nameSpan }) => [
        name,
        given,
        source.slice(nameSpan.start, nameSpan.end),
      ]),
    ).toEqual([
      ['slot', { name: 'first' }, 'slot'],
      ['save', { reg: 'x0', offset: '8' }, 'save'],
      ['slot', { name: 'second' }, 'slot'],
      ['save', { reg: 'x0', offset: '8' }, 'save'],
    ]);
  });
});

describe('names', () => {
  it('uses are listed once, where they stand', () => {
    const text = '.macro go to\n b \\to\n.endm\nhere: go here\n go here\n bl there\n .globl here\n';
    const { uses } = assembleText(text);
    expect(uses.map(({ name, span }) => [name, span.start])).toEqual([
      ['here', text.indexOf('here\n go')],
      ['here', text.indexOf('here\n bl')],
      ['there', text.indexOf('there')],
      ['here', text.lastIndexOf('here')],
    ]);
  });

  it('symbols have section, kind, binding and type', () => {
    const { program } = assembleText(
      '.globl f\n.type f, %function\nf: nop\n.weak w\n.set k, 5\n.data\nw: .word 1\n1: .word 2\n',
      { loadAddress: 0x1000n },
    );
    expect(program.symbols.map(({ origin: _, ...symbol }) => symbol)).toEqual([
      { name: 'f', value: 0x1000n, section: '.text', binding: 'global', type: 'function', kind: 'label' },
      { name: 'w', value: 0x1004n, section: '.data', binding: 'weak', kind: 'label' },
      { name: 'k', value: 5n, binding: 'local', kind: 'constant' },
      { name: '1', value: 0x1008n, section: '.data', binding: 'local', kind: 'label' },
    ]);
  });

  it('what is defined nowhere gets a stub after the image', () => {
    const { program, diagnostics } = assembleText('bl a\nbl b\nbl a\n.quad b\n', { loadAddress: 0x1000n });
    expect(diagnostics).toEqual([]);
    expect(program.externals.map(({ name, stub, uses }) => [name, stub, uses.length])).toEqual([
      ['a', 0x1020n, 2],
      ['b', 0x1030n, 2],
    ]);
    expect(program.statements.map(({ uncertain }) => uncertain)).toEqual([true, true, true, true]);
  });

  it('_start is the entry', () => {
    expect(assembleText('nop\n_start: nop\n', { loadAddress: 64n }).program.entry).toBe(68n);
    expect(assembleText('.data\n.word 1\n.text\nnop\n', { loadAddress: 64n }).program.entry).toBe(64n);
  });
});

describe('layout', () => {
  it('puts code first, then constants, data and zeros, each at its alignment', () => {
    const { program } = assembleText(
      '.bss\n.space 4\n.data\n.word 1\n.section .rodata\n.word 2\n.section .vectors,"ax"\n.align 11\nnop\n.text\nnop\n.section .note\n.word 3\n',
      { loadAddress: 0x1000n },
    );
    expect(program.sections.map(({ name, address, alignment }) => [name, address, alignment])).toEqual([
      ['.text', 0x1000n, 4],
      ['.vectors', 0x1800n, 2048],
      ['.rodata', 0x1804n, 1],
      ['.data', 0x1808n, 1],
      ['.bss', 0x180cn, 1],
      ['.note', 0n, 1],
    ]);
  });

  it('joins the same sections of several files; only global names cross', () => {
    const files = new Map([
      ['a.s', '.globl shared\nlocal: bl shared\n.data\n.byte 1\n'],
      ['b.s', '.globl shared\nshared: b local\nlocal: nop\n.data\n.align 3\n.byte 2\n'],
    ]);
    const { program, diagnostics } = assembleText('', { main: ['a.s', 'b.s'], files });
    expect(diagnostics).toEqual([]);
    expect(program.externals).toEqual([]);
    expect(program.sections.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual([
      '01000094010000141f2003d5',
      '010000000000000002',
    ]);
  });
});
