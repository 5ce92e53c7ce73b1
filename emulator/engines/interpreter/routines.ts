/** Functions of the generated module besides the interpreter itself. */
import { wrap } from '../../../isa/values.ts';
import type { Vocabulary } from '../../../isa/vocabulary.ts';
import { cellBytes, pageBytes, type StateLayout } from '../../core/state.ts';
import {
  armed,
  control,
  entryBytes,
  entryFlags,
  entryStack,
  entryStackBytes,
  entryStackDepth,
  entryTarget,
  slotLog,
  tlbEntries,
  tlbs,
  unalignedFlag,
  unknownTime,
} from './layout.ts';
import type { Routines } from './lowering/frame.ts';
import { wasmTypeOf } from './lowering/values.ts';
import { handlers, type RecordPageShape, recordBytes } from './record.ts';
import { Code, type Local } from './wasm/code.ts';
import type { DefinedFunction, ImportedFunction } from './wasm/module.ts';
import type { WasmType } from './wasm/opcodes.ts';

/** Finds memory for the access at `control.address`, and may fill the buffer: (store) → offset, or 0. */
const findImport: ImportedFunction = {
  name: 'find',
  signature: { parameters: ['i32'], results: ['i32'] },
};
const find = 0;

/** What JavaScript does for the module: `find`, and the vocabulary's helpers. */
export const importsOf = ({ helpers }: Vocabulary): readonly ImportedFunction[] => [
  findImport,
  ...Object.entries(helpers).map(([name, helper]) => ({
    name,
    signature: { parameters: helper.arguments.map(wasmTypeOf), results: [wasmTypeOf(helper.result)] },
  })),
];

/** The vocabulary's helpers as the module calls them. */
export const helperImports = ({
  helpers,
}: Vocabulary): Record<string, (...values: (number | bigint)[]) => number | bigint> =>
  Object.fromEntries(
    Object.entries(helpers).map(([name, { arguments: types, result, apply }]) => [
      name,
      (...values) => {
        const answer = apply(...values.map((value, at) => wrap(types[at]!, BigInt(value))));
        return wasmTypeOf(result) === 'i64' ? answer : Number(answer);
      },
    ]),
  );

const define = (
  parameters: readonly WasmType[],
  result: WasmType | undefined,
  write: (code: Code, ...locals: Local[]) => void,
): DefinedFunction => {
  const code = new Code(parameters.length);
  write(code, ...parameters.map((type, index) => ({ index, type })));
  return { signature: { parameters, results: result ? [result] : [] }, code };
};

/** Swaps groups of bits: those under `mask` go up by `by`, the others down. */
function swap(code: Code, value: Local, mask: bigint, by: bigint): void {
  code.get(value).i64(mask).op('i64.and').i64(by).op('i64.shl');
  code.get(value).i64(by).op('i64.shr_u').i64(mask).op('i64.and');
  code.op('i64.or').set(value);
}

const masks: Readonly<Record<number, bigint>> = {
  1: 0x5555_5555_5555_5555n,
  2: 0x3333_3333_3333_3333n,
  4: 0x0f0f_0f0f_0f0f_0f0fn,
  8: 0x00ff_00ff_00ff_00ffn,
  16: 0x0000_ffff_0000_ffffn,
  32: 0x0000_0000_ffff_ffffn,
};

/** A function that swaps groups of all these sizes in bits. */
const swapping = (...sizes: readonly number[]): DefinedFunction =>
  define(['i64'], 'i64', (code, value) => {
    for (const size of sizes) swap(code, value!, masks[size]!, BigInt(size));
    code.get(value!);
  });

/** The upper half of the product, by 32-bit halves. */
const multiplyHigh = (signed: boolean): DefinedFunction =>
  define(['i64', 'i64'], 'i64', (code, a, b) => {
    const low = 0xffff_ffffn;
    const shift = signed ? 'i64.shr_s' : 'i64.shr_u';
    const cross = code.local('i64');
    const middle = code.local('i64');
    // cross = aHigh * bLow + (aLow * bLow >> 32)
    code.get(a!).i64(32n).op(shift).get(b!).i64(low).op('i64.and', 'i64.mul');
    code.get(a!).i64(low).op('i64.and').get(b!).i64(low).op('i64.and', 'i64.mul');
    code.i64(32n).op('i64.shr_u', 'i64.add').set(cross);
    // middle = aLow * bHigh + low half of cross
    code.get(a!).i64(low).op('i64.and').get(b!).i64(32n).op(shift, 'i64.mul');
    code.get(cross).i64(low).op('i64.and', 'i64.add').set(middle);
    code.get(a!).i64(32n).op(shift).get(b!).i64(32n).op(shift, 'i64.mul');
    code.get(cross).i64(32n).op(shift, 'i64.add');
    code.get(middle).i64(32n).op(shift, 'i64.add');
  });

