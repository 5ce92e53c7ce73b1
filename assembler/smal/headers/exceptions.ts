/** `exceptions.h` of the course notes, chapter 13. */
export const exceptionsHeader = `; exceptions.h -- an exception is a record with these fields
EXHAND  =       0       ; one word, the address of the handler
EXAR    =       4       ; one word, the handler's activation record
EXSIZE  =       8       ; the size of the record
`;
