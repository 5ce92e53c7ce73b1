/** evaluate, setExpression, completions. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Condition, isConditionError, parseCondition } from '../../emulator/conditions.ts';
import { commandNamed, commandsOf } from '../console/commands.ts';
import type { Debuggee } from '../debuggee.ts';
import { hex } from '../exceptions/describe.ts';
import type { Frame } from '../exceptions/unwinding.ts';
import { formatAddress } from '../expressions/format.ts';
import { levelRegister, numberBytes } from '../expressions/names.ts';
import type { RequestFamily } from '../protocol.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { Session } from '../session.ts';
import type { Item } from '../views/item.ts';
import { registerItem } from '../views/registers.ts';
import { needDebuggee, needStopped } from './need.ts';
import { parseValue } from './values.ts';
import { describeItem, numberFormat } from './variables.ts';

/** The frame of an id; the innermost one without an id. A label frame has no names of its own. */
const frameOf = (session: Session, id: number | undefined): Frame | undefined => session.codeFrame(id);

/** An expression's result: a register with its fields, or a number. */
function itemOf(debuggee: Debuggee, text: string, frame: Frame | undefined): Item | Refusal {
  const value = parseValue(debuggee, text, frame);
  if (value instanceof Refusal) return value;
  const parsed = parseCondition(text);
  const { architecture, program } = debuggee;
  if (!isConditionError(parsed) && parsed.is === 'name' && frame?.kind === 'code') {
    const name = parsed.name.replace(/^\$/, '').toLowerCase();
    const long = levelRegister(architecture, name, frame.registers.level) ?? name;
    const register = architecture.register(long);
    const item = register && registerItem(debuggee, frame.registers, register);
    if (item !== undefined) return item;
  }
  const mapped = program.map.describe(value) !== undefined;
  return {
    name: text,
    value: format =>
      format === 'decimal'
        ? `${BigInt.asIntN(64, value)}`
        : formatAddress(value, 4, format, address => program.map.describe(address)),
    ...(mapped && { memory: value }),
  };
}

/** `place = value`, split at the `=` that is no comparison. */
function splitAssignment(text: string): { place: string; value: string } | undefined {
  const match = /^([^=<>!]+)=(?!=)(.+)$/s.exec(text);
  return match === null ? undefined : { place: match[1]!.trim(), value: match[2]!.trim() };
}

/** Writes a register, a field of one, or memory; the sentence that says why not. */
function assign(
  debuggee: Debuggee,
  place: string,
  value: bigint,
  frame: Frame | undefined,
): string | undefined {
  const parsed = parseCondition(place);
  if (isConditionError(parsed)) return `${place} is not a place: ${parsed.error}.`;
  if (frame?.kind === 'code' && !frame.registers.live && parsed.is !== 'memory')
    return 'The registers of interrupted code cannot be set: set the field of the saved frame.';
  return write(debuggee, parsed, place, value, frame);
}

function write(
  debuggee: Debuggee,
  place: Condition,
  text: string,
  value: bigint,
  frame: Frame | undefined,
): string | undefined {
  const { architecture, target } = debuggee;
  if (place.is === 'memory') {
    const address = parseValue(debuggee, text.slice(place.address.start, place.address.end), frame);
    if (address instanceof Refusal) return address.sentence;
    if (!target.writeMemory(address, numberBytes(value, place.size)))
      return `Memory at ${hex(address)} cannot be written.`;
    return undefined;
  }
  if (place.is !== 'name' && place.is !== 'field') return `${text} is not a place that can be set.`;
  const short = place.name.replace(/^\$/, '').toLowerCase();
  const name = levelRegister(architecture, short, target.level) ?? short;
  const register = architecture.register(name);
  if (register === undefined) return `There is no register ${place.name}.`;
  let whole = BigInt.asUintN(register.width, value);
  if (place.is === 'field') {
    const field = register.fields.find(f => f.name.toLowerCase() === place.field.toLowerCase());
    if (field === undefined) return `${name} has no field ${place.field}.`;
    const mask = ((1n << BigInt(field.high - field.low + 1)) - 1n) << BigInt(field.low);
    whole = ((target.read(name) ?? 0n) & ~mask) | ((value << BigInt(field.low)) & mask);
  }
  if (!target.write(name, whole)) return `${name} cannot be written.`;
  return undefined;
}

