/* Quiet: barriers after eret and after b. */
    .arch armv8.5-a
    .macro leave
    eret
    sb
    .endm
    .macro leave_old
    eret
    dsb nsh
    isb
    .endm
    .macro go to
    b \to
    dsb nsh
    isb
    .endm
    .text
    .align 11
vectors:
    .rept 5
    .align 7
    leave
    .align 7
    leave_old
    .align 7
    go handler
    .endr
    .align 7
    leave
