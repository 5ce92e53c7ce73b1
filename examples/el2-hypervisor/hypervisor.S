/* A hypervisor of one guest: EL3 drops to EL2, EL2 maps the guest's memory and runs it at EL1.
 *
 * The guest calls HVC to print, reads a device that stage 2 does not map (the hypervisor plays the
 * device and resumes it), and asks to exit.
 */
#include "frame.h"

.equ UART0,          0x09000000
.equ DEVICE_ID,      0x52746e76     // what the pretended device reads as
.equ EL2_STACK,      0x40100000
.equ GUEST_STACK,    0x40180000

.section .text
.global _start
_start:
    mrs     x0, currentel
    cmp     x0, #(3 << 2)
    b.ne    el2_entry

    // SCR_EL3: EL2 is AArch64, HVC enabled, RES1, Non-secure
    mov     x0, #0x531
    msr     scr_el3, x0
    mov     x0, #0x3c9              // EL2h, DAIF masked
    msr     spsr_el3, x0
    adr     x0, el2_entry
    msr     elr_el3, x0
    eret

el2_entry:
    ldr     x0, =EL2_STACK
    mov     sp, x0
    adr     x0, exception_vector_base_vcpu
    msr     vbar_el2, x0
    isb

    // Stage 2: 4 GiB of intermediate addresses, from level 1, 4 KiB granule
    adr     x0, stage2_level1
    msr     vttbr_el2, x0
    ldr     x0, =0x80003560         // RES1 | SH0 | ORGN0 | IRGN0 | SL0 = level 1 | T0SZ = 32
    msr     vtcr_el2, x0
    ldr     x0, =0x80000001         // RW: EL1 is AArch64; VM: stage 2 on
    msr     hcr_el2, x0
    isb
    tlbi    vmalls12e1is
    dsb     ish
    isb

    // The guest's first context: everything zero but where it starts
    adr     x0, vcpu
    adr     x1, guest_entry
    mov     x2, #0x3c5              // EL1h, DAIF masked
    stp     x1, x2, [x0, FRAME_ELR]
    ldr     x1, =GUEST_STACK
    msr     sp_el1, x1

run:
    bl      run_vcpu
    cbnz    x0, unexpected_exit     // only synchronous exits are expected
    mrs     x0, esr_el2
    lsr     x1, x0, #26
    adr     x2, vcpu
    cmp     x1, #EC_HVC64
    b.eq    hypercall
    cmp     x1, #EC_DATA_ABORT
    b.eq    emulate_load
unexpected_exit:
    adr     x0, text_unexpected
    bl      print
    mov     x0, #1
    b       exit

// x0: ESR_EL2, x2: the guest's frame
hypercall:
    and     x1, x0, #0xffff
    cmp     x1, #HVC_EXIT
    ldr     x0, [x2, FRAME_X(0)]
    b.eq    exit
    bl      print
    b       run

// A load from nowhere: plays the device and goes on after the load.
// x0: ESR_EL2 (ISV is set: SRT tells the register), x2: the guest's frame
emulate_load:
    ubfx    x3, x0, #16, #5         // SRT
    ldr     x4, =DEVICE_ID
    str     x4, [x2, x3, lsl #3]
    ldr     x5, [x2, FRAME_ELR]
    add     x5, x5, #4
    str     x5, [x2, FRAME_ELR]
    adr     x0, text_device
    bl      print
    b       run

/* Runs the guest until it leaves. Returns in x0 why: {exception_sync} or {exception_irq}. */
run_vcpu:
    stp     x29, x30, [sp, #-16]!
    adr     x0, vcpu + VCPU_HOST_SP
    mov     x1, sp
    str     x1, [x0]
    b       context_vm_entry

/* The table comes here with the guest's frame at sp: back to the host, as run_vcpu's return. */
vmexit_trampoline:
    ldr     x1, [sp, VCPU_HOST_SP]
    mov     sp, x1
    ldp     x29, x30, [sp], #16
    ret

invalid_exception_el2:
current_el_sync_handler:
current_el_irq_handler:
    adr     x0, text_unexpected
    bl      print
    mov     x0, #2
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

text_unexpected:
    .asciz  "hypervisor: unexpected exception\n"
text_device:
    .asciz  "hypervisor: played the device\n"

#include "exception.S"
#include "guest.S"

.section .data
.balign 16
vcpu:
    .skip   FRAME_BYTES + 16        // the guest's frame, then the host's stack pointer
exit_block:
    .quad   0x20026, 0

.balign 4096
stage2_level1:                      // 1 GiB an entry
    .quad   0                       // 0x00000000: not mapped, every device is the hypervisor's
    .quad   stage2_level2 + 3       // 0x40000000: a table
    .quad   0, 0
.balign 4096
stage2_level2:                      // 2 MiB an entry
    .quad   0x40000000 + 0x7fd      // a block: normal memory, read and write, accessed
    .fill   511, 8, 0
