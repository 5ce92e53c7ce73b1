/** One line of Hawk assembly by the tables alone: numbers after `#` are hexadecimal, `.` is the line's address. */
import { hawkInstructionSet } from '../../../isa/hawk/instruction-set.ts';
import { assembleLine } from '../one-line.ts';

const plain = (line: string, address: bigint): string =>
  line
    .replace(/'(.)'/g, (_, character: string) => `${character.charCodeAt(0)}`)
    .replace(/#([0-9A-F]+)/gi, '0x$1')
    .replace(/(?<=[\s,])\.(?:([+-]\d+))?/g, (_, distance = '0') => `${address + BigInt(distance)}`);

/** Bytes in the order of memory, as pairs of digits; or what is wrong. */
export function bytesOf(line: string, address = 0n): string {
  const assembled = assembleLine(hawkInstructionSet, plain(line, address), address);
  if (!('bits' in assembled)) return assembled.errors.join('; ') || 'no such form';
  return Array.from({ length: assembled.row.length }, (_, at) =>
    ((assembled.bits >>> (8 * at)) & 0xff).toString(16).toUpperCase().padStart(2, '0'),
  ).join(' ');
}

/** The little-endian number that such bytes are. */
export const bitsOf = (bytes: string): number =>
  bytes.split(' ').reduceRight((bits, byte) => ((bits << 8) | Number.parseInt(byte, 16)) >>> 0, 0);
