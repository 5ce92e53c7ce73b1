/** Names that have a meaning before the first line is read. */

/** Macros that GNU cpp has when it reads assembly for AArch64, as far as sources ask for them. */
export const predefined: Readonly<Record<string, string>> = {
  __ASSEMBLER__: '1',
  __aarch64__: '1',
  __AARCH64EL__: '1',
  __ARM_64BIT_STATE: '1',
  __ARM_ARCH: '8',
  __ELF__: '1',
  __LP64__: '1',
  _LP64: '1',
  __CHAR_BIT__: '8',
  __SIZEOF_LONG__: '8',
  __SIZEOF_POINTER__: '8',
  __ORDER_LITTLE_ENDIAN__: '1234',
  __ORDER_BIG_ENDIAN__: '4321',
  __BYTE_ORDER__: '__ORDER_LITTLE_ENDIAN__',
};

/** Builds of kernels define this where they assemble: headers leave out their C declarations then. */
export const assumed = '__ASSEMBLY__';
