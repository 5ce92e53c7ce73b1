/* Quiet: three tables in one file; one is the body of a macro, one is .rept 16 without labels. */
    .macro table name, target
    .align 11
\name:
    .irp number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    .align 7
    mov x18, #\number
    b \target
    .endr
    .endm

    .text
    table workaround_a, entry_a
    table workaround_b, entry_b

    .balign 2048
    .rept 16
    b .
    .balign 128
    .endr
