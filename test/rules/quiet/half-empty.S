/* Quiet: the first eight slots are room, the others are used. */
    .text
    .align 11
el2_vectors:
    .space 0x400
    .align 7
    b lower_sync
    .align 7
    b lower_irq
    .align 7
    b lower_fiq
    .align 7
    b lower_serror
    .align 7
    b lower_sync
    .align 7
    b lower_irq
    .align 7
    b lower_fiq
    .align 7
    b lower_serror
