/* Quiet: slots that end with hvc, hlt, brk, udf, smc or a call of a function that never returns. */
    .text
    .align 11
vectors:
    hvc #1
    .align 7
    hlt #0xf000
    .align 7
    brk #7
    .align 7
    udf #0
    .align 7
    smc #0
    .align 7
    mov x0, #5
    bl report_and_stop
    .align 7
    mov x0, #6
    mov x1, sp
    bl panic
    .align 7
    adr x30, recover
    br x17
    .align 7
    blr x16
    .align 7
1:  wfi
    b 1b
    .rept 6
    .align 7
    mov x0, #9
    bl never_returns
    .endr
