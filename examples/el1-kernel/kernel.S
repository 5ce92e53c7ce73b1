/* A kernel's EL1 table written with .org, and a program at EL0 that calls it with SVC. */

.equ UART0,          0x09000000
.equ KERNEL_STACK,   0x40100000
.equ USER_STACK,     0x40180000

/* What SVC asks for, as its immediate. */
.equ SVC_WRITE,      1              // x0: a string that ends in zero
.equ SVC_EXIT,       2              // x0: exit code

/* Exception classes, ESR_EL1[31:26]. */
.equ EC_UNKNOWN,     0x00           // an undefined instruction
.equ EC_SVC64,       0x15

/* The frame: x0..x30 and sp_el0, then elr_el1 and spsr_el1; 272 bytes. */
.equ FRAME_BYTES,    34 * 8
.equ FRAME_ELR,      32 * 8

.macro kernel_entry
    sub     sp, sp, #FRAME_BYTES
    stp     x0, x1, [sp, #16 * 0]
    stp     x2, x3, [sp, #16 * 1]
    stp     x4, x5, [sp, #16 * 2]
    stp     x6, x7, [sp, #16 * 3]
    stp     x8, x9, [sp, #16 * 4]
    stp     x10, x11, [sp, #16 * 5]
    stp     x12, x13, [sp, #16 * 6]
    stp     x14, x15, [sp, #16 * 7]
    stp     x16, x17, [sp, #16 * 8]
    stp     x18, x19, [sp, #16 * 9]
    stp     x20, x21, [sp, #16 * 10]
    stp     x22, x23, [sp, #16 * 11]
    stp     x24, x25, [sp, #16 * 12]
    stp     x26, x27, [sp, #16 * 13]
    stp     x28, x29, [sp, #16 * 14]
    mrs     x21, sp_el0
    stp     x30, x21, [sp, #16 * 15]
    mrs     x22, elr_el1
    mrs     x23, spsr_el1
    stp     x22, x23, [sp, #FRAME_ELR]
.endm

.macro kernel_exit
    ldp     x22, x23, [sp, #FRAME_ELR]
    msr     elr_el1, x22
    msr     spsr_el1, x23
    ldp     x30, x21, [sp, #16 * 15]
    msr     sp_el0, x21
    ldp     x0, x1, [sp, #16 * 0]
    ldp     x2, x3, [sp, #16 * 1]
    ldp     x4, x5, [sp, #16 * 2]
    ldp     x6, x7, [sp, #16 * 3]
    ldp     x8, x9, [sp, #16 * 4]
    ldp     x10, x11, [sp, #16 * 5]
    ldp     x12, x13, [sp, #16 * 6]
    ldp     x14, x15, [sp, #16 * 7]
    ldp     x16, x17, [sp, #16 * 8]
    ldp     x18, x19, [sp, #16 * 9]
    ldp     x20, x21, [sp, #16 * 10]
    ldp     x22, x23, [sp, #16 * 11]
    ldp     x24, x25, [sp, #16 * 12]
    ldp     x26, x27, [sp, #16 * 13]
    ldp     x28, x29, [sp, #16 * 14]
    add     sp, sp, #FRAME_BYTES
    eret
.endm

.text
.global _start
_start:
    mrs     x0, currentel
    cmp     x0, #(2 << 2)
    b.lo    el1_entry
    b.eq    el2_entry

    // EL3: SCR_EL3 = EL2 is AArch64 (RW), HVC enabled, RES1, Non-secure
    mov     x0, #0x531
    msr     scr_el3, x0
    mov     x0, #0x3c9              // EL2h, DAIF masked
    msr     spsr_el3, x0
    adr     x0, el2_entry
    msr     elr_el3, x0
    eret

el2_entry:
    mov     x0, #(1 << 31)          // HCR_EL2.RW: EL1 is AArch64
    msr     hcr_el2, x0
    mov     x0, #0x3c5              // EL1h, DAIF masked
    msr     spsr_el2, x0
    adr     x0, el1_entry
    msr     elr_el2, x0
    eret

el1_entry:
    ldr     x0, =KERNEL_STACK
    mov     sp, x0
    /* install vector table at EL1 */
    adrp    x0, vector_table_el1
    add     x0, x0, :lo12:vector_table_el1
    msr     vbar_el1, x0
    isb                             /* instruction sync barrier */

    ldr     x0, =USER_STACK
    msr     sp_el0, x0
    adr     x0, user_entry
    msr     elr_el1, x0
    msr     spsr_el1, xzr           // EL0t, nothing masked
    eret

/* A synchronous exception from EL0. */
sync_handler_lower64:
    kernel_entry
    mrs     x0, esr_el1
    mov     x1, sp
    bl      handle_sync_exception
    kernel_exit

/* x0: ESR_EL1, x1: the frame. */
handle_sync_exception:
    stp     x29, x30, [sp, #-16]!
    mov     x29, sp
    lsr     x2, x0, #26
    cmp     x2, #EC_SVC64
    b.eq    system_call
    cbnz    x2, unexpected

    // An undefined instruction: say so and go on after it
    ldr     x3, [x1, #FRAME_ELR]
    add     x3, x3, #4
    str     x3, [x1, #FRAME_ELR]
    adr     x0, text_undefined
    bl      print
    b       9f

system_call:
    and     x2, x0, #0xffff
    ldr     x0, [x1]                // the caller's x0
    cmp     x2, #SVC_EXIT
    b.eq    exit
    cmp     x2, #SVC_WRITE
    b.ne    unexpected
    str     x1, [sp, #-16]!
    bl      print
    ldr     x1, [sp], #16
    str     x0, [x1]                // its result: how many characters

9:  ldp     x29, x30, [sp], #16
    ret

unexpected:
sync_handler_sp0:
irq_handler_sp0:
fiq_handler_sp0:
serror_handler_sp0:
sync_handler_spn:
irq_handler_spn:
fiq_handler_spn:
serror_handler_spn:
irq_handler_lower64:
fiq_handler_lower64:
serror_handler_lower64:
sync_handler_lower32:
irq_handler_lower32:
fiq_handler_lower32:
serror_handler_lower32:
    adr     x0, text_unexpected
    bl      print
    mov     x0, #1
    b       exit

/* x0: a string that ends in zero. Returns its length. */
print:
    ldr     x1, =UART0
    mov     x3, x0
1:  ldrb    w2, [x0], #1
    cbz     w2, 2f
    str     w2, [x1]
    b       1b
2:  sub     x0, x0, x3
    sub     x0, x0, #1
    ret

/* x0: exit code, by semihosting SYS_EXIT (ADP_Stopped_ApplicationExit). */
exit:
    adrp    x1, exit_block
    add     x1, x1, :lo12:exit_block
    str     x0, [x1, #8]
    mov     w0, #0x18
    hlt     #0xf000
    b       .

/* The program at EL0. */
user_entry:
    adr     x0, text_user
    svc     #SVC_WRITE
    mov     x19, x0                 // 24 characters
    udf     #0
    cmp     x19, #24
    cset    x0, ne
    svc     #SVC_EXIT
    b       .

text_user:
    .asciz  "user: hello from EL0...\n"
text_undefined:
    .asciz  "kernel: skipped an undefined instruction\n"
text_unexpected:
    .asciz  "kernel: unexpected exception\n"

.section .vectors, "ax"
.align 11                           /* 2^11 = 2048 byte alignment */
.global vector_table_el1
vector_table_el1:

/* Current EL with SP_EL0 */
.org 0x000
    b       sync_handler_sp0
.org 0x080
    b       irq_handler_sp0
.org 0x100
    b       fiq_handler_sp0
.org 0x180
    b       serror_handler_sp0

/* Current EL with SP_EL1 */
.org 0x200
    b       sync_handler_spn
.org 0x280
    b       irq_handler_spn
.org 0x300
    b       fiq_handler_spn
.org 0x380
    b       serror_handler_spn

/* Lower EL using AArch64 */
.org 0x400
    b       sync_handler_lower64
.org 0x480
    b       irq_handler_lower64
.org 0x500
    b       fiq_handler_lower64
.org 0x580
    b       serror_handler_lower64

/* Lower EL using AArch32 */
.org 0x600
    b       sync_handler_lower32
.org 0x680
    b       irq_handler_lower32
.org 0x700
    b       fiq_handler_lower32
.org 0x780
    b       serror_handler_lower32

.data
.balign 8
exit_block:
    .quad   0x20026, 0
