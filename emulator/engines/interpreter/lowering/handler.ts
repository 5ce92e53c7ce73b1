/** Semantics to WebAssembly: the handler of one form of one row. */
import { constantOf } from '../../../../isa/fold.ts';
import type { Expression, Semantics, Statement } from '../../../../isa/semantics.ts';
import { isBound } from '../bound.ts';
import type { LevelChange } from '../fast-paths.ts';
import { bankBytes, bankOffset, control } from '../layout.ts';
import { type RecordLayout, recordBytes } from '../record.ts';
import { plainMoveOf } from '../specialise.ts';
import type { Code, Local } from '../wasm/code.ts';
import { AccessLowering } from './accesses.ts';
import type { Frame, Target } from './frame.ts';
import { ValueLowering } from './values.ts';

/** One form of one row. */
export interface HandlerForm {
  readonly semantics: Semantics;
  /** A branch to a bound address stays in its page. */
  readonly near: boolean;
  /** A system register that is read is a counter. */
  readonly counter: boolean;
  /** Records that the instruction spans. */
  readonly records: number;
}

/** Whether a statement can be lowered, blocks inside it included. `plain`: a system operation is but a move. */
export function isLowerable(statement: Statement, target: Target, plain: boolean): boolean {
  const { idle, fastPaths, vocabulary } = target;
  const inside = (block: Semantics): boolean => block.every(each => isLowerable(each, target, plain));
  switch (statement.do) {
    case 'let':
    case 'set':
    case 'branch':
      return true;
    case 'load':
    case 'store': {
      const { unprivileged, exclusive } = statement.access;
      return !unprivileged && (!exclusive || fastPaths?.monitor !== undefined);
    }
    case 'if':
      return inside(statement.then) && inside(statement.else);
    case 'compute':
      return false;
    case 'raise':
      return fastPaths?.entries[statement.exception] !== undefined;
    case 'system':
      return (
        idle.has(statement.operation) ||
        fastPaths?.returns[statement.operation] !== undefined ||
        (plain && fastPaths !== undefined && plainMoveOf(statement, vocabulary) !== undefined)
      );
  }
}

/** Writes one handler. */
export class HandlerLowering {
  readonly #frame: Frame;
  readonly #code: Code;
  readonly #target: Target;
  readonly #record: RecordLayout;
  readonly #values: ValueLowering;
  readonly #accesses: AccessLowering;
  #near = false;
  #counter = false;
  /** Control has left the handler for good. */
  #left = false;

  constructor(frame: Frame, target: Target, record: RecordLayout) {
    this.#frame = frame;
    this.#code = frame.code;
    this.#target = target;
    this.#record = record;
    this.#values = new ValueLowering(frame, target, record);
    this.#accesses = new AccessLowering(frame, target, this.#values);
  }

