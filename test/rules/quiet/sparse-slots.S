/* Quiet: only some slots of the first half, handler code from 0x400 on. */
    .text
    .balign 0x800
vbar_base:
    .org vbar_base + 0x200
    b on_sync
    .org vbar_base + 0x280
    b on_irq
    .org vbar_base + 0x400
on_sync:
    stp x0, x30, [sp, #-16]!
    bl handle_sync
    ldp x0, x30, [sp], #16
    eret
on_irq:
    stp x0, x30, [sp, #-16]!
    bl handle_irq
    ldp x0, x30, [sp], #16
    eret
