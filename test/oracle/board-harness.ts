/**
 * A program for board `virt` that sets up tables at every level, executes a list of instructions at the level at
 * which the machine starts, and prints numbers. Interrupts go to one handler, which a program may replace.
 */

export interface BoardProgram {
  readonly name: string;
  /** Level that the machine starts at and the body is executed at. */
  readonly level: 1 | 2 | 3;
  readonly body: string;
  /** Executed for every IRQ and FIQ; x0 to x15 may be changed. Acknowledges, prints, and ends the interrupt when absent. */
  readonly handler?: string;
}

/** Stops a level-sensitive timer, whichever it was. */
const stopTimers = (level: number): string => `
  msr cntp_ctl_el0, xzr
  msr cntv_ctl_el0, xzr
  ${level >= 2 ? 'msr cnthp_ctl_el2, xzr' : ''}
  ${level === 3 ? 'msr cntps_ctl_el1, xzr' : ''}`;

/** Acknowledges, tells interrupt and running priority, ends it. */
export const plainHandler = (level: number): string => `
  ldr w14, [x28, #0x0c]
  mov x0, x14
  bl print
  ldr w0, [x28, #0x14]
  bl print
  ${stopTimers(level)}
  isb
  str w14, [x28, #0x10]`;

/** x27 distributor, x28 CPU interface. Both groups and all priorities on. */
export const enableController = `
  mov w0, #3
  str w0, [x27]
  mov w0, #7
  str w0, [x28]
  mov w0, #0xf0
  str w0, [x28, #4]`;

/** Enables an interrupt (below 32 or above) with a priority. */
export const enableInterrupt = (id: number, priority: number): string => `
  mov w0, #0x${priority.toString(16)}
  strb w0, [x27, #${0x400 + id}]
  mov w0, #1
  lsl w0, w0, #${id % 32}
  str w0, [x27, #${0x100 + 4 * Math.floor(id / 32)}]`;

/** Reads words and prints them. */
export const showWords = (addresses: readonly number[]): string =>
  addresses
    .map(
      address => `
  ldr x1, =0x${address.toString(16)}
  ldr w0, [x1]
  bl print`,
    )
    .join('');

/** Writes a word. */
export const writeWord = (address: number, value: number): string => `
  ldr x1, =0x${address.toString(16)}
  ldr w0, =0x${value.toString(16)}
  str w0, [x1]`;

const levelsUpTo = (level: number): readonly number[] => [1, 2, 3].filter(each => each <= level);

const slots = (level: number): string =>
  Array.from({ length: 16 }, (_, slot) => {
    const kind = slot % 4;
    const target = kind === 1 || kind === 2 ? 'interrupted' : 'unexpected';
    return `
  .balign 128
  stp x0, x30, [sp, #-16]!
  mov x0, #0x${(slot * 0x80).toString(16)}
  b ${target}_el${level}`;
  }).join('');

const pairs = [1, 3, 5, 7, 9, 11, 13, 15];

/** The frame keeps what the handler may change and the return state, so that interrupts may nest. */
const handlerOf = (level: number, own: string): string => `
interrupted_el${level}:
  ${pairs.map(first => `stp x${first}, x${first + 1}, [sp, #-16]!`).join('\n  ')}
  mrs x1, elr_el${level}
  mrs x2, spsr_el${level}
  stp x1, x2, [sp, #-16]!
  mov x15, x0
  mov w0, #'\\n'
  bl putc
  mov w0, #'${level}'
  bl putc
  mov x0, x15
  bl print
  mrs x0, elr_el${level}
  bl print
  mrs x0, spsr_el${level}
  bl print
  mrs x0, isr_el1
  bl print
  ${own}
  ldp x1, x2, [sp], #16
  msr elr_el${level}, x1
  msr spsr_el${level}, x2
  ${pairs
    .toReversed()
    .map(first => `ldp x${first}, x${first + 1}, [sp], #16`)
    .join('\n  ')}
  ldp x0, x30, [sp], #16
  eret
unexpected_el${level}:
  bl print
  mrs x0, esr_el${level}
  bl print
  mrs x0, elr_el${level}
  bl print
  b finish`;

/** GNU assembly of a program. */
export const boardProgram = ({ level, body, handler = plainHandler(level) }: BoardProgram): string => `
.global _start
_start:
  adr x0, stack
  mov sp, x0
${levelsUpTo(level)
  .map(
    each => `
  adrp x0, table_el${each}
  msr vbar_el${each}, x0`,
  )
  .join('')}
  movz x27, #0x0800, lsl #16
  movz x28, #0x0801, lsl #16
  ${body}
finish:
  mov w0, #'\\n'
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
  mov x3, #32
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

  .ltorg
  .balign 8
exit_block:
  .quad 0x20026, 0
${levelsUpTo(level)
  .map(
    each => `
  .balign 4096
table_el${each}:${slots(each)}
  .balign 128
${handlerOf(each, handler)}
  .ltorg`,
  )
  .join('')}
  // Ends an interrupt, x14, at the interface x28. QEMU takes what this makes pending after the translation block,
  // which ends with the page.
  .balign 4096
  .space 4092
end_interrupt:
  str w14, [x28, #0x10]
  ret

  .balign 16
  .space 8192
stack:
  .space 16
`;
