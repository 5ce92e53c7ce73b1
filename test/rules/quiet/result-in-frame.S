/* Quiet: a system call's result is put into the frame, from where x0 is restored. */
    .macro save
    stp x0, x1, [sp, #-64]!
    stp x2, x3, [sp, #16]
    stp x8, x30, [sp, #32]
    mrs x2, elr_el1
    mrs x3, spsr_el1
    stp x2, x3, [sp, #48]
    .endm
    .macro restore
    ldp x2, x3, [sp, #48]
    msr elr_el1, x2
    msr spsr_el1, x3
    ldp x8, x30, [sp, #32]
    ldp x2, x3, [sp, #16]
    ldp x0, x1, [sp], #64
    .endm
    .text
    .align 11
vectors:
    .rept 16
    b svc
    .align 7
    .endr
svc:
    save
    cmp x8, #4
    b.hs 1f
    bl system_call
    str x0, [sp]
    b 2f
1:  mov x0, #-38
    str x0, [sp]
2:  ldr x1, [sp, #48]
    add x1, x1, #4
    str x1, [sp, #48]
    restore
    eret
