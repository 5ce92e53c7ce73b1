/* Quiet: the text itself checks that slots fit: by .org, by .if, by .error. */
    .macro slot_end start
    .if (. - \start) > 0x80
    .error "slot is too long"
    .endif
    .endm
    .macro slot handler
    .align 7
.Lslot\@:
    b \handler
    slot_end .Lslot\@
    .endm
    .text
    .align 11
vectors:
    .rept 15
    slot common
    .endr
    .align 7
last:
    b common
    .org last + 0x80
    .if . - vectors != 0x800
    .error "the table is not complete"
    .endif
