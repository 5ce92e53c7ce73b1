/** Faults of memory accesses, and how a syndrome names them (D13.2.37, ISS of aborts). */

/** What kind of access is translated. */
export type AccessPurpose = 'fetch' | 'load' | 'store';

export type FaultType =
  | 'address-size'
  | 'translation'
  | 'access-flag'
  | 'permission'
  | 'external'
  | 'alignment';

export interface MemoryFault {
  readonly type: FaultType;
  /** Level of the walk; meaningful for all types but alignment, and for external aborts only on a walk. */
  readonly level: number;
  /** Stage whose tables faulted. */
  readonly stage: 1 | 2;
  /** An external abort while a descriptor was read. */
  readonly onWalk: boolean;
  /** A fault of stage 2 for the address of a descriptor of stage 1 (S1PTW). */
  readonly ofStage1Walk?: boolean;
  /** Virtual address that faulted. */
  readonly address: bigint;
  /** Intermediate physical address, for stage 2. */
  readonly intermediate?: bigint;
  /** In words, for the user. */
  readonly reason: string;
}

/** An address that was translated. */
export interface Translation {
  readonly physical: number;
  /** Device memory: unaligned data accesses fault. */
  readonly device: boolean;
  /** In the Secure physical address space. */
  readonly secure: boolean;
}

export const isFault = (result: Translation | MemoryFault): result is MemoryFault => 'type' in result;

/** Fault status code, IFSC or DFSC: `0bttttLL` for faults of a walk level. */
export function statusCode(fault: MemoryFault): number {
  switch (fault.type) {
    case 'address-size':
      return 0b000000 | fault.level;
    case 'translation':
      return 0b000100 | fault.level;
    case 'access-flag':
      return 0b001000 | fault.level;
    case 'permission':
      return 0b001100 | fault.level;
    case 'external':
      return fault.onWalk ? 0b010100 | fault.level : 0b010000;
    case 'alignment':
      return 0b100001;
  }
}

/** S1PTW, bit 7 of an abort's ISS: a stage 2 fault on the walk of stage 1. */
export const stage1WalkBit = (fault: MemoryFault): number => (fault.ofStage1Walk ? 1 << 7 : 0);
