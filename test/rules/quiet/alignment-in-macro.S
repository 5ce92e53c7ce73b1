/* Quiet: alignment hidden in a function-like macro, in a #define and in a macro with .org 0. */
#define TABLE_SHIFT 11
#define TABLE(name, shift) .section .text.name, "ax"; .align shift; .global name; name:
#define SLOT(table, offset, handler) .org table + offset; b handler

TABLE(first_table, TABLE_SHIFT)
SLOT(first_table, 0x000, stuck)
SLOT(first_table, 0x080, stuck)
SLOT(first_table, 0x100, stuck)
SLOT(first_table, 0x180, stuck)
SLOT(first_table, 0x200, stuck)
SLOT(first_table, 0x280, stuck)
SLOT(first_table, 0x300, stuck)
SLOT(first_table, 0x380, stuck)
SLOT(first_table, 0x400, stuck)
SLOT(first_table, 0x480, stuck)
SLOT(first_table, 0x500, stuck)
SLOT(first_table, 0x580, stuck)
SLOT(first_table, 0x600, stuck)
SLOT(first_table, 0x680, stuck)
SLOT(first_table, 0x700, stuck)
SLOT(first_table, 0x780, stuck)
    .org first_table + 0x800

    .macro begin_table name
    .section .text.\name, "ax"
    .balign 0x800
    .org 0
\name:
    .endm
    begin_table second_table
    .rept 16
    b stuck
    .balign 0x80
    .endr

    .text
stuck:
    wfe
    b stuck
