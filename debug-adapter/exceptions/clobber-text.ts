/** The clobber report in words. */
import type { ExceptionReturn } from '../../emulator/api.ts';
import type { Architecture } from '../../isa/architecture.ts';
import type { ClobberReport, RegisterOutcome } from './clobber-report.ts';
import { causeOf, hex } from './describe.ts';

/** Is the report to be told under this setting? */
export function worthTelling(report: ClobberReport, setting: 'changes' | 'always' | 'never'): boolean {
  if (setting === 'never') return false;
  return setting === 'always' || report.elsewhere || report.registers.some(r => r.outcome !== 'same');
}

/** Several lines: what the handler did to the interrupted registers. */
export function reportText(
  architecture: Architecture,
  report: ClobberReport,
  ret: ExceptionReturn,
  place: (address: bigint) => string,
): string {
  const { entry } = report.context;
  const lines = [
    `Return from exception #${entry.sequence} (${causeOf(architecture, entry)}) at ${place(ret.address)}:`,
  ];
  const changed = report.registers.filter(r => r.outcome === 'changed');
  const clobbered = report.registers.filter(r => r.outcome === 'clobbered');
  if (report.elsewhere)
    lines.push(
      `  goes to ${place(ret.returnAddress)} instead of back to ${place(entry.returnAddress)}: registers are not compared`,
    );
  else lines.push(`  ${report.registers.length - changed.length - clobbered.length} registers as they were`);
  lines.push(...changed.map(r => `  ${line(r)}`), ...clobbered.map(r => `  CLOBBERED ${line(r)}`));
  return lines.join('\n');
}

const line = ({ register, before, after, why }: RegisterOutcome): string =>
  before === after
    ? `${register} ${hex(after)}: ${why}`
    : `${register} ${hex(before)} → ${hex(after)}: ${why}`;
