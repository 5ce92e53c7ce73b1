/** Address translation: stage 1 and stage 2 walks, permissions, faults and their syndromes. */
import { describe, expect, it } from 'vitest';
import type { ExceptionEntry } from '../../emulator/api.ts';
import { loadAddress, start } from './start.ts';

const tables = 0x4030_0000n;
const data = 0x4050_0000n;

const quads = (...values: readonly bigint[]): Uint8Array => new Uint8Array(new BigUint64Array(values).buffer);

/** Descriptor bits. */
const valid = 1n;
const table = 3n;
const page = 3n;
const accessed = 1n << 10n;
const attributes = (index: bigint): bigint => index << 2n;
const readOnly = 1n << 7n;
const user = 1n << 6n;
const uxn = 1n << 54n;
const pxn = 1n << 53n;

/** One access at EL1 (or EL0) with stage 1 on; entry n of the level 3 table maps page n from virtual 0x80000000. */
function stage1(
  leaf: bigint,
  access: string,
  {
    level = 1,
    sctlr = 0n,
    address = 0x8000_0000n,
    tcr = 0n,
  }: { level?: number; sctlr?: bigint; address?: bigint; tcr?: bigint } = {},
) {
  const started = start(`${access}\n b .`, { entryLevel: 1, registers: { x1: address, x2: 0x77n } });
  const { machine } = started;
  // Level 1: gibibyte 1 is RAM, mapped as one block for code; gibibyte 2 goes through tables.
  machine.writeMemory(
    tables,
    quads(0n, 0x4000_0000n | valid | accessed | user | attributes(1n) | readOnly, (tables + 0x1000n) | table),
  );
  machine.writeMemory(
    tables + 0x1000n,
    quads((tables + 0x2000n) | table, 0x4000_0000n | valid | accessed | attributes(1n)),
  );
  machine.writeMemory(tables + 0x2000n, quads(leaf));
  machine.writeMemory(data, quads(0x1234_5678n));
  machine.write('vbar_el1', 0x4010_0000n);
  machine.write('ttbr0_el1', tables);
  machine.write('mair_el1', 0xff00n);
  // T0SZ 32, EPD1, 36 bits of physical address.
  machine.write('tcr_el1', 32n | (1n << 23n) | (1n << 32n) | tcr);
  machine.write('sctlr_el1', 0x00c5_0839n | sctlr);
  machine.write('el', BigInt(level));
  machine.run({ budget: 1, stop: { onEntry: () => true } });
  return { machine, entry: started.entries[0] as ExceptionEntry | undefined };
}

const normal = data | page | accessed | attributes(1n);

