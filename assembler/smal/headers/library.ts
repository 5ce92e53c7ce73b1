/** Headers of the monitor's routines. R1 is the return address, R3 to R6 take parameters, R3 gives the result. */

export const stdioHeader = `; stdio.h -- display and keyboard
        EXT     EXIT            ; stops the machine
        EXT     PUTAT           ; R3 = column, R4 = row, from 0
        EXT     PUTCHAR         ; R3 = character
        EXT     PUTSTR          ; R3 = address of a string that ends in a zero byte
        EXT     PUTS            ; the same, and a new line
        EXT     PUTHEX          ; R3 = number, R4 = least width
        EXT     PUTDEC          ; R3 = signed number, R4 = least width
        EXT     PUTDECU         ; R3 = unsigned number, R4 = least width
        EXT     GETCHAR         ; waits; R3 = character
        EXT     GETS            ; R3 = address of a buffer for one line
        EXT     TERMSIZE,TERMINFO ; two words: rows, columns
`;

export const stdlibHeader = `; stdlib.h -- numbers and memory
        EXT     EXIT            ; stops the machine
        EXT     TIMES           ; R3 = R3 * R4, signed
        EXT     TIMESU          ; R3 = R3 * R4, unsigned
        EXT     DIVIDEU         ; R3 = R3 / R4, R4 = remainder, unsigned
        EXT     RAND            ; R3 = 0 to 32767
        EXT     MALLOC          ; R3 = bytes; R3 = address, or 0
        EXT     FREE            ; R3 = address
`;

export const stringHeader = `; string.h -- strings that end in a zero byte
        EXT     STRLEN          ; R3 = string; R3 = length
        EXT     STRCPY          ; R3 = to, R4 = from
        EXT     STRNCPY         ; R3 = to, R4 = from, R5 = most characters
        EXT     STRCAT          ; R3 = to, R4 = from
        EXT     STRNCAT         ; R3 = to, R4 = from, R5 = most characters
        EXT     STRCMP          ; R3 = a, R4 = b; R3 = difference of the first that differ
`;
