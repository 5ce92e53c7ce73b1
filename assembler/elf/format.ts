/** ELF-64 as AArch64 uses it: numbers and sizes (System V ABI, chapters 4 and 5; ELF for the Arm 64-bit Architecture). */

export const magic = [0x7f, 0x45, 0x4c, 0x46] as const;
export const machineAArch64 = 183;

export const fileTypes = { relocatable: 1, executable: 2 } as const;

/** Bytes of one record. */
export const recordSizes = {
  header: 64,
  programHeader: 56,
  sectionHeader: 64,
  symbol: 24,
  relocation: 24,
} as const;

export const sectionTypes = {
  progbits: 1,
  symtab: 2,
  strtab: 3,
  rela: 4,
  note: 7,
  nobits: 8,
  init_array: 14,
  fini_array: 15,
  preinit_array: 16,
  group: 17,
} as const;

export const sectionFlags = {
  write: 1,
  alloc: 2,
  exec: 4,
  merge: 0x10,
  strings: 0x20,
  info: 0x40,
  linkOrder: 0x80,
  group: 0x200,
  tls: 0x400,
  gnuRetain: 0x20_0000,
  gnuMbind: 0x100_0000,
  exclude: 0x8000_0000,
} as const;

/** Section indices with a meaning of their own. */
export const specialSections = { undefined: 0, reserved: 0xff00, absolute: 0xfff1, common: 0xfff2 } as const;

export const bindings = ['local', 'global', 'weak'] as const;
export type Binding = (typeof bindings)[number];
/** What GNU as makes of `%gnu_unique_object`. */
export const uniqueBinding = 10;

export const symbolTypes = {
  none: 0,
  object: 1,
  function: 2,
  section: 3,
  file: 4,
  common: 5,
  tls: 6,
  'indirect-function': 10,
} as const;
export type SymbolType = keyof typeof symbolTypes;

export const visibilities = ['default', 'internal', 'hidden', 'protected'] as const;
export type Visibility = (typeof visibilities)[number];

/** `GRP_COMDAT` */
export const comdatGroup = 1;

export const segmentTypes = { load: 1, note: 4, tls: 7 } as const;
export const segmentFlags = { exec: 1, write: 2, read: 4 } as const;
