/* Quiet: a shared save routine in an empty slot, constants, and A32 opcodes within the table. */
    .text
    .align 11
exception_table:
    b slot0
shared_save:
    stp x0, x1, [sp, #-16]!
    stp x2, x3, [sp, #-16]!
    ret
    .align 7
    b slot1
    .quad 0x0123456789abcdef
    .word 0xe3a00000
    .word 0xe12fff1e
    .align 7
    stp x29, x30, [sp, #-16]!
    bl shared_save
    b common
    .rept 13
    .align 7
    stp x29, x30, [sp, #-16]!
    bl shared_save
    b common
    .endr
common:
    mrs x1, esr_el2
    bl c_handler
    ldp x2, x3, [sp], #16
    ldp x0, x1, [sp], #16
    ldp x29, x30, [sp], #16
    eret
