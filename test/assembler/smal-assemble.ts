/** Short ways to assemble SMAL in tests. */
import { expect } from 'vitest';
import { assemble } from '../../assembler/assemble.ts';
import type { OutputOptions } from '../../assembler/dialect.ts';
import { dialectOf } from '../../assembler/dialects.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import type { AssembleInput, AssembleResult } from '../../assembler/program.ts';
import { hawk } from '../../isa/hawk/architecture.ts';

export const inputOf = (
  files: Readonly<Record<string, string>>,
  more: Partial<AssembleInput> = {},
): AssembleInput => ({
  main: Object.keys(files).slice(0, 1),
  files: new Map(Object.entries(files)),
  missing: new Set(),
  includePaths: [],
  defines: {},
  operands: {},
  loadAddress: hawk.loadAddress,
  limits: defaultLimits,
  ...more,
});

/** Assembles files; the first is the main one unless said otherwise. */
export const smalFiles = (
  files: Readonly<Record<string, string>>,
  more: Partial<AssembleInput> = {},
): AssembleResult => assemble(hawk, inputOf(files, more));

/** Assembles one text as `main.a`. Its relocatable part lies at #1000. */
export const smalText = (source: string, more: Partial<AssembleInput> = {}): AssembleResult =>
  smalFiles({ 'main.a': source }, more);

/** What the dialect leaves beside the sources, by suffix; of several files the text of the last. */
export function smalOutputs(
  files: Readonly<Record<string, string>>,
  more: Partial<AssembleInput> = {},
  options: OutputOptions = {},
): Readonly<Record<string, string>> {
  const outputs = dialectOf(hawk).outputs!.make(hawk, inputOf(files, more), options);
  return Object.fromEntries(
    outputs.map(({ file, kind, text }) => [file.replace(/\.\w+$/, '') + kind.suffix, text]),
  );
}

/** Bytes from an address to the end of its section, as `F6 F3`. */
export function bytesAt(result: AssembleResult, address: number): string {
  const section = result.program.sections.find(
    one => BigInt(address) >= one.address && BigInt(address) < one.address + BigInt(one.bytes.length),
  );
  const bytes = section?.bytes.subarray(address - Number(section.address)) ?? new Uint8Array(0);
  return [...bytes].map(byte => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

/** Diagnostics as `code: message`, in order. */
export const messagesOf = (result: AssembleResult): readonly string[] =>
  result.diagnostics.map(({ code, message }) => `${code}: ${message}`);

/** Value of a symbol; an unknown one is a fault of the test. */
export function symbolOf(result: AssembleResult, name: string): number {
  const symbol = result.program.symbols.find(one => one.name === name);
  if (symbol === undefined) throw new Error(`no symbol ${name}`);
  return Number(symbol.value);
}

/** Assembles a source in which `;   ^^^ code` under a line says what is found fault with; expects exactly that. */
export function expectMarked(source: string, more: Partial<AssembleInput> = {}): AssembleResult {
  const result = smalText(source, more);
  const found = result.diagnostics.map(
    ({ code, span }) => `${code} at ${span.start}: ${source.slice(span.start, span.end)}`,
  );
  const marked: string[] = [];
  let above = 0;
  let at = 0;
  for (const line of source.split('\n')) {
    const [, carets, code] = /^\s*;\s*(\^+)\s+([\w-]+)\s*$/.exec(line) ?? [];
    if (carets === undefined) above = at;
    else {
      const start = above + line.indexOf('^');
      marked.push(`${code} at ${start}: ${source.slice(start, start + carets.length)}`);
    }
    at += line.length + 1;
  }
  expect(found.sort()).toEqual(marked.sort());
  return result;
}
