/* Quiet: the context is saved to a structure that sp or tpidr points at, not to a stack. */
    .text
    .align 11
vectors:
    .rept 8
    .align 7
    b .
    .endr
    .rept 8
    .align 7
    b guest_exit
    .endr
guest_exit:
    msr tpidr_el1, x18
    mrs x18, tpidr_el2
    stp x0, x1, [x18, #16]
    stp x2, x3, [x18, #32]
    mrs x0, tpidr_el1
    str x0, [x18, #160]
    mrs x1, elr_el2
    mrs x2, spsr_el2
    stp x1, x2, [x18, #176]
    mrs x3, esr_el2
    str x3, [x18, #192]
    mrs x18, tpidr_el2
    ldp x1, x2, [x18, #176]
    msr elr_el2, x1
    msr spsr_el2, x2
    ldp x2, x3, [x18, #32]
    ldp x0, x1, [x18, #16]
    ldr x18, [x18, #160]
    eret
