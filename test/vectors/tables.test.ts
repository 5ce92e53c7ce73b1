import { describe, expect, it } from 'vitest';
import type { VectorTable } from '../../vectors/model.ts';
import { tablesOf } from './sources.ts';

const slots = (count: number): string => `    .rept ${count}
    b handler
    .balign 128
    .endr
`;

const ventry = `    .macro ventry label
    .align 7
    b \\label
    .endm
`;

const kinds = (table: VectorTable | undefined): readonly string[] =>
  [...new Set(table?.evidence.map(one => one.why))].sort();

const filled = (table: VectorTable | undefined): readonly number[] =>
  (table?.slots ?? []).filter(slot => slot.state === 'filled').map(slot => slot.description.index);

const all = Array.from({ length: 16 }, (_, n) => n);

describe('tables are found', () => {
  it('without labels, from .rept 16', () => {
    const [table, ...more] = tablesOf(`    .text\n    .balign 2048\n${slots(16)}handler: b .\n`);
    expect(more).toEqual([]);
    expect(table?.name).toBeUndefined();
    expect(table?.certain).toBe(true);
    expect(filled(table)).toEqual(all);
  });

  it('without alignment, when sixteen equal slots follow each other', () => {
    const [table] = tablesOf(`    .section .vectors, "ax"\n${slots(16)}handler: b .\n`);
    expect(kinds(table)).toEqual(['slot-macros', 'slot-structure']);
    expect(table?.entries).toHaveLength(16);
  });

  it('from ventry macros, with the call and name of each slot', () => {
    const source = `${ventry}    .text\n    .align 11\nvectors:\n${'    ventry handler\n'.repeat(16)}handler: b .\n`;
    const [table] = tablesOf(source);
    expect(kinds(table)).toEqual(['alignment', 'name', 'slot-macros', 'slot-structure']);
    expect(table?.slots.map(slot => slot.call?.name)).toEqual(all.map(() => 'ventry'));
    expect(table?.slots[5]).toMatchObject({ used: 4, end: 'branches', state: 'filled', certain: true });
    expect(source.slice(table?.slots[1]?.origin?.span.start).startsWith('ventry handler')).toBe(true);
  });

  it('from macros with Rust operands that save a frame', () => {
    const source = `    .macro save
    sub sp, sp, 34 * 8
    stp x0, x1, [sp]
    mrs x10, elr_el2
    .endm
    .macro INVALID kind source
    .p2align 7
    save
    mov x1, \\kind
    mov x2, \\source
    bl {invalid}
    b .Lback
    .endm
    .macro LOWER
    .p2align 7
    save
    mov x0, {kind}
    bl trampoline
    .endm
    .section .text
    .p2align 11
exception_vector_base:
${'    INVALID 0 0\n'.repeat(8)}    LOWER\n    LOWER\n${'    INVALID 1 3\n'.repeat(6)}.Lback: eret\n`;
    const [table] = tablesOf(source);
    expect(table).toMatchObject({ name: 'exception_vector_base', level: 2, certain: true });
    expect(filled(table)).toEqual(all);
    expect(table?.slots[8]?.end).toBe('calls-and-may-return');
  });

  it('from .org in a section of its own', () => {
    const org = all.map(n => `    .org ${n * 128}\n    b handler\n`).join('');
    const [table] = tablesOf(
      `    .section .vectors, "ax"\n    .align 11\nel1_table:\n${org}    .text\nhandler: b .\n`,
    );
    expect(kinds(table)).toEqual(['alignment', 'slot-structure']);
    expect(filled(table)).toEqual(all);
  });

  it('from .space over slots that are left out', () => {
    const [table] = tablesOf(`    .text\n    .align 11\n    .space 0x400\n${slots(8)}handler: b .\n`);
    expect(filled(table)).toEqual(all.slice(8));
    expect(table?.entries[0]?.index).toBe(8);
    expect(table?.slots.slice(0, 8).every(slot => slot.state === 'empty')).toBe(true);
  });

  it('two and three in one file, one of them from the body of a macro', () => {
    const tables = tablesOf(`    .macro table name
    .align 11
\\name:
${slots(16)}    .endm
    .text
    table first
    table second
    .align 11
third:
${slots(12)}handler: b .
`);
    expect(tables.map(table => table.name)).toEqual(['first', 'second', 'third']);
    expect(tables.map(table => table.entries.length)).toEqual([16, 16, 12]);
  });

  it.each([
    ['adr', '    adr x0, foo\n'],
    ['adrp and add', '    adrp x3, foo\n    add x3, x3, :lo12:foo\n    mov x0, x3\n'],
    ['a literal', '    ldr x0, =foo\n'],
  ])('from a base register that is given its address by %s', (_how, load) => {
    const [table] = tablesOf(`    .text\nstart:\n${load}    msr vbar_el2, x0\n    isb\n    b .
    .align 11\nfoo:\n    b .\n    .align 7\n    b .\n`);
    expect(kinds(table)).toContain('base-register');
    expect(table).toMatchObject({ name: 'foo', level: 2 });
  });

  it('as the table of the level that its handlers belong to', () => {
    const tables = tablesOf(
      `    .text\n    .align 11\n${slots(16)}handler:\n    mrs x0, esr_el3\n    mrs x1, elr_el1\n    eret\n`,
    );
    expect(tables.map(table => table.level)).toEqual([3]);
  });

  it('when every slot spins', () => {
    const [table] = tablesOf(
      '    .text\n    .balign 2048\ndummy:\n    .rept 16\n    b .\n    .balign 128\n    .endr\n',
    );
    expect(table?.slots.every(slot => slot.end === 'spins')).toBe(true);
  });
});