function completionsFor(debuggee: Debuggee, text: string): DebugProtocol.CompletionItem[] {
  const word = /[A-Za-z_.$][\w.$]*$/.exec(text)?.[0] ?? '';
  const [base, field] = word.split('.', 2);
  const { architecture, program } = debuggee;
  if (field !== undefined && base) {
    const short = base.replace(/^\$/, '').toLowerCase();
    const register = architecture.register(
      levelRegister(architecture, short, debuggee.target.level) ?? short,
    );
    return (register?.fields ?? [])
      .filter(f => f.name.toLowerCase().startsWith(field.toLowerCase()))
      .map(f => ({
        label: f.name,
        detail: f.doc,
        type: 'field',
        length: field.length,
        start: text.length - field.length,
      }));
  }
  const isFirst = text.trimStart() === word;
  const candidates: (DebugProtocol.CompletionItem & { label: string })[] = [
    ...(isFirst
      ? commandsOf(architecture).map(c => ({ label: c.name, detail: c.doc, type: 'keyword' as const }))
      : []),
    ...architecture.registers.map(r => ({ label: r.name, detail: r.doc, type: 'variable' as const })),
    ...program.result.program.symbols
      .filter(s => !s.name.startsWith('.'))
      .map(s => ({ label: s.name, detail: hex(s.value), type: 'reference' as const })),
  ];
  return candidates
    .filter(item => item.label.toLowerCase().startsWith(word.toLowerCase()))
    .slice(0, 100)
    .map(item => ({ ...item, start: text.length - word.length, length: word.length }));
}

export const evaluation: RequestFamily = {
  capabilities: {
    supportsEvaluateForHovers: true,
    supportsClipboardContext: true,
    supportsSetExpression: true,
    supportsCompletionsRequest: true,
    completionTriggerCharacters: ['.', '$'],
  },
  handlers: {
    evaluate(session, args) {
      const text = args.expression.trim();
      const format = numberFormat(args.format);
      if (args.context === 'repl') {
        const [name = '', ...words] = text.split(/\s+/);
        const command = session.debuggee && commandNamed(session.debuggee.architecture, name);
        if (command !== undefined && splitAssignment(text) === undefined) {
          const debuggee = command.whileRunning ? needDebuggee(session) : needStopped(session);
          if (debuggee instanceof Refusal) return debuggee;
          const frame = session.codeFrame(args.frameId);
          const result = command.run({ session, debuggee, words, frame });
          return result instanceof Refusal ? result : { result, variablesReference: 0 };
        }
      }
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const frame = frameOf(session, args.frameId);
      const assignment = args.context === 'repl' ? splitAssignment(text) : undefined;
      if (assignment !== undefined) {
        const value = parseValue(debuggee, assignment.value, frame);
        if (value instanceof Refusal) return value;
        const problem = assign(debuggee, assignment.place, value, frame);
        if (problem !== undefined) return refuse(problem);
        session.valuesChanged();
      }
      // What was written to is read again: the frame's registers are the machine's own.
      const item = itemOf(debuggee, assignment?.place ?? text, frameOf(session, args.frameId));
      if (item instanceof Refusal) return item;
      const { value, ...rest } = describeItem(session, item, format);
      return { result: value, ...rest };
    },
    setExpression(session, args) {
      const debuggee = needStopped(session);
      if (debuggee instanceof Refusal) return debuggee;
      const frame = frameOf(session, args.frameId);
      const value = parseValue(debuggee, args.value, frame);
      if (value instanceof Refusal) return value;
      const problem = assign(debuggee, args.expression, value, frame);
      if (problem !== undefined) return refuse(problem);
      const item = itemOf(debuggee, args.expression, frame);
      if (item instanceof Refusal) return item;
      session.valuesChanged();
      return describeItem(session, item, numberFormat(args.format));
    },
    completions(session, args) {
      const debuggee = needDebuggee(session);
      if (debuggee instanceof Refusal) return debuggee;
      const line = args.text.split('\n')[(args.line ?? 1) - 1] ?? args.text;
      const before = line.slice(0, Math.max(0, args.column - session.positions.column(1)));
      return { targets: completionsFor(debuggee, before) };
    },
  },
};
