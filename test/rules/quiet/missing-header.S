/* Quiet: the macros come from a header that is not there. */
#include "kernel/entry-macros.h"
    .text
VECTOR_TABLE_BASE(kernel_vectors)
    kernel_ventry 1, sync
    kernel_ventry 1, irq
    kernel_ventry 1, fiq
    kernel_ventry 1, error
    .align 7
    kernel_entry 1
    mov x0, sp
    mrs x1, esr_el1
    bl el1_abort
    kernel_exit 1
    .align 7
    str x0, [sp, #S_X0]
    mov x0, #1
    ldr x0, [sp, #S_X1]
    eret
