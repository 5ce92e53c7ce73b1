/** ISS encodings by exception class (D13.2, ESR_ELx): the fields of each and what their values mean. */
import type { BitField } from '../architecture.ts';
import { bit, bits, fieldValue } from './fields/field.ts';
import { systemOperationByNumber } from './system-operations.ts';
import { systemEncoding, systemRegisterName } from './system-registers.ts';

/** A field of an ISS encoding. */
export interface SyndromeField extends BitField {
  /** Words for the field's value where the value alone does not tell; sees the whole syndrome. */
  readonly says?: (value: bigint, iss: bigint) => string;
  /** Whether the field has a meaning in this syndrome; absent means always. */
  readonly when?: (iss: bigint) => boolean;
}

export interface SyndromeFormat {
  readonly fields: readonly SyndromeField[];
  /** The gist in a few words, appended to the class: `#0`, `translation fault, level 1`. */
  readonly gist?: (iss: bigint) => string;
}

const yes = { 0: 'no', 1: 'yes' };

const levelled: Readonly<Record<number, string>> = {
  0: 'address size fault',
  1: 'translation fault',
  2: 'access flag fault',
  3: 'permission fault',
  5: 'synchronous external abort on a table walk',
  7: 'synchronous parity or ECC error on a table walk',
};

/** DFSC and IFSC: fault status codes. */
const faultStatus: Readonly<Record<number, string>> = {
  ...Object.fromEntries(
    Object.entries(levelled).flatMap(([code, name]) =>
      [0, 1, 2, 3].map(level => [(Number(code) << 2) | level, `${name}, level ${level}`]),
    ),
  ),
  16: 'synchronous external abort',
  17: 'synchronous tag check fault',
  24: 'synchronous parity or ECC error',
  33: 'alignment fault',
  48: 'TLB conflict',
  52: 'implementation defined fault (lockdown)',
  53: 'implementation defined fault (unsupported exclusive or atomic access)',
};

const faultName = (iss: bigint): string => faultStatus[Number(iss & 0x3fn)] ?? 'reserved fault status';
const hasAccess = (iss: bigint): boolean => ((iss >> 24n) & 1n) === 1n;
const wide = bit('SF', 15, 'Width of the register', { 0: '32 bits', 1: '64 bits' });

function transferRegister(value: bigint, iss: bigint): string {
  const letter = fieldValue(iss, wide) === 1n ? 'x' : 'w';
  return value === 31n ? `${letter}zr` : `${letter}${value}`;
}

const generalRegister = (value: bigint): string => (value === 31n ? 'xzr' : `x${value}`);

const immediate: SyndromeFormat = {
  fields: [bits('imm16', 15, 0, 'Immediate of the instruction')],
  gist: iss => `#${iss & 0xffffn}`,
};

const condition = [
  bit('CV', 24, 'Condition is valid', yes),
  bits('COND', 23, 20, 'Condition of the instruction'),
];

const dataAbort: SyndromeFormat = {
  fields: [
    bit('ISV', 24, 'The access fields SAS to AR are valid', yes),
    {
      ...bits('SAS', 23, 22, 'Size of the access', {
        0: 'byte',
        1: 'halfword',
        2: 'word',
        3: 'doubleword',
      }),
      when: hasAccess,
    },
    { ...bit('SSE', 21, 'Sign-extending load', yes), when: hasAccess },
    { ...bits('SRT', 20, 16, 'Transfer register'), says: transferRegister, when: hasAccess },
    { ...wide, when: hasAccess },
    { ...bit('AR', 14, 'Acquire or release', yes), when: hasAccess },
    bit('FnV', 10, 'FAR is not valid', yes),
    bit('EA', 9, 'External abort type'),
    bit('CM', 8, 'Cache maintenance or address translation', yes),
    bit('S1PTW', 7, 'Stage 2 fault in a stage 1 table walk', yes),
    bit('WnR', 6, 'Direction', { 0: 'read', 1: 'write' }),
    bits('DFSC', 5, 0, 'Fault status', faultStatus),
  ],
  gist: iss => `${faultName(iss)}, ${(iss >> 6n) & 1n ? 'write' : 'read'}`,
};

const instructionAbort: SyndromeFormat = {
  fields: [
    bit('FnV', 10, 'FAR is not valid', yes),
    bit('EA', 9, 'External abort type'),
    bit('S1PTW', 7, 'Stage 2 fault in a stage 1 table walk', yes),
    bits('IFSC', 5, 0, 'Fault status', faultStatus),
  ],
  gist: faultName,
};