describe('names do not make tables', () => {
  it.each([
    ['data', '    .data\nvectors:\n    .rept 16\n    .quad 0\n    .balign 128\n    .endr\n'],
    ['a function', '    .text\nvectors:\n    add x0, x0, #1\n    ret\nvector_table:\n    ret\n'],
    [
      'a routine of 2 KiB alignment',
      '    .text\n    .align 11\nexception_vectors:\n    mov x0, #1\n    ret\n',
    ],
  ])('%s called vectors is none', (_what, source) => {
    expect(tablesOf(source)).toEqual([]);
  });

  it('and a misleading name beside the real table is left alone', () => {
    const tables = tablesOf(`    .text\nvectors:\n    ret\n    .align 11\nfoo:\n${slots(16)}handler: b .\n`);
    expect(tables.map(table => table.name)).toEqual(['foo']);
  });

  it('a name is no evidence that makes a table certain', () => {
    const [table] = tablesOf(
      '    .text\nvectors:\n    b .\n    .align 7\n    b .\n    .align 7\n    b .\n    .align 7\n    b .\n',
    );
    expect(kinds(table)).toEqual(['name', 'slot-structure']);
    expect(table?.certain).toBe(false);
  });
});

describe('entries', () => {
  it('keep their meaning after one that is too long', () => {
    const [table] = tablesOf(`${ventry}    .text\n    .align 11\nvectors:\n    ventry handler
    .align 7\n    .rept 40\n    nop\n    .endr\n    b handler\n${'    ventry handler\n'.repeat(14)}handler: b .\n`);
    expect(table?.entries.map(entry => entry.index)).toEqual(all);
    expect(table?.entries[1]?.used).toBe(164);
    expect(table?.entries[2]?.address).toBe(table!.address + 0x180n);
  });

  it('end before the handler that follows the last slot', () => {
    const [table] = tablesOf(
      `    .text\n    .align 11\nvectors:\n${ventry}${'    ventry handler\n'.repeat(16)}handler:\n    nop\n    b .\n`,
    );
    expect(table?.slots[15]?.used).toBe(4);
  });
});
