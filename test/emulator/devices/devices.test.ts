/** The small devices of board `virt`, each by itself. */
import { describe, expect, it } from 'vitest';
import { Clock, ticksPerSecond } from '../../../emulator/core/clock.ts';
import type { AccessSize, Device } from '../../../emulator/core/memory-map.ts';
import { cfiFlash, flashBlockBytes } from '../../../emulator/devices/cfi-flash.ts';
import { fwCfg, fwCfgItems } from '../../../emulator/devices/fw-cfg.ts';
import { configurationSpace, emptyWindow } from '../../../emulator/devices/pcie.ts';
import { pl011 } from '../../../emulator/devices/pl011.ts';
import { pl031, startOfTime } from '../../../emulator/devices/pl031.ts';
import { pl061 } from '../../../emulator/devices/pl061.ts';
import { emptyTransports } from '../../../emulator/devices/virtio-mmio.ts';

const word = (device: Device, offset: number, size: AccessSize = 4): number =>
  Number(device.read(offset, size, false));
const put = (device: Device, offset: number, value: number, size: AccessSize = 4): void =>
  device.write(offset, size, BigInt(value), false);

/** A clock whose time is what the test says. */
function manualClock() {
  const at = { ticks: 0 };
  return { at, clock: new Clock(() => at.ticks) };
}

describe('the clock', () => {
  it('rings each alarm once, at its tick or later', () => {
    const { at, clock } = manualClock();
    const rung: string[] = [];
    const early = clock.alarm(() => rung.push('early'));
    const late = clock.alarm(() => rung.push('late'));
    late.set(20);
    early.set(10);
    at.ticks = 9;
    clock.poll();
    expect(rung).toEqual([]);
    at.ticks = 25;
    clock.poll();
    clock.poll();
    expect(rung).toEqual(['early', 'late']);
  });

  it('skips to the next alarm, and no further', () => {
    const { clock } = manualClock();
    const alarm = clock.alarm(() => {});
    alarm.set(1_000_000);
    expect([clock.skip(), clock.ticks, clock.skip(), clock.ticks]).toEqual([
      true,
      1_000_000,
      false,
      1_000_000,
    ]);
  });

  it('an alarm that sets itself again rings again', () => {
    const { at, clock } = manualClock();
    let rings = 0;
    const alarm = clock.alarm(() => {
      rings++;
      if (rings < 3) alarm.set(rings * 10);
    });
    alarm.set(0);
    at.ticks = 15;
    clock.poll();
    expect(rings).toBe(2);
  });
});

describe('PL011', () => {
  it('drives its interrupt by the mask: received bytes until read, transmission until cleared', () => {
    const lines: boolean[] = [];
    const sent: number[] = [];
    const uart = pl011({
      transmit: byte => sent.push(byte),
      interrupt: on => lines.push(on),
      log: () => {},
    });
    uart.receive(Uint8Array.of(0x61));
    expect(lines.at(-1)).toBe(false);
    put(uart, 0x38, 0x30);
    expect(lines.at(-1)).toBe(true);
    expect(word(uart, 0)).toBe(0x61);
    expect(lines.at(-1)).toBe(false);
    put(uart, 0, 0x62);
    expect([sent, lines.at(-1)]).toEqual([[0x62], true]);
    put(uart, 0x44, 0x20);
    expect(lines.at(-1)).toBe(false);
  });
});

describe('PL031', () => {
  it('counts seconds of the machine, and raises its alarm in the second that matches', () => {
    const { at, clock } = manualClock();
    let line = false;
    const rtc = pl031({
      clock,
      interrupt: on => {
        line = on;
      },
      log: () => {},
    });
    expect(word(rtc, 0)).toBe(startOfTime);
    put(rtc, 0x10, 1);
    put(rtc, 0x04, startOfTime + 2);
    at.ticks = 2 * ticksPerSecond - 1;
    clock.poll();
    expect([word(rtc, 0), line]).toEqual([startOfTime + 1, false]);
    at.ticks++;
    clock.poll();
    expect([word(rtc, 0), word(rtc, 0x14), line]).toEqual([startOfTime + 2, 1, true]);
    put(rtc, 0x1c, 1);
    expect(line).toBe(false);
  });

  it('can be loaded, and wraps', () => {
    const { at, clock } = manualClock();
    const rtc = pl031({ clock, interrupt: () => {}, log: () => {} });
    put(rtc, 0x08, 0xffff_ffff);
    expect(word(rtc, 0)).toBe(0xffff_ffff);
    at.ticks = ticksPerSecond;
    expect(word(rtc, 0)).toBe(0);
  });
});

describe('PL061', () => {
  it('outputs read back through the mask of the address; inputs are 0', () => {
    const gpio = pl061(() => {});
    put(gpio, 0x400, 0x0f);
    put(gpio, 0x3fc, 0xff);
    expect(word(gpio, 0x3fc)).toBe(0x0f);
    put(gpio, 4 * 0x03, 0);
    expect([word(gpio, 0x3fc), word(gpio, 4 * 0x04)]).toEqual([0x0c, 0x04]);
  });
});

