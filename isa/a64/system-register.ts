/**
 * What a row of the system register tables says, and how rows are written.
 *
 * Sections are those of the Arm Architecture Reference Manual DDI 0487, issue G.a. Reset values are those of a
 * Cortex-A57 with EL2 and EL3 (Armv8.0-A), the processor that the emulator presents; what is UNKNOWN at reset
 * is 0.
 */
import type { RegisterDescription } from '../architecture.ts';
import { fieldsOf } from './fields/fields.ts';

/** Where the value of a system register lives. */
export type SystemRegisterStorage =
  /** In the state cell of the register's name. */
  | 'cell'
  /** In the cells of PSTATE (`nzcv` in `n`, `z`, `c`, `v`). */
  | 'pstate'
  /** Made by a device or computed when it is read: counters, the interrupt controller's CPU interface. */
  | 'device'
  /** Nowhere: assembly may name it, but the modelled processor does not have it. */
  | 'none';

export interface SystemRegister extends RegisterDescription {
  /** `op0 << 14 | op1 << 11 | CRn << 7 | CRm << 3 | op2`. */
  readonly encoding: number;
  readonly op0: number;
  readonly op1: number;
  readonly crn: number;
  readonly crm: number;
  readonly op2: number;
  /** Lowest exception level that may read it; undefined when nothing may. Traps come on top. */
  readonly readLevel: number | undefined;
  /** Lowest exception level that may write it; undefined when nothing may. */
  readonly writeLevel: number | undefined;
  readonly reset: bigint;
  /** Bits that a write changes; the others keep their reset value (RES0, RES1 and read-only bits). */
  readonly writeMask: bigint;
  readonly storage: SystemRegisterStorage;
  /** For another spelling of a register's place (`sctlr_el12`): the name of the register that is accessed. */
  readonly aliasOf?: string;
  /** Architecture version or extension that brings it: `v8.0`, `VHE`. */
  readonly feature: string;
}

/**
 * One register: its name, `op0 op1 CRn CRm op2`, the lowest level that reads (`r1`) and writes (`w1`) it, its
 * reset value, and a line of documentation.
 */
export type SystemRegisterRow = readonly [
  name: string,
  encoding: string,
  access: string,
  reset: bigint,
  doc: string,
];

/** What the rows of one table have in common. */
export interface SystemRegisterGroup {
  readonly group: string;
  readonly section: string;
  /** Feature of all of them, `v8.0` when absent. */
  readonly feature?: string;
  /** Features by name, where they differ within the table. */
  readonly features?: Readonly<Record<string, string>>;
  readonly storage?: SystemRegisterStorage;
  /** Write masks by name, where a write does not change all bits. */
  readonly writeMasks?: Readonly<Record<string, bigint>>;
}

const allBits = (1n << 64n) - 1n;

/** The one number of a system register or system instruction. */
export const systemEncoding = (op0: number, op1: number, crn: number, crm: number, op2: number): number =>
  (op0 << 14) | (op1 << 11) | (crn << 7) | (crm << 3) | op2;

function level(access: string, letter: string): number | undefined {
  const at = access.indexOf(letter);
  return at < 0 ? undefined : Number(access[at + 1]);
}

function describe(group: SystemRegisterGroup, row: SystemRegisterRow): SystemRegister {
  const [name, encoding, access, reset, doc] = row;
  const [op0, op1, crn, crm, op2] = encoding.split(/\s+/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const readLevel = level(access, 'r');
  const writeLevel = level(access, 'w');
  return {
    name,
    aliases: [],
    width: 64,
    group: group.group,
    doc,
    fields: fieldsOf(name),
    level: Math.min(readLevel ?? 3, writeLevel ?? 3),
    access: readLevel === undefined ? 'write-only' : writeLevel === undefined ? 'read-only' : 'read-write',
    section: group.section,
    encoding: systemEncoding(op0, op1, crn, crm, op2),
    op0,
    op1,
    crn,
    crm,
    op2,
    readLevel,
    writeLevel,
    reset,
    writeMask: writeLevel === undefined ? 0n : (group.writeMasks?.[name] ?? allBits),
    storage: group.storage ?? 'cell',
    feature: group.features?.[name] ?? group.feature ?? 'v8.0',
  };
}

/** The registers of one table. A mask or feature for a register that the table lacks is a bug of ours and throws. */
export function systemRegisterGroup(
  group: SystemRegisterGroup,
  rows: readonly SystemRegisterRow[],
): readonly SystemRegister[] {
  const names = new Set(rows.map(([name]) => name));
  for (const name of [...Object.keys(group.writeMasks ?? {}), ...Object.keys(group.features ?? {})]) {
    if (!names.has(name)) throw new Error(`system registers: ${group.group} has no ${name}`);
  }
  return rows.map(row => describe(group, row));
}
