/** Sources and scripts that have to give the image of GNU ld. */

export const sources: Readonly<Record<string, string>> = {
  'start.o': `
    .section .text.boot, "ax"
    .globl _start, counter, table
    _start: adrp x0, table
    add x0, x0, :lo12:table
    ldr x1, [x0, :lo12:counter]
    ldr w2, =__bss_start
    bl helper
    b.eq local
    tbz x0, #3, helper
    cbz x0, _start
    bl maybe
    adr x3, local
    ldr x4, message
    movz x5, #:abs_g3:table
    movk x5, #:abs_g2_nc:table
    movk x5, #:abs_g1_nc:table
    movk x5, #:abs_g0_nc:table
    local: ret
    .weak maybe
    .section .vectors, "ax"
    .align 7
    table: b _start
    .align 7
    b helper
    .data
    .align 3
    counter: .quad table, message, helper + 4, maybe
    .word _start - .
    .section .rodata.a, "a"
    .byte 1
    .section .note.x, "", @note
    .word 1
  `,
  'lib.o': `
    .text
    .globl helper, message
    helper: nop
    ret
    .hword 7
    .section .text.unlikely, "ax"
    bl helper
    .section .rodata.b, "a"
    .align 2
    message: .ascii "hello"
    .section .data.z, "aw"
    .byte 5
    .align 4
    .quad buffer, message + 1
    .section .data.a, "aw"
    .byte 6
    .bss
    .align 4
    .globl buffer
    buffer: .skip 40
    .section .init_array.200, "aw"
    .quad helper
    .section .init_array.100, "aw"
    .quad message
    .section .noinit, "aw", @nobits
    .skip 12
  `,
};

const usual = `
  .text : { *(.text.boot) *(.text .text.*) KEEP(*(.vectors)) }
  .rodata : { *(.rodata .rodata.*) }
  .init_array : { *(.init_array .init_array.*) }
  .data : { *(.data .data.*) }
  .bss : { __bss_start = .; *(.bss .bss.*) *(.noinit) *(COMMON) __bss_end = .; }
  /DISCARD/ : { *(.note.*) }
`;

export const scripts: Readonly<Record<string, string>> = {
  'sections after each other': `ENTRY(_start) SECTIONS { . = 0x40080000; ${usual} _end = .; }`,
  'alignment and symbols': `
    OUTPUT_FORMAT("elf64-littleaarch64") OUTPUT_ARCH(aarch64)
    SECTIONS {
      . = 0x80000;
      __image_start = .;
      .text : ALIGN(0x1000) { *(.text.boot) . = ALIGN(2048); *(.vectors) *(.text .text.*) __text_end = .; }
      . = ALIGN(0x1000);
      .rodata : { *(SORT(.rodata.*)) . = ALIGN(8); PROVIDE(unused = .); PROVIDE_HIDDEN(maybe = 0x1234); }
      .init : { KEEP(*(SORT_BY_INIT_PRIORITY(.init_array.*))) }
      .data ALIGN(64) : SUBALIGN(32) { *(SORT_BY_NAME(.data.*)) *(.data) }
      __bss_start = ALIGN(16);
      .bss (NOLOAD) : { *(.bss) *(.noinit) . += 0x100; }
      __image_size = . - __image_start;
      __pages = (SIZEOF(.text) + 0xfff) / 0x1000;
      __at = ADDR(.data); __shift = 1 << 4 | 3; __test = __at > 0x80000 ? 1 : 2;
      /DISCARD/ : { *(.note.*) }
    }`,
  'memory regions and load addresses': `
    MEMORY { FLASH (rx) : ORIGIN = 0x0, LENGTH = 64K  RAM (rwx) : ORIGIN = 0x40000000, LENGTH = 1M }
    ENTRY(_start)
    SECTIONS {
      .text : { *(.vectors) *(.text.boot) *(.text*) *(.rodata*) } > FLASH
      .init_array : { *(.init_array*) } > FLASH
      __load = LOADADDR(.data);
      .data : { __data_start = .; *(.data*) BYTE(1) SHORT(2) LONG(__load) QUAD(ORIGIN(RAM) + LENGTH(RAM)) __data_end = .; } > RAM AT> FLASH
      .bss : { __bss_start = .; *(.bss*) *(.noinit) *(COMMON) } > RAM
      .stack (NOLOAD) : ALIGN(16) { . = . + 0x1000; __stack_top = .; } > RAM
      ASSERT(__stack_top <= ORIGIN(RAM) + LENGTH(RAM), "too large")
      /DISCARD/ : { *(.note*) }
    }`,
  'files, exclusions and fills': `
    SECTIONS {
      .text 0x1000 : { start.o(.text.boot) *(EXCLUDE_FILE(*lib.o) .text*) . = 0x200; lib.o(.text) } =0x1f2003d5
      .rest : { FILL(0xab) *(.vectors) . = ALIGN(256); *(.text.*) }
      .data 0x10000 : AT(0x8000) { *(.data .data.*) }
      .after : { *(.rodata*) }
      .init_array : { *(.init_array.*) }
      .bss : { __bss_start = ABSOLUTE(.); *(.bss) *(.noinit) }
      /DISCARD/ : { *(.note*) }
    }`,
  'what no statement names': `
    SECTIONS {
      . = 0x40000000;
      .text : { *(.text) }
      _etext = .;
      . = ALIGN(4096);
      .data : { *(.data) }
      __bss_start = .;
      .bss : { *(.bss) }
      _end = .;
      /DISCARD/ : { *(.note*) }
    }`,
  'empty sections': `
    SECTIONS {
      . = 0x1000;
      .text : { *(.text.boot .text .text.* .vectors) }
      .nothing : ALIGN(0x1000) { here = .; *(.nowhere) there = .; }
      after = .;
      .data : { *(.data*) *(.rodata*) *(.init_array*) }
      .bss : { __bss_start = .; *(.bss .noinit) }
      /DISCARD/ : { *(.note*) }
    }`,
};

