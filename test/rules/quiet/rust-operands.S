/* Quiet: operands of Rust's global_asm!, as immediates and as call targets. */
    .macro save_frame
    sub sp, sp, {FRAME_BYTES}
    stp x0, x1, [sp]
    mrs x0, esr_el2
    .endm
    .macro enter number
    .p2align 7
    save_frame
    mov x1, \number
    mov x2, {KIND}
    bl {handler}
    b .Lback
    .endm
    .text
    .p2align 11
exception_vectors:
    enter 0
    enter 1
    enter 2
    enter 3
    enter 4
    enter 5
    enter 6
    enter 7
    enter 8
    enter 9
    enter 10
    enter 11
    enter 12
    enter 13
    enter 14
    enter 15
.Lback:
    ldp x0, x1, [sp]
    add sp, sp, {FRAME_BYTES}
    eret
