/** disassemble: exactly as many rows as are asked for, also before the start and where nothing is mapped. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Debuggee } from '../debuggee.ts';
import { instructionAddresses } from '../program/instructions.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { Session } from '../session.ts';
import { addressOf, needStopped, reference } from './need.ts';

function row(session: Session, debuggee: Debuggee, address: bigint): DebugProtocol.DisassembledInstruction {
  const addressSpace = 1n << BigInt(debuggee.architecture.addressBits);
  if (address < 0n || address >= addressSpace)
    return {
      address: reference(address < 0n ? 0n : addressSpace - 1n),
      instruction: '',
      presentationHint: 'invalid',
    };
  const { target, architecture, program } = debuggee;
  const { instructions } = architecture;
  const instruction = target.instructionAt(address);
  const length = instruction?.length ?? instructions.alignment;
  const bytes = target.readMemory(address, length);
  if (bytes === undefined)
    return { address: reference(address), instruction: 'not mapped', presentationHint: 'invalid' };
  const describe = (to: bigint) => program.map.describe(to);
  const symbol = program.map.symbolAt(address);
  const position = debuggee.positionOf(address);
  const bits = bytes.reduceRight((value, byte) => value * 256 + byte, 0);
  return {
    address: reference(address),
    instructionBytes: [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(' '),
    instruction:
      instruction === undefined
        ? architecture.writeBits(bits, length)
        : instructions.disassemble(instruction, describe),
    ...(symbol?.offset === 0n && { symbol: symbol.symbol.name }),
    ...(position && {
      location: session.positions.source(position.file),
      line: session.positions.line(position.line),
      column: session.positions.column(position.column),
      endLine: session.positions.line(position.endLine),
      endColumn: session.positions.column(position.endColumn),
    }),
  };
}

export const disassembly: RequestFamily = {
  capabilities: { supportsDisassembleRequest: true },
  handlers: {
    disassemble(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const from = addressOf(args.memoryReference, args.offset);
      if (from === undefined) return refuse(`"${args.memoryReference}" is not an address.`);
      const addresses = instructionAddresses(
        debuggee.target,
        from,
        args.instructionOffset ?? 0,
        Math.max(0, args.instructionCount),
      );
      return { instructions: addresses.map(address => row(session, debuggee, address)) };
    },
  },
};