describe('empty buses', () => {
  it('a transport has no device, and a PCI function is not there', () => {
    const transports = emptyTransports();
    expect([0, 4, 8].map(offset => word(transports, 0x3e00 + offset))).toEqual([0x7472_6976, 1, 0]);
    expect(word(emptyWindow(), 0x100, 2)).toBe(0xffff);
  });

  it('the host bridge is the only PCI function; its command can be written, the rest not', () => {
    const space = configurationSpace();
    put(space, 4, 0xffff_ffff);
    put(space, 0x10, 0xffff_ffff);
    expect([0, 4, 0x0a, 0x10, 0x8000].map(offset => word(space, offset, 2))).toEqual([
      0x1b36, 0x0547, 0x0600, 0, 0xffff,
    ]);
  });
});

describe('CFI flash', () => {
  const bytes = 4 * flashBlockBytes;
  const make = () => {
    const content = new Uint8Array(bytes);
    const log: string[] = [];
    const flash = cfiFlash({
      name: 'flash',
      bytes,
      storage: {
        read: (offset, length) => content.slice(offset, offset + length),
        write: (offset, data) => content.set(data, offset),
      },
      log: message => log.push(message),
    });
    return { content, flash, log };
  };

  it('erases the block of the confirmation, and programs by clearing bits', () => {
    const { content, flash } = make();
    put(flash, flashBlockBytes, 0x20);
    put(flash, flashBlockBytes + 4, 0xd0);
    expect([
      content[flashBlockBytes - 1],
      content[flashBlockBytes],
      content[2 * flashBlockBytes - 1],
      content[2 * flashBlockBytes],
    ]).toEqual([0, 0xff, 0xff, 0]);
    put(flash, 0, 0x40);
    put(flash, flashBlockBytes, 0x0f, 1);
    put(flash, 0, 0x40);
    put(flash, flashBlockBytes, 0xf3, 1);
    expect(content[flashBlockBytes]).toBe(0x03);
    expect([flash.isMemory, word(flash, 0)]).toEqual([false, 0x0080_0080]);
    put(flash, 0, 0xff);
    expect(flash.isMemory).toBe(true);
  });

  it('an erase that is not confirmed does nothing', () => {
    const { content, flash } = make();
    put(flash, 0, 0x20);
    put(flash, 0, 0xff);
    expect([content[0], flash.isMemory]).toEqual([0, true]);
  });

  it('an unknown command is told and leads back to the array', () => {
    const { flash, log } = make();
    put(flash, 0, 0x70);
    put(flash, 0, 0x33);
    expect([flash.isMemory, log]).toEqual([true, ['flash: no command 0x33: back to reading the array']]);
  });
});

describe('fw_cfg', () => {
  const make = () => {
    const ram = new Uint8Array(0x20000);
    const log: string[] = [];
    const device = fwCfg({
      cpus: 2,
      memoryBytes: 128 * 1024 * 1024,
      files: [{ name: 'etc/table', content: Uint8Array.of(1, 2, 3, 4, 5) }],
      memory: {
        read: (address, length) =>
          address + length <= ram.length ? ram.slice(address, address + length) : undefined,
        write: (address, data) => {
          if (address + data.length > ram.length) return false;
          ram.set(data, address);
          return true;
        },
      },
      log: message => log.push(message),
    });
    const select = (item: number) => put(device, 8, ((item & 0xff) << 8) | (item >> 8), 2);
    const transfer = (control: number, length: number, address: number) => {
      const view = new DataView(ram.buffer);
      view.setUint32(0x1000, control);
      view.setUint32(0x1004, length);
      view.setBigUint64(0x1008, BigInt(address));
      put(device, 0x10, 0);
      put(device, 0x14, 0x0010_0000);
      return view.getUint32(0x1000);
    };
    return { ram, log, device, select, transfer };
  };
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

  it('gives an item byte by byte, then zeros', () => {
    const { device, select } = make();
    select(fwCfgItems.signature);
    expect(text(Uint8Array.from({ length: 5 }, () => word(device, 0, 1)))).toBe('QEMU\0');
    select(fwCfgItems.cpus);
    expect(word(device, 0, 2)).toBe(2);
  });

  it('copies a file by DMA: the directory tells its selector', () => {
    const { ram, transfer } = make();
    expect(transfer((fwCfgItems.directory << 16) | 8 | 2, 68, 0x2000)).toBe(0);
    expect([...ram.slice(0x2000, 0x200a)]).toEqual([0, 0, 0, 1, 0, 0, 0, 5, 0, 0x20]);
    expect(text(ram.slice(0x200c, 0x2015))).toBe('etc/table');
    expect(transfer((0x20 << 16) | 8 | 4, 2, 0)).toBe(0);
    expect(transfer(2, 4, 0x3000)).toBe(0);
    expect([...ram.slice(0x3000, 0x3004)]).toEqual([3, 4, 5, 0]);
  });

  it.each([
    ['outside memory', 2, 16, 0x1fff8],
    ['of four gibibytes', 2, 0xffff_ffff, 0],
    ['in the other direction', 16, 1, 0x2000],
  ])('answers an error to a copy %s', (_, control, length, address) => {
    expect(make().transfer((1 << 19) | 8 | control, length, address)).toBe(1);
  });
});
