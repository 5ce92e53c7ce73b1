/** What names mean in expressions and conditions: registers first, then what an exception says, then symbols. */

import type { Program } from '../../assembler/program.ts';
import type { ExceptionEntry, ExceptionReturn, Hazard } from '../../emulator/api.ts';
import { type AccessSize, type ConditionLookup, fieldLookup } from '../../emulator/conditions.ts';
import type { Architecture, EventValue } from '../../isa/architecture.ts';
import type { Registers } from '../exceptions/unwinding.ts';
import type { Target } from '../targets/target.ts';

/** Names given besides registers and symbols: `hits`, what an event says. */
export type ExtraNames = Readonly<Record<string, bigint | undefined>>;

/** Registers that describe an exception at a level, under the names without their level: `esr` for `esr_el2`. */
export function levelRegister(architecture: Architecture, name: string, level: number): string | undefined {
  const described = architecture.context.levels.find(l => l.level === level);
  if (described === undefined) return undefined;
  const { returnAddress, savedStatus, syndrome, faultAddress, others } = described;
  return [returnAddress, savedStatus, syndrome, faultAddress, ...others].find(register =>
    register?.startsWith(`${name}_`),
  );
}

/** Values of symbols; for a handler that is not in the program, the address of its stub. */
export type SymbolValues = ReadonlyMap<string, bigint>;

export const symbolValues = (program: Program): SymbolValues =>
  new Map([
    ...program.externals.map(external => [external.name, external.stub] as const),
    ...program.symbols.map(symbol => [symbol.name, symbol.value] as const),
  ]);

/** Names that stand for the current level where no exception says otherwise. */
const levelVariables = ({ conditionVariables }: Architecture): ReadonlySet<string> =>
  new Set(
    conditionVariables
      .filter(({ says }) => says === 'toLevel' || says === 'interruptedLevel')
      .map(({ name }) => name),
  );

/** Names as seen from a frame with these registers. A leading `$` asks for a register only. */
export function lookupIn(
  target: Target,
  symbols: SymbolValues,
  registers: Registers,
  extra: ExtraNames = {},
): ConditionLookup {
  const { architecture } = target;
  const levels = levelVariables(architecture);
  const variable = (given: string): bigint | undefined => {
    const name = given.startsWith('$') ? given.slice(1) : given;
    const short = levelRegister(architecture, name, registers.level);
    const value =
      extra[name.toLowerCase()] ??
      registers.read(name) ??
      (short === undefined ? undefined : registers.read(short));
    if (value !== undefined || given !== name) return value;
    if (levels.has(name.toLowerCase())) return BigInt(registers.level);
    return symbols.get(name);
  };
  const described = fieldLookup(architecture);
  return {
    variable,
    memory: (address, size) => readNumber(target, address, size),
    field: (name, field) => {
      const plain = name.replace(/^\$/, '').toLowerCase();
      const short = levelRegister(architecture, plain, registers.level);
      return described(plain, field) ?? (short === undefined ? undefined : described(short, field));
    },
  };
}

/** Little-endian number in memory; undefined where nothing is mapped. */
export function readNumber(target: Target, address: bigint, size: AccessSize): bigint | undefined {
  const bytes = target.readMemory(address, size);
  return bytes?.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** A number as little-endian bytes. */
export const numberBytes = (value: bigint, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));

/** What an event says, under the names of the architecture's condition variables. */
export function eventNames(
  architecture: Architecture,
  event: ExceptionEntry | ExceptionReturn | Hazard,
  clobbered: number,
): ExtraNames {
  if (event.event === 'hazard') return {};
  const said = event.event === 'exceptionReturn' ? returnValues(event) : entryValues(event);
  const fields = event.event === 'exceptionReturn' ? [] : (event.decoded?.fields ?? []);
  return {
    ...Object.fromEntries(fields.map(field => [field.name.toLowerCase(), field.value])),
    ...Object.fromEntries(
      architecture.conditionVariables.flatMap(({ name, says }) => {
        const value = says === undefined ? undefined : said[says];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    ...(event.event === 'exceptionReturn' && { clobbered: BigInt(clobbered) }),
  };
}

type EventValues = Readonly<Partial<Record<EventValue, bigint | undefined>>>;

const entryValues = (entry: ExceptionEntry): EventValues => ({
  kind: BigInt(entry.kind),
  source: BigInt(entry.source),
  offset: BigInt(entry.offset),
  fromLevel: BigInt(entry.fromLevel),
  toLevel: BigInt(entry.toLevel),
  interruptedLevel: BigInt(entry.fromLevel),
  returnAddress: entry.returnAddress,
  savedStatus: entry.savedStatus,
  syndrome: entry.syndrome,
  faultAddress: entry.faultAddress,
});

const returnValues = (ret: ExceptionReturn): EventValues => ({
  fromLevel: BigInt(ret.fromLevel),
  toLevel: BigInt(ret.toLevel),
  interruptedLevel: BigInt(ret.toLevel),
  returnAddress: ret.returnAddress,
  savedStatus: ret.status,
});
