/** GICv2: what a processor is signalled, acknowledges and ends; two processors, which board `virt` does not have yet. */
import { describe, expect, it } from 'vitest';
import { copyOf } from '../../../emulator/core/plain-state.ts';
import { gicv2 } from '../../../emulator/devices/gicv2/gicv2.ts';

const registers = {
  control: 0x000,
  group: 0x080,
  enable: 0x100,
  setPending: 0x200,
  clearPending: 0x280,
  priority: 0x400,
  targets: 0x800,
  configuration: 0xc00,
  send: 0xf00,
} as const;
const cpuRegisters = { control: 0x00, mask: 0x04, acknowledge: 0x0c, end: 0x10, running: 0x14 } as const;

const spurious = 1023;

function make({ cpus = 1, security = false } = {}) {
  let current = 0;
  const signals: string[] = Array(cpus).fill('');
  const log: string[] = [];
  const gic = gicv2({
    cpus,
    interrupts: 64,
    security,
    maintenance: 25,
    current: () => current,
    output: (cpu, { irq, fiq }) => {
      signals[cpu] = [irq && 'irq', fiq && 'fiq'].filter(Boolean).join();
    },
    log: message => log.push(message),
  });
  const write = (offset: number, value: number, secure = true) =>
    gic.distributor.write(offset, 4, BigInt(value), secure);
  const read = (offset: number, secure = true) => Number(gic.distributor.read(offset, 4, secure));
  const writeCpu = (offset: number, value: number, secure = true) =>
    gic.cpuInterface.write(offset, 4, BigInt(value), secure);
  const readCpu = (offset: number, secure = true) => Number(gic.cpuInterface.read(offset, 4, secure));
  /** Everything on, with interrupt 40 enabled at priority 0. */
  const prepare = () => {
    write(registers.control, 3);
    write(registers.enable + 4, 1 << 8);
    for (current = cpus - 1; current > 0; current--) prepareCpu();
    current = 0;
    prepareCpu();
  };
  const prepareCpu = () => {
    writeCpu(cpuRegisters.control, 7);
    writeCpu(cpuRegisters.mask, 0xff);
  };
  prepare();
  return {
    gic,
    signals,
    log,
    write,
    read,
    writeCpu,
    readCpu,
    as: (cpu: number) => {
      current = cpu;
    },
  };
}

describe('levels and edges', () => {
  it('a level is signalled as long as it lasts, and is pending again when it outlasts its end', () => {
    const { gic, signals, readCpu, writeCpu } = make();
    gic.setLine(40, true);
    expect(signals).toEqual(['irq']);
    gic.setLine(40, false);
    expect(signals).toEqual(['']);
    gic.setLine(40, true);
    expect(readCpu(cpuRegisters.acknowledge)).toBe(40);
    expect(signals).toEqual(['']);
    writeCpu(cpuRegisters.end, 40);
    expect(signals).toEqual(['irq']);
  });

  it('an edge is remembered until it is acknowledged', () => {
    const { gic, signals, write, readCpu, writeCpu } = make();
    write(registers.configuration + 8, 2 << 16);
    gic.setLine(40, true);
    gic.setLine(40, false);
    expect(signals).toEqual(['irq']);
    expect(readCpu(cpuRegisters.acknowledge)).toBe(40);
    writeCpu(cpuRegisters.end, 40);
    expect(signals).toEqual(['']);
    expect(readCpu(cpuRegisters.acknowledge)).toBe(spurious);
  });

  it('an edge during its own service is taken afterwards', () => {
    const { gic, signals, write, readCpu, writeCpu } = make();
    write(registers.configuration + 8, 2 << 16);
    gic.setLine(40, true);
    readCpu(cpuRegisters.acknowledge);
    gic.setLine(40, false);
    gic.setLine(40, true);
    expect(signals).toEqual(['']);
    writeCpu(cpuRegisters.end, 40);
    expect(signals).toEqual(['irq']);
  });
});

