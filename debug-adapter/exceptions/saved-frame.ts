/**
 * Follows the interrupted values of one exception entry from registers into memory and back, by the flow of
 * data: an instruction that copies a value unchanged takes its meaning along, any other write ends it. Values
 * are never compared, so it makes no difference whether all registers held the same number, in which order a
 * handler saves them, or whether its save area is a stack.
 */
import type { ExceptionEntry, TracedInstruction } from '../../emulator/api.ts';
import type { AccessSize } from '../../emulator/conditions.ts';
import type { Architecture } from '../../isa/architecture.ts';
import type { CellName, CopyPlace, Effects } from '../../isa/instruction.ts';

/**
 * What a register or a place in memory holds: the interrupted value of `register`, or (`given`) the value that
 * the handler has put into that register's field of the frame.
 */
export interface Meaning {
  readonly what: 'interrupted' | 'given';
  readonly register: CellName;
}

/** A place in memory to which an interrupted value was saved. */
export interface SavedField {
  readonly register: CellName;
  readonly address: bigint;
  /** Bytes. */
  readonly size: AccessSize;
  /** The value as it was saved. */
  readonly value: bigint;
  /** Instruction count when it was saved. */
  readonly time: bigint;
  /** Address of the instruction that saved it. */
  readonly by: bigint;
}

interface Copy extends SavedField {
  /** The handler has written something else here since. */
  changed: boolean;
  /** Order in which the stack pointer left it behind; 0 while it is in use. */
  left: number;
}

export class SavedContext {
  readonly entry: ExceptionEntry;
  readonly #architecture: Architecture;
  /** Registers that make up the interrupted context, in the order of display. */
  readonly registers: readonly CellName[];
  readonly #stackPointer: CellName;
  readonly #stackGrowsUp: boolean;
  /** Bytes of the accesses that we follow: a register saved whole. */
  readonly #wholeRegister: AccessSize;
  readonly #registerMeaning = new Map<CellName, Meaning>();
  readonly #memoryMeaning = new Map<bigint, Meaning>();
  readonly #copies = new Map<bigint, Copy>();
  /** Why a register that lost its meaning did: set by an instruction here, or by a nested entry. */
  readonly #overwritten = new Map<CellName, bigint | 'nested'>();
  #leaves = 0;

  constructor(architecture: Architecture, entry: ExceptionEntry) {
    this.entry = entry;
    this.#architecture = architecture;
    const { general, special, levels, stackPointer, stackGrows } = architecture.context;
    const level = levels.find(l => l.level === entry.toLevel);
    const described =
      level === undefined
        ? []
        : [level.returnAddress, level.savedStatus, level.syndrome, level.faultAddress, ...level.others];
    this.registers = [...general, ...special, ...described.filter(name => name !== undefined)];
    this.#stackPointer = stackPointer;
    this.#stackGrowsUp = stackGrows === 'up';
    this.#wholeRegister = (architecture.addressBits / 8) as AccessSize;
    for (const register of this.registers)
      this.#registerMeaning.set(register, { what: 'interrupted', register });
  }

