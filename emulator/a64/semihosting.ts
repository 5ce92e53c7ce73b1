/**
 * Semihosting through `HLT #0xF000` (Arm semihosting specification 2.0): console output and exit. Nothing else
 * of the host can be reached; every other operation answers -1.
 */
import type { Cpu } from './cpu.ts';

/** The immediate that makes `HLT` a semihosting call. */
export const semihostingImmediate = 0xf000;

const operations = { writeCharacter: 0x03, writeString: 0x04, exit: 0x18, exitExtended: 0x20 } as const;

/** ADP_Stopped_ApplicationExit: the reason whose second word is the exit code. */
const applicationExit = 0x2_0026n;

const longestString = 65_536;

export interface SemihostingContext {
  readonly cpu: Cpu;
  /** Bytes at a virtual address as the guest sees them; undefined where it sees nothing. */
  readonly read: (address: bigint, length: number) => Uint8Array | undefined;
  readonly write: (bytes: Uint8Array) => void;
  readonly log: (message: string) => void;
}

function number64({ read }: SemihostingContext, address: bigint): bigint | undefined {
  const bytes = read(address, 8);
  return bytes && new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
}

function string({ read }: SemihostingContext, address: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0n; bytes.length < longestString; at++) {
    const byte = read(address + at, 1)?.[0];
    if (!byte) break;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** Carries out the call in w0 with its parameter in x1; the exit code when it ends the guest. */
export function semihostingCall(context: SemihostingContext): { readonly exit: number } | undefined {
  const { cpu, write, log } = context;
  const operation = Number(cpu.x(0) & 0xffff_ffffn);
  const parameter = cpu.x(1);
  switch (operation) {
    case operations.writeCharacter:
      write(context.read(parameter, 1) ?? new Uint8Array());
      return undefined;
    case operations.writeString:
      write(string(context, parameter));
      return undefined;
    case operations.exit:
    case operations.exitExtended: {
      const reason = number64(context, parameter);
      const code = number64(context, parameter + 8n);
      return { exit: reason === applicationExit ? Number((code ?? 0n) & 0xffn) : 1 };
    }
    default:
      log(`Semihosting operation 0x${operation.toString(16)} is not offered: it answers -1`);
      cpu.setX(0, BigInt.asUintN(64, -1n));
      return undefined;
  }
}
