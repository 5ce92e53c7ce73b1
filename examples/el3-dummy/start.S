/* Set-up of EL3 with a dummy vector table, a drop to EL2, and what a dummy table is good for:
 * the SMC at the end is taken to EL3, where every slot branches to itself and the syndrome stays readable.
 */

.equ UART0, 0x09000000

.macro globalfunc name
    .global \name
    .type   \name, %function
\name:
.endm

.macro endfunc name
    .size   \name, . - \name
.endm

.text
globalfunc _start
    b       entry3
endfunc _start

globalfunc entry3
    // Install dummy vector table; each entry branches-to-self
    ADRP    x0, dummy_vectors
    MSR     VBAR_EL3, x0
    ISB

    //
    // Configure SCR_EL3
    //
    // 10:10 RW   x1 make EL2 be 64-bit
    // 08:08 HCE  x1 enable HVC instructions
    // 05:04 RES1 x3 reserved
    // 00:00 NS   x1 switch to Normal world
    //
    MOV     w0, #0x531
    MSR     SCR_EL3, x0

    //
    // Configure SCTLR_EL2
    //
    // 29:28 RES1 x3 reserved
    // 23:22 RES1 x3 reserved
    // 18:18 RES1 x1 reserved
    // 16:16 RES1 x1 reserved
    // 12:12 I    x0 disable allocation of instrs into unified $s
    // 11:11 RES1 x1 reserved
    // 05:04 RES1 x3 reserved
    // 02:02 C    x0 disable allocation of data into data/unified $s
    // 00:00 M    x0 disable MMU
    //
    LDR     w0, =0x30C50830
    MSR     SCTLR_EL2, x0

    //
    // Prepare to drop to EL2h with all asynchronous exceptions masked
    //
    // 09:09 D      x1 Mask debug exceptions
    // 08:08 A      x1 Mask SErrors
    // 07:07 I      x1 Mask IRQs
    // 06:06 F      x1 Mask FIQs
    // 04:04 M[4]   x0 Bits 03:00 define an AArch64 state
    // 03:00 M[3:0] x9 EL2h
    //
    MOV     w0, #0x3C9
    MSR     SPSR_EL3, x0

    // Drop to hypervisor code
    ADR     x0, entry2
    MSR     ELR_EL3, x0
    ERET
endfunc entry3

globalfunc entry2
    adr     x0, text_entry2
    ldr     x1, =UART0
1:  ldrb    w2, [x0], #1
    cbz     w2, 2f
    str     w2, [x1]
    b       1b
2:  smc     #0                      // nobody is at home: EL3 spins in its dummy table
    b       .
endfunc entry2

text_entry2:
    .asciz  "entry2: dropped from EL3 to EL2\n"
.balign 4
.ltorg

.macro spin
    .balign 0x80
    b       .
.endm

.balign 4096                        // ADRP gives a page
dummy_vectors:
.rept 16
    spin
.endr
