/** disassemble: exactly as many rows as are asked for, also before the start and where nothing is mapped. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Debuggee } from '../debuggee.ts';
import { Refusal, type RequestFamily, refuse } from '../protocol.ts';
import type { Session } from '../session.ts';
import { addressOf, needStopped, reference } from './need.ts';

const addressSpace = 1n << 64n;

function row(session: Session, debuggee: Debuggee, address: bigint): DebugProtocol.DisassembledInstruction {
  if (address < 0n || address >= addressSpace)
    return {
      address: reference(address < 0n ? 0n : addressSpace - 1n),
      instruction: '',
      presentationHint: 'invalid',
    };
  const { target, architecture, program } = debuggee;
  const { instructions } = architecture;
  const length = instructions.alignment;
  const bytes = target.readMemory(address, length);
  if (bytes === undefined)
    return { address: reference(address), instruction: 'not mapped', presentationHint: 'invalid' };
  const instruction = target.instructionAt(address);
  const describe = (to: bigint) => program.map.describe(to);
  const symbol = program.map.symbolAt(address);
  const position = debuggee.positionOf(address);
  const word = [...bytes].reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return {
    address: reference(address),
    instructionBytes: [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(' '),
    instruction:
      instruction === undefined
        ? `.inst 0x${word.toString(16).padStart(2 * length, '0')}`
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
      const { alignment } = debuggee.architecture.instructions;
      const step = BigInt(alignment);
      const start = from - (from % step) + BigInt(args.instructionOffset ?? 0) * step;
      return {
        instructions: Array.from({ length: Math.max(0, args.instructionCount) }, (_, i) =>
          row(session, debuggee, start + BigInt(i) * step),
        ),
      };
    },
  },
};
