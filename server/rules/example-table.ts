/** The table of the rules' examples: every slot spins, but for the IRQ of the current level, which has a handler. */
export const tableWithHandler = (handler: string): string => `    .align 11
vectors:
    .rept 5
    b .
    .align 7
    .endr
    b irq
    .rept 10
    .align 7
    b .
    .endr
irq:
${handler}`;
