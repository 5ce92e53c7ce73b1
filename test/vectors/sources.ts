/** Assembles one text and looks at its tables and contexts. */

import { assembleWithSync } from '../../assembler/host.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import type { AssembleResult } from '../../assembler/program.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { codeOf } from '../../vectors/code.ts';
import { contextsOf, type SlotContext } from '../../vectors/context.ts';
import type { VectorTable } from '../../vectors/model.ts';
import { findTables } from '../../vectors/tables.ts';

export const base = 0x4008_0000n;

export function assembled(source: string): AssembleResult {
  const input = {
    main: ['test.S'],
    includePaths: [],
    defines: {},
    operands: {},
    loadAddress: base,
    limits: defaultLimits,
  };
  return assembleWithSync(a64, input, { text: path => (path === 'test.S' ? source : undefined) });
}

export const tablesOf = (source: string): readonly VectorTable[] => findTables(a64, assembled(source));

/** Contexts of the filled slots of the only table. */
export function contextsIn(source: string): readonly SlotContext[] {
  const result = assembled(source);
  const [table] = findTables(a64, result);
  if (table === undefined) throw new Error('no table in the source of the test');
  return contextsOf(codeOf(a64, result), table);
}

/** A table whose sixteen slots branch to `handler`, with the handler's text after it. */
export const withHandler = (handler: string): string => `    .text
    .align 11
vectors:
    .rept 16
    b handler
    .balign 128
    .endr
handler:
${handler}`;
