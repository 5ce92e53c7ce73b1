/** How board `virt` starts firmware and kernels, as QEMU does it: what is loaded where, and the first instruction. */
import type { MachineOptions } from '../../api.ts';
import { flattenTree } from '../../boot/device-tree.ts';
import { treeBytes, type VirtTreeOptions, virtTree } from './device-tree.ts';
import { mebibyte, places, ramStart } from './layout.ts';

/** The part of a machine's options that a boot decides. */
export type Boot = Pick<MachineOptions, 'segments' | 'entry'>;

type TreeOptions = Pick<VirtTreeOptions, 'memoryBytes' | 'level' | 'psci'>;

export interface KernelOptions extends TreeOptions {
  /** An arm64 `Image`, or any flat program. */
  readonly kernel: Uint8Array;
  readonly initrd?: Uint8Array;
  readonly commandLine?: string;
}

/** Where flat programs go, from the start of RAM. */
const flatOffset = 0x8_0000;

/** The stub and its literals take the first page. */
const stubBytes = 4096;

/** `ARM` and 0x64 at this offset of an arm64 Image (Linux, Documentation/arch/arm64/booting.rst). */
const imageMagicOffset = 0x38;
const imageMagic = 0x644d_5241;

const alignUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Firmware in the first flash, where the processor starts; the device tree is at the start of RAM. */
export const firmwareBoot = (firmware: Uint8Array, options: TreeOptions): Boot => ({
  segments: [
    { address: BigInt(places.flash0.start), bytes: firmware },
    { address: BigInt(ramStart), bytes: flattenTree(virtTree(options), treeBytes) },
  ],
  entry: BigInt(places.flash0.start),
});

/** What is wrong with these options, one sentence each. */
export function problemsOfKernel({ memoryBytes, kernel, initrd }: KernelOptions): readonly string[] {
  const { treeStart, kernelStart } = placement(memoryBytes, kernel, initrd);
  const end = ramStart + memoryBytes;
  return treeStart + treeBytes > end || kernelStart + kernel.length > end
    ? [`${memoryBytes} bytes of RAM are too few for the kernel, its initial file system and the device tree.`]
    : [];
}

/** A stub at the start of RAM enters the kernel with the address of the device tree in x0. */
export function kernelBoot(options: KernelOptions): Boot {
  const { memoryBytes, level, psci, kernel, initrd, commandLine } = options;
  const { kernelStart, initrdStart, treeStart } = placement(memoryBytes, kernel, initrd);
  const tree = virtTree({
    memoryBytes,
    level,
    psci,
    ...(commandLine === undefined ? {} : { commandLine }),
    ...(initrd ? { initrd: { start: initrdStart, end: initrdStart + initrd.length } } : {}),
  });
  return {
    segments: [
      { address: BigInt(ramStart), bytes: bootStub(treeStart, kernelStart) },
      { address: BigInt(kernelStart), bytes: kernel },
      ...(initrd ? [{ address: BigInt(initrdStart), bytes: initrd }] : []),
      { address: BigInt(treeStart), bytes: flattenTree(tree, treeBytes) },
    ],
    entry: BigInt(ramStart),
  };
}

/** Addresses of the kernel, the initial file system and the device tree. */
function placement(memoryBytes: number, kernel: Uint8Array, initrd: Uint8Array | undefined) {
  const half = ramStart + Math.min(memoryBytes / 2, 128 * mebibyte);
  const kernelStart = ramStart + kernelOffset(kernel);
  const initrdStart = alignUp(Math.max(half, kernelStart + kernel.length), 4096);
  const treeStart = alignUp(initrdStart + (initrd?.length ?? 0), 2 * mebibyte);
  return { kernelStart, initrdStart, treeStart };
}

/** Offset from the start of RAM: an Image asks for one, but not that of the stub. */
function kernelOffset(kernel: Uint8Array): number {
  if (kernel.length < imageMagicOffset + 4) return flatOffset;
  const view = new DataView(kernel.buffer, kernel.byteOffset, kernel.byteLength);
  if (view.getUint32(imageMagicOffset, true) !== imageMagic) return flatOffset;
  const imageBytes = view.getBigUint64(16, true);
  if (imageBytes === 0n) return flatOffset;
  const asked = Number(view.getBigUint64(8, true) & 0xffff_ffffn);
  return asked < stubBytes ? asked + 2 * mebibyte : asked;
}

/** The arm64 boot protocol: x0 is the device tree, x1 to x3 are 0. */
function bootStub(tree: number, entry: number): Uint8Array {
  const code = [
    0x5800_00c0 /* ldr x0, tree */, 0xaa1f_03e1 /* mov x1, xzr */, 0xaa1f_03e2 /* mov x2, xzr */,
    0xaa1f_03e3 /* mov x3, xzr */, 0x5800_0084 /* ldr x4, entry */, 0xd61f_0080 /* br x4 */,
  ];
  const stub = new DataView(new ArrayBuffer(4 * code.length + 16));
  for (const [at, word] of code.entries()) stub.setUint32(4 * at, word, true);
  stub.setBigUint64(4 * code.length, BigInt(tree), true);
  stub.setBigUint64(4 * code.length + 8, BigInt(entry), true);
  return new Uint8Array(stub.buffer);
}
