/* Quiet: four, eight, twelve and thirteen slots on purpose; handler code follows at once. */
    .macro entry handler
    .p2align 7
    b \handler
    .endm

    .text
    .p2align 11
four_vectors:
    entry do_sync
    entry do_irq
    entry do_fiq
    entry do_serror

    .p2align 11
eight_vectors:
    entry do_sync
    entry do_irq
    entry do_fiq
    entry do_serror
    entry do_sync
    entry do_irq
    entry do_fiq
    entry do_serror
after_eight:
    .rept 48
    add x0, x0, #1
    .endr
    b .

    .p2align 11
twelve_vectors:
    .rept 12
    entry do_irq
    .endr

    .p2align 11
thirteen_vectors:
    .rept 13
    entry do_irq
    .endr
