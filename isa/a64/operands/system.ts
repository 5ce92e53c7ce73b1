/** Placeholders of system instructions: barriers, prefetches, system registers, PSTATE fields, operations. */
import type { Fields, OperandValue } from '../../instruction.ts';
import {
  choiceKind,
  fieldChoice,
  fieldNumber,
  NameTable,
  numbered,
  numberKind,
} from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';
import type { SystemInstruction } from '../system-operations.ts';
import { statusFieldOperands, systemOperationByName, systemOperations } from '../system-operations.ts';
import {
  parseGenericSystemRegister,
  systemEncoding,
  systemRegisterByName,
  systemRegisterName,
  systemRegisters,
} from '../system-registers.ts';

/** Domains and access types of `dmb` and `dsb`; the numbers without a name are reserved, and full barriers. */
// biome-ignore format: a row per domain
const barriers = numbered([
  '', 'oshld', 'oshst', 'osh',
  '', 'nshld', 'nshst', 'nsh',
  '', 'ishld', 'ishst', 'ish',
  '', 'ld',    'st',    'sy',
]);

/** Type, target cache and policy of `prfm`. */
const prefetches = new Map(
  ['pld', 'pli', 'pst'].flatMap((type, typeNumber) =>
    ['l1', 'l2', 'l3'].flatMap((level, levelNumber) =>
      ['keep', 'strm'].map(
        (policy, policyNumber) =>
          [
            `${type}${level}${policy}`,
            BigInt((typeNumber << 3) | (levelNumber << 1) | policyNumber),
          ] as const,
      ),
    ),
  ),
);

const named = (
  operand: string,
  what: string,
  expects: string,
  field: string,
  names: ReadonlyMap<string, OperandValue>,
  limit: bigint,
): Placeholder => ({
  operand,
  kind: choiceKind({
    name: operand,
    what,
    expects,
    names,
    orNumber: true,
    encode: value => (value >= 0n && value <= limit ? { [field]: Number(value) } : undefined),
    decode: fields => BigInt(fields[field]!),
  }),
});

/** Fields of a system register's encoding, as MRS and MSR hold them: `o0` is the low bit of op0. */
const systemFields = (encoding: number): Fields => ({
  o0: (encoding >> 14) & 1,
  op1: (encoding >> 11) & 7,
  CRn: (encoding >> 7) & 15,
  CRm: (encoding >> 3) & 15,
  op2: encoding & 7,
});

const systemNumber = (op0: number, { op1, CRn, CRm, op2 }: Fields): bigint =>
  BigInt(systemEncoding(op0, op1!, CRn!, CRm!, op2!));

const systemRegister: Placeholder = {
  operand: 'sysreg',
  kind: choiceKind({
    name: 'sysreg',
    what: 'operand',
    expects: 'a system register, by its name or as s3_<op1>_c<n>_c<m>_<op2>',
    names: new NameTable(
      systemRegisters.map(({ name, encoding }) => [name, BigInt(encoding)]),
      name => {
        const encoding = parseGenericSystemRegister(name);
        return encoding === undefined ? undefined : BigInt(encoding);
      },
    ),
    featureOf: name => systemRegisterByName(name)?.feature,
    encode: value => (value >> 15n === 1n ? systemFields(Number(value)) : undefined),
    decode: fields => systemNumber(2 | fields.o0!, fields),
    format: value => systemRegisterName(Number(value)),
  }),
};

/** `msr s0_<op1>_c4_c<m>_<op2>, xzr`: a PSTATE field and its immediate written as a register. */
const statusFieldAsRegister: Placeholder = {
  operand: 'sysreg',
  kind: choiceKind({
    name: 'sysreg',
    what: 'operand',
    expects: 's0_<op1>_c4_c<m>_<op2>',
    names: new NameTable([], name => {
      const encoding = parseGenericSystemRegister(name);
      return encoding !== undefined && encoding >> 14 === 0 ? BigInt(encoding) : undefined;
    }),
    encode: value => {
      const { CRn, op1, CRm, op2 } = systemFields(Number(value));
      return value >> 14n === 0n && CRn === 4 ? { op1: op1!, CRm: CRm!, op2: op2! } : undefined;
    },
    decode: fields => systemNumber(0, { ...fields, CRn: 4 }),
    format: value => systemRegisterName(Number(value)),
  }),
};

