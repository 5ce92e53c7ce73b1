/**
 * Operands of `msr`-immediate and of the system instructions `at`, `dc`, `ic` and `tlbi` (C5.1.3, C5.3–C5.5).
 *
 * The number of an operation is `op1 << 11 | CRn << 7 | CRm << 3 | op2`: the system encoding without op0,
 * which is 1 for all of them.
 */

/** A PSTATE field that `msr <field>, #imm` writes. */
export interface StatusFieldOperand {
  readonly name: string;
  readonly op1: number;
  readonly op2: number;
  /** Largest immediate; the immediate is CRm. */
  readonly maximum: number;
  /** Lowest exception level that may write it; `daif` also needs SCTLR_EL1.UMA at EL0. */
  readonly level: number;
  readonly feature: string;
  readonly doc: string;
}

// biome-ignore format: one row per field
export const statusFieldOperands: readonly StatusFieldOperand[] = [
  { name: 'spsel',   op1: 0, op2: 5, maximum: 1,  level: 1, feature: 'v8.0', doc: 'Select the stack pointer' },
  { name: 'daifset', op1: 3, op2: 6, maximum: 15, level: 0, feature: 'v8.0', doc: 'Mask interrupts: D 8, A 4, I 2, F 1' },
  { name: 'daifclr', op1: 3, op2: 7, maximum: 15, level: 0, feature: 'v8.0', doc: 'Unmask interrupts: D 8, A 4, I 2, F 1' },
  { name: 'uao',     op1: 0, op2: 3, maximum: 1,  level: 1, feature: 'UAO',  doc: 'User access override' },
  { name: 'pan',     op1: 0, op2: 4, maximum: 1,  level: 1, feature: 'PAN',  doc: 'Privileged access never' },
  { name: 'ssbs',    op1: 3, op2: 1, maximum: 1,  level: 0, feature: 'SSBS', doc: 'Speculative store bypass safe' },
  { name: 'dit',     op1: 3, op2: 2, maximum: 1,  level: 0, feature: 'DIT',  doc: 'Data independent timing' },
  { name: 'tco',     op1: 3, op2: 4, maximum: 1,  level: 0, feature: 'MTE',  doc: 'Tag check override' },
];

export type SystemInstruction = 'at' | 'dc' | 'ic' | 'tlbi';

export interface SystemOperation {
  readonly instruction: SystemInstruction;
  readonly name: string;
  /** `op1 << 11 | CRn << 7 | CRm << 3 | op2`. */
  readonly number: number;
  /** Whether it takes a register. */
  readonly register: boolean;
  /** Lowest exception level that may use it. */
  readonly level: number;
  readonly feature: string;
  readonly doc: string;
}

type Row = readonly [name: string, encoding: string, argument: 'x' | '-', level: number, doc: string];

const operations = (
  instruction: SystemInstruction,
  feature: string,
  rows: readonly Row[],
): readonly SystemOperation[] =>
  rows.map(([name, encoding, argument, level, doc]) => {
    const [op1, crn, crm, op2] = encoding.split(/\s+/).map(Number) as [number, number, number, number];
    const number = (op1 << 11) | (crn << 7) | (crm << 3) | op2;
    return { instruction, name, number, register: argument === 'x', level, feature, doc };
  });

