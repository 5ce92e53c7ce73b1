/**
 * The reference engine: executes the semantics of one instruction at a time, with bigints. It is meant to be
 * obviously right; faster engines are compared with it. Each node of the form becomes one closure, once per
 * decoded instruction, so that running it again costs no second walk.
 */

import { constantOf } from '../../isa/fold.ts';
import type { CellName, Instruction } from '../../isa/instruction.ts';
import type { AccessKind, Expression, Place, Semantics, Statement } from '../../isa/semantics.ts';
import { semanticsOf } from '../../isa/simplify.ts';
import { applyBinary, applyComparison, applyExtend, applyUnary } from '../../isa/values.ts';
import type { Vocabulary } from '../../isa/vocabulary.ts';
import type { Access, EngineHost, Outcome } from './host.ts';

/** One execution in progress. */
interface Frame {
  readonly instruction: Instruction;
  readonly host: EngineHost<unknown>;
  readonly locals: Map<string, bigint>;
  /** Cells written so far: handed to the host when the instruction is complete, dropped when it is not. */
  readonly written: Map<CellName, bigint>;
}

type Evaluate = (frame: Frame) => bigint;

/** Executes a statement; an outcome ends the instruction. */
type Execute = (frame: Frame) => Outcome<unknown> | undefined;

