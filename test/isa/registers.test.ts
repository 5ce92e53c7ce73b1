import { describe, expect, it } from 'vitest';
import { exceptionFilters } from '../../isa/a64/exception-filters.ts';
import {
  genericSystemRegisterName,
  parseGenericSystemRegister,
  systemEncoding,
  systemRegisterByEncoding,
  systemRegisterByName,
  systemRegisterName,
  systemRegisters,
} from '../../isa/a64/system-registers.ts';
import { vectorTable } from '../../isa/a64/vector-table.ts';

describe('system registers', () => {
  it('have unique names and encodings', () => {
    expect(new Set(systemRegisters.map(({ name }) => name)).size).toBe(systemRegisters.length);
    // A place that reads as one register and is written as another, and one with two names.
    const second = ['dbgdtrtx_el0', 'trcextinselr0'];
    const places = systemRegisters.filter(({ name }) => !second.includes(name));
    expect(new Set(places.map(({ encoding }) => encoding)).size).toBe(places.length);
  });

  it('are found by name in any case and by encoding', () => {
    expect(systemRegisterByName('VBAR_EL2')?.encoding).toBe(systemEncoding(3, 4, 12, 0, 0));
    expect(systemRegisterByEncoding(systemEncoding(3, 0, 4, 0, 1))?.name).toBe('elr_el1');
    expect(systemRegisterByName('vbar_el9')).toBeUndefined();
    expect(systemRegisterByEncoding(systemEncoding(3, 7, 15, 15, 7))).toBeUndefined();
  });

  it.each([
    ['elr_el2', 'read-write', 2, 2, 2],
    ['currentel', 'read-only', 1, 1, undefined],
    ['tpidrro_el0', 'read-write', 0, 0, 1],
    ['icc_eoir1_el1', 'write-only', 1, undefined, 1],
    ['cntfrq_el0', 'read-write', 0, 0, 3],
    ['sctlr_el12', 'read-write', 2, 2, 2],
  ])('%s is %s from level %d up', (name, access, level, readLevel, writeLevel) => {
    expect(systemRegisterByName(name)).toMatchObject({ access, level, readLevel, writeLevel });
  });

  it('reach the EL1 register through its VHE name', () => {
    expect(systemRegisterByName('elr_el12')).toMatchObject({ aliasOf: 'elr_el1', feature: 'VHE' });
    expect(systemRegisterByName('cntv_ctl_el02')).toMatchObject({ aliasOf: 'cntv_ctl_el0' });
  });

  it('keep RES0 bits out of the write mask', () => {
    expect(systemRegisterByName('vbar_el1')?.writeMask).toBe(0xffff_ffff_ffff_f800n);
    expect(systemRegisterByName('spsr_el3')?.writeMask).toBe(0xffff_ffffn);
    expect(systemRegisterByName('midr_el1')?.writeMask).toBe(0n);
    expect(systemRegisterByName('elr_el1')?.writeMask).toBe(0xffff_ffff_ffff_ffffn);
  });

  it('keep RES1 bits in the reset value and out of the write mask', () => {
    expect(systemRegisterByName('scr_el3')).toMatchObject({ reset: 0x30n, writeMask: 0x3f8fn });
  });

  it('have fields that lie inside the register and do not overlap', () => {
    // SPSR.M[4] is also nRW, the only deliberate overlap.
    for (const { name, fields } of systemRegisters) {
      const plain = fields.filter(field => field.name !== 'nRW');
      const taken = plain.flatMap(({ high, low }) =>
        Array.from({ length: high - low + 1 }, (_, n) => low + n),
      );
      expect(new Set(taken).size, name).toBe(taken.length);
      for (const { high, low } of fields) expect(high >= low && low >= 0 && high < 64, name).toBe(true);
    }
  });

  it.each(['s3_0_c15_c2_1', 's3_6_c12_c12_5', 's0_0_c4_c1_4', 's2_7_c0_c15_7'])(
    '%s is a generic name',
    name => {
      const encoding = parseGenericSystemRegister(name.toUpperCase());
      expect(genericSystemRegisterName(encoding ?? -1)).toBe(name);
    },
  );

  it('knows what a generic name stands for, and what is none', () => {
    expect(systemRegisterName(parseGenericSystemRegister('S3_6_C12_C12_5') ?? -1)).toBe('icc_sre_el3');
    expect(systemRegisterName(parseGenericSystemRegister('s3_1_c15_c2_1') ?? -1)).toBe('s3_1_c15_c2_1');
    for (const text of ['s3_0_c16_c0_0', 's4_0_c0_c0_0', 's3_8_c0_c0_0', 'sp_el0', 's3_0_0_0_0']) {
      expect(parseGenericSystemRegister(text), text).toBeUndefined();
    }
  });
});

describe('vector table', () => {
  it('has sixteen slots of 0x80 bytes, four kinds for each of four sources', () => {
    expect(vectorTable.slots.map(({ offset, short }) => `${offset.toString(16)} ${short}`)).toEqual([
      '0 sync sp0',
      '80 irq sp0',
      '100 fiq sp0',
      '180 serror sp0',
      '200 sync spx',
      '280 irq spx',
      '300 fiq spx',
      '380 serror spx',
      '400 sync lower64',
      '480 irq lower64',
      '500 fiq lower64',
      '580 serror lower64',
      '600 sync lower32',
      '680 irq lower32',
      '700 fiq lower32',
      '780 serror lower32',
    ]);
  });
});

describe('exception filters', () => {
  it('have unique ids, and two that together name each slot', () => {
    const ids = exceptionFilters.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { short } of vectorTable.slots) {
      for (const part of short.split(' ')) expect(ids).toContain(`a64-${part}`);
    }
  });
});
