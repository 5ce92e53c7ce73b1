/** Wrong and unusual operands of floating-point and SIMD instructions: refused, or made the same, as GNU as does. */
import { describe, expect, it } from 'vitest';
import { a64InstructionSet as set } from '../../isa/a64/instruction-set.ts';
import { formatSyntax } from '../../isa/syntax.ts';
import { assembleText } from '../assembler/assemble.ts';
import { operandsIn, randomNumbers, wordsOf } from '../isa/random-words.ts';
import { gasBytes, gasErrors, gasTools } from './gas-assemble.ts';
import { tool } from './tools.ts';

const random = randomNumbers(9);
const choose = <T>(all: readonly T[]): T => all[random() % all.length]!;

/** What is replaced, and by what. */
const changes: readonly (readonly [pattern: RegExp, texts: readonly string[]])[] = [
  [
    /(?<=\.)\d*[bhsdq]\b/g,
    ['8b', '16b', '4h', '8h', '2s', '4s', '1d', '2d', '1q', '4b', '2h', 'b', 'h', 's', 'd'],
  ],
  [
    /(?<=#)-?[\d.]+\b/g,
    ['0', '1', '-1', '7', '8', '9', '15', '16', '17', '31', '32', '33', '64', '65', '90', '256'],
  ],
  [/\b[bhsdqvwx](?=\d+\b)/g, ['b', 'h', 's', 'd', 'q', 'v', 'w', 'x']],
  [/(?<=\[)\d+(?=\])/g, ['0', '1', '2', '3', '4', '7', '8', '15', '16']],
  [/(?<=\bv)\d+/g, ['0', '1', '15', '16', '31', '32']],
];

/** The line with one operand changed in one place, where it has such an operand. */
function changed(line: string): string {
  const [pattern, texts] = choose(changes);
  const places = [...line.matchAll(pattern)];
  if (places.length === 0) return line;
  const { index, 0: text } = choose(places);
  return line.slice(0, index) + choose(texts) + line.slice(index + text.length);
}

/** GNU as asks no more of a range than that it begins like a list: `{v0.4s-v1.8b}`, `{v0.4s-v0.4s}`. */
const isRange = (line: string): boolean => /\w-v/.test(line);

/** Extensions of Armv8.5-A, and half precision. */
const extensions = new Set(['FP', 'FP16', 'AdvSIMD', 'RDM', 'FCMA', 'JSCVT', 'FRINTTS']);

function changedLines(): readonly string[] {
  return set.rows
    .filter(({ section, feature }) => section.startsWith('C7.2') && extensions.has(feature))
    .flatMap(row =>
      wordsOf(set, row, 2, random).map(word => ({ row, operands: operandsIn(set, row, word, 0n) })),
    )
    .flatMap(({ row, operands }) =>
      operands
        ? [changed(`${row.mnemonic} ${formatSyntax(set.syntaxOf(row), operands, () => undefined)}`)]
        : [],
    )
    .filter(line => !isRange(line));
}

/** The lines with errors; assembled in parts, as the number of diagnostics has a limit. */
function refusedByUs(lines: readonly string[]): readonly string[] {
  const size = 150;
  const parts = Array.from({ length: Math.ceil(lines.length / size) }, (_, at) =>
    lines.slice(at * size, (at + 1) * size),
  );
  return parts.flatMap(part => {
    const source = `${part.join('\n')}\n`;
    return assembleText(source).diagnostics.flatMap(({ severity, span }) =>
      severity === 'error' ? [part[source.slice(0, span.start).split('\n').length - 1]!] : [],
    );
  });
}

const architecture = '.arch armv8.5-a+fp16';

const missing = gasTools.filter(name => tool(name) === undefined);

describe.skipIf(missing.length > 0)('changed SIMD operands and GNU as', () => {
  const lines = missing.length > 0 ? [] : changedLines();
  const source = `${architecture}\n${lines.join('\n')}\n`;

  it('are refused on the same lines', () => {
    const theirs = new Set(gasErrors(source).map(({ line }) => lines[line - 2]));
    const ours = refusedByUs(lines);
    expect(theirs.size).toBeGreaterThan(1000);
    expect([...new Set(ours)].sort()).toEqual([...theirs].sort());
  });

  it('make the same words elsewhere', () => {
    const refused = new Set(gasErrors(source).map(({ line }) => line - 2));
    const accepted = lines.filter((_, at) => !refused.has(at));
    const text = `${architecture}\n${accepted.join('\n')}\n`;
    const { program } = assembleText(text);
    const section = program.sections.find(({ name }) => name === '.text')!;
    const words = (bytes: Uint8Array): string[] => Buffer.from(bytes).toString('hex').match(/.{8}/g) ?? [];
    const listing = (bytes: Uint8Array): string[] =>
      words(bytes).map((word, at) => `${word} ${accepted[at]}`);
    expect(accepted.length).toBeGreaterThan(1000);
    expect(listing(section.bytes)).toEqual(listing(gasBytes(text, program).get('.text')!));
  });
});
