/** exceptionInfo: what happened, in words. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExceptionEntry } from '../../emulator/api.ts';
import type { Debuggee } from '../debuggee.ts';
import { describeEvent, hex, slotOf } from '../exceptions/describe.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal, refuse } from '../refusal.ts';
import { needStopped } from './need.ts';

/** Everything that is known of an entry, one thing a line. */
export function entryDetails(debuggee: Debuggee, entry: ExceptionEntry): string {
  const { architecture } = debuggee;
  const { decoded, syndrome, faultAddress, intermediateAddress } = entry;
  const slot = slotOf(architecture, entry);
  const table =
    architecture.vectorTable.base === undefined
      ? debuggee.program.tables.find(t => t.address === entry.vectorBase)
      : undefined;
  const level = architecture.context.levels.find(l => l.level === entry.toLevel);
  const named = (name: string | undefined, value: string): string =>
    name === undefined ? value : `${name.toUpperCase()} ${value}`;
  const lines = [
    `${architecture.levelName(entry.fromLevel)} → ${architecture.levelName(entry.toLevel)}`,
    `Vector: ${debuggee.place(entry.vectorBase + BigInt(entry.offset))}, offset ${hex(entry.offset)}${slot ? `: ${slot.name}` : ''}${table === undefined ? '' : `, of the table ${table.name ?? debuggee.place(table.address)}`}`,
    ...entry.routing.map(reason => `Routing: ${reason}`),
    ...(syndrome === undefined || decoded === undefined || entry.kind !== 0
      ? []
      : [
          `Syndrome: ${named(level?.syndrome, hex(syndrome))}: ${decoded.title}`,
          ...decoded.fields.map(
            f => `  ${f.name} ${hex(f.value)}${f.meaning === '' ? '' : `: ${f.meaning}`}`,
          ),
        ]),
    ...(faultAddress === undefined
      ? []
      : [`Fault address: ${named(level?.faultAddress, debuggee.place(faultAddress))}`]),
    ...(intermediateAddress === undefined
      ? []
      : [`Intermediate physical address: ${hex(intermediateAddress)}`]),
    `Preferred return address: ${named(level?.returnAddress, `${hex(entry.returnAddress)} ${debuggee.place(entry.returnAddress)}`)}`,
    `Interrupted status: ${named(level?.savedStatus, `${hex(entry.savedStatus)} ${architecture.describeStatus(entry.savedStatus)}`)}`,
  ];
  return lines.join('\n');
}

export const exceptionInfo: RequestFamily = {
  capabilities: { supportsExceptionInfoRequest: true },
  handlers: {
    exceptionInfo(session): DebugProtocol.ExceptionInfoResponse['body'] | Refusal {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const event = debuggee.runner.stop?.event;
      if (event === undefined) return refuse('The program is not stopped at an exception.');
      const { title, text } = describeEvent(debuggee.architecture, event);
      if (event.event !== 'exceptionEntry') {
        return {
          exceptionId: title,
          ...(text !== undefined && { description: text }),
          breakMode: 'always',
          details: { typeName: event.event === 'hazard' ? event.hazard : 'exception return' },
        };
      }
      return {
        exceptionId: title,
        description: `${text}\n${entryDetails(debuggee, event)}`,
        breakMode: 'always',
        details: {
          message: title,
          typeName: event.decoded?.short ?? event.cause,
          ...(event.decoded && { fullTypeName: event.decoded.title }),
        },
      };
    },
  },
};