const trappedWait: SyndromeFormat = {
  fields: [...condition, bits('TI', 1, 0, 'Instruction', { 0: 'WFI', 1: 'WFE', 2: 'WFIT', 3: 'WFET' })],
  gist: iss => ['WFI', 'WFE', 'WFIT', 'WFET'][Number(iss & 3n)] as string,
};

/** The register or system instruction that an EC 0x18 syndrome is about. */
function trappedName(iss: bigint): string {
  const part = (low: bigint, mask: bigint) => Number((iss >> low) & mask);
  const op0 = part(20n, 3n);
  const encoding = systemEncoding(op0, part(14n, 7n), part(10n, 15n), part(1n, 15n), part(17n, 7n));
  const operation = op0 === 1 ? systemOperationByNumber(encoding & 0x3fff) : undefined;
  return operation ? `${operation.instruction} ${operation.name}` : systemRegisterName(encoding);
}

const trappedSystem: SyndromeFormat = {
  fields: [
    { ...bits('Op0', 21, 20, 'Register or system instruction'), says: (_, iss) => trappedName(iss) },
    bits('Op2', 19, 17, 'Op2 of the encoding'),
    bits('Op1', 16, 14, 'Op1 of the encoding'),
    bits('CRn', 13, 10, 'CRn of the encoding'),
    { ...bits('Rt', 9, 5, 'General register'), says: generalRegister },
    bits('CRm', 4, 1, 'CRm of the encoding'),
    bit('Direction', 0, 'Direction', {
      0: 'write (msr or system instruction)',
      1: 'read (mrs)',
    }),
  ],
  gist: iss => {
    const name = trappedName(iss);
    if (((iss >> 20n) & 3n) === 1n) return name;
    return `${iss & 1n ? 'mrs' : 'msr'} ${name}`;
  },
};

const debug: SyndromeFormat = { fields: [bits('IFSC', 5, 0, 'Fault status', { 34: 'debug exception' })] };

const watchpoint: SyndromeFormat = {
  fields: [
    bit('CM', 8, 'Cache maintenance', yes),
    bit('WnR', 6, 'Direction', { 0: 'read', 1: 'write' }),
    bits('DFSC', 5, 0, 'Fault status', { 34: 'debug exception' }),
  ],
};

const softwareStep: SyndromeFormat = {
  fields: [
    bit('ISV', 24, 'EX is valid', yes),
    { ...bit('EX', 6, 'A load-exclusive was stepped', yes), when: hasAccess },
    bits('IFSC', 5, 0, 'Fault status', { 34: 'debug exception' }),
  ],
};

const systemError: SyndromeFormat = {
  fields: [
    bit('IDS', 24, 'Implementation defined syndrome', yes),
    bits('AET', 12, 10, 'Asynchronous error type'),
    bit('EA', 9, 'External abort type'),
    bits('DFSC', 5, 0, 'Fault status', { 0: 'uncategorized', 17: 'asynchronous SError' }),
  ],
};

const floatingPoint: SyndromeFormat = {
  fields: [
    bit('TFV', 23, 'The exception bits are valid', yes),
    bit('IDF', 7, 'Input denormal', yes),
    bit('IXF', 4, 'Inexact', yes),
    bit('UFF', 3, 'Underflow', yes),
    bit('OFF', 2, 'Overflow', yes),
    bit('DZF', 1, 'Division by zero', yes),
    bit('IOF', 0, 'Invalid operation', yes),
  ],
};

/** ISS encodings by exception class; a class that is not here has no fields, or none that we describe. */
export const syndromeFormats: Readonly<Record<number, SyndromeFormat>> = {
  1: trappedWait,
  7: { fields: condition },
  17: immediate,
  18: immediate,
  21: immediate,
  22: immediate,
  23: immediate,
  24: trappedSystem,
  32: instructionAbort,
  33: instructionAbort,
  36: dataAbort,
  37: dataAbort,
  40: floatingPoint,
  44: floatingPoint,
  47: systemError,
  48: debug,
  49: debug,
  50: softwareStep,
  51: softwareStep,
  52: watchpoint,
  53: watchpoint,
  56: { ...immediate, fields: [bits('Comment', 15, 0, 'Immediate of the instruction')] },
  60: { ...immediate, fields: [bits('Comment', 15, 0, 'Immediate of the instruction')] },
};
