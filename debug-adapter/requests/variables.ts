/** variables, setVariable. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { NumberFormat } from '../expressions/format.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { Session } from '../session.ts';
import type { Item } from '../views/item.ts';
import { needStopped, reference } from './need.ts';
import { parseValue } from './values.ts';

/** Hexadecimal, unless the client asks for decimal outright. */
export const numberFormat = (format: DebugProtocol.ValueFormat | undefined): NumberFormat =>
  format?.hex === false ? 'decimal' : 'hex';

/** What an item is in the protocol. */
export function describeItem(session: Session, item: Item, format: NumberFormat) {
  const { type, memory, children } = item;
  return {
    value: item.value(format),
    ...(type !== undefined && session.client.supportsVariableType && { type }),
    variablesReference: children === undefined ? 0 : session.items.add(children),
    ...(children && { namedVariables: children().length }),
    ...(memory !== undefined &&
      session.client.supportsMemoryReferences && {
        memoryReference: reference(memory),
      }),
  };
}

function variable(session: Session, item: Item, format: NumberFormat): DebugProtocol.Variable {
  return {
    name: item.name,
    ...describeItem(session, item, format),
    ...(item.evaluateName !== undefined && { evaluateName: item.evaluateName }),
    ...(item.write === undefined && { presentationHint: { attributes: ['readOnly'] } }),
  };
}

export const variables: RequestFamily = {
  capabilities: { supportsSetVariable: true, supportsValueFormattingOptions: true },
  handlers: {
    variables(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const items = session.items.get(args.variablesReference);
      if (items === undefined) return refuse('These variables are of an earlier stop.');
      if (args.filter === 'indexed') return { variables: [] };
      const start = args.start ?? 0;
      const end = args.count ? start + args.count : undefined;
      const format = numberFormat(args.format);
      return {
        variables: items()
          .slice(start, end)
          .map(item => variable(session, item, format)),
      };
    },
    setVariable(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const find = () =>
        session.items
          .get(args.variablesReference)?.()
          .find(i => i.name === args.name);
      const item = find();
      if (item === undefined) return refuse(`There is no variable ${args.name} here.`);
      if (item.write === undefined) return refuse(`${args.name} cannot be set.`);
      const value = parseValue(debuggee, args.value);
      if (value instanceof Refusal) return value;
      const problem = item.write(value);
      if (problem !== undefined) return refuse(problem);
      session.valuesChanged();
      return describeItem(session, find() ?? item, numberFormat(args.format));
    },
  },
};
