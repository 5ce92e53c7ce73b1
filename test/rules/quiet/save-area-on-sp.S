/* Quiet: sp points at a context structure; post-index stores go up, sp is no multiple of 16 meanwhile. */
    .text
    .balign 2048
    .rept 16
    stp x0, x1, [sp], #16
    b save
    .balign 128
    .endr
save:
    stp x2, x3, [sp], #16
    stp x4, x5, [sp], #16
    str x30, [sp], #8
    mrs x0, elr_el1
    mrs x1, spsr_el1
    stp x0, x1, [sp], #16
    sub sp, sp, #72
    mov x0, sp
    stp x6, x7, [sp, #-16]
    mov x6, #1
    mov x7, #2
    ldp x6, x7, [sp, #-16]
    bl run_kernel
    ldp x0, x1, [sp, #56]
    msr elr_el1, x0
    msr spsr_el1, x1
    ldr x30, [sp, #48]
    ldp x4, x5, [sp, #32]
    ldp x2, x3, [sp, #16]
    ldp x0, x1, [sp]
    eret