/** Division that gives zero for a zero divisor, and the dividend's negative for −1. */
const divide = (type: WasmType, signed: boolean): DefinedFunction =>
  define([type, type], type, (code, a, b) => {
    const constant = (value: number): Code => (type === 'i64' ? code.i64(BigInt(value)) : code.i32(value));
    code.get(b!).op(`${type}.eqz`).open('if');
    constant(0).op('return').end();
    if (signed) {
      code.get(b!);
      constant(-1).op(`${type}.eq`).open('if');
      constant(0).get(a!).op(`${type}.sub`, 'return').end();
    }
    code
      .get(a!)
      .get(b!)
      .op(`${type}.${signed ? 'div_s' : 'div_u'}`);
  });

/**
 * What to do for an access that the buffer's tag did not match: it may be misaligned inside a page where that is
 * allowed; else JavaScript is asked.
 */
const miss = (store: boolean): DefinedFunction =>
  define(['i64', 'i32', 'i32'], 'i32', (code, address, size, bank) => {
    const tlb = store ? tlbs.store : tlbs.load;
    const entry = code.local('i32');
    const page = (from: Local): Code => code.get(from).i64(BigInt(-pageBytes)).op('i64.and');
    code
      .get(address!)
      .i64(BigInt(Math.log2(pageBytes / entryBytes)))
      .op('i64.shr_u', 'i32.wrap_i64');
    code
      .i32((tlbEntries - 1) * entryBytes)
      .op('i32.and')
      .get(bank!)
      .op('i32.add')
      .set(entry);
    page(address!).get(entry).memory('i64.load', tlb).op('i64.eq');
    code
      .get(entry)
      .memory('i32.load', tlb + entryFlags)
      .i32(unalignedFlag)
      .op('i32.and', 'i32.and');
    // The last byte is in the same page.
    code
      .get(address!)
      .op('i32.wrap_i64')
      .i32(pageBytes - 1)
      .op('i32.and')
      .get(size!)
      .op('i32.add');
    code.i32(pageBytes).op('i32.le_u', 'i32.and').open('if');
    code
      .get(entry)
      .memory('i32.load', tlb + entryTarget)
      .get(address!)
      .op('i32.wrap_i64', 'i32.add', 'return');
    code.end();
    code.i32(0).get(address!).memory('i64.store', control.address);
    code.i32(0).get(bank!).memory('i32.store', control.bank);
    // JavaScript knows nothing of misaligned and page-crossing accesses.
    code.get(address!).op('i32.wrap_i64').get(size!).i32(1).op('i32.sub', 'i32.and').open('if');
    code.i32(0).op('return').end();
    code.i32(store ? 1 : 0).call(find);
  });

/** Functions for a stop in a record that is not the guest's. */
export interface Plant {
  /** (record, instructions left): stops there that many records later, if that is inside the page. */
  readonly plant: number;
  readonly remove: number;
}

const removeStop = (): DefinedFunction =>
  define([], undefined, code => {
    const planted = code.local('i32');
    code.i32(0).memory('i32.load', control.planted).tee(planted).open('if');
    code.get(planted).i32(0).memory('i32.load', control.plantedHandler).memory('i32.store16');
    code.i32(0).i32(0).memory('i32.store', control.planted).end();
  });

const plantStop = ({ records, bytes }: RecordPageShape, remove: number): DefinedFunction =>
  define(['i32', 'i32'], undefined, (code, record, left) => {
    code.call(remove);
    // Records from this one to the end of its page.
    code.i32(records * recordBytes);
    code.get(record!).i32(0).memory('i32.load', control.room).op('i32.sub').i32(bytes).op('i32.rem_u');
    code.op('i32.sub').i32(Math.log2(recordBytes)).op('i32.shr_u');
    code.get(left!).op('i32.gt_u').open('if');
    code.get(record!).get(left!).i32(Math.log2(recordBytes)).op('i32.shl', 'i32.add').set(record!);
    code.i32(0).get(record!).memory('i32.store', control.planted);
    code.i32(0).get(record!).memory('i32.load16_u').memory('i32.store', control.plantedHandler);
    code.get(record!).i32(handlers.leave).memory('i32.store16').end();
  });