describe('stage 1', () => {
  it('maps a page', () => {
    const { machine, entry } = stage1(normal, 'ldr x0, [x1]');
    expect(entry).toBeUndefined();
    expect(machine.read('x0')).toBe(0x1234_5678n);
    expect(machine.readMemory(0x8000_0000n, 2)).toEqual(Uint8Array.of(0x78, 0x56));
  });

  it('maps a block of level 2', () => {
    // The second entry maps the first 2 MiB of RAM, where the program itself lies.
    const { machine, entry } = stage1(normal, 'ldr x0, [x1]', {
      address: 0x8020_0000n + (loadAddress & 0x1f_ffffn),
    });
    expect(entry).toBeUndefined();
    expect(machine.read('x0')).toBe(0x1400_0000_f940_0020n);
  });

  it.each([
    ['translation fault, level 3', 0n, 'ldr x0, [x1]', {}, 0x9600_0007n],
    ['translation fault, level 2', normal, 'ldr x0, [x1]', { address: 0x8040_0000n }, 0x9600_0006n],
    ['translation fault, level 1', normal, 'str x0, [x1]', { address: 0xc000_0000n }, 0x9600_0045n],
    ['beyond TCR_EL1.T0SZ', normal, 'ldr x0, [x1]', { address: 0x1_0000_0000n }, 0x9600_0004n],
    ['TTBR1 disabled by EPD1', normal, 'ldr x0, [x1]', { address: 0xffff_ffff_8000_0000n }, 0x9600_0004n],
    ['access flag', data | page | attributes(1n), 'ldr x0, [x1]', {}, 0x9600_000bn],
    ['read-only', normal | readOnly, 'str x0, [x1]', {}, 0x9600_004fn],
    ['no access for EL0', normal, 'ldr x0, [x1]', { level: 0 }, 0x9200_000fn],
    ['LDTR uses the permissions of EL0', normal, 'ldtr x0, [x1]', {}, 0x9600_000fn],
    ['address size', (1n << 40n) | normal, 'ldr x0, [x1]', {}, 0x9600_0003n],
    ['PXN', normal | pxn | readOnly, 'br x1', {}, undefined],
    ['unaligned in Device memory', data | page | accessed, 'ldur x0, [x1, #1]', {}, 0x9600_0021n],
    ['unaligned with SCTLR_EL1.A', normal, 'ldur x0, [x1, #1]', { sctlr: 2n }, 0x9600_0021n],
  ] as const)('%s', (_, leaf, access, options, syndrome) => {
    const { entry } = stage1(leaf, access, options);
    expect(entry?.syndrome).toBe(syndrome);
  });

  it.each([
    ['PXN at EL1', normal | pxn | readOnly, 1, 0n, 0x8600_000fn],
    ['writable by EL0, executed at EL1', normal | user, 1, 0n, 0x8600_000fn],
    ['UXN at EL0', normal | user | readOnly | uxn, 0, 0n, 0x8200_000fn],
    ['SCTLR_EL1.WXN', normal, 1, 1n << 19n, 0x8600_000fn],
  ] as const)('execution: %s', (_, leaf, level, sctlr, syndrome) => {
    const { machine } = stage1(leaf, 'br x1', { level, sctlr });
    const seen: (bigint | undefined)[] = [];
    machine.onEvent(event => event.event === 'exceptionEntry' && seen.push(event.syndrome));
    machine.run({ budget: 1, stop: { onEntry: () => true } });
    expect(seen).toEqual([syndrome]);
  });

  it('unaligned accesses of Normal memory work, also across pages', () => {
    const { machine, entry } = stage1(normal, 'ldur w0, [x1, #2]');
    expect(entry).toBeUndefined();
    expect(machine.read('x0')).toBe(0x1234n);
    const across = stage1(normal, 'ldur w0, [x1, #-2]', { address: 0x8000_1000n });
    expect(across.entry).toMatchObject({ syndrome: 0x9600_0007n, faultAddress: 0x8000_1000n });
  });

  it('top byte ignore drops the tag, and FAR keeps it', () => {
    const tbi0 = 1n << 37n;
    const tagged = 0xab00_0000_8000_0000n;
    expect(stage1(normal, 'ldr x0, [x1]', { address: tagged, tcr: tbi0 }).machine.read('x0')).toBe(
      0x1234_5678n,
    );
    expect(stage1(0n, 'ldr x0, [x1]', { address: tagged, tcr: tbi0 }).entry).toMatchObject({
      faultAddress: tagged,
    });
  });

  it('a fault says at which level and why', () => {
    const { entry } = stage1(0n, 'ldr x0, [x1]');
    expect(entry?.routing[0]).toBe(
      `stage 1, level 3: descriptor 0x0 at 0x${(tables + 0x2000n).toString(16)} is invalid`,
    );
  });

  it('what was cached is used until it is invalidated', () => {
    const { machine } = stage1(normal, 'ldr x0, [x1]\n ldr x3, [x1]\n tlbi vmalle1\n ldr x4, [x1]');
    machine.write('sctlr_el1', 0x00c5_0838n);
    machine.writeMemory(tables + 0x2000n, quads(0n));
    machine.write('sctlr_el1', 0x00c5_0839n);
    machine.run({ budget: 1, stop: {} });
    expect(machine.read('esr_el1')).toBe(0x9600_0007n);
  });
});

