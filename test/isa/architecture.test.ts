import { describe, expect, it } from 'vitest';
import { fieldLookup, isConditionError, parseCondition } from '../../emulator/conditions.ts';
import { architectureById, architectures } from '../../isa/architectures.ts';

const a64 = architectureById('a64')!;

describe.each(architectures)('architecture $id', architecture => {
  it('has one state cell and one description per name', () => {
    const cells = architecture.state.map(({ name }) => name);
    expect(new Set(cells).size).toBe(cells.length);
    const registers = architecture.registers.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(registers).size).toBe(registers.length);
  });

  it('has a cell for every register that its context names', () => {
    const cells = new Set(architecture.state.map(({ name }) => name));
    const { general, callerSaved, stackPointer, levels, special, scratch } = architecture.context;
    const banks = levels.flatMap(level => [
      level.returnAddress,
      level.savedStatus,
      ...[level.syndrome, level.faultAddress].filter(name => name !== undefined),
      ...level.others,
    ]);
    for (const name of [...general, ...callerSaved, stackPointer, ...banks, ...special, ...scratch]) {
      expect(cells.has(name), name).toBe(true);
    }
  });

  it('has filters whose predicates can be read', () => {
    for (const { predicate } of architecture.exceptionFilters) {
      expect(isConditionError(parseCondition(predicate)), predicate).toBe(false);
    }
  });

  it('has a table whose base registers exist', () => {
    for (const { name, level } of architecture.vectorTable.baseRegisters) {
      expect(architecture.register(name)?.name, name).toContain(`el${level}`);
    }
  });
});

describe('a64', () => {
  it.each([
    ['LR', 'x30', 64],
    ['fp', 'x29', 64],
    ['w3', 'w3', 32],
    ['VBAR_EL2', 'vbar_el2', 64],
    ['sp', 'sp', 64],
  ])('knows %s', (spelling, name, width) => {
    expect(a64.register(spelling)).toMatchObject({ name, width });
  });

  it('knows no x31', () => {
    expect(a64.register('x31')).toBeUndefined();
  });

  it('starts at EL3h with everything masked', () => {
    const reset = (name: string) => a64.state.find(cell => cell.name === name)?.reset ?? 0n;
    expect(['el', 'spsel', 'd', 'a', 'i', 'f', 'n', 'il'].map(reset)).toEqual([
      3n,
      1n,
      1n,
      1n,
      1n,
      1n,
      0n,
      0n,
    ]);
  });

  it('has no second place for a VHE name', () => {
    expect(a64.state.some(({ name }) => name === 'sctlr_el12')).toBe(false);
  });

  it('finds fields of condition variables and of registers', () => {
    const field = fieldLookup(a64);
    expect(field('ESR', 'ec')).toMatchObject({ high: 31, low: 26 });
    expect(field('hcr_el2', 'IMO')).toMatchObject({ high: 4, low: 4 });
    expect(field('el', 'ec')).toBeUndefined();
  });
});