/** `enter` and `leave` of the routines: what must be known of a change of level, and the stack of entries. */
const enter = (layout: StateLayout): DefinedFunction =>
  define(['i32', 'i32', 'i64', 'i32', 'i64'], 'i32', (code, left, key, target, argument, address) => {
    const cells = layout.hot * cellBytes;
    const at = code.local('i32');
    const depth = code.local('i32');
    const word = (offset: number): Code => code.i32(0).memory('i32.load', offset);
    const refuse = (): void => {
      code.open('if').i32(0).op('return').end();
    };
    word(control.changesLevel).op('i32.eqz');
    word(control.leftAtEntry).get(left!).op('i32.eq', 'i32.or');
    word(control.depth).tee(depth).i32(entryStackDepth(cells)).op('i32.ge_u', 'i32.or');
    word(control.slots)
      .i32(slotLog.entries - 1)
      .op('i32.ge_u', 'i32.or');
    refuse();
    code.get(target!).i64(BigInt(armed.addressBits)).op('i64.shr_u', 'i32.wrap_i64');
    code
      .i32(armed.entries - 1)
      .op('i32.and')
      .i32(Math.log2(armed.bytes))
      .op('i32.shl')
      .tee(at);
    code.memory('i64.load', armed.offset).get(target!).op('i64.ne');
    code
      .get(at)
      .memory('i32.load', armed.offset + 8)
      .get(key!)
      .op('i32.ne', 'i32.or');
    refuse();

    // The log counts entries into the same slot together.
    word(control.slots).i32(Math.log2(slotLog.bytes)).op('i32.shl').tee(at);
    code.memory('i64.load', slotLog.offset).get(target!).op('i64.ne').open('if');
    code.get(at).i32(slotLog.bytes).op('i32.add').tee(at).get(target!).memory('i64.store', slotLog.offset);
    code
      .get(at)
      .i32(0)
      .memory('i32.store', slotLog.offset + 8);
    code.i32(0);
    word(control.slots).i32(1).op('i32.add').memory('i32.store', control.slots).end();
    code
      .get(at)
      .get(at)
      .memory('i32.load', slotLog.offset + 8)
      .i32(1)
      .op('i32.add');
    code.memory('i32.store', slotLog.offset + 8);

    code.i32(0);
    word(control.sequence).i32(1).op('i32.add').memory('i32.store', control.sequence);
    code.get(left!).i32(1).op('i32.sub').set(left!);
    code.i32(0).get(left!).memory('i32.store', control.leftAtEntry);
    code.get(depth).i32(entryStackBytes(cells)).op('i32.mul').i32(entryStack.offset).op('i32.add').set(at);
    code.get(at).get(key!).memory('i32.store', entryStack.key);
    code.get(at).get(left!).memory('i32.store', entryStack.left);
    code.get(at).i64(unknownTime).memory('i64.store', entryStack.time);
    code.get(at).get(argument!).memory('i32.store', entryStack.argument);
    code.get(at);
    word(control.sequence).memory('i32.store', entryStack.sequence);
    code.get(at);
    word(control.cold).memory('i32.store', entryStack.cold);
    code.get(at).i32(entryStack.cells).op('i32.add').i32(0).i32(cells).memoryCopy();
    code
      .get(at)
      .get(address!)
      .memory('i64.store', entryStack.cells + layout.indexes.get('pc')! * cellBytes);
    code
      .get(at)
      .i64(0n)
      .memory('i64.store', entryStack.cells + layout.sink * cellBytes);
    code.i32(0).get(depth!).i32(1).op('i32.add').memory('i32.store', control.depth);
    code.i32(1);
  });

const leave = (layout: StateLayout): DefinedFunction =>
  define(['i32', 'i32'], 'i32', (code, from, to) => {
    const bytes = entryStackBytes(layout.hot * cellBytes);
    const depth = code.local('i32');
    const word = (offset: number): Code => code.i32(0).memory('i32.load', offset);
    word(control.changesLevel).op('i32.eqz');
    word(control.returns).get(from!).i32(2).op('i32.shl').get(to!).op('i32.or', 'i32.shr_u');
    code.i32(1).op('i32.and', 'i32.eqz', 'i32.or');
    word(control.depth).i32(1).op('i32.sub').tee(depth).i32(0).op('i32.lt_s', 'i32.or').open('if');
    code.i32(0).op('return').end();
    // It answers the last entry, if that was to the level that is left.
    code
      .get(depth)
      .i32(bytes)
      .op('i32.mul')
      .memory('i32.load', entryStack.offset + entryStack.key);
    code.i32(3).op('i32.and').get(from!).op('i32.ne').open('if').i32(0).op('return').end();
    code.i32(0).get(depth).memory('i32.store', control.depth);
    code.i32(1);
  });

/** The functions, and their numbers when `imports` come before them. */
export function defineRoutines(
  shape: RecordPageShape,
  layout: StateLayout,
  imports: readonly ImportedFunction[],
): {
  readonly functions: DefinedFunction[];
  readonly routines: Routines;
  readonly plant: Plant;
} {
  const functions: DefinedFunction[] = [];
  const add = (each: DefinedFunction): number => imports.length + functions.push(each) - 1;
  const routines: Routines = {
    miss: { load: add(miss(false)), store: add(miss(true)) },
    unary: {
      rev16: add(swapping(8)),
      rev32: add(swapping(8, 16)),
      rev: add(swapping(8, 16, 32)),
      rbit: add(swapping(1, 2, 4, 8, 16, 32)),
    },
    binary: { umulh: add(multiplyHigh(false)), smulh: add(multiplyHigh(true)) },
    divide: {
      udiv: { i32: add(divide('i32', false)), i64: add(divide('i64', false)) },
      sdiv: { i32: add(divide('i32', true)), i64: add(divide('i64', true)) },
    },
    enter: add(enter(layout)),
    leave: add(leave(layout)),
    helpers: new Map([...imports.entries()].map(([number, { name }]) => [name, number])),
  };
  const remove = add(removeStop());
  return { functions, routines, plant: { remove, plant: add(plantStop(shape, remove)) } };
}
