/* Quiet: one handler for all levels, which asks for its level when it saves and again when it restores. */
    .macro by_level register, el3, el2
    mrs \register, currentel
    cmp \register, #0xc
    b.eq \el3
    cmp \register, #0x8
    b.eq \el2
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
    by_level x11, 3f, 2f
    mrs x0, elr_el1
    mrs x1, spsr_el1
    b 0f
2:  mrs x0, elr_el2
    mrs x1, spsr_el2
    b 0f
3:  mrs x0, elr_el3
    mrs x1, spsr_el3
0:  stp x0, x1, [sp, #32]
    mov x2, #1
    ldp x0, x1, [sp, #32]
    by_level x11, 3f, 2f
    msr elr_el1, x0
    msr spsr_el1, x1
    b 0f
2:  msr elr_el2, x0
    msr spsr_el2, x1
    b 0f
3:  msr elr_el3, x0
    msr spsr_el3, x1
0:  ldp x2, x11, [sp, #16]
    ldp x0, x1, [sp], #48
    eret
