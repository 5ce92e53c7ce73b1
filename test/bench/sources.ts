/** Texts to assemble: made here, the same in every run, and one of another project where its cache is there. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitCommand } from '../../assembler/compile-commands.ts';
import { projects } from '../oracle/corpus/projects.ts';
import { corpusFolder, isPrepared } from '../oracle/corpus/recipe.ts';
import { type Random, seededRandom } from '../oracle/random-programs.ts';

/** `{x}`, `{w}`: registers; `{n:LIMIT}`, `{n:LIMIT*SCALE}`: a number; `{c}`: a condition; `{s}`: a system register; `{m}`: a mask. */
const forms: readonly string[] = [
  'add {x}, {x}, #{n:4096}',
  'sub {w}, {w}, #{n:4096}',
  'add {x}, {x}, {x}',
  'adds {w}, {w}, {w}, lsl #{n:32}',
  'sub {x}, {x}, {w}, uxtw #{n:5}',
  'subs {x}, {x}, {x}, asr #{n:64}',
  'cmp {x}, #{n:4096}',
  'cmp {w}, {w}',
  'and {x}, {x}, #{m}',
  'orr {w}, {w}, #{m}',
  'eor {x}, {x}, {x}, ror #{n:64}',
  'bic {x}, {x}, {x}',
  'tst {x}, #{m}',
  'mvn {w}, {w}',
  'mov {x}, {x}',
  'mov {w}, #{n:65536}',
  'movz {x}, #{n:65536}, lsl #16',
  'movk {x}, #{n:65536}, lsl #48',
  'lsl {x}, {x}, #{n:64}',
  'lsr {w}, {w}, {w}',
  'ubfx {x}, {x}, #{n:32}, #5',
  'bfi {w}, {w}, #{n:16}, #7',
  'madd {x}, {x}, {x}, {x}',
  'mul {w}, {w}, {w}',
  'udiv {x}, {x}, {x}',
  'csel {x}, {x}, {x}, {c}',
  'cset {w}, {c}',
  'ccmp {x}, #{n:32}, #{n:16}, {c}',
  'ldr {x}, [{x}, #{n:512*8}]',
  'ldr {w}, [sp, #{n:64*4}]',
  'str {x}, [{x}, {x}, lsl #3]',
  'ldrb {w}, [{x}], #{n:256}',
  'strh {w}, [{x}, #{n:128*2}]!',
  'ldp {x}, {x}, [sp, #{n:60*8}]',
  'stp {x}, {x}, [sp, #-{n:60*8}]!',
  'ldxr {w}, [{x}]',
  'ldadd {x}, {x}, [{x}]',
  'mrs {x}, {s}',
  'msr {s}, {x}',
  'clz {x}, {x}',
  'rev {w}, {w}',
  'isb',
  'ldr {q}, [{x}, #{n:64*16}]',
  'fadd {d}, {d}, {d}',
  'add {v}.4s, {v}.4s, {v}.4s',
  'b.{c} {l}',
  'cbz {x}, {l}',
  'tbnz {w}, #{n:32}, {l}',
  'bl {l}',
  'adr {x}, {l}',
];
const conditions = ['eq', 'ne', 'cs', 'cc', 'mi', 'pl', 'hi', 'ls', 'ge', 'lt', 'gt', 'le'];
const systemRegisters = ['sp_el0', 'elr_el1', 'spsr_el1', 'far_el1', 'tpidr_el1', 'vbar_el1', 'esr_el2'];
const masks = ['1', '0xff', '0xff00', '0x7ffffff8', '0x3c', '0xfffff000'];

/** Lines between two labels: `tbnz` reaches 8192 instructions. */
const labelEvery = 16;

function filled(form: string, random: Random, line: number): string {
  // Registers of one line are different: some loads take no others. x30 and sp stand in none.
  let register = random(29);
  const labels = Math.floor(line / labelEvery);
  return form.replace(/\{(\w)(?::(\d+)(?:\*(\d+))?)?\}/g, (_, kind: string, limit = '1', scale = '1') => {
    if (kind === 'n') return String(random(Number(limit)) * Number(scale));
    if (kind === 'c') return conditions[random(conditions.length)]!;
    if (kind === 's') return systemRegisters[random(systemRegisters.length)]!;
    if (kind === 'm') return masks[random(masks.length)]!;
    if (kind === 'l') return `label${Math.max(0, labels - random(8))}`;
    register = (register + 1 + random(3)) % 29;
    return `${kind}${register}`;
  });
}

/** Instructions of many forms with random operands, a label before every sixteenth. */
export function mixedInstructions(lines: number): string {
  const random = seededRandom(4);
  return Array.from({ length: lines }, (_, line) => {
    const label = line % labelEvery === 0 ? `label${line / labelEvery}:` : '';
    return `${label}\t${filled(forms[random(forms.length)]!, random, line)}`;
  }).join('\n');
}

/** Calls of a macro with a default, arguments by place and by name. */
export function macroCalls(calls: number): string {
  const random = seededRandom(5);
  const call = (): string => {
    const first = random(28);
    const at = 16 * random(16);
    const place = random(3) === 0 ? `at=${at}` : String(at);
    return `\tsave x${first}, x${first + 1}${random(4) === 0 ? '' : `, ${place}`}`;
  };
  return [
    '.macro save a, b, at=0',
    '\tstp \\a, \\b, [sp, #\\at]',
    '.endm',
    ...Array.from({ length: calls }, call),
  ].join('\n');
}

export const smalInstructions = (lines: number): string =>
  `${[
    '\tUSE\t"hawk.h"',
    ...Array.from(
      { length: lines },
      (_, n) => ['\tLIS\tR3,5', '\tADD\tR4,R3,R5', '\tSTORES\tR4,R2', '\tADDSI\tR2,4'][n % 4],
    ),
  ].join('\n')}\n\tEND\n`;

const linux = projects.find(({ name }) => name === 'linux')!;

export const noLinux = `Linux is not in ${corpusFolder}: VENTRY_CORPUS_PROJECTS=linux npm run oracle:corpus fetches it`;

/** Linux's `entry.S` where it stands with all its headers; undefined when it has not been fetched. */
export function linuxEntry(): { readonly folder: string; readonly file: string } | undefined {
  if (!isPrepared(linux)) return undefined;
  const folder = join(corpusFolder, linux.name);
  return { folder, file: join(folder, 'arch/arm64/kernel/entry.S') };
}

/** What `gcc -E` makes of it, as its project compiles it. */
export function preprocessedEntry({ folder, file }: NonNullable<ReturnType<typeof linuxEntry>>): string {
  const database = readFileSync(join(folder, 'compile_commands.json'), 'utf8');
  const commands: { readonly file: string; readonly command: string }[] = JSON.parse(database);
  const { command } = commands.find(entry => file === join(folder, entry.file))!;
  const [compiler = '', ...words] = splitCommand(command).filter(word => !word.startsWith('-Wp,'));
  const output = words.indexOf('-o');
  const rest = words.filter((word, at) => word !== '-c' && at !== output && at !== output + 1);
  return execFileSync(compiler, ['-E', ...rest], { cwd: folder, encoding: 'utf8' });
}
