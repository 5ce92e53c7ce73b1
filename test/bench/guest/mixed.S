/* Turns the MMU on with 2 MiB blocks, calls work(), and ends by semihosting. */
  .globl _start
_start:
  ldr x0, =0x40200000
  mov sp, x0
  ldr x0, =0xff00
  msr mair_el1, x0
  ldr x0, =0x200803519
  msr tcr_el1, x0
  adrp x0, top
  add x0, x0, :lo12:top
  msr ttbr0_el1, x0
  isb
  mrs x0, sctlr_el1
  ldr x1, =0x1005
  orr x0, x0, x1
  msr sctlr_el1, x0
  isb
  ldr w0, =TURNS
  bl work
  adr x1, end
  mov w0, #0x18
  hlt #0xf000
  .ltorg
  .balign 8
end: .quad 0x20026, 0
  .balign 4096
top: .quad low + 3, ram + 3
  .balign 4096
low: .rept 72
  .quad 0x60000000000401 + (. - low) * 0x40000
  .endr
  .balign 4096
ram: .quad 0x40000705, 0x40200705, 0x40400705
