/** Short ways to assemble in tests. */
import { assemble } from '../../assembler/assemble.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import type { AssembleInput, AssembleResult } from '../../assembler/program.ts';
import { a64 } from '../../isa/a64/architecture.ts';

/** Assembles one text as `main.s`, at address 0 unless said otherwise. */
export function assembleText(source: string, more: Partial<AssembleInput> = {}): AssembleResult {
  const { files, ...rest } = more;
  return assemble(a64, {
    main: ['main.s'],
    files: new Map([['main.s', source], ...(files ?? [])]),
    missing: new Set(),
    includePaths: [],
    defines: {},
    operands: {},
    loadAddress: 0n,
    limits: defaultLimits,
    ...rest,
  });
}

/** Bytes of a section in hexadecimal; `.text` unless said otherwise. */
export function bytesOf(result: AssembleResult, section = '.text'): string {
  const bytes = result.program.sections.find(({ name }) => name === section)?.bytes ?? new Uint8Array(0);
  return Buffer.from(bytes).toString('hex');
}

/** Diagnostics as `code: message`, in order. */
export const messagesOf = (result: AssembleResult): readonly string[] =>
  result.diagnostics.map(({ code, message }) => `${code}: ${message}`);
