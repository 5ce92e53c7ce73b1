/** Relocations of A64: their numbers, what each computes and where its bits lie (ELF for the Arm 64-bit Architecture, 5.7). */

/** Where the value goes: little-endian data, or the field of an instruction. */
export type RelocationField =
  | 'data64'
  | 'data32'
  | 'data16'
  /** Branch targets in words. */
  | 'imm26'
  | 'imm19'
  | 'imm14'
  /** `adr`: bytes; `adrp`: the value is a distance of pages. */
  | 'adr'
  | 'adrp'
  | 'add'
  /** Bits 23:12 in the same place. */
  | 'add-high'
  | 'ldst8'
  | 'ldst16'
  | 'ldst32'
  | 'ldst64'
  | 'ldst128'
  /** `movz`, `movk`: 16 bits of the value; signed ones choose between `movn` and `movz`. */
  | 'movw0'
  | 'movw1'
  | 'movw2'
  | 'movw3'
  | 'none';

/** What is computed: S the symbol, A the addend, P the place; `page` of S + A and of P. */
export type RelocationValue = 'S+A' | 'S+A-P' | 'page(S+A)-page(P)' | 'got' | 'tls' | 'none';

export interface Relocation {
  readonly name: string;
  readonly type: number;
  readonly field: RelocationField;
  readonly value: RelocationValue;
  /** A value that the field cannot hold is an error, read as signed, unsigned or either. */
  readonly check?: 'signed' | 'unsigned' | 'either';
}

type Row = readonly [
  type: number,
  name: string,
  field: RelocationField,
  value: RelocationValue,
  check?: Relocation['check'],
];

