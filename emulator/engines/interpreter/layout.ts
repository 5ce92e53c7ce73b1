/**
 * What an interpreter keeps in the machine's memory, between the cells and guest memory: a few words through
 * which it talks with JavaScript, and its translation look-aside buffers.
 */
import { engineBytes, engineOffset } from '../../core/state.ts';

/** Words shared with JavaScript. */
export const control = {
  /** Instructions that may still be executed. */
  left: engineOffset,
  /** The record at which execution stopped. */
  record: engineOffset + 4,
  /** Where execution goes on, when it left all records; and the address of an access that is asked about. */
  address: engineOffset + 8,
  /** Where the pages of records begin. */
  room: engineOffset + 16,
  /** The record in which a stop is planted, 0 when there is none, and the handler that it had. */
  planted: engineOffset + 20,
  plantedHandler: engineOffset + 24,
  /** Whether exceptions and returns may be taken here at all. */
  changesLevel: engineOffset + 28,
  /** What was left when the last exception was taken: while nothing more was executed, another one is special. */
  leftAtEntry: engineOffset + 32,
  /** Exceptions on the stack below, and how many were ever taken. */
  depth: engineOffset + 36,
  sequence: engineOffset + 40,
  /** Entries of the log of slots. */
  slots: engineOffset + 44,
  /** Returns that are allowed: bit `4 * from + to`. */
  returns: engineOffset + 48,
  /** Bank of the access that is asked about. */
  bank: engineOffset + 52,
  /** Number of the present permissions. */
  generation: engineOffset + 56,
  /** Version of the cells that only JavaScript writes. */
  cold: engineOffset + 60,
  /** Ticks of the machine's clock when nothing is left of the run (8 bytes). */
  ticks: engineOffset + 64,
} as const;

/** Entries of one buffer; an address chooses its entry by the lowest bits of its page number. */
export const tlbEntries = 256;

/**
 * One entry: the page's address (8 bytes), then 4 bytes that lead to what is behind it, then flags. For
 * accesses, they are added to the address's low 32 bits to find the byte in the machine's memory; for fetches,
 * they are the address of the page's first record.
 */
export const entryBytes = 16;
export const entryTarget = 8;
export const entryFlags = 12;

/** Accesses need not be aligned. */
export const unalignedFlag = 1;

/** A tag that no access has: it is neither a page's address nor that of a misaligned access. */
export const invalidTag = 0xfffn;

const tlbBytes = tlbEntries * entryBytes;

/** Distances of the three buffers from the start of their bank. */
export const tlbs = { load: 0, store: tlbBytes, fetch: 2 * tlbBytes } as const;
export type TlbName = keyof typeof tlbs;

export const bankBytes = 3 * tlbBytes;

/** One bank for each context in which addresses may mean something else. */
export const tlbBanks = 4;

const banksOffset = engineOffset + 128;

/** Start of a bank in the machine's memory. */
export const bankOffset = (context: number): number => banksOffset + context * bankBytes;

/**
 * Exceptions that are allowed: target address (8 bytes) and key (4 bytes) by bits 7 to 10 of the address. A key is
 * 16 times the exception's number, plus 4 times the level before, plus the level after.
 */
export const armed = { offset: bankOffset(tlbBanks), entries: 16, bytes: 16, addressBits: 7 } as const;

/** In the two tables around this: no vector has an address like this. */
export const noAddress = 1n;

/**
 * Log of the slots that were entered, for counting: address (8 bytes) and how many times in a row (4 bytes). The
 * first one is of no slot.
 */
export const slotLog = {
  offset: armed.offset + armed.entries * armed.bytes,
  entries: 64,
  bytes: 16,
} as const;

/**
 * Stack of the exceptions that were taken here and not returned from: the fields below, then a copy of the hot
 * cells as they were before.
 */
export const entryStack = {
  offset: slotLog.offset + slotLog.entries * slotLog.bytes,
  key: 0,
  /** Instructions left then; JavaScript makes the time of it (a number of 8 bytes, −1 before). */
  left: 4,
  time: 8,
  argument: 16,
  sequence: 20,
  cold: 24,
  cells: 32,
} as const;

/** −1, as the bits of a floating-point number. */
export const unknownTime = 0xbff0_0000_0000_0000n;

/** Most exceptions on the stack, with so many bytes of cells. */
export const entryStackDepth = (cellsBytes: number): number =>
  Math.min(16, Math.floor((engineOffset + engineBytes - entryStack.offset) / entryStackBytes(cellsBytes)));

/** Bytes of one of them. */
export const entryStackBytes = (cellsBytes: number): number => entryStack.cells + cellsBytes;
