/** The firmware that a board pretends to have: PSCI 1.1 for one CPU (Arm DEN 0022), as QEMU offers it. */
import type { Cpu } from './cpu.ts';

/** What a firmware call did. */
export type FirmwareOutcome =
  /** The caller goes on, with the result in x0. */
  | { readonly does: 'return' }
  /** The caller waits for an interrupt, then goes on. */
  | { readonly does: 'wait' }
  | { readonly does: 'exit'; readonly code: number; readonly how: string };

const status = { success: 0n, notSupported: -1n, invalidParameters: -2n, alreadyOn: -4n } as const;

const version = 0x1_0001n;
/** MIGRATE_INFO_TYPE: the trusted OS needs no migration. */
const noMigration = 2n;

type Call = (cpu: Cpu) => bigint | FirmwareOutcome;

const affinityOf = (cpu: Cpu): bigint => cpu.register('mpidr_el1') & 0xff_00ff_ffffn;

const cpuOn: Call = cpu => (cpu.x(1) === affinityOf(cpu) ? status.alreadyOn : status.invalidParameters);
const affinityInfo: Call = cpu => (cpu.x(1) === affinityOf(cpu) ? 0n : status.invalidParameters);
const suspend: Call = () => ({ does: 'wait' });

/** Functions by the number in w0; the 64-bit forms have bit 30 set. */
const calls: Readonly<Record<number, Call>> = {
  2214592512: () => version,
  2214592513: suspend,
  3288334337: suspend,
  2214592514: () => ({ does: 'exit', code: 0, how: 'PSCI CPU_OFF' }),
  2214592515: cpuOn,
  3288334339: cpuOn,
  2214592516: affinityInfo,
  3288334340: affinityInfo,
  2214592518: () => noMigration,
  2214592520: () => ({ does: 'exit', code: 0, how: 'PSCI SYSTEM_OFF' }),
  2214592521: () => ({ does: 'exit', code: 0, how: 'PSCI SYSTEM_RESET' }),
  2214592522: cpu => (supported(Number(cpu.x(1) & 0xffff_ffffn)) ? status.success : status.notSupported),
};

const supported = (number: number): boolean => Object.hasOwn(calls, number);

/** Carries out the call that the registers describe. Unknown functions answer NOT_SUPPORTED. */
export function firmwareCall(cpu: Cpu): FirmwareOutcome {
  const call = calls[Number(cpu.x(0) & 0xffff_ffffn)];
  const result = call ? call(cpu) : status.notSupported;
  if (typeof result !== 'bigint') {
    if (result.does === 'wait') cpu.setX(0, status.success);
    return result;
  }
  cpu.setX(0, BigInt.asUintN(64, result));
  return { does: 'return' };
}