// biome-ignore format: one row per operation
export const systemOperations: readonly SystemOperation[] = [
  ...operations('at', 'v8.0', [
    ['s1e1r',   '0 7 8 0', 'x', 1, 'Translate as a read at EL1, stage 1'],
    ['s1e1w',   '0 7 8 1', 'x', 1, 'Translate as a write at EL1, stage 1'],
    ['s1e0r',   '0 7 8 2', 'x', 1, 'Translate as a read at EL0, stage 1'],
    ['s1e0w',   '0 7 8 3', 'x', 1, 'Translate as a write at EL0, stage 1'],
    ['s1e2r',   '4 7 8 0', 'x', 2, 'Translate as a read at EL2'],
    ['s1e2w',   '4 7 8 1', 'x', 2, 'Translate as a write at EL2'],
    ['s12e1r',  '4 7 8 4', 'x', 2, 'Translate as a read at EL1, both stages'],
    ['s12e1w',  '4 7 8 5', 'x', 2, 'Translate as a write at EL1, both stages'],
    ['s12e0r',  '4 7 8 6', 'x', 2, 'Translate as a read at EL0, both stages'],
    ['s12e0w',  '4 7 8 7', 'x', 2, 'Translate as a write at EL0, both stages'],
    ['s1e3r',   '6 7 8 0', 'x', 3, 'Translate as a read at EL3'],
    ['s1e3w',   '6 7 8 1', 'x', 3, 'Translate as a write at EL3'],
  ]),
  ...operations('at', 'PAN2', [
    ['s1e1rp',  '0 7 9 0', 'x', 1, 'Translate as a read at EL1 that obeys PAN, stage 1'],
    ['s1e1wp',  '0 7 9 1', 'x', 1, 'Translate as a write at EL1 that obeys PAN, stage 1'],
  ]),
  ...operations('dc', 'v8.0', [
    ['zva',     '3 7 4 1',  'x', 0, 'Zero a block of memory'],
    ['ivac',    '0 7 6 1',  'x', 1, 'Invalidate by address to the point of coherency'],
    ['isw',     '0 7 6 2',  'x', 1, 'Invalidate by set and way'],
    ['cvac',    '3 7 10 1', 'x', 0, 'Clean by address to the point of coherency'],
    ['csw',     '0 7 10 2', 'x', 1, 'Clean by set and way'],
    ['cvau',    '3 7 11 1', 'x', 0, 'Clean by address to the point of unification'],
    ['civac',   '3 7 14 1', 'x', 0, 'Clean and invalidate by address to the point of coherency'],
    ['cisw',    '0 7 14 2', 'x', 1, 'Clean and invalidate by set and way'],
  ]),
  ...operations('dc', 'DPB', [
    ['cvap',    '3 7 12 1', 'x', 0, 'Clean by address to the point of persistence'],
  ]),
  ...operations('dc', 'DPB2', [
    ['cvadp',   '3 7 13 1', 'x', 0, 'Clean by address to the point of deep persistence'],
  ]),
  ...operations('dc', 'MTE', [
    ['igvac',    '0 7 6 3',  'x', 1, 'Invalidate tags by address to the point of coherency'],
    ['igsw',     '0 7 6 4',  'x', 1, 'Invalidate tags by set and way'],
    ['igdvac',   '0 7 6 5',  'x', 1, 'Invalidate tags and data by address to the point of coherency'],
    ['igdsw',    '0 7 6 6',  'x', 1, 'Invalidate tags and data by set and way'],
    ['cgsw',     '0 7 10 4', 'x', 1, 'Clean tags by set and way'],
    ['cgdsw',    '0 7 10 6', 'x', 1, 'Clean tags and data by set and way'],
    ['cigsw',    '0 7 14 4', 'x', 1, 'Clean and invalidate tags by set and way'],
    ['cigdsw',   '0 7 14 6', 'x', 1, 'Clean and invalidate tags and data by set and way'],
    ['gva',      '3 7 4 3',  'x', 0, 'Set the tags of a block of memory'],
    ['gzva',     '3 7 4 4',  'x', 0, 'Set the tags of a block of memory and zero it'],
    ['cgvac',    '3 7 10 3', 'x', 0, 'Clean tags by address to the point of coherency'],
    ['cgdvac',   '3 7 10 5', 'x', 0, 'Clean tags and data by address to the point of coherency'],
    ['cgvap',    '3 7 12 3', 'x', 0, 'Clean tags by address to the point of persistence'],
    ['cgdvap',   '3 7 12 5', 'x', 0, 'Clean tags and data by address to the point of persistence'],
    ['cgvadp',   '3 7 13 3', 'x', 0, 'Clean tags by address to the point of deep persistence'],
    ['cgdvadp',  '3 7 13 5', 'x', 0, 'Clean tags and data by address to the point of deep persistence'],
    ['cigvac',   '3 7 14 3', 'x', 0, 'Clean and invalidate tags by address to the point of coherency'],
    ['cigdvac',  '3 7 14 5', 'x', 0, 'Clean and invalidate tags and data by address to the point of coherency'],
  ]),
  ...operations('ic', 'v8.0', [
    ['ialluis', '0 7 1 0', '-', 1, 'Invalidate all, inner shareable'],
    ['iallu',   '0 7 5 0', '-', 1, 'Invalidate all'],
    ['ivau',    '3 7 5 1', 'x', 0, 'Invalidate by address'],
  ]),
  ...operations('tlbi', 'v8.0', [
    ['vmalle1is',    '0 8 3 0', '-', 1, 'Invalidate all of the current VMID, EL1 and EL0, inner shareable'],
    ['vae1is',       '0 8 3 1', 'x', 1, 'Invalidate by address, EL1 and EL0, inner shareable'],
    ['aside1is',     '0 8 3 2', 'x', 1, 'Invalidate by ASID, inner shareable'],
    ['vaae1is',      '0 8 3 3', 'x', 1, 'Invalidate by address, all ASIDs, inner shareable'],
    ['vale1is',      '0 8 3 5', 'x', 1, 'Invalidate by address, last level, inner shareable'],
    ['vaale1is',     '0 8 3 7', 'x', 1, 'Invalidate by address, all ASIDs, last level, inner shareable'],
    ['vmalle1',      '0 8 7 0', '-', 1, 'Invalidate all of the current VMID, EL1 and EL0'],
    ['vae1',         '0 8 7 1', 'x', 1, 'Invalidate by address, EL1 and EL0'],
    ['aside1',       '0 8 7 2', 'x', 1, 'Invalidate by ASID'],
    ['vaae1',        '0 8 7 3', 'x', 1, 'Invalidate by address, all ASIDs'],
    ['vale1',        '0 8 7 5', 'x', 1, 'Invalidate by address, last level'],
    ['vaale1',       '0 8 7 7', 'x', 1, 'Invalidate by address, all ASIDs, last level'],
    ['ipas2e1is',    '4 8 0 1', 'x', 2, 'Invalidate stage 2 by intermediate address, inner shareable'],
    ['ipas2le1is',   '4 8 0 5', 'x', 2, 'Invalidate stage 2 by intermediate address, last level, inner shareable'],
    ['alle2is',      '4 8 3 0', '-', 2, 'Invalidate all of EL2, inner shareable'],
    ['vae2is',       '4 8 3 1', 'x', 2, 'Invalidate by address, EL2, inner shareable'],
    ['alle1is',      '4 8 3 4', '-', 2, 'Invalidate all of EL1 and EL0, all VMIDs, inner shareable'],
    ['vale2is',      '4 8 3 5', 'x', 2, 'Invalidate by address, last level, EL2, inner shareable'],
    ['vmalls12e1is', '4 8 3 6', '-', 2, 'Invalidate both stages of the current VMID, inner shareable'],
    ['ipas2e1',      '4 8 4 1', 'x', 2, 'Invalidate stage 2 by intermediate address'],
    ['ipas2le1',     '4 8 4 5', 'x', 2, 'Invalidate stage 2 by intermediate address, last level'],
    ['alle2',        '4 8 7 0', '-', 2, 'Invalidate all of EL2'],
    ['vae2',         '4 8 7 1', 'x', 2, 'Invalidate by address, EL2'],
    ['alle1',        '4 8 7 4', '-', 2, 'Invalidate all of EL1 and EL0, all VMIDs'],
    ['vale2',        '4 8 7 5', 'x', 2, 'Invalidate by address, last level, EL2'],
    ['vmalls12e1',   '4 8 7 6', '-', 2, 'Invalidate both stages of the current VMID'],
    ['alle3is',      '6 8 3 0', '-', 3, 'Invalidate all of EL3, inner shareable'],
    ['vae3is',       '6 8 3 1', 'x', 3, 'Invalidate by address, EL3, inner shareable'],
    ['vale3is',      '6 8 3 5', 'x', 3, 'Invalidate by address, last level, EL3, inner shareable'],
    ['alle3',        '6 8 7 0', '-', 3, 'Invalidate all of EL3'],
    ['vae3',         '6 8 7 1', 'x', 3, 'Invalidate by address, EL3'],
    ['vale3',        '6 8 7 5', 'x', 3, 'Invalidate by address, last level, EL3'],
  ]),
  ...operations('tlbi', 'TLBIOS', [
    ['vmalle1os',    '0 8 1 0', '-', 1, 'Invalidate all of the current VMID, EL1 and EL0, outer shareable'],
    ['vae1os',       '0 8 1 1', 'x', 1, 'Invalidate by address, EL1 and EL0, outer shareable'],
    ['aside1os',     '0 8 1 2', 'x', 1, 'Invalidate by ASID, outer shareable'],
    ['vaae1os',      '0 8 1 3', 'x', 1, 'Invalidate by address, all ASIDs, outer shareable'],
    ['vale1os',      '0 8 1 5', 'x', 1, 'Invalidate by address, last level, outer shareable'],
    ['vaale1os',     '0 8 1 7', 'x', 1, 'Invalidate by address, all ASIDs, last level, outer shareable'],
    ['alle2os',      '4 8 1 0', '-', 2, 'Invalidate all of EL2, outer shareable'],
    ['vae2os',       '4 8 1 1', 'x', 2, 'Invalidate by address, EL2, outer shareable'],
    ['alle1os',      '4 8 1 4', '-', 2, 'Invalidate all of EL1 and EL0, all VMIDs, outer shareable'],
    ['vale2os',      '4 8 1 5', 'x', 2, 'Invalidate by address, last level, EL2, outer shareable'],
    ['vmalls12e1os', '4 8 1 6', '-', 2, 'Invalidate both stages of the current VMID, outer shareable'],
    ['ipas2e1os',    '4 8 4 0', 'x', 2, 'Invalidate stage 2 by intermediate address, outer shareable'],
    ['ipas2le1os',   '4 8 4 4', 'x', 2, 'Invalidate stage 2 by intermediate address, last level, outer shareable'],
    ['alle3os',      '6 8 1 0', '-', 3, 'Invalidate all of EL3, outer shareable'],
    ['vae3os',       '6 8 1 1', 'x', 3, 'Invalidate by address, EL3, outer shareable'],
    ['vale3os',      '6 8 1 5', 'x', 3, 'Invalidate by address, last level, EL3, outer shareable'],
  ]),
  ...operations('tlbi', 'TLBIRANGE', [
    ['rvae1is',     '0 8 2 1', 'x', 1, 'Invalidate a range of addresses, EL1 and EL0, inner shareable'],
    ['rvaae1is',    '0 8 2 3', 'x', 1, 'Invalidate a range of addresses, all ASIDs, inner shareable'],
    ['rvale1is',    '0 8 2 5', 'x', 1, 'Invalidate a range of addresses, last level, inner shareable'],
    ['rvaale1is',   '0 8 2 7', 'x', 1, 'Invalidate a range of addresses, all ASIDs, last level, inner shareable'],
    ['rvae1os',     '0 8 5 1', 'x', 1, 'Invalidate a range of addresses, EL1 and EL0, outer shareable'],
    ['rvaae1os',    '0 8 5 3', 'x', 1, 'Invalidate a range of addresses, all ASIDs, outer shareable'],
    ['rvale1os',    '0 8 5 5', 'x', 1, 'Invalidate a range of addresses, last level, outer shareable'],
    ['rvaale1os',   '0 8 5 7', 'x', 1, 'Invalidate a range of addresses, all ASIDs, last level, outer shareable'],
    ['rvae1',       '0 8 6 1', 'x', 1, 'Invalidate a range of addresses, EL1 and EL0'],
    ['rvaae1',      '0 8 6 3', 'x', 1, 'Invalidate a range of addresses, all ASIDs'],
    ['rvale1',      '0 8 6 5', 'x', 1, 'Invalidate a range of addresses, last level'],
    ['rvaale1',     '0 8 6 7', 'x', 1, 'Invalidate a range of addresses, all ASIDs, last level'],
    ['ripas2e1is',  '4 8 0 2', 'x', 2, 'Invalidate stage 2 by a range of intermediate addresses, inner shareable'],
    ['ripas2le1is', '4 8 0 6', 'x', 2, 'Invalidate stage 2 by a range of intermediate addresses, last level, inner shareable'],
    ['ripas2e1os',  '4 8 4 3', 'x', 2, 'Invalidate stage 2 by a range of intermediate addresses, outer shareable'],
    ['ripas2le1os', '4 8 4 7', 'x', 2, 'Invalidate stage 2 by a range of intermediate addresses, last level, outer shareable'],
    ['ripas2e1',    '4 8 4 2', 'x', 2, 'Invalidate stage 2 by a range of intermediate addresses'],
    ['ripas2le1',   '4 8 4 6', 'x', 2, 'Invalidate stage 2 by a range of intermediate addresses, last level'],
    ['rvae2is',     '4 8 2 1', 'x', 2, 'Invalidate a range of addresses, EL2, inner shareable'],
    ['rvale2is',    '4 8 2 5', 'x', 2, 'Invalidate a range of addresses, last level, EL2, inner shareable'],
    ['rvae2os',     '4 8 5 1', 'x', 2, 'Invalidate a range of addresses, EL2, outer shareable'],
    ['rvale2os',    '4 8 5 5', 'x', 2, 'Invalidate a range of addresses, last level, EL2, outer shareable'],
    ['rvae2',       '4 8 6 1', 'x', 2, 'Invalidate a range of addresses, EL2'],
    ['rvale2',      '4 8 6 5', 'x', 2, 'Invalidate a range of addresses, last level, EL2'],
    ['rvae3is',     '6 8 2 1', 'x', 3, 'Invalidate a range of addresses, EL3, inner shareable'],
    ['rvale3is',    '6 8 2 5', 'x', 3, 'Invalidate a range of addresses, last level, EL3, inner shareable'],
    ['rvae3os',     '6 8 5 1', 'x', 3, 'Invalidate a range of addresses, EL3, outer shareable'],
    ['rvale3os',    '6 8 5 5', 'x', 3, 'Invalidate a range of addresses, last level, EL3, outer shareable'],
    ['rvae3',       '6 8 6 1', 'x', 3, 'Invalidate a range of addresses, EL3'],
    ['rvale3',      '6 8 6 5', 'x', 3, 'Invalidate a range of addresses, last level, EL3'],
  ]),
  // Of realm management, which GNU as lets be named whatever the architecture.
  ...operations('dc', 'RME', [
    ['cipapa',   '6 7 14 1', 'x', 3, 'Clean and invalidate by physical address to the point of physical aliasing'],
    ['cigdpapa', '6 7 14 5', 'x', 3, 'Clean and invalidate tags and data by physical address to the point of physical aliasing'],
  ]),
  ...operations('tlbi', 'RME', [
    ['paallos',  '6 8 1 4',  '-', 3, 'Invalidate what is cached of granule protection, outer shareable'],
    ['paall',    '6 8 7 4',  '-', 3, 'Invalidate what is cached of granule protection'],
    ['rpaos',    '6 8 4 3',  'x', 3, 'Invalidate granule protection by a range of physical addresses, outer shareable'],
    ['rpalos',   '6 8 4 7',  'x', 3, 'Invalidate granule protection by a range of physical addresses, last level, outer shareable'],
  ]),
];

const byNumber = new Map(systemOperations.map(operation => [operation.number, operation]));

/** An operation by its number; undefined when the tables have none. */
export const systemOperationByNumber = (number: number): SystemOperation | undefined => byNumber.get(number);

/** An operation by instruction and name, in any case. */
export const systemOperationByName = (
  instruction: SystemInstruction,
  name: string,
): SystemOperation | undefined =>
  systemOperations.find(
    operation => operation.instruction === instruction && operation.name === name.toLowerCase(),
  );