  /** The whole handler: after it, control is somewhere else. `records`: how many the instruction spans. */
  handler({ semantics, near, counter, records }: HandlerForm): void {
    this.#near = near;
    this.#counter = counter;
    const { record, after } = this.#frame;
    this.#block(semantics);
    if (this.#left || semantics.at(-1)?.do === 'branch') return;
    if (records > 1)
      this.#code
        .get(record)
        .i32((records - 1) * recordBytes)
        .op('i32.add')
        .set(record);
    this.#code.br(after);
  }

  #block(semantics: Semantics): void {
    for (let at = 0; at < semantics.length; at++) {
      const [first, second] = [semantics[at]!, semantics[at + 1]];
      if (second && this.#accesses.pair(first, second)) at++;
      else this.#statement(first);
    }
  }

  #statement(statement: Statement): void {
    const code = this.#code;
    switch (statement.do) {
      case 'let':
        this.#values.push(statement.value);
        code.set(this.#values.define(statement.name, statement.value.type));
        return;
      case 'set':
        this.#values.set(statement.place, statement.value);
        return;
      case 'load':
        this.#accesses.load(statement);
        return;
      case 'store':
        this.#accesses.store(statement);
        return;
      case 'if':
        this.#values.push(statement.condition);
        code.open('if');
        this.#block(statement.then);
        if (statement.else.length > 0) {
          code.op('else');
          this.#block(statement.else);
        }
        code.end();
        return;
      case 'branch':
        this.#branch(statement.target);
        return;
      case 'system':
        this.#system(statement);
        return;
      case 'raise':
        this.#raise(statement);
        return;
      case 'compute':
        throw new Error(`interpreter: ${statement.do} cannot be lowered`);
    }
  }

  #branch(target: Expression): void {
    const { next, taken, jump, record, target: address } = this.#frame;
    const code = this.#code;
    if (isBound(target) && this.#near) {
      code.get(record).memory('i32.load', this.#record.record(target)).set(next).br(taken);
      return;
    }
    this.#values.push(target);
    if (target.type === 'i32') code.op('i64.extend_i32_u');
    code.set(address).br(jump);
  }

  #system(statement: Extract<Statement, { do: 'system' }>): void {
    const { operation, arguments: values, result } = statement;
    const { idle, fastPaths, vocabulary, routines } = this.#target;
    const code = this.#code;
    if (idle.has(operation)) return;
    const change = fastPaths!.returns[operation];
    if (change) {
      this.#changeLevel(change(), (from, to) => {
        code.get(from).get(to).call(routines.leave);
      });
      return;
    }
    const move = plainMoveOf(statement, vocabulary)!;
    const { record, leave } = this.#frame;
    // Permitted now, and for this privilege.
    const permission = this.#record.permission();
    code.get(record).memory('i32.load', permission);
    code.i32(0).memory('i32.load', control.generation).op('i32.ne').brIf(leave);
    code.get(record).memory('i32.load', permission + 4);
    this.#values.push(fastPaths!.privilege);
    code.op('i32.wrap_i64', 'i32.shr_u').i32(1).op('i32.and', 'i32.eqz').brIf(leave);
    const cell = (): Code => code.get(record).memory('i32.load16_u', this.#record.cell(move));
    if (result && this.#counter) {
      // The clock stands at `ticks` when nothing is left.
      code.i32(0).memory('i64.load', control.ticks);
      this.#frame.counted();
      code.op('i64.extend_i32_u', 'i64.sub');
      cell().memory('i64.load').op('i64.sub').set(this.#values.define(result.name, 'i64'));
      return;
    }
    if (result) {
      cell().memory(result.type === 'i64' ? 'i64.load' : 'i32.load');
      code.set(this.#values.define(result.name, result.type));
      return;
    }
    // What the mask leaves out stays.
    const value = values.find(each => each !== move.register && !isBound(each)) ?? values.at(-1)!;
    const mask = (): Code => code.get(record).memory('i64.load', this.#record.mask(move));
    cell();
    this.#values.push(value);
    if (value.type === 'i32') code.op('i64.extend_i32_u');
    mask().op('i64.and');
    cell().memory('i64.load');
    mask().i64(-1n).op('i64.xor', 'i64.and', 'i64.or').memory('i64.store');
  }

  #raise({ exception, arguments: values }: Extract<Statement, { do: 'raise' }>): void {
    const code = this.#code;
    const { entries } = this.#target.fastPaths!;
    const number = Object.keys(entries).indexOf(exception);
    this.#changeLevel(entries[exception]!(values), (from, to) => {
      this.#frame.counted();
      code
        .i32(number << 4)
        .get(from)
        .i32(2)
        .op('i32.shl', 'i32.or')
        .get(to)
        .op('i32.or');
      code.get(this.#frame.target);
      if (values[0]) this.#values.push(values[0]);
      else code.i32(0);
      this.#values.push({ op: 'address', type: 'i64', next: false });
      code.call(this.#target.routines.enter);
    });
  }

  /** An exception or a return: `ask` leaves on the stack whether it may be done here. */
  #changeLevel(change: LevelChange, ask: (from: Local, to: Local) => void): void {
    const code = this.#code;
    const { leave, bank, target, jump } = this.#frame;
    this.#block(change.given);
    if (constantOf(change.unless) === undefined) {
      this.#values.push(change.unless);
      code.brIf(leave);
    }
    const from = this.#values.temporary('i32');
    const to = this.#values.temporary('i32');
    this.#values.push(change.from);
    code.op('i32.wrap_i64').set(from);
    this.#values.push(change.to);
    code.op('i32.wrap_i64').set(to);
    this.#values.push(change.target);
    code.set(target);
    this.#block(change.settle);
    ask(from, to);
    code.op('i32.eqz').brIf(leave);
    this.#block(change.change);
    this.#values.push(this.#target.fastPaths!.context);
    code.op('i32.wrap_i64').i32(bankBytes).op('i32.mul').i32(bankOffset(0)).op('i32.add').set(bank);
    code.br(jump);
    this.#left = true;
  }
}
