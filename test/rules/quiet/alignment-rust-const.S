/* Quiet: the alignment is a constant of the Rust program that includes this text. */
    .text
    nop
    .balign {TABLE_ALIGN}
vector_table:
    .rept 16
    b {handler}
    .balign 0x80
    .endr