/** The PSTATE fields whose immediate is at most `maximum`. */
function statusField(maximum: 1 | 15): Placeholder {
  const fields = statusFieldOperands.filter(field => field.maximum === maximum);
  const names = new Map(fields.map(({ name, op1, op2 }) => [name, BigInt((op1 << 3) | op2)] as const));
  const values = new Set(names.values());
  return {
    operand: 'field',
    kind: choiceKind({
      name: 'pstatefield',
      what: 'operand',
      expects: `a PSTATE field: ${[...names.keys()].join(', ')}`,
      names,
      featureOf: name => fields.find(field => field.name === name)?.feature,
      encode: value => (values.has(value) ? { op1: Number(value) >> 3, op2: Number(value) & 7 } : undefined),
      decode: ({ op1, op2 }) => {
        const value = BigInt((op1! << 3) | op2!);
        return values.has(value) ? value : undefined;
      },
    }),
  };
}

const operationFields = (value: bigint): Fields | undefined => {
  if (value < 0n || value >= 1n << 14n) return undefined;
  const { op1, CRn, CRm, op2 } = systemFields(Number(value));
  return { op1: op1!, CRn: CRn!, CRm: CRm!, op2: op2! };
};

/** The operations of one instruction that take a register, or those that take none. */
function operationPlaceholder(instruction: SystemInstruction, register: boolean): Placeholder {
  const names = new Map(
    systemOperations
      .filter(operation => operation.instruction === instruction && operation.register === register)
      .map(({ name, number }) => [name, BigInt(number)] as const),
  );
  const values = new Set(names.values());
  return {
    operand: 'operation',
    kind: choiceKind({
      name: `${instruction}_op`,
      what: 'operand',
      expects: `an operation of ${instruction} ${register ? 'with' : 'without'} a register`,
      names,
      featureOf: name => systemOperationByName(instruction, name)?.feature,
      encode: value => (values.has(value) ? operationFields(value) : undefined),
      decode: fields => {
        const value = systemNumber(0, fields);
        return values.has(value) ? value : undefined;
      },
    }),
  };
}

const controlName = (operand: string): Placeholder => ({
  operand,
  kind: fieldChoice({
    name: operand,
    what: 'operand',
    expects: 'c0 to c15',
    names: numbered(Array.from({ length: 16 }, (_, number) => `c${number}`)),
    field: `CR${operand.at(-1)}`,
  }),
});

const smallNumber = (operand: string): Placeholder => ({
  operand,
  kind: fieldNumber({ name: operand, field: operand, width: 3 }),
});

export const systemPlaceholders: Readonly<Record<string, Placeholder>> = {
  barrier: named('option', 'barrier option', 'sy, st, ld, ish …, or 0 to 15', 'CRm', barriers, 15n),
  isb: {
    ...named('option', 'barrier option', 'sy, or 0 to 15', 'CRm', new Map([['sy', 15n]]), 15n),
    default: 15n,
  },
  clrex: { operand: 'option', default: 15n, kind: fieldNumber({ name: 'imm4', field: 'CRm', width: 4 }) },
  prfop: named('prfop', 'prefetch operation', 'pldl1keep …, or 0 to 31', 'Rt', prefetches, 31n),
  bti: {
    operand: 'targets',
    default: 0n,
    kind: choiceKind({
      name: 'targets',
      what: 'operand',
      expects: 'c, j or jc',
      names: new Map([
        ['c', 1n],
        ['j', 2n],
        ['jc', 3n],
      ]),
      encode: value => ({ targets: Number(value) }),
      decode: ({ targets }) => BigInt(targets!),
    }),
  },
  hint: {
    operand: 'imm',
    kind: numberKind({
      name: 'hint',
      expects: '0 to 127',
      encode: value =>
        value >= 0n && value <= 127n ? { CRm: Number(value) >> 3, op2: Number(value) & 7 } : undefined,
      decode: ({ CRm, op2 }) => BigInt((CRm! << 3) | op2!),
    }),
  },
  sysreg: systemRegister,
  's0-sysreg': statusFieldAsRegister,
  pstatefield: statusField(15),
  pstatebit: statusField(1),
  imm1: { operand: 'imm', kind: fieldNumber({ name: 'imm1', field: 'CRm', width: 4, to: 1 }) },
  at_op: operationPlaceholder('at', true),
  dc_op: operationPlaceholder('dc', true),
  ic_op: operationPlaceholder('ic', false),
  ic_op_x: operationPlaceholder('ic', true),
  tlbi_op: operationPlaceholder('tlbi', false),
  tlbi_op_x: operationPlaceholder('tlbi', true),
  operation: {
    operand: 'operation',
    kind: numberKind({
      name: 'operation',
      expects: '0 to 16383',
      encode: operationFields,
      decode: fields => systemNumber(0, fields),
    }),
  },
  op1: smallNumber('op1'),
  Cn: controlName('Cn'),
  Cm: controlName('Cm'),
  op2: smallNumber('op2'),
};
