import type { Access, EngineHost } from '../../emulator/engines/host.ts';

export interface PlainFault {
  readonly address: bigint;
}

/** A machine without a machine: cells by name, one run of little-endian memory, and a log of what was asked. */
export class PlainHost implements EngineHost<PlainFault> {
  readonly cells = new Map<string, bigint>();
  readonly log: string[] = [];
  readonly accesses: Access[] = [];
  readonly base: bigint;
  readonly bytes: Uint8Array;
  monitor: bigint | undefined;

  constructor(cells: Readonly<Record<string, bigint>> = {}, base = 0x1000n, size = 0x100) {
    for (const [name, value] of Object.entries(cells)) this.cells.set(name, value);
    this.base = base;
    this.bytes = new Uint8Array(size);
  }

  read(cell: string): bigint {
    return this.cells.get(cell) ?? 0n;
  }

  write(cell: string, value: bigint): void {
    this.cells.set(cell, value);
  }

  #offset(address: bigint, size: number): number | undefined {
    const offset = Number(address - this.base);
    return offset >= 0 && offset + size <= this.bytes.length ? offset : undefined;
  }

  load(address: bigint, size: number, access: Access): bigint | { fault: PlainFault } {
    this.accesses.push(access);
    const offset = this.#offset(address, size);
    if (offset === undefined) return { fault: { address } };
    if (access.exclusive) this.monitor = address;
    let value = 0n;
    for (let at = size - 1; at >= 0; at--) value = (value << 8n) | BigInt(this.bytes[offset + at]!);
    return value;
  }

  store(address: bigint, size: number, value: bigint, access: Access): 0 | 1 | { fault: PlainFault } {
    this.accesses.push(access);
    const offset = this.#offset(address, size);
    if (offset === undefined) return { fault: { address } };
    if (access.exclusive) {
      const held = this.monitor === address;
      this.monitor = undefined;
      if (!held) return 1;
    }
    for (let at = 0; at < size; at++) this.bytes[offset + at] = Number((value >> BigInt(8 * at)) & 0xffn);
    return 0;
  }

  system(operation: string, args: readonly bigint[]): bigint | undefined | { jump: bigint } {
    this.log.push([operation, ...args.map(argument => `0x${argument.toString(16)}`)].join(' '));
    if (operation === 'mrs') return this.read(`sysreg-${args[0]}`);
    if (operation === 'msr') this.write(`sysreg-${args[0]}`, args[1]!);
    if (operation === 'eret') return { jump: this.read('elr') };
    return undefined;
  }
}
