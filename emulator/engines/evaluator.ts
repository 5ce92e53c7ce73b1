/**
 * The reference engine: executes the semantics of one instruction at a time by walking them, with bigints. It
 * is meant to be obviously right; faster engines are compared with it.
 */
import type { CellName, Instruction } from '../../isa/instruction.ts';
import type { AccessKind, Expression, Place, Semantics, Statement } from '../../isa/semantics.ts';
import { semanticsOf } from '../../isa/simplify.ts';
import { applyBinary, applyComparison, applyExtend, applyUnary, wrap } from '../../isa/values.ts';
import type { Vocabulary } from '../../isa/vocabulary.ts';
import type { Access, EngineHost, Outcome } from './host.ts';

/** One execution in progress. */
interface Frame<F> {
  readonly instruction: Instruction;
  readonly host: EngineHost<F>;
  readonly locals: Map<string, bigint>;
  /** Cells written so far: handed to the host when the instruction is complete, dropped when it faults. */
  readonly written: Map<CellName, bigint>;
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

/** Executes instructions of one architecture. Keeps the simplified semantics of instructions that are alive. */
export class Evaluator {
  readonly #vocabulary: Vocabulary;
  readonly #prepared = new WeakMap<Instruction, Semantics>();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /**
   * Executes one decoded instruction against the host. All cells change at the end or, when an exception is
   * taken, not at all. A store made before a later access faults stays in memory (only `stp`'s first half).
   */
  execute<F>(instruction: Instruction, host: EngineHost<F>): Outcome<F> {
    const semantics = this.#semanticsOf(instruction);
    if (semantics === undefined) return { ended: 'unsupported' };
    const frame: Frame<F> = { instruction, host, locals: new Map(), written: new Map() };
    const outcome = this.#runBlock(semantics, frame) ?? {
      ended: 'next',
      pc: instruction.address + BigInt(instruction.length),
    };
    if (outcome.ended === 'next' || outcome.ended === 'branch')
      for (const [cell, value] of frame.written) host.write(cell, value);
    return outcome;
  }

  #semanticsOf(instruction: Instruction): Semantics | undefined {
    const known = this.#prepared.get(instruction);
    if (known) return known;
    const semantics = semanticsOf(instruction, this.#vocabulary);
    if (semantics) this.#prepared.set(instruction, semantics);
    return semantics;
  }

  /** The outcome of the first statement that ends the instruction; undefined when none does. */
  #runBlock<F>(statements: Semantics, frame: Frame<F>): Outcome<F> | undefined {
    for (const statement of statements) {
      const outcome = this.#run(statement, frame);
      if (outcome) return outcome;
    }
    return undefined;
  }

  #run<F>(statement: Statement, frame: Frame<F>): Outcome<F> | undefined {
    const { host, locals } = frame;
    const value = (expression: Expression): bigint => this.#value(expression, frame);
    switch (statement.do) {
      case 'let':
        locals.set(statement.name, value(statement.value));
        return undefined;
      case 'set':
        frame.written.set(cellOf(statement.place), value(statement.value));
        return undefined;
      case 'load': {
        const access = accessOf(statement.access, statement.size, frame.instruction);
        const answer = host.load(value(statement.address), statement.size, access);
        if (typeof answer !== 'bigint') return { ended: 'fault', fault: answer.fault };
        locals.set(statement.name, answer);
        return undefined;
      }
      case 'store': {
        const access = accessOf(statement.access, statement.size, frame.instruction);
        const data = BigInt.asUintN(8 * statement.size, value(statement.value));
        const answer = host.store(value(statement.address), statement.size, data, access);
        if (typeof answer !== 'number') return { ended: 'fault', fault: answer.fault };
        if (statement.status !== undefined) locals.set(statement.status, BigInt(answer));
        return undefined;
      }
      case 'if':
        return this.#runBlock(value(statement.condition) === 1n ? statement.then : statement.else, frame);
      case 'branch':
        return { ended: 'branch', how: statement.how, pc: value(statement.target) };
      case 'raise':
        return { ended: 'raise', exception: statement.exception, arguments: statement.arguments.map(value) };
      case 'system': {
        const answer = host.system(statement.operation, statement.arguments.map(value), frame.instruction);
        if (typeof answer === 'object')
          return 'fault' in answer
            ? { ended: 'fault', fault: answer.fault }
            : { ended: 'branch', how: 'exception-return', pc: answer.jump };
        if (statement.result) {
          if (answer === undefined) throw new Error(`evaluator: ${statement.operation} gave no value`);
          locals.set(statement.result.name, answer);
        }
        return undefined;
      }
    }
  }

  #value<F>(expression: Expression, frame: Frame<F>): bigint {
    switch (expression.op) {
      case 'const':
        return wrap(expression.type, BigInt(expression.value));
      case 'get': {
        const cell = cellOf(expression.place);
        return frame.written.get(cell) ?? frame.host.read(cell);
      }
      case 'local': {
        const value = frame.locals.get(expression.name);
        if (value === undefined) throw new Error(`evaluator: local ${expression.name} has no value`);
        return value;
      }
      case 'unary':
        return applyUnary(expression.operator, expression.type, this.#value(expression.a, frame));
      case 'binary':
        return applyBinary(
          expression.operator,
          expression.type,
          this.#value(expression.a, frame),
          this.#value(expression.b, frame),
        );
      case 'compare': {
        const a = this.#value(expression.a, frame);
        const b = this.#value(expression.b, frame);
        return applyComparison(expression.comparison, expression.a.type, a, b) ? 1n : 0n;
      }
      case 'select':
        return this.#value(
          this.#value(expression.condition, frame) === 1n ? expression.a : expression.b,
          frame,
        );
      case 'extend':
        return applyExtend(
          expression.signed,
          expression.from,
          expression.type,
          this.#value(expression.a, frame),
        );
      case 'call': {
        const helper = this.#vocabulary.helpers[expression.helper];
        if (helper === undefined) throw new Error(`evaluator: no helper ${expression.helper}`);
        return helper.apply(...expression.arguments.map(argument => this.#value(argument, frame)));
      }
      case 'operand':
      case 'address':
        throw new Error(`evaluator: ${expression.op} left by simplification`);
    }
  }
}
