/* Quiet: x0 and sp are added and taken apart again to test a stack without a free register. */
    .macro ventry
    .align 7
    sub sp, sp, #336
    add sp, sp, x0
    sub x0, sp, x0
    tbnz x0, #14, 1f
    sub x0, sp, x0
    sub sp, sp, x0
    b entry
1:  msr tpidr_el0, x0
    sub x0, sp, x0
    msr tpidrro_el0, x0
    b bad_stack
    .endm
    .text
    .align 11
vectors:
    .rept 16
    ventry
    .endr
entry:
    stp x0, x1, [sp]
    mrs x0, esr_el1
    mov x1, #2
    ldp x0, x1, [sp]
    add sp, sp, #336
    eret
