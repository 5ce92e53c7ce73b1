/** Sources whose bytes must be those of GNU as. Each is a feature as people use it. */

export const snippets: Readonly<Record<string, string>> = {
  'other spellings of instructions': `
    mov sp, #0x400000
    mov wsp, #0x10000
    mov sp, #1
    mov sp, #-2
    mov sp, #0x3333333333333333
1:  b.none 1b
    b.any 1b
    b.nlast 1b
    b.last 1b
    b.ul 1b
    b.first 1b
    b.nfrst 1b
    b.pmore 1b
    b.plast 1b
    b.tcont 1b
    b.tstop 1b
    csel x0, x1, x2, none
    cset w3, nlast
    ccmp x0, #1, #2, tstop
    ldadd x0, x1, [x2, #0]
    stadd x0, [x2, 0]
    swpal w0, w1, [sp, #0]
    casal x0, x1, [x2, #0]
    casp x0, x1, x2, x3, [x4, #0]
    ldumaxb w0, w1, [x2, #0]
`,
  labels: `
_start: mov x0, #1
1:  sub x0, x0, #1
    cbnz x0, 1b
    b 2f
1:  nop
2:  b 1b
.Lend: b .Lend
    b .
    tbz x1, #33, .Lend ; nop; nop
`,
  comments: `
# a comment of the whole line
   # another
    nop // to the end
    mov x0, /* in between */ x1
    /* over
       lines */ nop
    .ascii "// no comment /* here */" ; .byte ';', '/', '#'
    .balign 4
`,
  'character constants as arguments': `
    .macro show x, rest
    .ascii "\\x,\\rest "
    .byte \\x
    .endm
    show 'a'
    show 'a
    show '\\n', ';'
    show ' ', 2
    show ',', '"'
    show 'a'+1, (1 + 'b')
    .irp c, 'a', 'b'
    .byte \\c
    .endr
    .balign 4
`,
  'alternate macro syntax': `
    .set N, 5
    .altmacro
    .macro m a, b=7
    .byte a, \\b
    .ascii "a|&a|x&a&y|other"
    .endm
    m 1
    m %1+2, %(3*4)
    m %N*2 5
    .macro l name
    LOCAL one, two
one: .byte 9
    .word one - two
two: .byte 1
\\name: .byte 1
name&_x: .byte 2
    .word name&_x - \\name
    .endm
    l first
    l second
    .word second_x - first
    .macro q t, u
    .ascii "t/\\u/"
    .endm
    q <a,b>, c
    q <a!>b!!>
    q <<a> b>< d>, <x 'a' y>
    .macro joined a, b
    .byte a&b, a&&b, 0x1&a
    .endm
    joined 1, 2
    .macro text t
    .ascii t
    .ascii \\t
    .endm
    text "a b"
    .macro count a
    .byte a
    .if a > 1
    count %a-1
    .endif
    .endm
    count 3
    .irp r, <1>, <2, 3>, %3+4
    .byte r
    .endr
    .irpc c, 123
    .byte c, \\c
    .endr
    .noaltmacro
    .macro n a
    .byte \\a
    .ascii "a"
    .endm
    n 3
    .balign 4
`,
  'offsets without a section': `
    .struct 0
a:  .struct a + 8
b:  .struct b + 4
c:
    .text
    .word a, b, c
    .struct 16
x:  .space 8
y:  .skip 4
    .balign 16
z:
w = . + 4
    .text
    .word x, y, z, w
    ldr x0, [x1, #y]
    .offset 8
f:  .space 4
g:
    .previous
    .word g - f, g
`,
  'names for others': `
    .weakref alias, target
    bl alias
target:
    b alias
    .reloc ., R_AARCH64_NONE, target
    nop
`,
  'upper case': `
    MOV X0, X1
    LDP X29, X30, [SP], #16
    .ALIGN 3
    .Word 5
    RET
`,
  data: `
    .byte 1, -1, 255, 'a', '\\n', 0b101, 017, 0x1f
    .hword 1, 0xffff, -32768
    .short 2
    .2byte 3
    .word 0x12345678, . - start
start:
    .long start, start + 4
    .int -1
    .4byte 4
    .quad 0x123456789abcdef0, start, -1
    .dword 1
    .8byte 2
    .xword 3
    .octa 0x0123456789abcdef0123456789abcdef
    .ascii "a\\tb\\033\\x41", "c"
    .asciz "hello"
    .string "x\\"y", "z"
    .float 1.5, -2
    .double 3.25
    .uleb128 300, 5
    .sleb128 -129, 63, 64
`,
  expressions: `
    .quad -1>>4, 5==5, 5>6, 3&&2, 0||0, -7/2, -7%3, 1|2+3, 2*3<<1, !5, ~0, 5!3, 7<>3, 1<<63>>63
    .quad (1+2)*3, 1+2*3, 6&3+1, 0xff^0xf, 10-3-2, 'a'+1, - -3, 1<2, 2<=2, 3!=3
    .quad end - begin, (end - begin) / 2, end > begin
begin: nop
    nop
end:
`,
  'integer suffixes': `
1:  .quad 1U, 1u, 2L, 2UL, 2Ul, 0x10ULL, 0X1fu, 0b11U, 017L, 00U, 3LL, 3lL, 4LLL, 0xffffffffffffffffULL, 5U<<3UL
    b 1f
    b 1b
    mov x0, #0x10ULL
    mov x1, 1L
    add x0, x0, #0x7UL, lsl #12U
    ldr x0, [x1, #8UL]
    mov v0.s[1U], w0
    movi v0.4s, #1U, lsl #8U
    ldr x0, =0x123456789ULL
    .balign 8U
    .rept 2U
    hint #3U
    .endr
1:  nop
`,
  'set and equ': `
    .set a, 5
    .equ b, a + later
    c = 7
    d == 8
    .equiv e, a * 2
    .word a, b, c, d, e
    .set a, a + 1
    .word a, b
    .set later, 100
    sz = . - here
here: .word sz
    .set i, 0
    .rept 4
    .byte i
    .set i, i + 1
    .endr
`,
  alignment: `
    nop
    .byte 1
    .align 3
    nop
    .align 4, 0
    nop
    .p2align 4,,3
    nop
    .p2align 4,,15
    .balign 16, 0x12
    nop
    .balignw 8, 0x1234
    nop
    .p2align 4, 0xaabb
    .balignl 32, 0x11223344
    .align
    .balign 64
    .data
    .byte 1
    .align 3
    .byte 2
    .balign 8, 0xff
`,
  org: `
    nop
    .org 0x80
table:
    b .
    .org table + 0x80, 0xff
    nop
    . = 0x200
    .org 0x200
    nop
    .org . + 8
    nop
`,
  fills: `
    .space 3
    .skip 5, 0xaa
    .zero 4
    .fill 3, 2, 0x1234
    .fill 2, 8, 0x1122334455667788
    .fill 4
    .fill 2, 3, -1
    .space end - begin
begin: nop
end: .space (4 - (. - begin) % 4), 7
    .balign 4
    nop
    .fill 0x10 - (. - begin), 1, 0
    nop
`,
  conditionals: `
    .set one, 1
    .if one
    .byte 1
    .else
    .byte 2
    .endif
    .ifdef one ; .byte 3 ; .endif
    .ifndef two ; .byte 4 ; .else ; .byte 5 ; .endif
    .ifeq one - 1 ; .byte 6 ; .endif
    .ifne one ; .byte 7 ; .endif
    .ifgt one ; .byte 8 ; .endif
    .iflt one ; .byte 9 ; .elseif one == 1 ; .byte 10 ; .else ; .byte 11; .endif
    .ifge one ; .ifle one ; .byte 12 ; .else ; .byte 13 ; .endif ; .endif
    .ifc a b, a  b ; .byte 14 ; .endif
    .ifnc x0,x1 ; .byte 15 ; .endif
    .ifeqs "a", "a" ; .byte 16 ; .endif
    .ifnes "a", "b" ; .byte 17 ; .endif
    .ifb ; .byte 18 ; .endif
    .ifnb x ; .byte 19 ; .endif
    .if 0
    this is not read, .if 1
    .if 1
    .byte 20
    .else
    .byte 21
    .endif
    .elseif 0
    .byte 22
    .endif
here:
    .byte 1, 2
    .if (. - here) > 1
    .byte 23
    .endif
`,
  macros: `
.macro plain
    nop
.endm
.macro positional a, b=5, c
    .byte \\a, \\b
    .ifnb \\c
    .byte \\c
    .endif
.endm
.macro spaces kind source
    .byte \\kind
    .byte \\source
.endm
.macro required x:req, y=3
    .byte \\x + \\y
.endm
.macro rest first, others:vararg
    .byte \\first
    .ifnb \\others
    rest \\others
    .endif
.endm
.macro label name, tail
\\name\\()_\\tail: b \\name\\()_\\tail
.endm
.macro counted
    .byte \\@
.Lcounted\\@: .byte . - .Lcounted\\@
.endm
.macro outer what
    .macro \\what arg
    .byte \\arg, 0x77
    .endm
.endm
.macro leave x
    .byte 1
    .if \\x
    .exitm
    .endif
    .byte 2
.endm
    plain
    PLAIN
    positional 1
    positional 1, 2, 3
    positional 1,,3
    positional c=9, a=8
    positional a = 4
    spaces 1 2
    spaces 3, 4
    spaces (1 + 2), 5
    spaces 1+1 2
    required 1
    required y=9 x=1
    rest 1, 2, 3, 4
    .balign 4
    label one, two
    b one_two
    counted
    counted
    outer inner
    inner 5
    leave 0
    leave 1
    .purgem plain
    .macro plain
    .byte 0x55
    .endm
    plain
`,
  'macro arguments': `
.macro show a, b, c
    .ascii "<\\a|\\b|\\c>"
.endm
    show "a b", "c,d"
    show x - 1 y
    show (1, 2)
    show [sp, #16]
    show a+b (c + d) e
    show \\()x
.macro pass a, b
    show \\a \\b
    show \\a, \\b
.endm
    pass 1 2
    pass 1, -2
    pass 1 (2)
`,
  repetitions: `
    .rept 3
    .byte 1
    .rept 2
    .byte 2
    .endr
    .endr
    .irp r, 1, 2, 3
    .byte \\r
    .endr
    .irp x, 0 1, 2
    mov x\\x, #\\x
    .endr
    .irpc c, 123
    .byte \\c
    .endr
    .irp empty
    .byte 9\\empty
    .endr
    .rept 0
    .byte 0xee
    .endr
    .macro regs
    .irp n, 0, 2, 4
    stp x\\n, x\\n, [sp, #\\n * 8]
    .endr
    .endm
    .balign 4
    regs
    .rept 2 ; nop ; .endr
`,
  sections: `
    .text
    nop
    .data
    .word 1
    .section .rodata
    .word 2
    .section .vectors, "ax"
    .align 11
    b .
    .section .rodata.str, "aMS", @progbits, 1
    .asciz "x"
    .previous
    nop
    .pushsection .data
    .word 3
    .pushsection .mine, "aw", %progbits
    .word 4
    .popsection
    .word 5
    .popsection
    nop
    .text
    .subsection 1
    .word 0x11111111
    .text 0
    nop
    .text 1
    .word 0x22222222
    .bss
buffer: .space 16
    .section .noinit, "aw", %nobits
    .skip 8
    .text
    .quad buffer
`,
  'data of other machines': `
    .dc.b 1, 2
    .dc.w 3
    .dc.l 4
    .dc.a 5
    .dc 6
    .dc.s 1.5, -0.1
    .dc.d 3
    .dcb.b 2, 1
    .dcb.s 2, 1.5
    .dcb.d 1, -2
    .ds.b 1
    .ds.p 1
    .ds.s 2
    .ds.x 1
    .ds 3
    .byte 255
    .balign 4
    .nop
    .lsym local, 5
    .byte local
    .mri 0
`,
  'floating-point numbers': `
    .float16 65504, 6e-8, 0.00006, 1e-7, nan, inf, -0.1, 1.5, 0.333
    .bfloat16 3.14159, -1e-38, 1
    .float nan, -nan, inf, -inf, 1e-40, 1.5e+2, .5, -.5e-1, +3, 16777217, 0f1.5
    .float 0f:3fc00000, 0f:12
    .double nan, 5e-320, 0d2, 0r1, 0.1, 1e308, -infinity
`,
  'names in other alphabets': `
größe = 5
    .word größe
é:  nop
    b é
`,
  'leb of distances': `
    .word 1
begin:
    .uleb128 end - begin, end - begin + 120
    .sleb128 begin - end, -64, 64, 63
    .skip 60
end:
`,
  'subsections that instructions pad': `
    nop
    .byte 1
    .subsection 1
    .byte 2
    nop
`,
  'signed moves': `
    movz x0, :abs_g1_s:0xffffffff80000000
    movk x0, :abs_g0_nc:0xffffffff80000000
    movn x1, :abs_g0_s:5
    movz x2, #:abs_g2_s:-2
    movz w3, :abs_g0:65535
`,
  'literal pools': `
    ldr x0, =5
    ldr w1, =0xffffffff
    ldr x2, =-1
    ldr x3, =0x12345678
    ldr x4, =0x12345678
    ldr w5, =0x12345678
    ldr x6, =external
    ldr x7, =external + 8
    ldr x8, =label
    ldr x9, = label + 4
    nop
    b 1f
    .ltorg
1:  ldr x10, =label
    ldr w11, =77
label: nop
    .pool
    ldr x0, =label
    .section .other, "ax"
    ldr x1, =5
    ldr d0, =0x3ff0000000000000
`,
  addresses: `
    adr x0, label
    adrp x1, label
    add x1, x1, :lo12:label
    add x1, x1, #:lo12:label
    ldr x2, [x1, :lo12:label]
    ldr w2, [x1, #:lo12:word]
    ldrb w3, [x1, :lo12:label]
    movz x4, #:abs_g3:label
    movk x4, #:abs_g2_nc:label
    movk x4, #:abs_g1_nc:label
    movk x4, #:abs_g0_nc:label
    adrp x5, external
    add x5, x5, :lo12:external
    adrp x6, :pg_hi21:label
    ldr x7, label
    ldr w7, word
    bl external
    b.eq label
    beq label
    tbnz w0, #3, label
    adr x8, .
    adr x9, . + 8
    .org 0x1234 & ~7
label: .quad label
word: .word 5
    .quad external
    .word external - .
`,
  'register names': `
frame .req x29
count .req w1
    add frame, frame, #16
    sub COUNT, count, #1
    str x0, [frame, #8]
    .unreq frame
frame: b frame
`,
  'quiet directives': `
    .arch armv8-a
    .cpu cortex-a53
    .arch_extension crc
    .file "x.c"
    .ident "me"
    .globl f
    .global f, g
    .extern h
    .local l
    .weak w
    .hidden f
    .protected g
    .internal i
    .type f, %function
    .type g, @object
    .type i, STT_FUNC
f:  .cfi_startproc
    .cfi_def_cfa sp, 16
    .cfi_offset x29, -16
    nop
    .cfi_endproc
    .size f, . - f
g:  .inst 0xd503201f, 0xd65f03c0
    .func q, q
q:  nop
    .endfunc
    .size g, . - g
i: l:
    bl w
    .end
    this is never read
`,
  'a table of macros': `
.macro ventry label
    .align 7
    b \\label
.endm
.macro handle el, name
\\el\\()_\\name:
    stp x0, x1, [sp, #-16]!
    mov x0, #(1 << 3) | 2
    .if \\el == 1
    mrs x1, esr_el1
    .else
    mrs x1, esr_el2
    .endif
    b .
.endm
    .set el1, 1
    .set el2, 2
    .align 11
vectors:
    .irp kind, sync, irq, fiq, serror
    .irp from, sp0, spx, l64, l32
    ventry \\kind\\()_\\from
    .endr
    .endr
    .org vectors + 0x800
    .irp kind, sync, irq, fiq, serror
    .irp from, sp0, spx, l64, l32
\\kind\\()_\\from: eret
    .endr
    .endr
`,
};

