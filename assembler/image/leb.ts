/** Little-endian numbers of seven bits a byte (DWARF 5, 7.6). */
import { ByteWriter } from '../elf/bytes.ts';

/** The bytes of a number; negative ones are 64-bit values unless signed. */
export function lebBytes(value: bigint, signed: boolean): Uint8Array {
  const writer = new ByteWriter();
  return (signed ? writer.sleb(value) : writer.uleb(BigInt.asUintN(64, value))).written;
}