/** Executes instructions of one architecture. Remembers what it prepared for as long as an instruction lives. */
export class Evaluator {
  readonly #vocabulary: Vocabulary;
  readonly #prepared = new WeakMap<Instruction, Execute>();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /**
   * Executes one decoded instruction against the host. All cells change at the end or, when an exception is
   * taken, not at all. A store made before a later access faults stays in memory (only `stp`'s first half).
   */
  execute<F>(instruction: Instruction, host: EngineHost<F>): Outcome<F> {
    const run = this.#prepare(instruction);
    if (run === undefined) return { ended: 'unsupported' };
    const frame: Frame = { instruction, host, locals: new Map(), written: new Map() };
    // Faults in the outcome are the host's own, passed on.
    const outcome = (run(frame) as Outcome<F> | undefined) ?? {
      ended: 'next',
      pc: instruction.address + BigInt(instruction.length),
    };
    if (outcome.ended === 'next' || outcome.ended === 'branch')
      for (const [cell, value] of frame.written) host.write(cell, value);
    return outcome;
  }

  #prepare(instruction: Instruction): Execute | undefined {
    const known = this.#prepared.get(instruction);
    if (known) return known;
    const semantics = semanticsOf(instruction, this.#vocabulary);
    if (semantics === undefined) return undefined;
    const run = prepareBlock(semantics, { instruction, vocabulary: this.#vocabulary });
    this.#prepared.set(instruction, run);
    return run;
  }
}

interface Context {
  readonly instruction: Instruction;
  readonly vocabulary: Vocabulary;
}

function prepareBlock(statements: Semantics, context: Context): Execute {
  const steps = statements.map(statement => prepareStatement(statement, context));
  return frame => {
    for (const step of steps) {
      const outcome = step(frame);
      if (outcome) return outcome;
    }
    return undefined;
  };
}

function prepareStatement(statement: Statement, context: Context): Execute {
  const prepare = (expression: Expression): Evaluate => prepareExpression(expression, context.vocabulary);
  switch (statement.do) {
    case 'let': {
      const { name } = statement;
      const value = prepare(statement.value);
      return frame => {
        frame.locals.set(name, value(frame));
        return undefined;
      };
    }
    case 'set': {
      const cell = cellOf(statement.place);
      const value = prepare(statement.value);
      return frame => {
        frame.written.set(cell, value(frame));
        return undefined;
      };
    }
    case 'load': {
      const { name, size } = statement;
      const address = prepare(statement.address);
      const access = accessOf(statement.access, size, context.instruction);
      return frame => {
        const answer = frame.host.load(address(frame), size, access);
        if (typeof answer !== 'bigint') return { ended: 'fault', fault: answer.fault };
        frame.locals.set(name, answer);
        return undefined;
      };
    }
    case 'store': {
      const { size, status } = statement;
      const address = prepare(statement.address);
      const value = prepare(statement.value);
      const access = accessOf(statement.access, size, context.instruction);
      return frame => {
        const data = BigInt.asUintN(8 * size, value(frame));
        const answer = frame.host.store(address(frame), size, data, access);
        if (typeof answer !== 'number') return { ended: 'fault', fault: answer.fault };
        if (status !== undefined) frame.locals.set(status, BigInt(answer));
        return undefined;
      };
    }
    case 'compute': {
      const computation = context.vocabulary.computations[statement.computation];
      if (computation === undefined) throw new Error(`evaluator: no computation ${statement.computation}`);
      const values = statement.arguments.map(prepare);
      const names = statement.results.map(({ name }) => name);
      return frame => {
        const results = computation.apply(...values.map(value => value(frame)));
        for (const [at, name] of names.entries()) frame.locals.set(name, results[at]!);
        return undefined;
      };
    }
    case 'if': {
      const condition = prepare(statement.condition);
      const whenTrue = prepareBlock(statement.then, context);
      const whenFalse = prepareBlock(statement.else, context);
      return frame => (condition(frame) === 1n ? whenTrue(frame) : whenFalse(frame));
    }
    case 'branch': {
      const { how } = statement;
      const target = prepare(statement.target);
      return frame => ({ ended: 'branch', how, pc: target(frame) });
    }
    case 'raise': {
      const { exception } = statement;
      const values = statement.arguments.map(prepare);
      return frame => ({ ended: 'raise', exception, arguments: values.map(value => value(frame)) });
    }
    case 'system': {
      const { operation, result } = statement;
      const values = statement.arguments.map(prepare);
      return frame => {
        const args = values.map(value => value(frame));
        const answer = frame.host.system(operation, args, frame.instruction);
        if (typeof answer === 'object')
          return 'fault' in answer
            ? { ended: 'fault', fault: answer.fault }
            : { ended: 'branch', how: 'exception-return', pc: answer.jump };
        if (result) {
          if (answer === undefined) throw new Error(`evaluator: ${operation} gave no value`);
          frame.locals.set(result.name, answer);
        }
        return undefined;
      };
    }
  }
}

function prepareExpression(expression: Expression, vocabulary: Vocabulary): Evaluate {
  const prepare = (part: Expression): Evaluate => prepareExpression(part, vocabulary);
  switch (expression.op) {
    case 'const': {
      const value = constantOf(expression)!;
      return () => value;
    }
    case 'get': {
      const cell = cellOf(expression.place);
      return frame => frame.written.get(cell) ?? frame.host.read(cell);
    }
    case 'local': {
      const { name } = expression;
      return frame => {
        const value = frame.locals.get(name);
        if (value === undefined) throw new Error(`evaluator: local ${name} has no value`);
        return value;
      };
    }
    case 'unary': {
      const { operator, type } = expression;
      const a = prepare(expression.a);
      return frame => applyUnary(operator, type, a(frame));
    }
    case 'binary': {
      const { operator, type } = expression;
      const a = prepare(expression.a);
      const b = prepare(expression.b);
      return frame => applyBinary(operator, type, a(frame), b(frame));
    }
    case 'compare': {
      const { comparison } = expression;
      const { type } = expression.a;
      const a = prepare(expression.a);
      const b = prepare(expression.b);
      return frame => (applyComparison(comparison, type, a(frame), b(frame)) ? 1n : 0n);
    }
    case 'select': {
      const condition = prepare(expression.condition);
      const a = prepare(expression.a);
      const b = prepare(expression.b);
      return frame => (condition(frame) === 1n ? a(frame) : b(frame));
    }
    case 'extend': {
      const { signed, from, type } = expression;
      const a = prepare(expression.a);
      return frame => applyExtend(signed, from, type, a(frame));
    }
    case 'call': {
      const helper = vocabulary.helpers[expression.helper];
      if (helper === undefined) throw new Error(`evaluator: no helper ${expression.helper}`);
      const values = expression.arguments.map(prepare);
      return frame => helper.apply(...values.map(value => value(frame)));
    }
    case 'operand':
    case 'address':
      throw new Error(`evaluator: ${expression.op} left by simplification`);
  }
}

/** The name of a concrete place. */
function cellOf(place: Place): CellName {
  if (place.at !== 'cell') throw new Error('evaluator: register left by simplification');
  return place.name;
}

/** An access of the form as the host gets it. */
function accessOf(access: AccessKind, size: number, { operands }: Instruction): Access {
  const { aligned, alignment = size, syndrome, base: _, ...rest } = access;
  return {
    ...rest,
    ...(aligned ? { alignment } : {}),
    ...(syndrome ? { syndrome: { ...syndrome, register: Number(operands[syndrome.register]) } } : {}),
  };
}