describe('address translation instructions', () => {
  it.each([
    ['mapped', normal, 'at s1e1r, x1', data | (0xffn << 56n) | 0xa00n],
    ['not mapped', 0n, 'at s1e1r, x1', 0x800n | (0b000111n << 1n) | 1n],
    ['not writable', normal | readOnly, 'at s1e1w, x1', 0x800n | (0b001111n << 1n) | 1n],
    ['not for EL0', normal, 'at s1e0r, x1', 0x800n | (0b001111n << 1n) | 1n],
  ])('%s', (_, leaf, source, par) => {
    expect(stage1(leaf, source).machine.read('par_el1')).toBe(par);
  });
});

describe('stage 2', () => {
  const s2 = { read: 1n << 6n, write: 1n << 7n, never: 1n << 54n, normal: 0xfn << 2n };

  /** One access at EL1 with stage 2 on, T0SZ 32, start at level 1; the second gibibyte is RAM for code. */
  function guest(leaf: bigint, access: string, address = 0x8000_0000n) {
    const started = start(`${access}\n b .`, { entryLevel: 2, registers: { x1: address } });
    const { machine } = started;
    machine.writeMemory(
      tables,
      quads(0n, 0x4000_0000n | valid | accessed | s2.read | s2.normal, (tables + 0x1000n) | table),
    );
    machine.writeMemory(tables + 0x1000n, quads((tables + 0x2000n) | table));
    machine.writeMemory(tables + 0x2000n, quads(leaf));
    machine.write('vbar_el2', 0x4010_0000n);
    machine.write('vttbr_el2', tables);
    machine.write('vtcr_el2', 0x8000_3560n);
    machine.write('hcr_el2', 0x8000_0001n);
    machine.write('el', 1n);
    machine.run({ budget: 1, stop: { onEntry: () => true } });
    return started.entries[0];
  }

  const mapped = data | page | accessed | s2.read | s2.write | s2.normal;

  it.each([
    ['mapped', mapped, 'str w0, [x1]', undefined, undefined],
    ['not mapped', 0n, 'ldr w5, [x1, #8]', 0x9385_0007n, 0x8000_0008n],
    ['access flag', mapped & ~accessed, 'ldr x5, [x1]', 0x93c5_800bn, 0x8000_0000n],
    ['not readable', mapped & ~s2.read, 'ldrsb x5, [x1]', 0x9325_800fn, 0x8000_0000n],
    ['not writable', mapped & ~s2.write, 'strh w5, [x1]', 0x9345_004fn, 0x8000_0000n],
    ['no syndrome with write-back', 0n, 'ldr x5, [x1], #8', 0x9200_0007n, 0x8000_0000n],
    ['no syndrome of a pair', 0n, 'stp x5, x6, [x1]', 0x9200_0047n, 0x8000_0000n],
    ['acquire', 0n, 'ldar w5, [x1]', 0x9385_4007n, 0x8000_0000n],
  ])('%s', (_, leaf, access, syndrome, far) => {
    const entry = guest(leaf, access);
    expect(entry?.syndrome).toBe(syndrome);
    expect(entry?.faultAddress).toBe(far);
    if (far !== undefined) expect(entry).toMatchObject({ toLevel: 2, intermediateAddress: far });
  });

  it('an instruction abort goes to EL2, too', () => {
    const started = start('b .', { entryLevel: 2 });
    const { machine } = started;
    machine.write('vtcr_el2', 0x8000_3560n);
    machine.write('vttbr_el2', tables);
    machine.write('hcr_el2', 0x8000_0001n);
    machine.write('el', 1n);
    machine.run({ budget: 1, stop: {} });
    expect(started.entries[0]).toMatchObject({
      syndrome: 0x8200_0005n,
      faultAddress: loadAddress,
      toLevel: 2,
    });
    expect(machine.read('hpfar_el2')).toBe((loadAddress >> 12n) << 4n);
  });
});
