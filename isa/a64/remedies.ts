/**
 * What to write where an operand does not fit: instructions that do exactly what was meant, and change no register
 * that it would not have changed.
 */
import type { InstructionRow, InstructionSet, OperandValues, Unfit } from '../instruction.ts';
import { formatSyntax } from '../syntax.ts';
import { conditions } from './conditions.ts';
import type { Width } from './semantics/registers.ts';

/** Writes lines of other rows; a line that cannot be encoded makes the whole remedy fall away. */
class Lines {
  readonly #set: InstructionSet;
  readonly #texts: string[] = [];
  #failed = false;

  constructor(set: InstructionSet) {
    this.#set = set;
  }

  /** The first form of a mnemonic that takes these values, or one of the row with this id. */
  add(mnemonic: string, accepts: (row: InstructionRow) => boolean, values: OperandValues): this {
    for (const row of this.#set.forms(mnemonic)) {
      if (!accepts(row) || !this.#names(row).every(name => name in values)) continue;
      if (!('bits' in this.#set.encode(row, values, 0n))) continue;
      this.#texts.push(`${row.mnemonic} ${formatSyntax(this.#set.syntaxOf(row), values, () => undefined)}`);
      return this;
    }
    this.#failed = true;
    return this;
  }

  text(line: string): this {
    this.#texts.push(line);
    return this;
  }

  #names(row: InstructionRow): readonly string[] {
    const names: string[] = [];
    const collect = (elements: ReturnType<InstructionSet['syntaxOf']>): void => {
      for (const element of elements) {
        if (element.is === 'operand') names.push(element.name);
        else if (element.is === 'optional') collect(element.elements);
      }
    };
    collect(this.#set.syntaxOf(row));
    return names;
  }

  get all(): readonly string[] | undefined {
    return this.#failed ? undefined : this.#texts;
  }
}

type Remedy = (lines: Lines, unfit: Unfit) => Lines | undefined;

const widthOf = ({ id }: InstructionRow): Width => (/-32$|-w$/.test(id) ? 32 : 64);
const zeroOrSp = 31n;
const hasId =
  (id: string) =>
  (row: InstructionRow): boolean =>
    row.id === id;
const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** An immediate of 24 bits in two halves: the second adds to what the first made. */
const addInTwo: Remedy = (lines, { row, operands: { Rd, Rn, imm } }) => {
  if (Rd === undefined || Rn === undefined || imm === undefined || size(imm) >> 24n !== 0n) return undefined;
  const name = row.mnemonic.startsWith('add') === imm > 0n ? 'add' : 'sub';
  const form = hasId(`${name}-immediate-${widthOf(row)}`);
  const high = size(imm) >> 12n;
  return lines
    .add(name, form, { Rd, Rn, imm: high, shift: 12n })
    .add(name, form, { Rd, Rn: Rd, imm: size(imm) & 0xfffn, shift: 0n });
};

/** Runs of ones, where the top bit is beside the lowest. */
function runsOf(mask: bigint, width: Width): readonly bigint[] {
  const bit = (at: number): boolean => ((mask >> BigInt((at + width) % width)) & 1n) === 1n;
  const starts = Array.from({ length: width }, (_, at) => at).filter(at => bit(at) && !bit(at - 1));
  return starts.map(start => {
    let run = 0n;
    for (let at = start; bit(at) && at < start + width; at++) run |= 1n << BigInt(at % width);
    return run;
  });
}

/** A mask with two runs of ones is two masks; none and all ones are other instructions. */
const maskInTwo: Remedy = (lines, { row, operands: { Rd, Rn, imm } }) => {
  if (Rd === undefined || Rn === undefined || imm === undefined || Rd === zeroOrSp) return undefined;
  const width = widthOf(row);
  const ones = (1n << BigInt(width)) - 1n;
  const inverse = row.mnemonic === 'bic';
  const given = BigInt.asUintN(width, imm);
  if (given !== imm && BigInt.asIntN(width, imm) !== imm) return undefined;
  const mask = inverse ? given ^ ones : given;
  const name = inverse ? 'and' : row.mnemonic;
  const move = hasId(`mov-register-${width}`);
  if (mask === 0n) return lines.add('mov', move, { Rd, Rm: name === 'and' ? zeroOrSp : Rn });
  if (mask === ones) {
    if (name === 'and') return lines.add('mov', move, { Rd, Rm: Rn });
    if (name === 'eor') return lines.add('mvn', hasId(`mvn-${width}`), { Rd, Rm: Rn, shift: 0n, amount: 0n });
    return lines.add('mov', hasId(`mov-inverted-${width}`), { Rd, imm: -1n });
  }
  const runs = name === 'and' ? runsOf(mask ^ ones, width).map(run => run ^ ones) : runsOf(mask, width);
  if (runs.length !== 2) return undefined;
  const form = hasId(`${name}-immediate-${width}`);
  return lines.add(name, form, { Rd, Rn, imm: runs[0]! }).add(name, form, { Rd, Rn: Rd, imm: runs[1]! });
};

/** A number by 16 bits each: `mov`, then `movk` for the others. */
const moveInParts: Remedy = (lines, { row, operands: { Rd, imm } }) => {
  if (Rd === undefined || imm === undefined || Rd === zeroOrSp) return undefined;
  const width = widthOf(row);
  const value = BigInt.asUintN(width, imm);
  if (value !== imm && BigInt.asIntN(width, imm) !== imm) return undefined;
  const parts = Array.from({ length: width / 16 }, (_, at) => ({
    shift: BigInt(16 * at),
    imm: (value >> BigInt(16 * at)) & 0xffffn,
  }));
  const [zeros, ones] = [0n, 0xffffn].map(usual => parts.filter(part => part.imm === usual).length);
  const usual = ones! > zeros! ? 0xffffn : 0n;
  const [first, ...others] = parts.filter(part => part.imm !== usual);
  if (first === undefined) return undefined;
  const start = usual === 0n ? first.imm << first.shift : ~((0xffffn ^ first.imm) << first.shift);
  lines.add('mov', candidate => /^mov-(wide|inverted)-/.test(candidate.id) && widthOf(candidate) === width, {
    Rd,
    imm: start,
  });
  for (const { shift, imm: part } of others)
    lines.add('movk', hasId(`movk-${width}`), { Rd, imm: part, shift });
  return lines;
};

/** 16 bits of a number that lie higher. */
const shiftedHalf: Remedy = (lines, { row, operands: { Rd, imm } }) => {
  if (Rd === undefined || imm === undefined || imm <= 0n) return undefined;
  const shift = [16n, 32n, 48n].find(at => imm >> at <= 0xffffn && (imm >> at) << at === imm);
  if (shift === undefined) return undefined;
  return lines.add(row.mnemonic, hasId(row.id), { Rd, imm: imm >> shift, shift });
};

const letterOf = ({ id }: InstructionRow): string => id.slice(id.lastIndexOf('-') + 1);

/** Changes the base by an immediate. */
const moveBase = (lines: Lines, Rd: bigint, Rn: bigint, by: bigint): Lines =>
  lines.add(by < 0n ? 'sub' : 'add', row => /^(add|sub)-(immediate|large)-64$/.test(row.id), {
    Rd,
    Rn,
    imm: size(by),
    shift: 0n,
  });

/** An offset that is too far: the base is moved by an instruction of its own where it is moved anyway. */
const farTransfer: Remedy = (lines, unfit) => {
  const { row, operands } = unfit;
  const { Rt, Rt2, Rn, offset } = operands;
  if (Rt === undefined || Rn === undefined || offset === undefined) return undefined;
  const general = /^[wx]$/.test(letterOf(row));
  const letter = letterOf(row);
  const plain = (candidate: InstructionRow): boolean =>
    /-(unsigned|offset)-\w$/.test(candidate.id) && letterOf(candidate) === letter;
  if (/-(pre|post)-\w$/.test(row.id)) {
    if (general && (Rt === Rn || Rt2 === Rn)) return undefined;
    const access = { ...operands, offset: 0n };
    return row.id.includes('-pre-')
      ? moveBase(lines, Rn, Rn, offset).add(row.mnemonic, plain, access)
      : moveBase(lines.add(row.mnemonic, plain, access), Rn, Rn, offset);
  }
  if (Rt2 !== undefined) return pairInTwo(lines, unfit, letter, general);
  // What is loaded takes the address first.
  if (!row.mnemonic.startsWith('ld') || !general || Rt === zeroOrSp || !/-(unsigned|unscaled)-/.test(row.id))
    return undefined;
  return moveBase(lines, Rt, Rn, offset).add(row.mnemonic, plain, { ...operands, Rn: Rt, offset: 0n });
};

/** A pair as two transfers of one register. */
function pairInTwo(
  lines: Lines,
  { row, operands: { Rt, Rt2, Rn, offset } }: Unfit,
  letter: string,
  general: boolean,
): Lines | undefined {
  const loads = row.mnemonic.startsWith('ld');
  if (!/^(ld|st)p$/.test(row.mnemonic) || (loads && general && Rt === Rn)) return undefined;
  const bytes = { w: 4n, x: 8n, s: 4n, d: 8n, q: 16n }[letter];
  if (bytes === undefined) return undefined;
  const form = (candidate: InstructionRow): boolean =>
    /-(unsigned|unscaled)-\w$/.test(candidate.id) && letterOf(candidate) === letter;
  const name = loads ? 'ldr' : 'str';
  return lines
    .add(name, form, { Rt: Rt!, Rn: Rn!, offset: offset! })
    .add(name, form, { Rt: Rt2!, Rn: Rn!, offset: offset! + bytes });
}

const opposite: Readonly<Record<string, string>> = {
  cbz: 'cbnz',
  cbnz: 'cbz',
  tbz: 'tbnz',
  tbnz: 'tbz',
  ...Object.fromEntries(
    conditions
      .filter(({ code }) => code < 14)
      .flatMap(({ code, names }) => names.map(name => [`b.${name}`, `b.${conditions[code ^ 1]!.names[0]}`])),
  ),
};

/** A conditional branch that is too far: the opposite one, over a branch. */
const farBranch: Remedy = (lines, { row, others, written }) => {
  const name = opposite[row.mnemonic];
  if (name === undefined) return undefined;
  return lines.text([name, [...others, '. + 8'].join(', ')].join(' ')).text(`b ${written}`);
};

const farAddress: Remedy = (lines, { others, written }) =>
  lines.text(`adrp ${others[0]}, ${written}`).text(`add ${others[0]}, ${others[0]}, :lo12:${written}`);

/** By operand that does not fit, then by mnemonic. */
const remedies: Readonly<Record<string, readonly (readonly [mnemonics: RegExp, remedy: Remedy])[]>> = {
  imm: [
    [/^(add|sub)$/, addInTwo],
    [/^(and|orr|eor|bic)$/, maskInTwo],
    [/^mov$/, moveInParts],
    [/^mov[zk]$/, shiftedHalf],
  ],
  offset: [[/^(ld|st)(p|r|rb|rh|rsb|rsh|rsw|psw)$/, farTransfer]],
  target: [
    [/^(cbn?z|tbn?z|b\.\w+)$/, farBranch],
    [/^adr$/, farAddress],
  ],
};

/** The lines to write instead; undefined where nothing does exactly the same. */
export function remedyOf(set: InstructionSet, unfit: Unfit): readonly string[] | undefined {
  const [, remedy] = remedies[unfit.operand]?.find(([names]) => names.test(unfit.row.mnemonic)) ?? [];
  return remedy?.(new Lines(set), unfit)?.all;
}