describe('Security Extensions', () => {
  it('Group 0 is an FIQ for Secure software, and Non-secure software cannot touch it', () => {
    const { gic, signals, write, read, writeCpu, readCpu } = make({ security: true });
    writeCpu(cpuRegisters.control, 0xf);
    write(registers.enable + 4, 0xffff_ffff, false);
    expect(read(registers.enable + 4)).toBe(1 << 8);
    gic.setLine(40, true);
    expect(signals).toEqual(['fiq']);
    expect(readCpu(cpuRegisters.acknowledge, false)).toBe(spurious);
    expect(readCpu(cpuRegisters.acknowledge, true)).toBe(40);
  });

  it.each([
    ['Secure, for Group 0', true, 0, 0],
    ['Secure, for Group 0, of Group 1', true, 0, 1],
    ['Secure, for Group 1', true, 0x8000, 1],
    ['Non-secure', false, 0, 1],
    ['Non-secure, of Group 0', false, 0x8000, 0],
  ])('an SGI is forwarded when its group fits: %s', (_, secure, attribute, group) => {
    const { write, read } = make({ security: true });
    write(registers.group, group);
    write(registers.send, (2 << 24) | attribute, secure);
    const fits = group === (secure ? attribute >> 15 : 1);
    expect(read(registers.setPending) & 1).toBe(fits ? 1 : 0);
  });
});

describe('two processors', () => {
  it('an SGI goes to the others, and tells who sent it', () => {
    const { signals, write, writeCpu, readCpu, as } = make({ cpus: 2 });
    write(registers.send, (1 << 24) | 5);
    expect(signals).toEqual(['', 'irq']);
    as(1);
    write(registers.send, (1 << 24) | 6);
    expect(signals).toEqual(['irq', 'irq']);
    expect(readCpu(cpuRegisters.acknowledge)).toBe(5);
    writeCpu(cpuRegisters.end, 5);
    as(0);
    expect(readCpu(cpuRegisters.acknowledge)).toBe((1 << 10) | 6);
  });

  it('the same SGI of two senders is taken twice', () => {
    const { write, writeCpu, readCpu, as } = make({ cpus: 2 });
    write(registers.send, (1 << 16) | 5);
    as(1);
    write(registers.send, (1 << 16) | 5);
    as(0);
    expect(readCpu(cpuRegisters.acknowledge)).toBe(5);
    writeCpu(cpuRegisters.end, 5);
    expect(readCpu(cpuRegisters.acknowledge)).toBe((1 << 10) | 5);
  });

  it('a shared interrupt goes where its targets say; private ones are banked', () => {
    const { gic, signals, write, read, as } = make({ cpus: 2 });
    gic.setLine(40, true);
    expect(signals).toEqual(['', '']);
    write(registers.targets + 40, 2);
    expect(signals).toEqual(['', 'irq']);
    write(registers.enable, 1 << 30);
    gic.setLine(30, true, 1);
    expect(read(registers.setPending) >>> 30).toBe(0);
    as(1);
    expect(read(registers.setPending) >>> 30).toBe(1);
    expect(read(registers.enable) >>> 30).toBe(0);
    expect(read(registers.targets)).toBe(0x0202_0202);
  });
});

describe('bad accesses', () => {
  it('are told once each and change nothing', () => {
    const { gic, log, readCpu } = make();
    const before = copyOf(gic.distributor.state);
    gic.distributor.write(0xe00, 4, 0xffn, true);
    gic.distributor.write(registers.send, 1, 0xffn, true);
    expect(readCpu(0x800)).toBe(0);
    expect(gic.distributor.state).toEqual(before);
    expect(log).toContain('GICv2 distributor: GICD_SGIR takes whole words only: ignored');
    expect(log.some(line => line.includes('no register at offset 0x800'))).toBe(true);
  });

  it('any access of any size is answered', () => {
    const { gic } = make({ cpus: 2, security: true });
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let n = 0; n < 20_000; n++) {
      const size = ([1, 2, 4, 8] as const)[random(4)]!;
      const device = random(2) ? gic.distributor : gic.cpuInterface;
      const offset = random(random(2) ? 0x40 : 0x1008) & -size;
      if (random(2))
        device.write(offset, size, BigInt(random(2 ** 24)) * BigInt(random(256)), random(2) === 1);
      else expect(device.read(offset, size, random(2) === 1)).toBeLessThan(1n << BigInt(8 * size));
    }
  });
});
