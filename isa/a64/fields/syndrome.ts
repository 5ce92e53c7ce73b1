/** ESR_ELx: the exception classes (D13.2, table of EC values) and the parts that all syndromes have. */
import { bit, bits } from './field.ts';

export interface ExceptionClass {
  readonly code: number;
  /** As the manual names it, in short. */
  readonly title: string;
  /** Name in filters, traces and conditions. */
  readonly short: string;
}

const row = (code: number, short: string, title: string): ExceptionClass => ({ code, short, title });

// biome-ignore format: one row per class
export const exceptionClasses: readonly ExceptionClass[] = [
  row(0x00, 'undefined',         'Unknown reason (undefined instruction)'),
  row(0x01, 'wfx',               'Trapped WFI or WFE'),
  row(0x03, 'cp15-32',           'Trapped AArch32 MCR or MRC to coprocessor 15'),
  row(0x04, 'cp15-64',           'Trapped AArch32 MCRR or MRRC to coprocessor 15'),
  row(0x05, 'cp14-32',           'Trapped AArch32 MCR or MRC to coprocessor 14'),
  row(0x06, 'cp14-ldc',          'Trapped AArch32 LDC or STC'),
  row(0x07, 'fp',                'Trapped floating-point, SIMD or SVE access'),
  row(0x08, 'cp10-id',           'Trapped AArch32 VMRS'),
  row(0x09, 'pauth',             'Trapped pointer authentication instruction'),
  row(0x0c, 'cp14-64',           'Trapped AArch32 MRRC to coprocessor 14'),
  row(0x0d, 'bti',               'Branch target exception'),
  row(0x0e, 'illegal-state',     'Illegal execution state'),
  row(0x11, 'svc32',             'SVC instruction execution in AArch32 state'),
  row(0x12, 'hvc32',             'HVC instruction execution in AArch32 state'),
  row(0x13, 'smc32',             'SMC instruction execution in AArch32 state'),
  row(0x15, 'svc',               'SVC instruction execution in AArch64 state'),
  row(0x16, 'hvc',               'HVC instruction execution in AArch64 state'),
  row(0x17, 'smc',               'SMC instruction execution in AArch64 state'),
  row(0x18, 'sysreg',            'Trapped MSR, MRS or system instruction in AArch64 state'),
  row(0x19, 'sve',               'Trapped SVE access'),
  row(0x1a, 'eret',              'Trapped ERET'),
  row(0x1c, 'pauth-fail',        'Pointer authentication failure'),
  row(0x20, 'instruction-abort', 'Instruction abort from a lower exception level'),
  row(0x21, 'instruction-abort', 'Instruction abort taken without a change in exception level'),
  row(0x22, 'pc-alignment',      'PC alignment fault'),
  row(0x24, 'data-abort',        'Data abort from a lower exception level'),
  row(0x25, 'data-abort',        'Data abort taken without a change in exception level'),
  row(0x26, 'sp-alignment',      'SP alignment fault'),
  row(0x28, 'fp-exception',      'Trapped AArch32 floating-point exception'),
  row(0x2c, 'fp-exception',      'Trapped AArch64 floating-point exception'),
  row(0x2f, 'serror',            'SError interrupt'),
  row(0x30, 'breakpoint',        'Breakpoint from a lower exception level'),
  row(0x31, 'breakpoint',        'Breakpoint taken without a change in exception level'),
  row(0x32, 'software-step',     'Software step from a lower exception level'),
  row(0x33, 'software-step',     'Software step taken without a change in exception level'),
  row(0x34, 'watchpoint',        'Watchpoint from a lower exception level'),
  row(0x35, 'watchpoint',        'Watchpoint taken without a change in exception level'),
  row(0x38, 'bkpt32',            'BKPT instruction execution in AArch32 state'),
  row(0x3a, 'vector-catch32',    'AArch32 vector catch'),
  row(0x3c, 'brk',               'BRK instruction execution in AArch64 state'),
];

export const syndrome = [
  bits(
    'EC',
    31,
    26,
    'Exception class',
    Object.fromEntries(exceptionClasses.map(({ code, title }) => [code, title])),
  ),
  bit('IL', 25, 'Length of the instruction', { 0: '16 bits', 1: '32 bits' }),
  bits('ISS', 24, 0, 'Syndrome of the class'),
];
