import { describe, expect, it } from 'vitest';
import { contextsIn, withHandler } from './sources.ts';

/** Faults of the IRQ slot, as `kind register`. */
const faults = (handler: string): readonly string[] =>
  (contextsIn(withHandler(handler))[5]?.faults ?? []).map(({ kind, register }) => `${kind} ${register}`);

const judged = (handler: string): number => contextsIn(withHandler(handler))[5]?.returnsJudged ?? 0;

describe('frames', () => {
  it('show where each register lies, from the stack pointer at entry and once the frame is made', () => {
    const [context] = contextsIn(
      withHandler(`    sub sp, sp, #48
    stp x0, x1, [sp, #16]
    mrs x0, elr_el1
    mrs x1, spsr_el1
    stp x1, x0, [sp]
    b .
`),
    );
    expect(context?.frame.map(one => [one.register, one.base, one.offset, one.fromStackPointer])).toEqual([
      ['x0', 'sp', -32n, 16n],
      ['x1', 'sp', -24n, 24n],
      ['spsr_el1', 'sp', -48n, 0n],
      ['elr_el1', 'sp', -40n, 8n],
    ]);
  });

  it('are known when registers are pushed one pair after the other', () => {
    const [context] = contextsIn(
      withHandler('    stp x0, x1, [sp, #-16]!\n    stp x2, x3, [sp, #-16]!\n    b .\n'),
    );
    expect(context?.frame.map(one => [one.register, one.fromStackPointer])).toEqual([
      ['x0', 16n],
      ['x1', 24n],
      ['x2', 0n],
      ['x3', 8n],
    ]);
  });

  it('may be a save area that a system register points at', () => {
    const [context] = contextsIn(
      withHandler(`    msr tpidr_el0, x18
    mrs x18, tpidr_el2
    str x0, [x18, #16]
    mrs x0, tpidr_el0
    str x0, [x18, #24]
    b .
`),
    );
    expect(context?.frame.map(one => [one.register, one.base, one.offset])).toEqual([
      ['x0', 'tpidr_el2', 16n],
      ['x18', 'tpidr_el2', 24n],
    ]);
  });

  it('may lie on another stack than the one in use at entry', () => {
    const [context] = contextsIn(
      withHandler(`    stp x0, x1, [sp, #-16]!
    msr spsel, #0
    stp x2, x3, [sp, #-16]!
    mov x0, #1
    mov x2, #1
    ldp x2, x3, [sp], #16
    msr spsel, #1
    ldp x0, x1, [sp], #16
    eret
`),
    );
    expect(context?.frame.map(one => [one.register, one.base, one.offset])).toEqual([
      ['x0', 'sp', -16n],
      ['x1', 'sp', -8n],
      ['x2', 'sp_el0', -16n],
      ['x3', 'sp_el0', -8n],
    ]);
    expect(context).toMatchObject({ faults: [], returnsJudged: 1 });
  });

  it('are followed into a subroutine and back', () => {
    const source = withHandler(`    stp x29, x30, [sp, #-16]!
    bl save
    mov x0, #1
    bl restore
    ldp x29, x30, [sp], #16
    eret
save:
    stp x0, x1, [sp, #-16]!
    ret
restore:
    ldp x0, x1, [sp], #16
    ret
`);
    const [context] = contextsIn(source);
    expect(context?.frame.map(one => one.register)).toEqual(['x29', 'x30', 'x0', 'x1']);
    expect(context).toMatchObject({ faults: [], returnsJudged: 1 });
  });
});

