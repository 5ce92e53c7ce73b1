/** Random straight-line A64 integer programs as assembly text: the same seed gives the same text. */

/** A source of numbers below `limit`. */
export type Random = (limit: number) => number;

/** Mulberry32: small, seeded, good enough to choose test cases. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return limit => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

const corners = [
  0n,
  1n,
  2n,
  0x7fn,
  0x80n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x1_0000_0000n,
  0x7fff_ffff_ffff_ffffn,
  0x8000_0000_0000_0000n,
  0xffff_ffff_ffff_fffen,
  0xffff_ffff_ffff_ffffn,
];

/** A 64-bit value: a corner case half of the time. */
export function randomValue(random: Random): bigint {
  if (random(2) === 0) return corners[random(corners.length)]!;
  const half = (): bigint => (BigInt(random(0x10000)) << 16n) | BigInt(random(0x10000));
  return (half() << 32n) | half();
}

/** One case's instructions. Memory is used only from 0x100 to 0x1ff above `sp`, which does not change. */
export function randomBody(random: Random, instructions: number): string[] {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const between = (low: number, high: number): number => low + random(high - low + 1);

  /** `{X}` … in a template, all in the width that the template has at random. */
  function fill(template: string): string {
    const wide = random(2) === 0;
    const width = wide ? 64 : 32;
    const letter = wide ? 'x' : 'w';
    const number = (): string => (random(12) === 0 ? 'zr' : `${random(31)}`);
    const named = (prefix: string): string => `${prefix}${number()}`;
    const mask = (): string => {
      const element = pick([2, 4, 8, 16, 32, 64].filter(size => size <= width));
      const ones = between(1, element - 1);
      const rotate = random(element);
      let value = 0n;
      for (let bit = 0; bit < ones; bit++) value |= 1n << BigInt((bit + rotate) % element);
      let result = 0n;
      for (let at = 0; at < width; at += element) result |= value << BigInt(at);
      return `#0x${result.toString(16)}`;
    };
    const field = (): string => {
      const lsb = random(width);
      return `#${lsb}, #${between(1, width - lsb)}`;
    };
    const places: Record<string, () => string> = {
      R: () => named(letter),
      // A register that is never number 31.
      r: () => `${letter}${random(31)}`,
      x: () => `x${random(31)}`,
      X: () => named('x'),
      W: () => named('w'),
      imm12: () => `#${random(4096)}${random(3) ? '' : ', lsl #12'}`,
      imm16: () => `#${random(65536)}`,
      imm5: () => `#${random(32)}`,
      hw: () => `#${16 * random(width / 16)}`,
      amount: () => `#${random(width)}`,
      shift: () => pick(['lsl', 'lsr', 'asr']),
      rotate: () => pick(['lsl', 'lsr', 'asr', 'ror']),
      mask,
      field,
      nzcv: () => `#${random(16)}`,
      cond: () => pick(['eq', 'ne', 'cs', 'cc', 'mi', 'pl', 'vs', 'vc', 'hi', 'ls', 'ge', 'lt', 'gt', 'le']),
      extended: () =>
        wide
          ? pick([
              `w${random(31)}, ${pick(['uxtb', 'uxth', 'uxtw', 'sxtb', 'sxth', 'sxtw'])}`,
              `x${random(31)}, sxtx`,
            ])
          : `w${random(31)}, ${pick(['uxtb', 'uxth', 'uxtw', 'sxtb', 'sxth', 'sxtw'])}`,
      small: () => `#${random(5)}`,
      always: () => pick(['al', 'nv']),
      // All hints but the two that wait.
      hint: () => `#${pick([0, 1, 4, 5, 6, 16, 17, 18, 20, 22, 34, 100])}`,
      bit: () => `#${random(width)}`,
    };
    return template.replace(/\{(\w+)\}/g, (_, name: string) => places[name]!());
  }

  /** Base registers are set up from `sp` first; data registers differ from them where the manual demands it. */
  function memory(): string[] {
    const base = 9;
    const data = pick([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const other = pick([10, 11, 12, 13]);
    const status = pick([14, 15, 16]);
    const at = between(0x120, 0x1c0) & ~15;
    const setUp = `add x${base}, sp, #${at}`;
    const loads = [
      'ldr x',
      'ldr w',
      'ldrb w',
      'ldrh w',
      'ldrsb x',
      'ldrsb w',
      'ldrsh x',
      'ldrsh w',
      'ldrsw x',
    ];
    const stores = ['str x', 'str w', 'strb w', 'strh w'];
    const [mnemonic, letter] = pick([...loads, ...stores]).split(' ') as [string, string];
    const order = pick(['', 'a', 'l', 'al']);
    const operation = pick(['add', 'clr', 'eor', 'set', 'smax', 'smin', 'umax', 'umin']);
    const exclusive = pick(['x', 'w']);
    const part = pick(['', 'b', 'h']);
    const partLetter = part === '' ? exclusive : 'w';
    const size = { b: 1, h: 2, w: 4 }[mnemonic.slice(3).at(-1) ?? ''] ?? (letter === 'w' ? 4 : 8);
    return pick<() => string[]>([
      () => [setUp, `${mnemonic} ${letter}${data}, [x${base}, #${size * random(4)}]`],
      () => [setUp, `${mnemonic.replace('r', 'ur')} ${letter}${data}, [x${base}, #${between(-16, 16)}]`],
      () => [setUp, `${mnemonic} ${letter}${data}, [x${base}, #${between(-16, 16)}]!`],
      () => [setUp, `${mnemonic} ${letter}${data}, [x${base}], #${between(-256, 255)}`],
      () => [
        setUp,
        `mov w${other}, #${between(-4, 4)}`,
        `${mnemonic} ${letter}${data}, [x${base}, w${other}, sxtw]`,
      ],
      () => [
        `mov x${other}, #${0x140 / size + random(8)}`,
        `${mnemonic} ${letter}${data}, [sp, x${other}, lsl #${Math.log2(size)}]`,
      ],
      () => [`${pick(['ldr', 'str'])} x${data}, [sp, #${8 * between(32, 63)}]`],
      () => [
        setUp,
        `${pick(['ldp', 'stp', 'ldnp', 'stnp'])} x${data}, x${other}, [x${base}, #${8 * between(-4, 4)}]`,
      ],
      () => [
        setUp,
        `ld${pick(['', 'a'])}xr${part} ${partLetter}${data}, [x${base}]`,
        `st${pick(['', 'l'])}xr${part} w${status}, ${partLetter}${other}, [x${base}]`,
      ],
      () => [setUp, `clrex`, `stxr w${status}, x${data}, [x${base}]`],
      ...Array.from({ length: 4 }, () => () => [
        setUp,
        `ld${operation}${order}${part} ${partLetter}${data}, ${partLetter}${other}, [x${base}]`,
      ]),
      () => [setUp, `swp${order}${part} ${partLetter}${data}, ${partLetter}${other}, [x${base}]`],
      () => [
        setUp,
        ...(random(2) ? [`ldr${part} ${partLetter}${data}, [x${base}]`] : []),
        `cas${order}${part} ${partLetter}${data}, ${partLetter}${other}, [x${base}]`,
      ],
      () => [setUp, `casp${order} x4, x5, x6, x7, [x${base}]`],
      () => [setUp, `ldra${pick(['a', 'b'])} x${data}, [x${base}, #${8 * between(-2, 2)}]${pick(['', '!'])}`],
      () => [`ldr ${pick(['x', 'w'])}${data}, literal`, `ldrsw x${other}, literal`],
      () => {
        const index = pick([`w${other}, sxtw`, `w${other}, uxtw`, `x${other}, sxtx`]);
        const extend = pick([index, `${index} #${Math.log2(size)}`, `x${other}`]);
        return [setUp, `mov x${other}, #${random(8)}`, `${mnemonic} ${letter}${data}, [x${base}, ${extend}]`];
      },
      () => [setUp, `${mnemonic.replace('r', 'tr')} ${letter}${data}, [x${base}, #${between(-16, 16)}]`],
      () => {
        const limited = pick(['ldlar', 'stllr', 'ldapr', 'stlr', 'ldar']);
        return [setUp, `${limited}${part} ${partLetter}${data}, [x${base}]`];
      },
      () => {
        const unscaled = pick([
          ...['ldapursb x', 'ldapursb w', 'ldapursh x', 'ldapursh w', 'ldapursw x', 'ldapurb w', 'ldapurh w'],
          ...['ldapur x', 'ldapur w', 'stlur x', 'stlur w', 'stlurb w', 'stlurh w'],
        ]);
        return [setUp, `${unscaled}${data}, [x${base}, #${8 * between(-2, 2)}]`];
      },
      () => {
        const name = pick([
          'ldp w',
          'ldp x',
          'stp w',
          'stp x',
          'ldpsw x',
          'ldnp w',
          'ldnp x',
          'stnp w',
          'stnp x',
        ]);
        const first = name.at(-1);
        const offset = 8 * between(-4, 4);
        const plain = `[x${base}, #${offset}]`;
        const form = name[2] === 'n' ? plain : pick([plain, `${plain}!`, `[x${base}], #${offset}`]);
        return [setUp, `${name}${data}, ${first}${other}, ${form}`];
      },
      () => [
        setUp,
        `ld${pick(['', 'a'])}xp ${exclusive}${data}, ${exclusive}${other}, [x${base}]`,
        `st${pick(['', 'l'])}xp w${status}, ${exclusive}${other}, ${exclusive}${data}, [x${base}]`,
      ],
      () => [setUp, `casp${order} w4, w5, w6, w7, [x${base}]`],
      () => [
        pick(['prfm pldl1keep, [sp, #256]', 'prfm pldl1keep, literal', 'prfm pstl1keep, [sp, x0]']),
        pick(['prfm pldl1keep, [sp, w0, sxtw]', 'prfum pldl1keep, [sp, #1]']),
      ],
    ])();
  }

  const straight = [
    '{op_as} {r}, {r}, {imm12}',
    '{op_as}s {R}, {r}, {imm12}',
    '{op_as} {R}, {R}, {R}, {shift} {amount}',
    '{op_as}s {R}, {R}, {R}, {shift} {amount}',
    '{op_as} {r}, {r}, {extended} {small}',
    '{op_as}s {R}, {r}, {extended} {small}',
    'adc {R}, {R}, {R}',
    'adcs {R}, {R}, {R}',
    'sbc {R}, {R}, {R}',
    'sbcs {R}, {R}, {R}',
    'neg {R}, {R}, {shift} {amount}',
    'cmp {r}, {imm12}',
    'cmn {R}, {R}',
    'add {x}, sp, #{plain}',
    '{op_log} {r}, {R}, {mask}',
    'ands {R}, {R}, {mask}',
    '{op_log} {R}, {R}, {R}, {rotate} {amount}',
    '{op_inv} {R}, {R}, {R}, {rotate} {amount}',
    'tst {R}, {R}',
    'mov {R}, {R}',
    'movz {R}, {imm16}, lsl {hw}',
    'movn {R}, {imm16}, lsl {hw}',
    'movk {R}, {imm16}, lsl {hw}',
    'ubfx {R}, {R}, {field}',
    'sbfx {R}, {R}, {field}',
    'ubfiz {R}, {R}, {field}',
    'sbfiz {R}, {R}, {field}',
    'bfi {R}, {R}, {field}',
    'bfxil {R}, {R}, {field}',
    'sxtw {X}, {W}',
    'uxtb {W}, {W}',
    '{shift} {R}, {R}, {amount}',
    'ror {R}, {R}, {amount}',
    'extr {R}, {R}, {R}, {amount}',
    '{shift} {R}, {R}, {R}',
    'ror {R}, {R}, {R}',
    'clz {R}, {R}',
    'cls {R}, {R}',
    'rbit {R}, {R}',
    'rev {R}, {R}',
    'rev16 {R}, {R}',
    'rev32 {X}, {X}',
    'madd {R}, {R}, {R}, {R}',
    'msub {R}, {R}, {R}, {R}',
    'smaddl {X}, {W}, {W}, {X}',
    'smsubl {X}, {W}, {W}, {X}',
    'umaddl {X}, {W}, {W}, {X}',
    'umsubl {X}, {W}, {W}, {X}',
    'smulh {X}, {X}, {X}',
    'umulh {X}, {X}, {X}',
    'sdiv {R}, {R}, {R}',
    'udiv {R}, {R}, {R}',
    'crc32{bhw} {W}, {W}, {W}',
    'crc32x {W}, {W}, {X}',
    'crc32c{bhw} {W}, {W}, {W}',
    'crc32cx {W}, {W}, {X}',
    'csel {R}, {R}, {R}, {cond}',
    'csinc {R}, {R}, {R}, {cond}',
    'csinv {R}, {R}, {R}, {cond}',
    'csneg {R}, {R}, {R}, {cond}',
    'cset {R}, {cond}',
    'ccmp {R}, {R}, {nzcv}, {cond}',
    'ccmp {R}, {imm5}, {nzcv}, {cond}',
    'ccmn {R}, {R}, {nzcv}, {cond}',
    'ccmn {R}, {imm5}, {nzcv}, {cond}',
    'adr {X}, .',
    'adrp {X}, .',
    'cfinv',
    'hint {hint}',
    'isb',
    'sb',
    'dsb sy',
    'dmb ish',
    'msr nzcv, {X}',
    'mrs {X}, nzcv',
    '{pac}{key} {x}, {x}',
    '{pac}{key} {x}, sp',
    '{pac}{key_z} {x}',
    '{pac_i}{ab}{implied}',
  ];
  const branches = [
    'b.{cond} 1f',
    'cbz {R}, 1f',
    'cbnz {R}, 1f',
    'tbz {R}, {bit}, 1f',
    'tbnz {R}, {bit}, 1f',
    'b.{always} 1f',
    'b 1f',
    'bl 1f',
    'adr x4, 1f; br x4',
    'adr x4, 1f; blr x4',
    'adr x30, 1f; ret',
    // Pointer authentication, with its keys disabled as after reset.
    'adr x4, 1f; br{aa} x4, {x}',
    'adr x4, 1f; blr{aa} x4, {x}',
    'adr x4, 1f; br{aa}z x4',
    'adr x4, 1f; blr{aa}z x4',
    'adr x30, 1f; ret{aa}',
  ];
  const choice = (template: string): string =>
    template
      .replace('{op_as}', () => pick(['add', 'sub']))
      .replace('{op_log}', () => pick(['and', 'orr', 'eor']))
      .replace('{op_inv}', () => pick(['bic', 'orn', 'eon', 'ands', 'bics']))
      .replace('{bhw}', () => pick(['b', 'h', 'w']))
      .replace(/\{pac\w*\}/, () => pick(['pac', 'aut']) + (template.includes('_i') ? 'i' : ''))
      .replace('{key}', () => pick(['ia', 'ib', 'da', 'db']))
      .replace('{key_z}', () => pick(['iza', 'izb', 'dza', 'dzb']))
      .replace('{ab}', () => pick(['a', 'b']))
      .replace('{aa}', () => pick(['aa', 'ab']))
      .replace('{implied}', () => pick(['1716', 'sp', 'z']))
      .replace('{plain}', () => `${random(4096)}`);
  const line = (): string => fill(choice(pick(straight)));

  const body: string[] = [];
  while (body.length < instructions) {
    const kind = random(10);
    if (kind < 5) body.push(line());
    else if (kind < 9) body.push(...memory());
    else body.push(fill(choice(pick(branches))), line(), '1:');
  }
  return body;
}
