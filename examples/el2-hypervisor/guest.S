/* The guest, at EL1. */
.equ DEVICE,         0x0a000008     // stage 2 does not map it

guest_entry:
    adr     x0, text_hello
    hvc     #HVC_PRINT

    ldr     x20, =DEVICE
    ldr     w21, [x20]              // traps to EL2, which plays the device
    ldr     w22, =0x52746e76
    cmp     w21, w22
    adr     x0, text_device_ok
    adr     x1, text_device_bad
    csel    x0, x0, x1, eq
    hvc     #HVC_PRINT

    cset    x0, ne                  // the flags came back too
    hvc     #HVC_EXIT
    b       .

text_hello:
    .asciz  "guest: hello from EL1\n"
text_device_ok:
    .asciz  "guest: the device answered\n"
text_device_bad:
    .asciz  "guest: the device is wrong\n"
.balign 4
