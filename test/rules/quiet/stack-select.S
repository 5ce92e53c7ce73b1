/* Quiet: the frame is made on SP_EL0; SP_ELx is read, or holds a context structure meanwhile. */
    .text
    .align 12
vectors:
    .rept 8
    .align 7
    b on_exception_stack
    .endr
    .rept 8
    .align 7
    b on_context
    .endr
on_exception_stack:
    msr spsel, #0
    sub sp, sp, #64
    stp x2, x3, [sp, #16]
    stp x0, x1, [sp]
    msr spsel, #1
    mov x1, sp
    msr spsel, #0
    mrs x2, elr_el1
    mrs x3, spsr_el1
    stp x30, x1, [sp, #32]
    stp x2, x3, [sp, #48]
    mov x0, sp
    bl handle
    ldp x2, x3, [sp, #48]
    msr elr_el1, x2
    msr spsr_el1, x3
    ldr x30, [sp, #32]
    ldp x0, x1, [sp]
    ldp x2, x3, [sp, #16]
    add sp, sp, #64
    msr spsel, #1
    eret
on_context:
    stp x0, x1, [sp]
    stp x2, x3, [sp, #16]
    str x30, [sp, #32]
    mrs x0, elr_el1
    mrs x1, spsr_el1
    stp x0, x1, [sp, #48]
    mov x0, sp
    msr spsel, #0
    stp x0, x1, [sp, #-16]!
    bl handle
    ldp x0, x1, [sp], #16
    msr spsel, #1
    ldp x0, x1, [sp, #48]
    msr elr_el1, x0
    msr spsr_el1, x1
    ldr x30, [sp, #32]
    ldp x2, x3, [sp, #16]
    ldp x0, x1, [sp]
    eret
