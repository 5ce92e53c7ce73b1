/** Direct access to pages: when it is given, and when it is taken back. */
import { expect, test } from 'vitest';
import { type MemoryDevice, MemoryMap } from '../../emulator/core/memory-map.ts';
import { layoutOf, MachineState, pageBytes } from '../../emulator/core/state.ts';
import { a64 } from '../../isa/a64/architecture.ts';

const ram = 0x4000_0000;

function start() {
  const flash = {
    isMemory: true,
    read: () => 0n,
    write: (_offset: number, _size: number, value: bigint) => {
      flash.isMemory = value === 0n;
    },
    state: {},
  };
  const state = new MachineState(layoutOf(a64), 0x4_0000);
  const map = new MemoryMap(
    state,
    [
      { what: 'ram', name: 'RAM', start: ram, bytes: 0x2_0000 },
      { what: 'rom', name: 'ROM', start: 0, bytes: 0x1000 },
      { what: 'flash', name: 'flash', start: 0x1000, bytes: 0x1000 },
      { what: 'ram', name: 'secure RAM', start: 0x8000, bytes: 0x1000, secure: true },
      { what: 'device', name: 'device', start: 0x1_0000, bytes: 0x1000 },
    ],
    new Map<string, MemoryDevice>([['flash', flash]]),
    () => {},
  );
  const told: string[] = [];
  map.onWriteProtect = () => told.push('write protect');
  map.onRemap = () => told.push('remap');
  return { state, map, told };
}

test('memory may be read and written directly, and counts as written then', () => {
  const { state, map } = start();
  const offset = map.readablePage(ram + 0x1234)!;
  expect(offset % pageBytes).toBe(0);
  expect(map.writtenPages()).toEqual([]);
  expect(map.writablePage(ram + 0x1fff)).toBe(offset);
  expect(map.writtenPages()).toEqual([offset / pageBytes]);
  map.write(ram + 0x1008, 8, 0x1122n);
  expect(state.view.getUint16(offset + 8, true)).toBe(0x1122);
});

test.each([
  { where: 'read-only memory', address: 0x10, read: true, write: false },
  { where: 'flash', address: 0x1010, read: true, write: false },
  { where: 'a device', address: 0x1_0000, read: false, write: false },
  { where: 'nothing', address: 0x9_0000, read: false, write: false },
  { where: 'secure memory, seen from the Non-secure state', address: 0x8000, read: false, write: false },
])('$where', ({ address, read, write }) => {
  const { map } = start();
  expect(map.readablePage(address, false) !== undefined).toBe(read);
  expect(map.writablePage(address, false) !== undefined).toBe(write);
});

test('a page with cached instructions is not written directly any more', () => {
  const { map, told } = start();
  expect(map.writablePage(ram)).toBeDefined();
  map.watchCode(ram + 8);
  map.watchCode(ram + 12);
  expect(told).toEqual(['write protect']);
  expect(map.writablePage(ram)).toBeUndefined();
  expect(map.readablePage(ram)).toBeDefined();
});

test('flash that shows something else than its memory cannot be read directly', () => {
  const { map, told } = start();
  map.write(0x1000, 4, 1n);
  expect(told).toEqual(['remap']);
  expect(map.readablePage(0x1000)).toBeUndefined();
  map.write(0x1000, 4, 1n);
  map.write(0x1000, 4, 0n);
  expect(told).toEqual(['remap', 'remap']);
  expect(map.readablePage(0x1000)).toBeDefined();
});