/** A script with sections in any order, at any place and alignment: the same for the same random numbers. */
export function randomScript(random: () => number): string {
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
  const maybe = (text: string): string => (random() < 0.4 ? text : '');
  const inputs = [
    '*(.text .text.*)',
    '*(.text.boot) *(.text*)',
    '*(SORT(.text*))',
    '*(.vectors)',
    '*(.rodata .rodata.*)',
    '*(SORT_BY_ALIGNMENT(.rodata*) .vectors)',
    '*(.data .data.*)',
    'start.o(.data) *(.data*)',
    '*(EXCLUDE_FILE(lib.o) .data*)',
    'KEEP(*(SORT_BY_INIT_PRIORITY(.init_array*)))',
  ];
  const alignment = (): string => `ALIGN(${pick([4, 16, 64, 256, 4096])})`;
  const regions = random() < 0.5;
  const place = (): string => (regions ? pick(['> A', '> B', '> B AT> A', '> A AT> C', '> C']) : '');
  const statement = (n: number): string => {
    const parts = [pick(inputs), maybe(pick(inputs)), maybe(`. = ${alignment()};`), maybe(`s${n} = .;`)];
    const data = [
      maybe(pick(['BYTE(1)', 'SHORT(0x1234)', 'LONG(0x12345678)', 'QUAD(ADDR(.o0))'])),
      maybe('. += 12;'),
    ];
    const body = [...parts, ...data].join(' ');
    return `.o${n} : ${maybe(alignment())} ${maybe('SUBALIGN(8)')} { ${maybe('FILL(0x90)')} ${body} } ${place()}`;
  };
  const count = 2 + Math.floor(random() * 5);
  const statements = Array.from({ length: count }, (_, n) =>
    [maybe(regions ? '' : `. = ${alignment()};`), maybe(`t${n} = . + ${n};`), statement(n)].join('\n  '),
  );
  const memory =
    'MEMORY { A : ORIGIN = 0x1000, LENGTH = 64K  B : ORIGIN = 0x20000, LENGTH = 64K  C : ORIGIN = 0x40000, LENGTH = 64K }';
  const rest = ['.text', '.vectors', '.data', '.rodata', '.init_array']
    .map(name => `*(${name} ${name}.*)`)
    .join(' ');
  return `${regions ? memory : ''}
SECTIONS {
  ${regions ? '' : '. = 0x80000;'}
  ${statements.join('\n  ')}
  .rest : { ${rest} } ${regions ? '> C' : ''}
  size = SIZEOF(.o0) + SIZEOF(.rest);
  .bss : { __bss_start = .; *(.bss .bss.* .noinit COMMON) end = .; } ${regions ? '> B' : ''}
  /DISCARD/ : { *(.note*) }
}`;
}