/* Each handler is one thing that a context switch may do, and what must be said of it on the way from IRQ. */
describe('faults', () => {
  const open = '    stp x0, x1, [sp, #-32]!\n    stp x2, x3, [sp, #16]\n';
  const close = '    ldp x2, x3, [sp, #16]\n    ldp x0, x1, [sp], #32\n    eret\n';
  it.each([
    ['everything comes back', `${open}    mov x0, #1\n    mov x3, x1\n${close}`, []],
    ['kept in another register', `${open}    mov x2, x4\n    mov x4, #1\n    mov x4, x2\n${close}`, []],
    [
      'kept in a system register',
      `    msr tpidr_el1, x5\n    mov x5, #3\n    mrs x5, tpidr_el1\n${open}${close}`,
      [],
    ],
    [
      'taken apart from a sum',
      '    add sp, sp, x0\n    sub x0, sp, x0\n    sub x0, sp, x0\n    sub sp, sp, x0\n    eret\n',
      [],
    ],
    [
      'a changed return address',
      `${open}    mrs x0, elr_el1\n    add x0, x0, #4\n    msr elr_el1, x0\n${close}`,
      [],
    ],
    ['never saved', `${open}    mov x9, #1\n${close}`, ['clobbered-before-saved x9']],
    ['saved too late', `    mrs x2, far_el1\n${open}${close}`, ['clobbered-before-saved x2']],
    [
      'not loaded',
      `${open}    mov x3, #1\n    ldr x2, [sp, #16]\n    ldp x0, x1, [sp], #32\n    eret\n`,
      ['not-restored x3'],
    ],
    [
      'changed again',
      `${open}    mov x0, #1\n    ldp x2, x3, [sp, #16]\n    ldp x0, x1, [sp], #32\n    mov x1, #0\n    eret\n`,
      ['changed-after-restore x1'],
    ],
    [
      'loaded crosswise',
      `${open}    ldp x3, x2, [sp, #16]\n    ldp x0, x1, [sp], #32\n    eret\n`,
      ['restored-from-wrong-field x2', 'restored-from-wrong-field x3'],
    ],
    [
      'two saves in one field',
      `${open}    stp x4, x5, [sp, #16]\n    mov x2, #1\n    mov x3, #1\n    ldp x4, x5, [sp, #16]\n${close}`,
      ['restored-from-wrong-field x2', 'restored-from-wrong-field x3'],
    ],
    [
      'return address and status exchanged',
      `${open}    mrs x0, elr_el1\n    mrs x1, spsr_el1\n    stp x0, x1, [sp, #-16]!\n    ldp x1, x0, [sp], #16\n    msr elr_el1, x0\n    msr spsr_el1, x1\n${close}`,
      ['restored-from-wrong-field elr_el1', 'restored-from-wrong-field spsr_el1'],
    ],
    [
      'only on one path',
      `${open}    mov x2, #1\n    cbz x1, 1f\n    ldp x2, x3, [sp, #16]\n1:  ldp x0, x1, [sp], #32\n    eret\n`,
      ['not-restored x2'],
    ],
  ])('%s', (_what, handler, expected) => {
    expect([...faults(handler)].sort()).toEqual(expected);
  });
});

describe('what is not known is not judged', () => {
  it.each([
    [
      'a return to another context',
      '    stp x0, x1, [sp, #-16]!\n    ldr x0, [x1]\n    msr elr_el1, x0\n    mov x2, #1\n    eret\n',
    ],
    [
      'an unknown stack pointer',
      '    mov x0, #1\n    ldr x1, =stacks\n    ldr x1, [x1]\n    mov sp, x1\n    b other_file\n',
    ],
  ])('%s', (_what, handler) => {
    expect(judged(handler)).toBe(0);
    expect(faults(handler)).toEqual([]);
  });

  it('a function in another file keeps the frame and may return', () => {
    const handler = '    stp x0, x30, [sp, #-16]!\n    bl c_handler\n    ldp x0, x30, [sp], #16\n    eret\n';
    expect(faults(handler)).toEqual([]);
    expect(judged(handler)).toBe(1);
  });

  it('a register given back from a stack that another function chose', () => {
    const handler =
      '    stp x19, x30, [sp, #-16]!\n    bl switch\n    mov sp, x0\n    ldp x19, x30, [sp], #16\n    eret\n';
    expect(faults(handler)).toEqual([]);
  });

  it('loops end', () => {
    expect(
      judged(
        '    stp x0, x1, [sp, #-16]!\n    mov x0, #9\n1:  sub x0, x0, #1\n    cbnz x0, 1b\n    ldp x0, x1, [sp], #16\n    eret\n',
      ),
    ).toBeGreaterThan(0);
  });

  it('results of a call are no faults in a synchronous slot', () => {
    const contexts = contextsIn(withHandler('    mov x0, #0\n    eret\n'));
    expect(contexts[4]?.faults).toEqual([]);
    expect(contexts[5]?.faults).toHaveLength(1);
  });
});
