/** Sources whose objects have to be those of GNU as, symbol for symbol. */
export const elfSnippets: Readonly<Record<string, string>> = {
  'symbols, relocations and literals': `
	.globl glob
	.weak wk
	.text
start:	nop
	bl ext
	bl glob
	bl loc
	b wk
loc:	ret
glob:	ret
wk:	ret
.Lx:	adr x0, glob
	adr x0, loc
	adr x0, .Lx
	adrp x0, loc
	add x0, x0, :lo12:loc
	ldr x0, [x0, :lo12:dat+8]
	ldr x0, =0x12345678
	ldr x1, =dat
	ldr x1, =ext
	cbz x0, ext
	tbz x0, #3, ext
	ldr x0, ext
	b.eq ext
	movz x0, #:abs_g1:loc
	movk x0, #:abs_g0_nc:equ1
	ldr x0, [x0, :got_lo12:loc]
	adrp x0, :got:loc
	b 1f
1:	.word loc - start
	.word dat - .
	.word loc - .
	.word glob - .
	.word glob - start
	.word wk - start
	.word loc
	.quad dat+4
	.quad undef2-4
	.hword loc
	.quad equ1, equ2, equ3
	bl equ1
	bl equ2
	bl secend
	b dat
	.set equ1, loc+4
	.set equ2, ext+4
	.set equ3, ext
	.set abs, 5
	.globl gequ, gabs
	.set gequ, loc
	.set gabs, 0x1000
	.quad gequ, gabs, abs
	bl gequ
	.section .text.two,"ax"
secend: nop
	b start
	b loc
	b .Lx
	b 0x1000
	b .+8
	.data
dat:	.word 1,2
.Ld:	.quad dat, .Ld, loc
	.byte 1
	.bss
	.skip 10
	.section .rodata.str,"aMS",@progbits,1
str:	.asciz "abc"
str2:	.asciz "def"
	.text
	adr x0, str2
	adrp x0, str2
	add x0, x0, :lo12:str2
	.quad str2, str
	.comm com, 16, 8
	.lcomm lcom, 16
	.quad com, lcom
	.type loc,%function
	.size loc, .-loc
	.hidden glob
	.type dat,%object
	.size dat,8
	.section .tdata,"awT",@progbits
tv:	.word 1
	.text
	adrp x0, :tlsdesc:tv
	ldr x1, [x0, :tlsdesc_lo12:tv]
	add x0, x0, :tlsdesc_lo12:tv
	.tlsdesccall tv
	blr x1
	add x0, x0, :tprel_hi12:tv
	add x0, x0, :tprel_lo12_nc:tv
`,
  'names for names, and distances': `
	.globl g1
	.weak w1
	.section .foo,"a"
	.word 1
	.section .empty,"a"
	.text
g1:	nop
w1:	nop
l1:	nop
	.word g1-l1, w1-l1, l1-w1
	.word g1-., w1-.
	.word ext-l1, ext-.+4
	.section .foo
	.word l1-., g1-., w1-.
	.word .-.Lf
.Lf:	.xword 3
	.set sy1, l1
	.set sy2, g1
	.set sy3, w1
	.set sy4, ext
	.globl sy5
	.set sy5, ext
	.set sy6, l1-g1
	.weakref wr, wtarget
	.weakref wr2, wtarget2
	.text
	bl wr
	bl sy1
	bl sy2
	bl sy3
	bl sy4
	bl sy6
	adrp x0, sy5
	adr x0, #8
	adr x0, .
	adr x0, .+8
	b 0x100
	cbz x0, 8
	ldr x0, 8
	ldr x0, .+8
	adrp x0, 0x1000
	adrp x0, .
	.quad wr
	.globl unusedundef
	.hidden hid
	.weak wkundef
	.local loc1
	.extern extunused
	.type tt, %function
	b hid
	.size tt, 8
	.symver g1, g1@VER_1
	nop
	.word 1
	.align 4
	.data
	.word 1
	.align 3
	.word 1
	.text
	.fill 2,4,0x11
	.ascii "abc"
	.byte 1
	nop
	.string "x"
	nop
	.inst 0xd503201f
	.p2align 4
	.p2align 4
`,
  'operators, merged sections and asked relocations': `
	.text
	nop
loc:	add x0, x0, :tprel_hi12:tv
	add x0, x0, :dtprel_hi12:tv, lsl #12
	add x0, x0, :lo12:0x12345678
	ldr x0, [x0, :lo12:0x12345678]
	movz x0, #:abs_g1:0x12345678
	movz x0, #:abs_g1_s:-0x12345678
	movz x0, #:prel_g0:loc
	movk x0, #:prel_g0_nc:loc
	movz x0, #:prel_g1:ext
	movz x0, #:abs_g0:cst
	ldr x0, :got:loc
	ldrb w0, [x0, :lo12:loc]
	ldr q0, [x0, #:lo12:loc]
	prfm pldl1keep, [x0, :lo12:loc]
	movn x0, #:abs_g0_s:loc
	.reloc 0, R_AARCH64_ABS32, loc+4
	.reloc ., R_AARCH64_NONE, ext
	.reloc loc+4, R_AARCH64_CALL26, .Lq
	.reloc 8, BFD_RELOC_64, ext
.Lq:
	.set cst, 0x44
	.section .rodata.str,"aMS",@progbits,1
str:	.asciz "abc"
str2:	.asciz "def"
	.section .rodata.m,"aM",@progbits,4
m1:	.word 1
m2:	.word 2
	.text
	adr x0, str2+1
	.quad str2+1
	adrp x0, m2
	ldr x0, [x0, :lo12:m2+4]
	.word m2 - .
	.type ifn, %gnu_indirect_function
ifn:	bl ifn
	adrp x0, ifn
	.float 1.0
	nop
	.uleb128 5
	nop
	.uleb128 .Lq - loc
	.align 2
	nop
	.space 4
	nop
	.space cst2
	.set cst2, 8
	nop
	.byte 1
	.align 3
	.byte 1,2,3
	.align 3, 0
	.org 0x200
	nop
	nop
	.octa 1
`,
  'sections, common symbols, notes and versions': `
	.comm c1,1
	.comm c2,2
	.comm c3,3
	.comm c4,4
	.comm c7,7
	.comm c8,8
	.comm c15,15
	.comm c16,16
	.comm c64,64
	.comm cx,64,32
	.lcomm l1,1
	.lcomm l3,3
	.lcomm l5,5
	.lcomm l8,8
	.lcomm l64,64
	.local cl
	.comm cl, 12, 4
	.hidden ch
	.comm ch, 4
	.quad cl, c1
	.section .note.foo,"a",@note
	.word 1
	.section .init_array
	.quad 1
	.section .text.grp,"axG",@progbits,grpsig,comdat
	nop
	.section .data.grp,"awG",@progbits,grpsig,comdat
	.quad grpsig
	.section .lo,"ao",@progbits,.text.grp
	.word 1
	.section .num,"0x3",@0x70000005
	.word 1
	.section .note.GNU-stack,"",@progbits
	.file "hello.c"
	.ident "abc"
	.ident "def"
	.section .ex,"e"
	.byte 1
	.section .gnux,"aR"
	.byte 1
	.section .text.foo,"a"
	nop
	.section .data.ro,"a"
	nop
	.section .mys,"awx"
	.word 1
	nop
	.subsection 1
	.word 2
	nop
	.previous
	.word 5
	.version "1.2"
	.symver foo, foo@@V1
	.symver foo2, foo2@@@V1
	.symver ufoo, ufoo@V2
	.globl foo
foo: bl foo2
foo2: nop
	bl ufoo
	.protected foo2
	.internal foo3
foo3:
	.type foo3, %gnu_unique_object
	.type tlsx, %tls_object
	.section .tbss,"awT",%nobits
tlsx: .skip 8
.size tlsx, 8
`,
  'names of sections': `
	.section .tramp, "ax"
	adrp x0, .tramp
	add x0, x0, :lo12:.later
	.quad .tramp + 4, here - .tramp
here:	nop
	.section .later, "a"
	.word 1
`,
  'instructions behind a pool': `
	ldr x0, =other
	.subsection 1
	nop
	.previous
	nop
`,
  'kept labels': `
	.section .rodata.str, "aMS", %progbits, 1
1:	.asciz "a"
.Lb:	.asciz "b"
	.text
first:	.word .Lb - . , 1b - .
	.data
	.quad 1b + 1, .Lb + 1
last:	.quad 0
`,
  subsections: `
	.text
	.quad cl, c1
	.section .mys,"awx"
	.word 1
	nop
	.subsection 1
	.word 2
	nop
	.previous
	.word 5
	.globl foo
foo: bl foo2
foo2: nop
`,
  'call frames': `
	.text
	.globl f
.cfi_sections .debug_frame, .eh_frame
f:	.cfi_startproc
	stp x29, x30, [sp, #-32]!
	.cfi_def_cfa_offset 32
	.cfi_offset 29, -32
	.cfi_offset x30, -24
	mov x29, sp
	.cfi_def_cfa_register x29
	nop
	.cfi_remember_state
	ldp x29, x30, [sp], #32
	.cfi_restore 30
	.cfi_restore 29
	.cfi_def_cfa 31, 0
	ret
	.cfi_restore_state
	.skip 100*4
	.cfi_endproc
g:	.cfi_startproc
	nop
	.cfi_adjust_cfa_offset 16
	.cfi_rel_offset x19, 8
	.cfi_register 20, 21
	.cfi_undefined 30
	.cfi_same_value 22
	.cfi_escape 1,2,3
	.skip 70000
	.cfi_def_cfa_offset 200
	.cfi_val_offset 23, -48
	.cfi_negate_ra_state
	.cfi_window_save
	ret
	.cfi_endproc
h:	.cfi_startproc simple
	.cfi_signal_frame
	.cfi_def_cfa sp, 16
	nop
	.cfi_return_column 29
	.cfi_endproc
k:	.cfi_startproc
	.cfi_personality 0x1b, pers
	.cfi_lsda 0x1b, lsd
	.cfi_b_key_frame
	nop
	.cfi_endproc
	.section .text.z,"ax"
	nop
m:	.cfi_startproc
	nop
	.cfi_endproc
lsd:
`,
  'signatures of groups': `
start:	nop
	.section .text.alone,"axG",@progbits,alone,comdat
	nop
	bl outside
	.section .data.alone,"awG",@progbits,alone,comdat
	.quad start
	.section .text.many,"axG",@progbits,many
	nop
	.section .text.again,"axG",@progbits,again,comdat
	nop
	.section .text.l,"axG",@progbits,.Lsig,comdat
	nop
	.section .text.own,"axG",@progbits,.text.own,comdat
inside:	nop
	.weak weakly
	.section .text.weak,"axG",@progbits,weakly,comdat
	nop
	.section .text.number,"axG",@progbits,five,comdat
	.set five, 5
	nop
	.section .text.label,"axG",@progbits,label,comdat
label:	nop
	.section .text.typed,"axG",@progbits,typed,comdat
	.type typed, %function
	nop
	.section .text.global,"axG",@progbits,global,comdat
	.globl global
	nop
	.section .text.llabel,"axG",@progbits,.Llabel,comdat
.Llabel: nop
	.data
after:	.byte 1
`,
};
