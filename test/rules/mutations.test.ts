import { describe, expect, it } from 'vitest';
import { shown } from '../markers.ts';
import { lintText } from './linting.ts';

/* One correct table; every mutation is one fault, and must be found exactly once. */
const pairs = Array.from({ length: 15 }, (_, n) => [
  `x${2 * n}, x${2 * n + 1}`,
  n === 0 ? '[sp]' : `[sp, #${16 * n}]`,
]);
const saves = pairs.map(([registers, place]) => `    stp ${registers}, ${place}`);
const restores = pairs.map(([registers, place]) => `    ldp ${registers}, ${place}`).reverse();

const correct = `    .macro ventry label
    .align 7
    b \\label
    .endm

    .macro save
    sub sp, sp, #272
${saves.join('\n')}
    mrs x9, sp_el0
    stp x30, x9, [sp, #240]
    mrs x10, elr_el1
    mrs x11, spsr_el1
    stp x10, x11, [sp, #256]
    .endm

    .macro restore
    ldp x10, x11, [sp, #256]
    msr elr_el1, x10
    msr spsr_el1, x11
    ldp x30, x9, [sp, #240]
    msr sp_el0, x9
${restores.join('\n')}
    add sp, sp, #272
    .endm

    .text
    .global _start
_start:
    adr x0, vectors
    msr vbar_el1, x0
    isb
    b main

    .align 11
vectors:
    ventry unexpected
    ventry unexpected
    ventry unexpected
    ventry unexpected
    ventry current_sync
    ventry current_irq
    ventry unexpected
    ventry unexpected
    ventry lower_sync
    ventry lower_irq
    ventry unexpected
    ventry unexpected
    ventry unexpected
    ventry unexpected
    ventry unexpected
    ventry lower_error

current_sync:
    save
    mov x0, sp
    bl handle_current_sync
    b back
current_irq:
    save
    mov x0, sp
    bl handle_irq
    b back
lower_sync:
    save
    mov x0, sp
    mrs x1, esr_el1
    bl handle_lower_sync
    b back
lower_irq:
    save
    mov x0, sp
    bl handle_irq
    b back
lower_error:
    save
    mov x0, sp
    bl handle_error
back:
    restore
    eret
unexpected:
    save
    mov x0, sp
    bl panic
    b .
main:
    wfi
    b main
`;

/** Rules and texts of all findings above hint and information, except what is only likely to be meant. */
function found(source: string): readonly { readonly rule: string; readonly text: string }[] {
  const { findings } = lintText(source);
  return findings
    .filter(one => one.severity === 'error' || one.severity === 'warning')
    .map(finding => ({ rule: finding.rule, text: shown(source, [finding])[0]! }));
}

function mutated(from: string, to: string): string {
  expect(correct.split(from), `${from} stands once`).toHaveLength(2);
  return correct.replace(from, () => to);
}

it('the table is correct before it is changed', () => {
  expect(found(correct)).toEqual([]);
});

describe('the table', () => {
  it.each([
    ['no alignment', '    .align 11\n', '', 'table-alignment'],
    ['a smaller alignment', '.align 11', '.align 10', 'table-alignment'],
    ['bytes taken for a power', '    .align 11\n', '    .balign 11 + 5\n', 'table-alignment'],
    [
      'aligned before the section switch',
      '    .align 11\nvectors:',
      '    .align 11\n    .section .vectors, "ax"\n    b main\nvectors:',
      'table-alignment',
    ],
    ['one slot less', '    ventry lower_error\n', '', 'slot-count'],
    ['an argument too many', 'ventry lower_sync', 'ventry lower_sync, x0', 'macro-arguments'],
    ['an argument less', 'ventry lower_sync', 'ventry', 'macro-arguments'],
    [
      'a slot too long',
      '    ventry lower_sync\n',
      '    .align 7\n    .rept 40\n    nop\n    .endr\n    b lower_sync\n',
      'slot-overflow',
    ],
    [
      'a slot without a branch',
      '    ventry lower_sync\n',
      '    .align 7\n    mrs x1, esr_el1\n',
      'slot-fallthrough',
    ],
  ])('%s', (_what, from, to, rule) => {
    expect(found(mutated(from, to)).map(one => one.rule)).toEqual([rule]);
  });
});

it('a slot too long before an .org is the error of the .org alone', () => {
  const org = (first: string): string =>
    `    .section .vectors, "ax"\n    .align 11\nvectors:\n${first}${Array.from({ length: 15 }, (_, n) => `    .org ${(n + 1) * 128}\n    b .\n`).join('')}`;
  expect(found(org('    b .\n'))).toEqual([]);
  expect(found(org('    .rept 33\n    nop\n    .endr\n'))).toHaveLength(1);
});

describe('the context', () => {
  it.each([
    [
      'read before the save',
      'lower_irq:\n    save',
      'lower_irq:\n    mrs x0, esr_el1\n    save',
      'clobber-before-save',
    ],
    ['changed after the restore', '    eret', '    mov x3, #0\n    eret', 'save-restore-mismatch'],
    [
      'return address and status exchanged',
      'msr elr_el1, x10\n    msr spsr_el1, x11',
      'msr elr_el1, x11\n    msr spsr_el1, x10',
      'save-restore-mismatch',
    ],
    [
      'sp_el0 from the wrong field',
      'ldp x30, x9, [sp, #240]',
      'ldp x9, x30, [sp, #240]',
      'save-restore-mismatch',
    ],
  ])('%s', (_what, from, to, rule) => {
    expect(found(mutated(from, to)).map(one => one.rule)).toEqual([rule]);
  });

  const swap = (line: string): string => line.replace(/(x\d+), (x\d+)/, '$2, $1');
  const move = (line: string): string =>
    line.replace(/\[sp(, #(\d+))?\]/, (_all, _comma, offset) => `[sp, #${Number(offset ?? 0) + 16}]`);

  it.each(saves)('a save that is lost: %s', line => {
    expect(found(mutated(`${line}\n`, '')).map(one => one.rule)).toHaveLength(1);
  });

  it.each(restores)('a restore that is lost: %s', line => {
    expect(found(mutated(`${line}\n`, '')).map(one => one.rule)).toEqual(
      callerSaved(line) ? ['save-restore-mismatch'] : [],
    );
  });

  it.each([...saves, ...restores])('registers exchanged: %s', line => {
    expect(found(mutated(line, swap(line))).map(one => one.rule)).toEqual(['save-restore-mismatch']);
  });

  it.each([...saves, ...restores])('the next field: %s', line => {
    expect(found(mutated(`${line}\n`, `${move(line)}\n`)).map(one => one.rule)).toEqual([
      'save-restore-mismatch',
    ]);
  });

  /** Callees give back x19 to x29: leaving them out of the restore changes nothing. */
  function callerSaved(line: string): boolean {
    const [, first, second] = line.match(/x(\d+), x(\d+)/)!;
    return Number(first) < 19 || Number(second) < 19;
  }
});
