/* Quiet: a dot as a macro's argument. */
    .macro ventry label
    .align 7
    b \label
    .endm
    .text
    .align 11
vectors:
    .rept 15
    ventry .
    .endr
    ventry irq_entry
