/**
 * `hawk.h`. Registers, special registers and one-instruction mnemonics come from the instruction set; here is
 * what takes several instructions, or remembers something.
 */
export const hawkHeader = `; hawk.h -- the Hawk machine
;
; USE of this file makes the machine instructions and the names of the registers known.

        ; load any 32-bit constant; 6 bytes, no relocation
        MACRO   LIW     dst,=const
          LIL   dst,(const)>>8
          ORIS  dst,(const)&#FF
        ENDMAC

        ; test one bit of a register: bits 0 to 15 go to C, bits 16 to 31 to N
BITTSTN =       0
        MACRO   BITTST  src,=bit
          IF    (bit >= 0) & (bit <= 15)
            ADDSR R0,src,(bit)+1
          ELSEIF (bit >= 16) & (bit <= 30)
            MOVESL R0,src,31-(bit)
          ELSEIF bit = 31
            MOVECC R0,src
          ELSE
            ERROR there is no such bit
          ENDIF
BITTSTN   =     bit > 15
        ENDMAC

        ; branch if the bit of the last BITTST was set, was reset
        MACRO   BBS     dst
          IF    BITTSTN
            BNS dst
          ELSE
            BCS dst
          ENDIF
        ENDMAC
        MACRO   BBR     dst
          IF    BITTSTN
            BNR dst
          ELSE
            BCR dst
          ENDIF
        ENDMAC

        ; a local variable in the activation record: start with ARSIZE = 0
        MACRO   LOCAL   name,=size
name      =     ARSIZE
ARSIZE    =     ARSIZE + size
        ENDMAC
`;
