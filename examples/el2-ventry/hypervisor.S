/* A hypervisor whose EL2 table is made of ventry lines, with a guest at EL1 that calls it by HVC. */

.equ UART0,                0x09000000
.equ EL2_STACK,            0x40100000

/* HVC numbers, in x8. */
.equ HVC_PRINT,            0            // x0: a string that ends in zero
.equ HVC_EXIT,             1            // x0: exit code

/* Numbers of the vectors that should not be taken. */
.equ SYNC_INVALID_EL2,     0
.equ IRQ_INVALID_EL2,      1
.equ FIQ_INVALID_EL2,      2
.equ ERROR_INVALID_EL2,    3
.equ FIQ_INVALID_EL01_64,  4
.equ ERROR_INVALID_EL01_64, 5
.equ SYNC_INVALID_EL01_32, 6
.equ IRQ_INVALID_EL01_32,  7
.equ FIQ_INVALID_EL01_32,  8
.equ ERROR_INVALID_EL01_32, 9

.equ S_FRAME_SIZE,         272          // x0..x30, elr_el2, spsr_el2, padding

.macro ventry label
    .align  7
    b       \label
.endm

.macro handle_invalid_entry type
    kernel_entry
    mov     x0, #\type
    mrs     x1, esr_el2
    mrs     x2, elr_el2
    b       show_invalid_entry
.endm

.macro kernel_entry
    sub     sp, sp, #S_FRAME_SIZE
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
    mrs     x22, elr_el2
    mrs     x23, spsr_el2
    stp     x30, x22, [sp, #16 * 15]
    str     x23, [sp, #16 * 16]
.endm

.macro kernel_exit
    ldr     x23, [sp, #16 * 16]
    ldp     x30, x22, [sp, #16 * 15]
    msr     elr_el2, x22
    msr     spsr_el2, x23
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
    add     sp, sp, #S_FRAME_SIZE
    eret
.endm

.text
.globl _start
_start:
    mrs     x0, CurrentEL
    cmp     x0, #(3 << 2)
    b.ne    el2_entry
    mov     x0, #0x531                  // SCR_EL3: RW, HCE, RES1, NS
    msr     scr_el3, x0
    mov     x0, #0x3c9                  // EL2h, DAIF masked
    msr     spsr_el3, x0
    adr     x0, el2_entry
    msr     elr_el3, x0
    eret

el2_entry:
    ldr     x0, =EL2_STACK
    mov     sp, x0
    adr     x0, vectors
    msr     vbar_el2, x0
    isb
    ldr     x0, =0x80080000             // HCR_EL2: RW, and TSC: SMC of the guest traps
    msr     hcr_el2, x0
    adr     x0, guest
    msr     elr_el2, x0
    mov     x0, #0x3c5                  // EL1h, DAIF masked
    msr     spsr_el2, x0
    eret

guest:
    mov     x8, #HVC_PRINT
    adr     x0, text_guest
    hvc     #0
    mov     x0, #0x84000000             // PSCI_VERSION: the hypervisor answers for the firmware
    smc     #0
    cmp     w0, #2
    cset    x0, ne
    mov     x8, #HVC_EXIT
    hvc     #0
    b       .

.align 11
.globl vectors
vectors:
    ventry  sync_invalid_el2            // Synchronous EL2
    ventry  irq_invalid_el2             // IRQ EL2
    ventry  fiq_invalid_el2             // FIQ EL2
    ventry  error_invalid_el2           // Error EL2

    ventry  sync_invalid_el2            // Synchronous EL2
    ventry  el2_irq                     // IRQ EL2
    ventry  fiq_invalid_el2             // FIQ EL2
    ventry  error_invalid_el2           // Error EL2

    ventry  el01_sync                   // Synchronous 64-bit EL0 or 1
    ventry  el01_irq                    // IRQ 64-bit EL0 or 1
    ventry  fiq_invalid_el01_64         // FIQ 64-bit EL0 or 1
    ventry  error_invalid_el01_64       // Error 64-bit EL0 or 1

    ventry  sync_invalid_el01_32        // Synchronous 32-bit EL0 or 1
    ventry  irq_invalid_el01_32         // IRQ 32-bit EL0 or 1
    ventry  fiq_invalid_el01_32         // FIQ 32-bit EL0 or 1
    ventry  error_invalid_el01_32       // Error 32-bit EL0 or 1

sync_invalid_el2:
    handle_invalid_entry SYNC_INVALID_EL2
irq_invalid_el2:
    handle_invalid_entry IRQ_INVALID_EL2
fiq_invalid_el2:
    handle_invalid_entry FIQ_INVALID_EL2
error_invalid_el2:
    handle_invalid_entry ERROR_INVALID_EL2
fiq_invalid_el01_64:
    handle_invalid_entry FIQ_INVALID_EL01_64
error_invalid_el01_64:
    handle_invalid_entry ERROR_INVALID_EL01_64
sync_invalid_el01_32:
    handle_invalid_entry SYNC_INVALID_EL01_32
irq_invalid_el01_32:
    handle_invalid_entry IRQ_INVALID_EL01_32
fiq_invalid_el01_32:
    handle_invalid_entry FIQ_INVALID_EL01_32
error_invalid_el01_32:
    handle_invalid_entry ERROR_INVALID_EL01_32

el2_irq:
    kernel_entry
    bl      handle_irq
    kernel_exit

el01_irq:
    kernel_entry
    bl      handle_irq
    kernel_exit

el01_sync:
    kernel_entry
    mrs     x0, esr_el2
    mov     x1, sp                      // the frame
    mov     x2, x8                      // hvc number in x8
    bl      handle_sync_exception
    kernel_exit

/* x0: ESR_EL2, x1: the frame, x2: hvc number. */
handle_sync_exception:
    lsr     x3, x0, #26
    cmp     x3, #0x17                   // SMC, trapped by HCR_EL2.TSC
    b.eq    firmware_call
    cmp     x3, #0x16                   // HVC
    b.ne    unexpected
    ldr     x0, [x1]
    cmp     x2, #HVC_EXIT
    b.eq    exit
    b       print

/* ELR_EL2 is the SMC itself: it has to be stepped over. */
firmware_call:
    mov     x4, #2                      // PSCI 0.2
    str     x4, [x1]
    ldr     x4, [x1, #16 * 15 + 8]
    add     x4, x4, #4
    str     x4, [x1, #16 * 15 + 8]
    adr     x0, text_smc
    b       print

handle_irq:
show_invalid_entry:
unexpected:
    adr     x0, text_unexpected
    bl      print
    mov     x0, #1
    b       exit

/* x0: a string that ends in zero. */
print:
    ldr     x1, =UART0
1:  ldrb    w2, [x0], #1
    cbz     w2, 2f
    str     w2, [x1]
    b       1b
2:  ret

/* x0: exit code, by semihosting SYS_EXIT (ADP_Stopped_ApplicationExit). */
exit:
    adr     x1, exit_block
    str     x0, [x1, #8]
    mov     w0, #0x18
    hlt     #0xf000
    b       .

text_guest:
    .asciz  "guest: hello from EL1\n"
text_smc:
    .asciz  "hypervisor: answered for the firmware\n"
text_unexpected:
    .asciz  "hypervisor: unexpected exception\n"

.balign 8
exit_block:
    .quad   0x20026, 0