// biome-ignore format: a table is read by columns
const rows: readonly Row[] = [
  [0,   'NONE',                   'none',    'none'],
  [257, 'ABS64',                  'data64',  'S+A'],
  [258, 'ABS32',                  'data32',  'S+A',   'either'],
  [259, 'ABS16',                  'data16',  'S+A',   'either'],
  [260, 'PREL64',                 'data64',  'S+A-P'],
  [261, 'PREL32',                 'data32',  'S+A-P', 'either'],
  [262, 'PREL16',                 'data16',  'S+A-P', 'either'],
  [263, 'MOVW_UABS_G0',           'movw0',   'S+A',   'unsigned'],
  [264, 'MOVW_UABS_G0_NC',        'movw0',   'S+A'],
  [265, 'MOVW_UABS_G1',           'movw1',   'S+A',   'unsigned'],
  [266, 'MOVW_UABS_G1_NC',        'movw1',   'S+A'],
  [267, 'MOVW_UABS_G2',           'movw2',   'S+A',   'unsigned'],
  [268, 'MOVW_UABS_G2_NC',        'movw2',   'S+A'],
  [269, 'MOVW_UABS_G3',           'movw3',   'S+A'],
  [270, 'MOVW_SABS_G0',           'movw0',   'S+A',   'signed'],
  [271, 'MOVW_SABS_G1',           'movw1',   'S+A',   'signed'],
  [272, 'MOVW_SABS_G2',           'movw2',   'S+A',   'signed'],
  [273, 'LD_PREL_LO19',           'imm19',   'S+A-P', 'signed'],
  [274, 'ADR_PREL_LO21',          'adr',     'S+A-P', 'signed'],
  [275, 'ADR_PREL_PG_HI21',       'adrp',    'page(S+A)-page(P)', 'signed'],
  [276, 'ADR_PREL_PG_HI21_NC',    'adrp',    'page(S+A)-page(P)'],
  [277, 'ADD_ABS_LO12_NC',        'add',     'S+A'],
  [278, 'LDST8_ABS_LO12_NC',      'ldst8',   'S+A'],
  [279, 'TSTBR14',                'imm14',   'S+A-P', 'signed'],
  [280, 'CONDBR19',               'imm19',   'S+A-P', 'signed'],
  [282, 'JUMP26',                 'imm26',   'S+A-P', 'signed'],
  [283, 'CALL26',                 'imm26',   'S+A-P', 'signed'],
  [284, 'LDST16_ABS_LO12_NC',     'ldst16',  'S+A'],
  [285, 'LDST32_ABS_LO12_NC',     'ldst32',  'S+A'],
  [286, 'LDST64_ABS_LO12_NC',     'ldst64',  'S+A'],
  [287, 'MOVW_PREL_G0',           'movw0',   'S+A-P', 'signed'],
  [288, 'MOVW_PREL_G0_NC',        'movw0',   'S+A-P'],
  [289, 'MOVW_PREL_G1',           'movw1',   'S+A-P', 'signed'],
  [290, 'MOVW_PREL_G1_NC',        'movw1',   'S+A-P'],
  [291, 'MOVW_PREL_G2',           'movw2',   'S+A-P', 'signed'],
  [292, 'MOVW_PREL_G2_NC',        'movw2',   'S+A-P'],
  [293, 'MOVW_PREL_G3',           'movw3',   'S+A-P'],
  [299, 'LDST128_ABS_LO12_NC',    'ldst128', 'S+A'],
  [300, 'MOVW_GOTOFF_G0',         'movw0',   'got'],
  [301, 'MOVW_GOTOFF_G0_NC',      'movw0',   'got'],
  [302, 'MOVW_GOTOFF_G1',         'movw1',   'got'],
  [303, 'MOVW_GOTOFF_G1_NC',      'movw1',   'got'],
  [304, 'MOVW_GOTOFF_G2',         'movw2',   'got'],
  [305, 'MOVW_GOTOFF_G2_NC',      'movw2',   'got'],
  [306, 'MOVW_GOTOFF_G3',         'movw3',   'got'],
  [307, 'GOTREL64',               'data64',  'got'],
  [308, 'GOTREL32',               'data32',  'got'],
  [309, 'GOT_LD_PREL19',          'imm19',   'got'],
  [310, 'LD64_GOTOFF_LO15',       'ldst64',  'got'],
  [311, 'ADR_GOT_PAGE',           'adrp',    'got'],
  [312, 'LD64_GOT_LO12_NC',       'ldst64',  'got'],
  [313, 'LD64_GOTPAGE_LO15',      'ldst64',  'got'],
  [512, 'TLSGD_ADR_PREL21',       'adr',     'tls'],
  [513, 'TLSGD_ADR_PAGE21',       'adrp',    'tls'],
  [514, 'TLSGD_ADD_LO12_NC',      'add',     'tls'],
  [515, 'TLSGD_MOVW_G1',          'movw1',   'tls'],
  [516, 'TLSGD_MOVW_G0_NC',       'movw0',   'tls'],
  [517, 'TLSLD_ADR_PREL21',       'adr',     'tls'],
  [518, 'TLSLD_ADR_PAGE21',       'adrp',    'tls'],
  [519, 'TLSLD_ADD_LO12_NC',      'add',     'tls'],
  [520, 'TLSLD_MOVW_G1',          'movw1',   'tls'],
  [521, 'TLSLD_MOVW_G0_NC',       'movw0',   'tls'],
  [522, 'TLSLD_LD_PREL19',        'imm19',   'tls'],
  [523, 'TLSLD_MOVW_DTPREL_G2',   'movw2',   'tls'],
  [524, 'TLSLD_MOVW_DTPREL_G1',   'movw1',   'tls'],
  [525, 'TLSLD_MOVW_DTPREL_G1_NC','movw1',   'tls'],
  [526, 'TLSLD_MOVW_DTPREL_G0',   'movw0',   'tls'],
  [527, 'TLSLD_MOVW_DTPREL_G0_NC','movw0',   'tls'],
  [528, 'TLSLD_ADD_DTPREL_HI12',  'add-high','tls'],
  [529, 'TLSLD_ADD_DTPREL_LO12',  'add',     'tls'],
  [530, 'TLSLD_ADD_DTPREL_LO12_NC','add',    'tls'],
  [531, 'TLSLD_LDST8_DTPREL_LO12',    'ldst8',   'tls'],
  [532, 'TLSLD_LDST8_DTPREL_LO12_NC', 'ldst8',   'tls'],
  [533, 'TLSLD_LDST16_DTPREL_LO12',   'ldst16',  'tls'],
  [534, 'TLSLD_LDST16_DTPREL_LO12_NC','ldst16',  'tls'],
  [535, 'TLSLD_LDST32_DTPREL_LO12',   'ldst32',  'tls'],
  [536, 'TLSLD_LDST32_DTPREL_LO12_NC','ldst32',  'tls'],
  [537, 'TLSLD_LDST64_DTPREL_LO12',   'ldst64',  'tls'],
  [538, 'TLSLD_LDST64_DTPREL_LO12_NC','ldst64',  'tls'],
  [539, 'TLSIE_MOVW_GOTTPREL_G1',     'movw1',   'tls'],
  [540, 'TLSIE_MOVW_GOTTPREL_G0_NC',  'movw0',   'tls'],
  [541, 'TLSIE_ADR_GOTTPREL_PAGE21',  'adrp',    'tls'],
  [542, 'TLSIE_LD64_GOTTPREL_LO12_NC','ldst64',  'tls'],
  [543, 'TLSIE_LD_GOTTPREL_PREL19',   'imm19',   'tls'],
  [544, 'TLSLE_MOVW_TPREL_G2',        'movw2',   'tls'],
  [545, 'TLSLE_MOVW_TPREL_G1',        'movw1',   'tls'],
  [546, 'TLSLE_MOVW_TPREL_G1_NC',     'movw1',   'tls'],
  [547, 'TLSLE_MOVW_TPREL_G0',        'movw0',   'tls'],
  [548, 'TLSLE_MOVW_TPREL_G0_NC',     'movw0',   'tls'],
  [549, 'TLSLE_ADD_TPREL_HI12',       'add-high','tls'],
  [550, 'TLSLE_ADD_TPREL_LO12',       'add',     'tls'],
  [551, 'TLSLE_ADD_TPREL_LO12_NC',    'add',     'tls'],
  [552, 'TLSLE_LDST8_TPREL_LO12',     'ldst8',   'tls'],
  [553, 'TLSLE_LDST8_TPREL_LO12_NC',  'ldst8',   'tls'],
  [554, 'TLSLE_LDST16_TPREL_LO12',    'ldst16',  'tls'],
  [555, 'TLSLE_LDST16_TPREL_LO12_NC', 'ldst16',  'tls'],
  [556, 'TLSLE_LDST32_TPREL_LO12',    'ldst32',  'tls'],
  [557, 'TLSLE_LDST32_TPREL_LO12_NC', 'ldst32',  'tls'],
  [558, 'TLSLE_LDST64_TPREL_LO12',    'ldst64',  'tls'],
  [559, 'TLSLE_LDST64_TPREL_LO12_NC', 'ldst64',  'tls'],
  [560, 'TLSDESC_LD_PREL19',          'imm19',   'tls'],
  [561, 'TLSDESC_ADR_PREL21',         'adr',     'tls'],
  [562, 'TLSDESC_ADR_PAGE21',         'adrp',    'tls'],
  [563, 'TLSDESC_LD64_LO12',          'ldst64',  'tls'],
  [564, 'TLSDESC_ADD_LO12',           'add',     'tls'],
  [565, 'TLSDESC_OFF_G1',             'movw1',   'tls'],
  [566, 'TLSDESC_OFF_G0_NC',          'movw0',   'tls'],
  [567, 'TLSDESC_LDR',                'none',    'tls'],
  [568, 'TLSDESC_ADD',                'none',    'tls'],
  [569, 'TLSDESC_CALL',               'none',    'tls'],
  [570, 'TLSLE_LDST128_TPREL_LO12',    'ldst128', 'tls'],
  [571, 'TLSLE_LDST128_TPREL_LO12_NC', 'ldst128', 'tls'],
  [572, 'TLSLD_LDST128_DTPREL_LO12',   'ldst128', 'tls'],
  [573, 'TLSLD_LDST128_DTPREL_LO12_NC','ldst128', 'tls'],
];

export const relocations: readonly Relocation[] = rows.map(([type, name, field, value, check]) => ({
  ...{ name, type, field, value },
  ...(check && { check }),
}));

const byName: ReadonlyMap<string, Relocation> = new Map(relocations.map(row => [row.name, row]));
const byType: ReadonlyMap<number, Relocation> = new Map(relocations.map(row => [row.type, row]));

/** By the name without `R_AARCH64_`. */
export const relocationNamed = (name: string): Relocation | undefined => byName.get(name);
export const relocationOfType = (type: number): Relocation | undefined => byType.get(type);
