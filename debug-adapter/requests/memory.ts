/** readMemory, writeMemory. */
import type { RequestFamily } from '../protocol.ts';
import { Refusal, refuse } from '../refusal.ts';
import { addressOf, needStopped, reference } from './need.ts';

/** Most bytes that one request reads. */
const mostBytes = 1 << 20;
/** Memory is tried in pieces of this many bytes, so that the end of what is mapped is found. */
const piece = 256;

const toBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), c => c.charCodeAt(0));

export const memory: RequestFamily = {
  capabilities: { supportsReadMemoryRequest: true, supportsWriteMemoryRequest: true },
  handlers: {
    readMemory(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const address = addressOf(args.memoryReference, args.offset);
      if (address === undefined) return refuse(`"${args.memoryReference}" is not an address.`);
      const count = Math.min(Math.max(0, args.count), mostBytes);
      const bytes: number[] = [];
      while (bytes.length < count) {
        const at = address + BigInt(bytes.length);
        const length = Math.min(piece - Number(at % BigInt(piece)), count - bytes.length);
        const part = debuggee.target.readMemory(at, length);
        if (part === undefined) break;
        bytes.push(...part);
      }
      return {
        address: reference(address),
        data: toBase64(Uint8Array.from(bytes)),
        ...(bytes.length < count && { unreadableBytes: count - bytes.length }),
      };
    },
    writeMemory(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const address = addressOf(args.memoryReference, args.offset);
      if (address === undefined) return refuse(`"${args.memoryReference}" is not an address.`);
      const bytes = fromBase64(args.data);
      if (!debuggee.target.writeMemory(address, bytes))
        return refuse(`Memory at ${reference(address)} cannot be written.`);
      session.valuesChanged();
      return { bytesWritten: bytes.length };
    },
  },
};
