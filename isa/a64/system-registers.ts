/** All system registers of A64, by name and by encoding. */
import { type SystemRegister, systemEncoding } from './system-register.ts';
import { controlRegisters } from './system-registers-control.ts';
import { debugRegisters } from './system-registers-debug.ts';
import { deviceRegisters } from './system-registers-devices.ts';
import { exceptionRegisters } from './system-registers-exceptions.ts';
import { extensionRegisters } from './system-registers-extensions.ts';
import { identificationRegisters } from './system-registers-identification.ts';
import { traceRegisters } from './system-registers-trace.ts';

export { type SystemRegister, systemEncoding } from './system-register.ts';

const architected: readonly SystemRegister[] = [
  ...exceptionRegisters,
  ...controlRegisters,
  ...identificationRegisters,
  ...deviceRegisters,
  ...debugRegisters,
  ...extensionRegisters,
  ...traceRegisters,
];

/** Registers of EL1 and EL0 that a VHE host at EL2 reaches as `_el12` and `_el02`: the same place with op1 5. */
const hostAliases = (
  'sctlr_el1 cpacr_el1 zcr_el1 trfcr_el1 ttbr0_el1 ttbr1_el1 tcr_el1 spsr_el1 elr_el1 afsr0_el1 afsr1_el1 ' +
  'esr_el1 tfsr_el1 far_el1 mair_el1 amair_el1 vbar_el1 contextidr_el1 cntkctl_el1 ' +
  'scxtnum_el1 pmscr_el1 mpam1_el1 brbcr_el1 csrcr_el1 csrptr_el1 ' +
  'cntp_tval_el0 cntp_ctl_el0 cntp_cval_el0 cntv_tval_el0 cntv_ctl_el0 cntv_cval_el0'
).split(' ');

/** `sctlr_el1` as `sctlr_el12`, and so on (D13.2, accessible at EL2 while HCR_EL2.E2H is 1, and at EL3). */
function hostAlias(name: string): SystemRegister {
  const register = architected.find(candidate => candidate.name === name);
  if (!register) throw new Error(`system registers: no ${name} to alias`);
  return {
    ...register,
    name: `${name}2`,
    encoding: systemEncoding(register.op0, 5, register.crn, register.crm, register.op2),
    op1: 5,
    level: 2,
    readLevel: 2,
    writeLevel: 2,
    doc: `${name.toUpperCase()} as a VHE host at EL2 names it. ${register.doc}`,
    aliasOf: name,
    feature: register.feature === 'v8.0' ? 'VHE' : register.feature,
  };
}

/** Every system register that assembly can name. */
export const systemRegisters: readonly SystemRegister[] = [...architected, ...hostAliases.map(hostAlias)];

const byName = new Map(systemRegisters.map(register => [register.name, register]));
const byEncoding = new Map(systemRegisters.map(register => [register.encoding, register]));

/** A system register by its name in any case; undefined when the tables have none. */
export const systemRegisterByName = (name: string): SystemRegister | undefined =>
  byName.get(name.toLowerCase());

/** A system register by `op0 << 14 | op1 << 11 | CRn << 7 | CRm << 3 | op2`. */
export const systemRegisterByEncoding = (encoding: number): SystemRegister | undefined =>
  byEncoding.get(encoding);

/** `s3_0_c15_c2_1`: the name that every encoding has (C5.1.2). */
export function genericSystemRegisterName(encoding: number): string {
  const part = (low: number, bits: number) => (encoding >> low) & ((1 << bits) - 1);
  return `s${part(14, 2)}_${part(11, 3)}_c${part(7, 4)}_c${part(3, 4)}_${part(0, 3)}`;
}

/** Encoding of a generic name in any case; undefined when the text is none or a part is out of range. */
export function parseGenericSystemRegister(text: string): number | undefined {
  const match = /^s([0-3])_([0-7])_c(\d{1,2})_c(\d{1,2})_([0-7])$/i.exec(text);
  if (!match) return undefined;
  const [op0, op1, crn, crm, op2] = match.slice(1).map(Number) as [number, number, number, number, number];
  return crn < 16 && crm < 16 ? systemEncoding(op0, op1, crn, crm, op2) : undefined;
}

/** What to call an encoding: its register's name, or the generic one. */
export const systemRegisterName = (encoding: number): string =>
  systemRegisterByEncoding(encoding)?.name ?? genericSystemRegisterName(encoding);
