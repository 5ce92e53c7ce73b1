import type { Expression, Semantics, Statement, ValueType } from '../../isa/semantics.ts';
import { widthOf } from '../../isa/semantics.ts';
import type { ArgumentDescription, Vocabulary } from '../../isa/vocabulary.ts';

/**
 * What is wrong with a row's semantics: types, locals used before they are set or set twice, names that are on
 * no closed list, and writes of registers before something that can still take an exception.
 */
export function complaintsAbout(semantics: Semantics, vocabulary: Vocabulary): string[] {
  const complaints: string[] = [];
  const complain = (condition: boolean, message: string): void => {
    if (condition) complaints.push(message);
  };

  function expression(e: Expression, locals: ReadonlyMap<string, ValueType>): void {
    const same = (...parts: Expression[]): void => {
      for (const part of parts) {
        complain(part.type !== e.type, `${e.op} of ${e.type} has a part of ${part.type}`);
        expression(part, locals);
      }
    };
    switch (e.op) {
      case 'const':
        complain(BigInt(e.value) >= 1n << BigInt(widthOf(e.type)), `constant ${e.value} is too wide`);
        break;
      case 'operand':
      case 'address':
        break;
      case 'get':
        complain(e.place.type !== e.type, 'get of another type');
        break;
      case 'local':
        complain(locals.get(e.name) !== e.type, `local ${e.name} is no ${e.type} here`);
        break;
      case 'unary':
        same(e.a);
        break;
      case 'binary':
        same(e.a, e.b);
        break;
      case 'compare':
        complain(e.a.type !== e.b.type, 'comparison of two types');
        expression(e.a, locals);
        expression(e.b, locals);
        break;
      case 'select':
        complain(e.condition.type !== 'i1', 'select without a condition');
        expression(e.condition, locals);
        same(e.a, e.b);
        break;
      case 'extend':
        complain(e.from > widthOf(e.a.type), `extend from ${e.from} of ${e.a.type}`);
        expression(e.a, locals);
        break;
      case 'call': {
        const helper = vocabulary.helpers[e.helper];
        complain(helper === undefined, `no helper ${e.helper}`);
        complain(helper?.result !== e.type, `${e.helper} gives ${helper?.result}`);
        complain(
          helper?.arguments.join() !== e.arguments.map(a => a.type).join(),
          `arguments of ${e.helper}`,
        );
        for (const argument of e.arguments) expression(argument, locals);
      }
    }
  }

  function named(
    what: string,
    list: readonly ArgumentDescription[] | undefined,
    args: readonly Expression[],
  ): void {
    complain(list === undefined, `${what} is on no list`);
    complain(list?.map(a => a.type).join() !== args.map(a => a.type).join(), `arguments of ${what}`);
  }

  /** Whether a register was written on some way through the statements. */
  function block(statements: Semantics, locals: Map<string, ValueType>, written: boolean): boolean {
    const define = (name: string, type: ValueType): void => {
      complain(locals.has(name), `local ${name} is set twice`);
      locals.set(name, type);
    };
    const mayFault = (statement: Statement): void =>
      complain(written, `a register is written before ${statement.do}`);
    for (const s of statements)
      switch (s.do) {
        case 'let':
          expression(s.value, locals);
          define(s.name, s.value.type);
          break;
        case 'set':
          expression(s.value, locals);
          complain(s.place.type !== s.value.type, 'set of another type');
          written = true;
          break;
        case 'load':
          mayFault(s);
          expression(s.address, locals);
          complain(8 * s.size > widthOf(s.type), `load of ${s.size} bytes into ${s.type}`);
          define(s.name, s.type);
          break;
        case 'store':
          mayFault(s);
          expression(s.address, locals);
          expression(s.value, locals);
          complain(8 * s.size > widthOf(s.value.type), `store of ${s.size} bytes of ${s.value.type}`);
          if (s.status !== undefined) define(s.status, 'i32');
          break;
        case 'compute': {
          for (const argument of s.arguments) expression(argument, locals);
          const computation = vocabulary.computations[s.computation];
          complain(computation === undefined, `no computation ${s.computation}`);
          complain(
            computation?.arguments.join() !== s.arguments.map(a => a.type).join(),
            `arguments of ${s.computation}`,
          );
          complain(
            computation?.results.join() !== s.results.map(({ type }) => type).join(),
            `results of ${s.computation}`,
          );
          for (const { name, type } of s.results) define(name, type);
          break;
        }
        case 'if': {
          expression(s.condition, locals);
          complain(s.condition.type !== 'i1', 'if without a condition');
          const then = block(s.then, new Map(locals), written);
          written = block(s.else, new Map(locals), written) || then;
          break;
        }
        case 'branch':
          expression(s.target, locals);
          break;
        case 'raise':
          mayFault(s);
          for (const argument of s.arguments) expression(argument, locals);
          named(s.exception, vocabulary.exceptions[s.exception]?.arguments, s.arguments);
          break;
        case 'system': {
          mayFault(s);
          for (const argument of s.arguments) expression(argument, locals);
          const operation = vocabulary.operations[s.operation];
          named(s.operation, operation?.arguments, s.arguments);
          complain(
            s.result?.type !== operation?.result && s.result !== undefined,
            `result of ${s.operation}`,
          );
          if (s.result) define(s.result.name, s.result.type);
        }
      }
    return written;
  }

  block(semantics, new Map(), false);
  return complaints;
}
