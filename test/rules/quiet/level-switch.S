/* Quiet: one handler for two levels, which asks for its level when it saves and again when it restores. */
    .macro if_el2 register, there
    mrs \register, currentel
    cmp \register, #0x8
    b.eq \there
    .endm
    .text
    .align 11
vectors:
    .rept 8
    .align 7
    b handler
    .endr
handler:
    stp x0, x1, [sp, #-48]!
    stp x2, x11, [sp, #16]
    if_el2 x11, 2f
    mrs x0, elr_el1
    mrs x1, spsr_el1
    b 0f
2:  mrs x0, elr_el2
    mrs x1, spsr_el2
0:  stp x0, x1, [sp, #32]
    mov x2, #1
    ldp x0, x1, [sp, #32]
    if_el2 x11, 2f
    msr elr_el1, x0
    msr spsr_el1, x1
    b 0f
2:  msr elr_el2, x0
    msr spsr_el2, x1
0:  ldp x2, x11, [sp, #16]
    ldp x0, x1, [sp], #48
    eret
