/* Quiet: an assembler macro named like a C one, and names that are mnemonics or directives elsewhere. */
    .macro ENTRY name
    .global \name
    .align 2
\name:
    .endm
    .macro push a, b
    stp \a, \b, [sp, #-16]!
    .endm
    .macro pop a, b
    ldp \a, \b, [sp], #16
    .endm
    .macro vector name
    .align 7
    b \name
    .endm
    .text
    .align 11
ENTRY vector_base
    .rept 16
    vector common_entry
    .endr
ENTRY common_entry
    push x0, x1
    mrs x0, esr_el1
    mrs x1, far_el1
    pop x0, x1
    eret
