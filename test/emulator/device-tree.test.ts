/** The device tree of board `virt`, and how the board starts firmware and kernels. */
import { expect, it } from 'vitest';
import { firmwareBoot, kernelBoot, problemsOfKernel } from '../../emulator/boards/virt/boot.ts';
import { flattenTree } from '../../emulator/boot/device-tree.ts';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';

const mebibyte = 1024 * 1024;
const words = (bytes: Uint8Array): readonly string[] =>
  Array.from({ length: bytes.length / 4 }, (_, at) =>
    Buffer.from(bytes)
      .readUInt32BE(4 * at)
      .toString(16),
  );

it('a small tree, word by word', () => {
  const blob = flattenTree(
    { properties: { a: [1, 2], b: 'x' }, children: { n: { properties: { a: true } } } },
    160,
  );
  expect(words(blob).slice(0, 35)).toEqual([
    ...['d00dfeed', 'a0', '40', '8c', '30', '11', '10', '0', '4', '4c'],
    ...['0', '0', '0', '0', '0', '0'],
    ...[
      '1',
      '0',
      '3',
      '8',
      '0',
      '1',
      '2',
      '3',
      '2',
      '2',
      '78000000',
      '1',
      '6e000000',
      '3',
      '0',
      '0',
      '2',
      '2',
      '9',
    ],
  ]);
  expect(Buffer.from(blob.subarray(0x8c, 0x90)).toString('latin1')).toBe('a\0b\0');
});

it('a tree that does not fit is a bug', () => {
  expect(() => flattenTree({ properties: { a: new Uint8Array(200) } }, 160)).toThrow('does not fit');
});

const options = { memoryBytes: 128 * mebibyte, level: 1, psci: 'hvc' } as const;

/** Runs the start of a boot and gives the machine. */
function boot(started: ReturnType<typeof firmwareBoot>, budget: number) {
  const machine = createMachine({
    architecture: a64,
    board: 'virt',
    entryLevel: 1,
    memoryBytes: options.memoryBytes,
    ...started,
  });
  machine.run({ budget, stop: {} });
  return machine;
}

/** b . */
const loop = Uint8Array.of(0, 0, 0, 0x14);

it('firmware starts in the first flash, the tree at the start of RAM', () => {
  const machine = boot(firmwareBoot(loop, options), 3);
  expect(machine.pc).toBe(0n);
  expect(words(machine.readMemory(0x4000_0000n, 4)!)).toEqual(['d00dfeed']);
});

it.each([
  ['a flat program', loop, 0x4008_0000n],
  ['an Image with offset 0', image(0n), 0x4020_0000n],
  ['an Image with offset 0x80000', image(0x8_0000n), 0x4008_0000n],
])('%s is entered with the tree in x0', (_, kernel, entry) => {
  const machine = boot(kernelBoot({ ...options, kernel, commandLine: 'quiet' }), 10);
  expect(machine.pc).toBe(entry);
  expect([0, 1, 2, 3].map(n => machine.read(`x${n}`))).toEqual([0x4400_0000n, 0n, 0n, 0n]);
  const tree = machine.readMemory(0x4400_0000n, 0x4000)!;
  expect(Buffer.from(tree).includes('quiet\0')).toBe(true);
});

/** A kernel image that loops, with its header. */
function image(offset: bigint): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set(loop);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(8, offset, true);
  view.setBigUint64(16, 64n, true);
  view.setUint32(0x38, 0x644d_5241, true);
  return bytes;
}

it('says when the kernel does not fit', () => {
  expect(problemsOfKernel({ ...options, kernel: loop })).toEqual([]);
  expect(problemsOfKernel({ ...options, memoryBytes: 2 * mebibyte, kernel: loop })).toEqual([
    expect.stringContaining('too few'),
  ]);
});
