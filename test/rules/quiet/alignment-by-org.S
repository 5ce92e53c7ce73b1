/* Quiet: the table's place is given by .org in a section that the linker aligns. */
    .section .image, "ax"
    b reset
    .org 0x800
vectors:
    b sync
    .org 0x880
    b irq
    .org 0x900
    b fiq
    .org 0x980
    b serror
    .org 0xa00
    b sync
    .org 0xa80
    b irq
    .org 0xb00
    b fiq
    .org 0xb80
    b serror
    .org 0xc00
reset:
    adr x1, vectors
    msr vbar_el3, x1
    isb
    b .
