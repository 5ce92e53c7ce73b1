/** `float.h`: registers and modes of the floating-point coprocessor (manual, chapter 15). */
export const floatHeader = `; float.h -- the floating-point coprocessor
FPENAB  =:      #0002   ; bits of COSTAT: enable it,
FPSEL   =:      #0100   ;   select it,
FPLONG  =:      #1000   ;   work on 64 bits
FPLOW   =:      1       ; registers for COSET and COGET
FPA0    =:      2
FPA1    =:      3
FPINT   =:      4       ; operations for COSET on FPA0; add 1 for FPA1
FPSQRT  =:      6
FPADD   =:      8
FPSUB   =:      10
FPMUL   =:      12
FPDIV   =:      14
FPNEG   =:      4       ; operations for COGET
FPABS   =:      6
        EXT     FTOI    ; R3 = number; R3 = integer, rounded down
`;
