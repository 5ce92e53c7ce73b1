/**
 * What a machine offers to an engine that goes around `EngineHost` for ordinary accesses: pages of memory that
 * it may read, write and execute by itself, and when they are taken back.
 */
import type { Instruction } from '../../isa/instruction.ts';

/** A page of the machine's memory whose bytes are all there is to an access. */
export interface DirectPage {
  /** Offset in the machine's memory. */
  readonly offset: number;
  /** Misaligned accesses are ordinary, too. */
  readonly unaligned: boolean;
}

/** Pages are of 4 KiB and given by their first address. */
export interface DirectAccess {
  /**
   * Number of the present translation context, 0 to 3: what an address means may differ between contexts and
   * changes inside of one only with `onRemap`. Undefined while every instruction is special.
   */
  context(): number | undefined;
  /** What permissions depend on besides control registers, 0 to 31. */
  privilege(): number;
  /** Physical address of a page from which instructions may be fetched now. */
  fetchPage(address: bigint): number | undefined;
  /** The page for loads or stores in the present context; undefined where an access may be more than that. */
  dataPage(address: bigint, purpose: 'load' | 'store'): DirectPage | undefined;
  /** The instruction at a physical address, seen at a virtual one. */
  decoded(physical: number, address: bigint): Instruction | undefined;
  /** Whether arriving at an address is more than executing what is there. */
  readonly stopsAt?: (address: bigint) => boolean;
  /** Calls when no page may be stored to any more. */
  onWriteProtect(drop: () => void): void;
  /** Calls when no page may be accessed any more. */
  onRemap(drop: () => void): void;
  /** Calls when the machine may treat system operations and exceptions in another way from now on. */
  onControlWrite(drop: () => void): void;
  /** Calls when instructions that `decoded` gave were written over. */
  onCodeWrite(drop: (physical: number, length: number) => void): void;
}
