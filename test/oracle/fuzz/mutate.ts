/** Programs that nobody would write: real lines, put together and changed at random. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elfSnippets } from '../elf-snippets.ts';
import { snippets } from '../gas-snippets.ts';
import type { Random } from './random.ts';

export interface Program {
  readonly text: string;
  /** Goes through the C preprocessor. */
  readonly preprocess: boolean;
}

/** Both the tests and `npm run fuzz` run in the repository's root. */
const examples = 'examples';
const exampleTexts = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.[Ss]$/.test(name))
  .map(name => readFileSync(join(examples, name), 'utf8'));

/** What would read other files, or make very much, is left out. */
const isUsable = (line: string): boolean => !/\.incbin|\.include|#\s*include|\{\w+\}/.test(line);

const blocks: readonly (readonly string[])[] = [
  ...Object.values({ ...snippets, ...elfSnippets }),
  ...exampleTexts,
].map(text => text.split('\n').filter(isUsable));
const lines = blocks.flat().filter(line => line.trim() !== '');

/** Preprocessor text, and what authors leave half written. */
const oddLines: readonly string[] = [
  '#define TWICE(x) x ; x',
  '#define VALUE 5',
  '#define JOIN(a, b) a ## b',
  '#define TEXT(x) #x',
  '#define REST(a, ...) __VA_ARGS__',
  '  TWICE(nop)',
  '  mov x0, #VALUE',
  'JOIN(la, bel):',
  '  .ascii TEXT(a b)',
  '  .byte REST(1, 2, 3)',
  '  TWICE(add x0, x0, #1',
  '#if VALUE > 4',
  '#ifdef VALUE',
  '#ifndef NOTHING',
  '#elif defined(VALUE)',
  '#else',
  '#endif',
  '#undef VALUE',
  '#error no',
  '#if',
  '#bogus',
  '.macro pair a, b=5',
  '  ldp \\a, x\\b, [sp]',
  '.macro all r:vararg',
  '  .byte \\r',
  '.macro need r:req',
  '.endm',
  '  pair x1',
  '  pair b=3, a=x2',
  '  pair x1 4',
  '  all 1, 2, "3"',
  '  need',
  '.if . - 1b',
  '.if 1',
  '.ifc a, b',
  '.ifdef label',
  '.ifb',
  '.elseif 0',
  '.else',
  '.endif',
  '.rept 3',
  '.irp r, 1, 2, x3',
  '.irpc c, 12a',
  '  .byte \\r',
  '.endr',
  '.exitm',
  '.purgem pair',
  '.altmacro',
  '.noaltmacro',
  '.set v, v + 1',
  'v = 7',
  'v == 8',
  '.equiv v, 9',
  'label: nop',
  '1: b 1b',
  '  b 1f',
  '  b label + 4',
  '  ldr x0, =label',
  '  ldr x1, =0x123456789',
  '.ltorg',
  '.align 3',
  '.balign 16, 0xff',
  '.p2align 4, , 3',
  '.org . + 8',
  '.skip 3, 1',
  '.fill 2, 4, 0x12345678',
  '.section .s, "aw", %progbits',
  '.pushsection .t, "ax"',
  '.popsection',
  '.previous',
  '.subsection 2',
  '.text',
  '.data',
  '.weak label',
  '.globl label, other',
  '.type label, %function',
  '.size label, . - label',
  '.quad label - 1b, other + 4',
  '.word (3 + 4) * 2 << 1 | 1, 7 % 4, -5 / 2, ~0, !1, 1 == 1, 2 < 1',
  '.hword 0x10000, -32769',
  ".byte 'a, '\\n, 256, -129",
  '.ascii "a\\tb\\101\\x41\\"" "c"',
  '.asciz "x", "y"',
  '.float 1.5, -0.1, 1e10',
  '.double 3',
  '.inst 0xd503201f',
  '.req',
  'foo .req x3',
  '.unreq foo',
  '  mov foo, #1',
  '.cfi_startproc',
  '.cfi_endproc',
  '.warning "w"',
  '.error "e"',
  '.print "p"',
  '.end',
];

const words: readonly string[] = [
  'x0', 'w1', 'sp', 'wsp', 'xzr', 'x30', 'x31', 'v0.4s', 'v1.16b', 'q2', 'd3', 's4', 'h5', 'b6', 'lr', 'x', 'y',
  'label', 'other', '1f', '1b', '.', '0', '1', '-1', '4095', '4096', '4097', '0xffff', '0x10000', '63', '64', '65',
  '0x8000000000000000', '0xffffffffffffffff', '0x10000000000000000', '0b101', '017', '08', "'a", '1U', 'lsl', 'uxtw',
  'sxtx', '[sp]', '[x0, #8]!', '[x1], #16', '#', '=', ':lo12:', '(', ')', '[', ']', '{', '}', '!', '"', "'", '\\', ',',
  ';', ':', '//', '/*', '*/', '@', '%', '$', '+', '-', '<<', '>>', '&&', '||', '\\@', '\\()', '\\r', '\\a',
]; // biome-ignore format: a list is read by columns

const piecesOf = (line: string): string[] => line.match(/\w+|\s+|[^\w\s]/g) ?? [];

/** One small change of a line. */
function changed(line: string, random: Random): string {
  const pieces = piecesOf(line);
  if (pieces.length === 0) return random.pick(words);
  const at = random.below(pieces.length);
  switch (random.below(9)) {
    case 0:
      pieces.splice(at, 1);
      break;
    case 1:
      pieces.splice(at, 0, random.pick(words));
      break;
    case 2:
    case 3:
    case 4:
      pieces[at] = random.pick(words);
      break;
    case 5: {
      const other = random.below(pieces.length);
      [pieces[at], pieces[other]] = [pieces[other]!, pieces[at]!];
      break;
    }
    case 6: {
      const other = piecesOf(random.pick(lines));
      pieces[at] = random.pick(other.length === 0 ? words : other);
      break;
    }
    case 7:
      pieces[at] = /^\d+$/.test(pieces[at]!)
        ? String(Number(pieces[at]) + random.below(5) - 2)
        : pieces[at]!.toUpperCase();
      break;
    case 8:
      return line.slice(0, random.below(line.length + 1));
  }
  return pieces.join('');
}

/** A program of at most some twenty lines. */
export function programOf(random: Random): Program {
  const text: string[] = [];
  for (let parts = 1 + random.below(3); parts > 0; parts--) {
    const block = random.pick(blocks);
    const from = random.below(block.length);
    text.push(...block.slice(from, from + 1 + random.below(8)));
    if (random.once(2)) text.push(random.pick(oddLines));
  }
  for (let changes = random.below(5); changes > 0; changes--) {
    const at = random.below(text.length);
    switch (random.below(6)) {
      case 0:
        text.splice(at, 0, random.pick(oddLines));
        break;
      case 1:
        text.splice(at, 0, random.pick(lines));
        break;
      case 2:
        text.splice(at, 1);
        break;
      default:
        text[at] = changed(text[at] ?? '', random);
    }
    if (text.length === 0) text.push('nop');
  }
  return { text: `${text.join('\n')}\n`, preprocess: random.once(3) };
}
