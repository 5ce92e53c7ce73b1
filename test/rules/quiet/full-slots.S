/* Quiet: slots of 31 and 32 words. */
    .text
    .align 11
vectors:
    .rept 8
    .align 7
    .rept 31
    nop
    .endr
    b handler
    .align 7
    .rept 30
    nop
    .endr
    b handler
    .endr
