/**
 * A program that sets up tables at EL1, EL2 and EL3, goes to a level and executes a list of instructions there.
 * Every handler prints one line (level, vector offset, ESR, ELR, SPSR, FAR and HPFAR where they are valid) and
 * goes on after the instruction, so that console and exception log tell the whole story.
 */

export interface Scenario {
  readonly name: string;
  /** Level that the machine starts at. */
  readonly start: 1 | 2 | 3;
  /** Level that the instructions are executed at, and its stack pointer. */
  readonly level: 0 | 1 | 2 | 3;
  readonly handler?: boolean;
  /** Executed at `start` before going there: register settings. */
  readonly setup: readonly string[];
  /** Executed there, one after the other. */
  readonly body: readonly string[];
}

/** Where programs are linked. */
export const loadAddress = 0x4008_0000n;

/** Immediate of the supervisor call that ends a program. */
const endOfProgram = 0xdead;

const slots = (level: number): string =>
  Array.from(
    { length: 16 },
    (_, slot) => `
  .balign 128
  stp x0, x1, [sp, #-96]!
  mov x0, #0x${(slot * 0x80).toString(16)}
  b handler_el${level}`,
  ).join('');

/** The handler of a level: prints, then decides by exception class where to go on. */
const handler = (level: number): string => `
handler_el${level}:
  stp x2, x3, [sp, #16]
  stp x4, x5, [sp, #32]
  stp x6, x7, [sp, #48]
  stp x8, x9, [sp, #64]
  stp x30, xzr, [sp, #80]
  mov x9, x0
  mov w0, #'${level}'
  bl putc
  mov x0, x9
  bl print
  mrs x0, elr_el${level}
  bl print
  mrs x0, spsr_el${level}
  bl print
  and x8, x9, #0x180
  cbnz x8, interrupted_el${level}
  mrs x0, esr_el${level}
  bl print
  mrs x7, esr_el${level}
  lsr x8, x7, #26
  // FAR after instruction aborts, data aborts, and misaligned program counters.
  cmp x8, #0x20
  b.lo 2f
  cmp x8, #0x25
  b.hi 2f
  cmp x8, #0x23
  b.eq 2f
  mrs x0, far_el${level}
  bl print
${
  level === 2
    ? `  tst x8, #3
  b.ne 2f
  mrs x0, hpfar_el2
  bl print`
    : ''
}
2:
  cmp x8, #0x15
  b.ne 3f
  and x0, x7, #0xffff
  mov x1, #0x${endOfProgram.toString(16)}
  cmp x0, x1
  b.eq finish
  b 9f
3:
  cmp x8, #0x16
  b.eq 9f
  cmp x8, #0x17
  ${level === 3 ? 'b.eq 9f' : 'b.eq 8f'}
  cmp x8, #0x0e
  b.ne 4f
  mrs x0, spsr_el${level}
  bic x0, x0, #0x100000
  msr spsr_el${level}, x0
  b 9f
4:
  // A fetch that failed was a call: go back to the caller.
  and x0, x8, #0x3e
  cmp x0, #0x20
  b.eq 5f
  cmp x8, #0x22
  b.ne 8f
5:
  ldr x0, [sp, #80]
  msr elr_el${level}, x0
  b 9f
8:
  mrs x0, elr_el${level}
  add x0, x0, #4
  msr elr_el${level}, x0
  b 9f
interrupted_el${level}:
  // Interrupts stay pending: mask them in what is returned to.
  mrs x0, spsr_el${level}
  orr x0, x0, #0x1c0
  msr spsr_el${level}, x0
9:
  mov w0, #10
  bl putc
  ldp x2, x3, [sp, #16]
  ldp x4, x5, [sp, #32]
  ldp x6, x7, [sp, #48]
  ldp x8, x9, [sp, #64]
  ldr x30, [sp, #80]
  ldp x0, x1, [sp], #96
  eret`;

const levelsUpTo = (start: number): readonly number[] => [1, 2, 3].filter(level => level <= start);

/** Goes to the level by an exception return of the start level, or stays. */
function enter({ start, level, handler: own = true }: Scenario): string {
  const mode = level === 0 ? 0 : level * 4 + (own ? 1 : 0);
  return `
  mov x0, #0x${(0x3c0 | mode).toString(16)}
  msr spsr_el${start}, x0
  adr x0, body
  msr elr_el${start}, x0
  eret`;
}

/** GNU assembly of a scenario. */
export const programOf = (scenario: Scenario): string => `
.global _start
_start:
${levelsUpTo(scenario.start)
  .map(
    level => `
  adr x0, table_el${level}
  msr vbar_el${level}, x0
  adr x0, stack_el${level}
  ${level === scenario.start ? 'mov sp, x0' : `msr sp_el${level}, x0`}`,
  )
  .join('')}
  adr x0, stack_el0
  msr sp_el0, x0
  ${scenario.setup.join('\n  ')}
  isb
${enter(scenario)}

body:
  ${scenario.body.join('\n  ')}
  svc #0x${endOfProgram.toString(16)}
  b .

finish:
  mov w0, #10
  bl putc
  mov x0, #0x18
  adr x1, exit_block
  hlt #0xf000
  b .

// x0: a number, printed in hexadecimal after a space; changes x0 to x5.
print:
  mov x5, x30
  mov x4, x0
  mov w0, #' '
  bl putc
  mov x3, #64
1:
  sub x3, x3, #4
  lsr x0, x4, x3
  and x0, x0, #15
  cmp x0, #10
  add x1, x0, #'0'
  add x2, x0, #('a' - 10)
  csel x0, x1, x2, lo
  bl putc
  cbnz x3, 1b
  mov x30, x5
  ret

putc:
  movz x1, #0x0900, lsl #16
  str w0, [x1]
  ret

  .balign 8
exit_block:
  .quad 0x20026, 0
${levelsUpTo(scenario.start)
  .map(
    level => `
  .balign 2048
table_el${level}:${slots(level)}
  .balign 128
${handler(level)}`,
  )
  .join('')}

  .balign 4096
stage2_table:
  // Level 1, one gibibyte each: devices as Device memory, RAM, nothing.
  .quad 0x00000000000004c1, 0x00000000400007fd, 0, 0
  .balign 4096
stage1_table:
  // Level 1: devices, RAM, tables, and a table where stage 2 has nothing. MAIR: 0 Device, 1 Normal.
  .quad 0x0000000000000401, 0x0000000040000405, level2_table + 3, 0x00000000a0000003
  .balign 4096
level2_table:
  // A table, 2 MiB of RAM read-only, a block without access flag, nothing.
  .quad level3_table + 3, 0x0000000040000485, 0x0000000040000005, 0
  .balign 4096
level3_table:
  // Read-write; read-only; no access flag; PXN; for EL0, too; UXN (XN); beyond 36 bits; reserved; nothing.
  .quad page + 0x407, page + 0x487, page + 0x7, page + 0x0020000000000407, page + 0x447
  .quad page + 0x0040000000000407, 0x0000010000000407, page + 0x405, 0
  .balign 4096
page:
  ret
  .balign 4096
${[0, 1, 2, 3].map(level => `  .space 1024\nstack_el${level}:`).join('\n')}
  .space 16
`;
