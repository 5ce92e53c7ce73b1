/* Quiet: a synchronous call that changes argument registers by its own convention, without a frame. */
    .text
    .align 11
hyp_stub_vectors:
    .rept 8
    .align 7
    b .
    .endr
    .align 7
    b stub_sync
    .rept 7
    .align 7
    b .
    .endr
stub_sync:
    cmp x0, #1
    b.ne 1f
    msr vbar_el2, x1
    mov x0, xzr
    eret
1:  cmp x0, #2
    b.ne 2f
    msr sctlr_el2, x2
    mov x0, xzr
    mov x1, #4
    eret
2:  mov x0, #-1
    eret
