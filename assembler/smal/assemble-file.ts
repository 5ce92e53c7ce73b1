/** Assembles one file into a relocatable object. */

import { plainText } from '../text.ts';
import { readExpression } from './expression.ts';
import type { Listing } from './listing.ts';
import type { ExternalName, ObjectModule, ObjectSymbol } from './object.ts';
import { Reader } from './reader.ts';
import { fileLines } from './source.ts';
import { readLines } from './statement.ts';
import { beginPass, createUnit, define, type Job, report, type Unit } from './unit.ts';

/** Reads a file twice: the first pass finds the places of labels, the second makes bytes and reports. */
export function assembleFile(job: Job, file: string, listing?: Listing): ObjectModule {
  const unit = createUnit(job, file, listing);
  job.filesUsed.add(file);
  for (const pass of [1, 2] as const) {
    beginPass(unit, pass);
    defineGiven(unit);
    const next = fileLines(file, job.input.files.get(file) ?? '', undefined);
    unit.source.push({ kind: 'file', file, next, conditionals: 0 });
    readLines(unit);
  }
  checkExports(unit);
  return moduleOf(unit);
}

/** Names that the host gives values, as if the first line defined them. */
function defineGiven(unit: Unit): void {
  const origin = { span: { file: unit.file, start: 0, end: 0 } };
  for (const [name, text] of Object.entries(unit.job.input.defines)) {
    const reader = new Reader(unit, { text: plainText(text, origin), number: 0, expanded: origin });
    const value = readExpression(reader);
    if (value !== undefined) define(unit, name, 'variable', value, origin);
  }
}

function checkExports(unit: Unit): void {
  if (unit.job.incomplete) return;
  for (const { name, exported, kind } of unit.symbols.all)
    if (exported !== undefined && kind === undefined)
      report(unit, 'undefined symbol', `${name} is exported, but nowhere defined`, exported);
}

function moduleOf(unit: Unit): ObjectModule {
  const symbols: ObjectSymbol[] = [];
  const externals: ExternalName[] = [];
  const { registers } = unit.job.machine;
  for (const { name, kind, value, exported, origin } of unit.symbols.all) {
    if (value === undefined || origin === undefined || value.base === registers) continue;
    if (kind === 'external') externals.push({ base: value.base!, origin });
    else if (kind === 'label' || kind === 'constant' || kind === 'variable') {
      const symbolKind = kind === 'label' ? 'label' : 'constant';
      symbols.push({ name, value, kind: symbolKind, exported: exported !== undefined, origin });
    }
  }
  return {
    file: unit.file,
    relocatable: unit.relocatable,
    size: unit.size,
    items: unit.items,
    symbols,
    commons: [...unit.commons.values()],
    externals,
    ...(unit.start && { start: unit.start }),
  };
}
