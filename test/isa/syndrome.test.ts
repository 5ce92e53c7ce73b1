import { describe, expect, it } from 'vitest';
import { decodeSyndrome, describeStatus } from '../../isa/a64/syndrome.ts';

/** Field names and meanings (or values) of a syndrome, without the three parts that all have. */
const iss = (value: bigint): Record<string, string> =>
  Object.fromEntries(
    decodeSyndrome(value)
      .fields.slice(3)
      .map(field => [field.name, field.meaning || `${field.value}`]),
  );

describe('decodeSyndrome', () => {
  // What QEMU gave for a hypervisor with a guest at EL1; the fields were decoded by hand from the manual.
  it.each([
    [0x56000055n, 'svc', 'SVC #85'],
    [0x5a000000n, 'hvc', 'HVC #0'],
    [0x5a004a48n, 'hvc', 'HVC #19016'],
    [0x5e000000n, 'smc', 'SMC #0'],
    [0x4a000000n, 'hvc32', 'HVC32 #0'],
    [0x93950005n, 'data-abort', 'data abort: translation fault, level 1, read'],
    [0x93d68045n, 'data-abort', 'data abort: translation fault, level 1, write'],
    [0x96000010n, 'data-abort', 'data abort: synchronous external abort, read'],
    [0x82000006n, 'instruction-abort', 'instruction abort: translation fault, level 2'],
    [0x86000007n, 'instruction-abort', 'instruction abort: translation fault, level 3'],
    [0x02000000n, 'undefined', 'Unknown reason (undefined instruction)'],
    [0x3a000000n, 'illegal-state', 'Illegal execution state'],
    [0x8a000000n, 'pc-alignment', 'PC alignment fault'],
    [0x9a000000n, 'sp-alignment', 'SP alignment fault'],
    [0xf2000001n, 'brk', 'BRK #1'],
    [0x07e00000n, 'wfx', 'trapped: WFI'],
    [0x07e00001n, 'wfx', 'trapped: WFE'],
    [0xbe000000n, 'serror', 'SError interrupt'],
    [0xfe000000n, 'reserved', 'Reserved exception class'],
  ])('0x%s is %s: %s', (value, short, summary) => {
    expect(decodeSyndrome(value)).toMatchObject({ short, summary });
  });

  it('names the transfer register of a load that stage 2 stopped: ldr w21, [x20, #8]', () => {
    expect(iss(0x93950005n)).toMatchObject({
      ISV: 'yes',
      SAS: 'word',
      SSE: 'no',
      SRT: 'w21',
      WnR: 'read',
      S1PTW: 'no',
      DFSC: 'translation fault, level 1',
    });
  });

  it('names a doubleword store: str x22, [x20, #16]', () => {
    expect(iss(0x93d68045n)).toMatchObject({ SAS: 'doubleword', SRT: 'x22', SF: '64 bits', WnR: 'write' });
  });

  it('names a sign-extending byte load: ldrsb x23, [x20, #3]', () => {
    expect(iss(0x93378005n)).toMatchObject({ SAS: 'byte', SSE: 'yes', SRT: 'x23', WnR: 'read' });
  });

  it('leaves out the access fields when ISV is 0', () => {
    expect(Object.keys(iss(0x92000007n))).toEqual(['ISV', 'FnV', 'EA', 'CM', 'S1PTW', 'WnR', 'DFSC']);
  });

  it('tells the same class at a lower and at the current level apart', () => {
    expect(decodeSyndrome(0x92000007n).title).toBe('Data abort from a lower exception level');
    expect(decodeSyndrome(0x96000007n).title).toBe('Data abort taken without a change in exception level');
  });

  it('names the register of a trapped mrs: mrs x5, id_aa64mmfr0_el1', () => {
    // Op0 3, Op2 0, Op1 0, CRn 0, Rt 5, CRm 7, read
    const value = (0x18n << 26n) | (1n << 25n) | (3n << 20n) | (5n << 5n) | (7n << 1n) | 1n;
    expect(decodeSyndrome(value).summary).toBe('trapped: mrs id_aa64mmfr0_el1');
    expect(iss(value)).toMatchObject({ Rt: 'x5', Direction: 'read (mrs)' });
  });

  it('names a trapped system instruction: tlbi vmalle1', () => {
    // Op0 1, Op2 0, Op1 0, CRn 8, Rt 31, CRm 7, write
    const value = (0x18n << 26n) | (1n << 25n) | (1n << 20n) | (8n << 10n) | (31n << 5n) | (7n << 1n);
    expect(decodeSyndrome(value).summary).toBe('trapped: tlbi vmalle1');
  });

  it('gives an unknown register its generic name: msr s3_0_c15_c2_1, x0', () => {
    const value = (0x18n << 26n) | (1n << 25n) | (3n << 20n) | (1n << 17n) | (15n << 10n) | (2n << 1n);
    expect(decodeSyndrome(value).summary).toBe('trapped: msr s3_0_c15_c2_1');
  });
});

describe('describeStatus', () => {
  it.each([
    [0x600003c5n, 'EL1h, nZCv, DAIF masked'],
    [0x3c5n, 'EL1h, nzcv, DAIF masked'],
    [0x5n, 'EL1h, nzcv, nothing masked'],
    [0x600003c9n, 'EL2h, nZCv, DAIF masked'],
    [0x600003c8n, 'EL2t, nZCv, DAIF masked'],
    [0x60000349n, 'EL2h, nZCv, DAF masked'],
    [0x0n, 'EL0t, nzcv, nothing masked'],
    [0x803003cdn, 'EL3h, Nzcv, DAIF masked, SS, IL'],
    [0x1d3n, 'AArch32 Supervisor, nzcv, AIF masked'],
    [0x2n, 'reserved mode 0x2, nzcv, nothing masked'],
  ])('0x%s is %s', (value, words) => {
    expect(describeStatus(value)).toBe(words);
  });
});
