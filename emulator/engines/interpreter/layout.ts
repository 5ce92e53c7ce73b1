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

const bankBytes = 3 * tlbBytes;

/** One bank for each context in which addresses may mean something else. */
export const tlbBanks = 4;

const banksOffset = engineOffset + 64;

/** Start of a bank in the machine's memory. */
export const bankOffset = (context: number): number => banksOffset + context * bankBytes;

if (bankOffset(tlbBanks) > engineOffset + engineBytes) throw new Error('interpreter: buffers are too large');
