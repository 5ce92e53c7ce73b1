/** Loads and stores to WebAssembly: through the look-aside buffers, and past them where one misses. */
import { constantOf } from '../../../../isa/fold.ts';
import type { AccessKind, Expression, Statement } from '../../../../isa/semantics.ts';
import { pageBytes } from '../../../core/state.ts';
import { entryBytes, entryTarget, tlbEntries, tlbs } from '../layout.ts';
import type { Code, Local } from '../wasm/code.ts';
import type { MemoryOpcode, WasmType } from '../wasm/opcodes.ts';
import type { Frame, Target } from './frame.ts';
import { type ValueLowering, wasmTypeOf } from './values.ts';

type Load = Extract<Statement, { do: 'load' }>;
type Store = Extract<Statement, { do: 'store' }>;

/** Writes the accesses of one handler. */
export class AccessLowering {
  readonly #frame: Frame;
  readonly #code: Code;
  readonly #target: Target;
  readonly #values: ValueLowering;

  constructor(frame: Frame, target: Target, values: ValueLowering) {
    this.#frame = frame;
    this.#code = frame.code;
    this.#target = target;
    this.#values = values;
  }

  load({ name, type, size, address, access }: Load): void {
    const code = this.#code;
    const { entry, wide } = this.#locate(address, size, access, access.atomic ? 'store' : 'load');
    code.get(entry).memory(loadOpcode(type, size));
    code.set(this.#values.define(name, type));
    if (access.exclusive) this.#monitor(() => code.get(wide), size);
  }

  store({ size, access, address, value, status }: Store): void {
    const code = this.#code;
    const put = (): void => {
      const { entry } = this.#locate(address, size, access, 'store');
      code.get(entry);
      this.#values.push(value);
      code.memory(storeOpcode(wasmTypeOf(value.type), size));
    };
    if (!access.exclusive) {
      put();
      return;
    }
    // Alignment is checked first; the store itself only where the monitor marks the address.
    const { monitor } = this.#target.fastPaths!;
    const done = this.#values.define(status!, 'i32');
    this.#checkBase(access);
    this.#values.push(address);
    this.#checkAlignment(access.alignment ?? size);
    code.i32(0).memory('i64.load', this.#values.cellOffset(monitor.address));
    this.#values.push(address);
    code.op('i64.ne').i32(0).memory('i32.load', this.#values.cellOffset(monitor.size)).i32(size);
    code.op('i32.ne', 'i32.or').tee(done).op('i32.eqz').open('if');
    put();
    code.end();
    this.#monitor(() => code.i64(0n), 0);
  }

  /** From now on, the exclusive monitor marks so many bytes at an address. */
  #monitor(address: () => void, size: number): void {
    const { monitor } = this.#target.fastPaths!;
    this.#code.i32(0);
    address();
    this.#code.memory('i64.store', this.#values.cellOffset(monitor.address));
    this.#code.i32(0).i32(size).memory('i32.store', this.#values.cellOffset(monitor.size));
  }

  /** Two loads or stores, one behind the other in memory, are looked up together. False when they are none. */
  pair(first: Statement, second: Statement): boolean {
    const code = this.#code;
    if (first.do === 'load' && second.do === 'load' && isBehind(first, second)) {
      const [low, high] = this.#locatePair(first, 'load');
      for (const [{ name, type, size }, at] of [
        [first, low],
        [second, high],
      ] as const) {
        code.get(at).memory(loadOpcode(type, size));
        code.set(this.#values.define(name, type));
      }
      return true;
    }
    if (first.do === 'store' && second.do === 'store' && isBehind(first, second)) {
      const [low, high] = this.#locatePair(first, 'store');
      for (const [{ value, size }, at] of [
        [first, low],
        [second, high],
      ] as const) {
        code.get(at);
        this.#values.push(value);
        code.memory(storeOpcode(wasmTypeOf(value.type), size));
      }
      return true;
    }
    return false;
  }

  /** Where both halves lie in the machine's memory. */
  #locatePair({ address, size, access }: Load | Store, tlb: 'load' | 'store'): readonly [Local, Local] {
    const code = this.#code;
    const { leave, bank } = this.#frame;
    this.#checkBase(access);
    const wide = this.#values.temporary('i64');
    const [low, high] = [this.#values.temporary('i32'), this.#values.temporary('i32')];
    this.#values.push(address);
    code.tee(wide);
    this.#entryOf();
    code.tee(low).memory('i64.load', tlbs[tlb]);
    // The second half is in the page whose entry the first one chose only if both are in the same one.
    code
      .get(wide)
      .i64(BigInt(size))
      .op('i64.add')
      .i64(BigInt(-pageBytes | (size - 1)))
      .op('i64.and', 'i64.eq');
    code.open('if');
    code.get(low).memory('i32.load', tlbs[tlb] + entryTarget);
    code.get(wide).op('i32.wrap_i64', 'i32.add').tee(low).i32(size).op('i32.add').set(high);
    code.op('else');
    const miss = (at: Local): void => {
      code.i32(size).get(bank).call(this.#target.routines.miss[tlb]).tee(at).op('i32.eqz').brIf(leave);
    };
    code.get(wide);
    miss(low);
    code.get(wide).i64(BigInt(size)).op('i64.add');
    miss(high);
    code.end();
    return [low, high];
  }

  /** Finds the byte of an access in the machine's memory, or leaves: its offset, and the address itself. */
  #locate(
    address: Expression,
    size: number,
    access: AccessKind,
    tlb: 'load' | 'store',
  ): { readonly entry: Local; readonly wide: Local } {
    const code = this.#code;
    const { bank, leave } = this.#frame;
    this.#checkBase(access);
    const wide = this.#values.temporary('i64');
    const entry = this.#values.temporary('i32');
    this.#values.push(address);
    if (address.type === 'i32') code.op('i64.extend_i32_u');
    code.tee(wide);
    const alignment = access.aligned ? (access.alignment ?? size) : 1;
    if (alignment > 1) {
      this.#checkAlignment(alignment);
      code.get(wide);
    }
    this.#entryOf();
    code.tee(entry).memory('i64.load', tlbs[tlb]);
    code
      .get(wide)
      .i64(BigInt(-pageBytes | (size - 1)))
      .op('i64.and', 'i64.eq');
    code.open('if');
    code.get(entry).memory('i32.load', tlbs[tlb] + entryTarget);
    code.get(wide).op('i32.wrap_i64', 'i32.add').set(entry);
    code.op('else');
    code.get(wide).i32(size).get(bank).call(this.#target.routines.miss[tlb]).tee(entry);
    code.op('i32.eqz').brIf(leave);
    code.end();
    return { entry, wide };
  }

  /** Turns the address on the stack (i64) into that of its entry in the bank in use. */
  #entryOf(): void {
    const code = this.#code;
    // Page number modulo entries, times the size of an entry.
    code.i64(BigInt(Math.log2(pageBytes / entryBytes))).op('i64.shr_u', 'i32.wrap_i64');
    code
      .i32((tlbEntries - 1) * entryBytes)
      .op('i32.and')
      .get(this.#frame.bank)
      .op('i32.add');
  }

  /** Whether a misaligned stack pointer faults is a rare question. */
  #checkBase(access: AccessKind): void {
    if (!access.stackAligned) return;
    this.#values.load({ at: 'cell', name: this.#stackPointer(access), type: 'i64' });
    this.#code.op('i32.wrap_i64').i32(15).op('i32.and').brIf(this.#frame.leave);
  }

  /** Leaves where the address on the stack is no multiple of `alignment`. */
  #checkAlignment(alignment: number): void {
    this.#code
      .op('i32.wrap_i64')
      .i32(alignment - 1)
      .op('i32.and')
      .brIf(this.#frame.leave);
  }

  #stackPointer({ base }: AccessKind): string {
    const cell = base?.at === 'register' && this.#target.vocabulary.banks[base.bank]?.special.sp?.cell;
    if (!cell) throw new Error('interpreter: a bank without a stack pointer');
    return cell;
  }
}

/** Whether a second ordinary access is of the bytes right behind those of the first one. */
function isBehind(first: Load | Store, second: Load | Store): boolean {
  const { address } = second;
  const ordinary = [first, second].every(
    ({ access: { aligned, exclusive, atomic } }) => !aligned && !exclusive && !atomic,
  );
  return (
    ordinary &&
    first.size === second.size &&
    address.type === 'i64' &&
    address.op === 'binary' &&
    address.operator === 'add' &&
    address.a === first.address &&
    constantOf(address.b) === BigInt(first.size)
  );
}

function loadOpcode(type: WasmType, size: number): MemoryOpcode {
  if (size === 8 || (size === 4 && type === 'i32')) return `${type}.load`;
  return type === 'i64'
    ? (`i64.load${8 * size}_u` as MemoryOpcode)
    : (`i32.load${8 * size}_u` as MemoryOpcode);
}

function storeOpcode(type: WasmType, size: number): MemoryOpcode {
  if (size === 8 || (size === 4 && type === 'i32')) return `${type}.store`;
  return `${type}.store${8 * size}` as MemoryOpcode;
}