  /** The same knowledge, which does not grow along with this one. */
  copy(): SavedContext {
    const copy = new SavedContext(this.#architecture, this.entry);
    copy.#registerMeaning.clear();
    for (const [register, meaning] of this.#registerMeaning) copy.#registerMeaning.set(register, meaning);
    for (const [address, meaning] of this.#memoryMeaning) copy.#memoryMeaning.set(address, meaning);
    for (const [address, each] of this.#copies) copy.#copies.set(address, { ...each });
    for (const [register, by] of this.#overwritten) copy.#overwritten.set(register, by);
    copy.#leaves = this.#leaves;
    return copy;
  }

  /** What a register holds now, when that is known. */
  meaningOf(register: CellName): Meaning | undefined {
    return this.#registerMeaning.get(register);
  }

  /** Address of the instruction that last wrote a register with something else, or `nested`. */
  overwriterOf(register: CellName): bigint | 'nested' | undefined {
    return this.#overwritten.get(register);
  }

  /** Where the register is saved: the first place still in use, else the one that was left last. */
  fieldOf(register: CellName): (SavedField & { readonly changed: boolean }) | undefined {
    let best: Copy | undefined;
    for (const copy of this.#copies.values()) {
      if (copy.register !== register) continue;
      if (best === undefined) best = copy;
      else if (best.left !== 0 && (copy.left === 0 || copy.left > best.left)) best = copy;
    }
    return best;
  }

  /** Takes one executed instruction into account. `stackPointer` is its value before and after. */
  follow(traced: TracedInstruction, effects: Effects, stackPointer: { before: bigint; after: bigint }): void {
    const copied = effects.copies.map(copy => ({ to: copy.to, meaning: this.#read(copy.from, traced) }));
    for (const access of traced.accesses)
      if (access.kind === 'store' && !this.#isCopiedTo(access, traced, effects))
        this.#store(access.address, access.size, undefined, traced);
    for (const register of effects.writes) this.#write(register, undefined, traced.instruction.address);
    for (const { to, meaning } of copied) {
      if ('cell' in to) this.#write(to.cell, meaning, traced.instruction.address);
      else {
        const access = traced.accesses[to.access];
        if (access !== undefined) this.#store(access.address, access.size, meaning, traced);
      }
    }
    if (this.#movesStack(effects)) this.#leaveBehind(stackPointer.before, stackPointer.after);
  }

  /** A nested exception to a level overwrites what describes an exception there. */
  nestedEntry(architecture: Architecture, entry: ExceptionEntry): void {
    const level = architecture.context.levels.find(l => l.level === entry.toLevel);
    if (level === undefined) return;
    for (const name of [level.returnAddress, level.savedStatus, level.syndrome, level.faultAddress])
      if (name !== undefined) this.#forget(name, 'nested');
  }

  /** A register was written from outside of the program: by the user, or as the result of a stub. */
  registerSet(register: CellName): void {
    this.#forget(register, 0n);
  }

  /** Memory was written by the user. */
  memorySet(address: bigint, length: number): void {
    for (const copy of this.#overlapping(address, length)) {
      copy.changed = true;
      this.#memoryMeaning.set(copy.address, { what: 'given', register: copy.register });
    }
  }

  #read(from: CopyPlace, traced: TracedInstruction): Meaning | undefined {
    if ('cell' in from) return this.#registerMeaning.get(from.cell);
    const access = traced.accesses[from.access];
    return access?.size === this.#wholeRegister ? this.#memoryMeaning.get(access.address) : undefined;
  }

  #isCopiedTo(access: object, traced: TracedInstruction, effects: Effects): boolean {
    return effects.copies.some(({ to }) => 'access' in to && traced.accesses[to.access] === access);
  }

  #write(register: CellName, meaning: Meaning | undefined, by: bigint): void {
    if (meaning === undefined) this.#forget(register, by);
    else this.#registerMeaning.set(register, meaning);
  }

  #forget(register: CellName, by: bigint | 'nested'): void {
    this.#registerMeaning.delete(register);
    this.#overwritten.set(register, by);
  }

  #store(address: bigint, size: number, meaning: Meaning | undefined, traced: TracedInstruction): void {
    const whole = size === this.#wholeRegister ? meaning : undefined;
    const saves = whole?.what === 'interrupted' ? whole.register : undefined;
    const findsHome = saves !== undefined && this.fieldOf(saves) === undefined;
    let isChange = false;
    for (const copy of [...this.#overlapping(address, size)]) {
      const savedAgain = copy.address === address && saves === copy.register;
      // A place that was left behind, or that becomes the home of another register, is this one's no more.
      if (copy.left !== 0 || findsHome || savedAgain) {
        this.#copies.delete(copy.address);
      } else {
        copy.changed = true;
        this.#memoryMeaning.set(copy.address, { what: 'given', register: copy.register });
        isChange = true;
      }
    }
    if (isChange) return;
    for (let at = address - BigInt(this.#wholeRegister - 1); at < address + BigInt(size); at++)
      this.#memoryMeaning.delete(at);
    if (whole === undefined) return;
    this.#memoryMeaning.set(address, whole);
    if (saves === undefined) return;
    const value = traced.accesses.find(a => a.kind === 'store' && a.address === address)?.value ?? 0n;
    this.#copies.set(address, {
      register: saves,
      address,
      size: this.#wholeRegister,
      value,
      time: traced.time,
      by: traced.instruction.address,
      changed: false,
      left: 0,
    });
  }

  *#overlapping(address: bigint, size: number): Iterable<Copy> {
    for (let at = address - BigInt(this.#wholeRegister - 1); at < address + BigInt(size); at++) {
      const copy = this.#copies.get(at);
      if (copy !== undefined) yield copy;
    }
  }

  /** The stack pointer is moved; a value loaded through it leaves nothing behind. */
  #movesStack({ reads, writes, copies }: Effects): boolean {
    const pointer = this.#stackPointer;
    const isLoaded = copies.some(({ to }) => 'cell' in to && to.cell === pointer);
    return reads.includes(pointer) && writes.includes(pointer) && !isLoaded;
  }

  #leaveBehind(before: bigint, after: bigint): void {
    const [low, high] = this.#stackGrowsUp ? [after, before] : [before, after];
    if (high <= low) return;
    this.#leaves++;
    for (const copy of this.#copies.values())
      if (copy.left === 0 && copy.address >= low && copy.address < high) copy.left = this.#leaves;
  }
}
