/** Registers by the names that a debugger uses: cells, halves, composites, the banks of the stack pointer. */
import type { Architecture } from '../../isa/architecture.ts';
import type { Level } from './cpu.ts';
import { isComposite, readComposite, writeComposite } from './pstate.ts';
import { type RegisterContext, viewSystemRegister } from './system/registers.ts';

/** Parts of SIMD&FP registers by their letter: bits. */
const simdWidths: Readonly<Record<string, number>> = { b: 8, h: 16, s: 32, d: 64, q: 128, v: 128 };

/** Cells whose writing is not a plain one. */
const modeCells = new Set(['el', 'spsel', 'currentel', 'pstate']);

/** Number and bits of `v0`, `q0`, `d0` … `b0`. */
function simdPart(name: string): { readonly number: number; readonly width: number } | undefined {
  const [, letter, digits] = /^([bhsdqv])(\d|[12]\d|3[01])$/.exec(name) ?? [];
  const width = letter && simdWidths[letter];
  return width ? { number: Number(digits), width } : undefined;
}

export class RegisterFile {
  readonly #architecture: Architecture;
  readonly #context: RegisterContext;

  constructor(architecture: Architecture, context: RegisterContext) {
    this.#architecture = architecture;
    this.#context = context;
  }

  /** Value of a register or cell; undefined when there is none. Has no side effects. */
  read(name: string): bigint | undefined {
    const { cpu } = this.#context;
    const { state } = cpu;
    const lower = name.toLowerCase();
    if (lower === 'xzr' || lower === 'wzr') return 0n;
    if (lower === 'wsp') return cpu.sp & 0xffff_ffffn;
    const word = /^w(\d+)$/.exec(lower);
    if (word) return Number(word[1]) <= 30 ? cpu.x(Number(word[1])) & 0xffff_ffffn : undefined;
    const simd = simdPart(lower);
    if (simd) {
      const value = cpu.register(`d${simd.number}`) | (cpu.register(`vh${simd.number}`) << 64n);
      return BigInt.asUintN(simd.width, value);
    }
    if (lower === `sp_el${cpu.stackPointerBank}`) return cpu.sp;
    if (isComposite(lower)) return readComposite(state.cells, state.layout, lower);
    const cell = this.#cell(lower);
    return cell === undefined ? undefined : viewSystemRegister(this.#context, cell);
  }

  /** False when there is no such register or it cannot be written. */
  write(name: string, value: bigint): boolean {
    const { cpu, mmu, timers, vectorBaseWritten, controlWritten } = this.#context;
    const { state } = cpu;
    const lower = name.toLowerCase();
    if (lower === 'wsp') return this.write('sp', value & 0xffff_ffffn);
    const word = /^w(\d+)$/.exec(lower);
    if (word) return this.write(`x${word[1]}`, value & 0xffff_ffffn);
    const simd = simdPart(lower);
    if (simd) {
      // As an instruction that writes a part does: what is above it becomes zero.
      const whole = BigInt.asUintN(simd.width, value);
      cpu.setRegister(`d${simd.number}`, BigInt.asUintN(64, whole));
      cpu.setRegister(`vh${simd.number}`, whole >> 64n);
      return true;
    }
    if (lower === `sp_el${cpu.stackPointerBank}`) return this.write('sp', value);
    if (modeCells.has(lower)) return this.#writeMode(lower, value);
    if (isComposite(lower)) writeComposite(state.cells, state.layout, lower, value);
    else {
      const cell = this.#cell(lower);
      if (cell === undefined) return false;
      if (this.#architecture.register(cell)?.access === 'read-only' && cell !== 'pc') return false;
      state.set(cell, BigInt.asUintN(64, value));
      const vectorBase = /^vbar_el(\d)$/.exec(cell);
      if (vectorBase) vectorBaseWritten(Number(vectorBase[1]), value);
    }
    mmu.invalidate();
    controlWritten();
    timers.update();
    return true;
  }

  /** Changes level or stack pointer select; an impossible level is refused. */
  #writeMode(name: string, value: bigint): boolean {
    const { cpu } = this.#context;
    if (name === 'spsel') {
      cpu.select(cpu.level, value & 1n ? 1 : 0);
      return true;
    }
    const level = Number(name === 'el' ? value & 3n : (value >> 2n) & 3n) as Level;
    if (!cpu.implements(level)) return false;
    const own = cpu.stackPointerBank !== 0 || cpu.level === 0;
    const select = level === 0 || !own ? 0 : 1;
    if (name === 'pstate') cpu.status = level === 0 ? value & ~1n : value;
    else cpu.select(level, select);
    return true;
  }

  /** The cell of a register under any of its names. */
  #cell(name: string): string | undefined {
    const canonical = this.#architecture.register(name)?.name ?? name;
    return this.#context.cpu.state.layout.indexes.has(canonical) ? canonical : undefined;
  }
}