/** Lines that GNU as rejects, and so must we: one error each. */
export const rejected: readonly string[] = [
  'foo x0, x1',
  '.foo 3',
  'mov x0',
  'mov x0, x1, x2',
  'add x0, x1, #4097',
  'ldr x0, [x1, #3',
  'ldr x0, [x1, #32768]',
  'b 1f',
  'b 1b',
  'mov x0, #undefined',
  'mov x0, #0x12345',
  '.if undefined\n.endif',
  '.endif',
  '.else',
  '.if 1',
  '.org 0x10\n.org 8',
  '.balign 3',
  'a: nop\na: nop',
  '.equiv a, 1\n.equiv a, 2',
  '.macro a\nnop\n.endm\n.macro a\n.endm',
  '.word (1',
  '.word 1 2',
  '.word 0U',
  '.word 2LU',
  '.word 3UU',
  '.word 4LUL',
  '.word 5Ux',
  '.word 08U',
  'fmov d0, #1L',
  '.float 1U',
  'svc #0U',
  '.error "no"',
  '.err',
  '.rept x\nnop\n.endr',
  '.quad a * 2\na:',
  '.macro\n.endm',
  'cbz x0',
  'msr foo_el1, x0',
  '.macro a\nnop',
  '.rept 3\nnop',
];
