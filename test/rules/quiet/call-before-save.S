/* Quiet: bl before x30 is saved: the callee does not return, or the call only trains the predictor. */
    .text
    .align 11
vectors:
    .rept 8
    .align 7
    bl fatal_exception
    .endr
    .rept 8
    .align 7
    str x30, [sp, #-16]!
    bl 1f
1:  bl 2f
2:  ldr x30, [sp], #16
    b handler
    .endr
handler:
    stp x0, x1, [sp, #-16]!
    mrs x0, esr_el3
    ldp x0, x1, [sp], #16
    eret
