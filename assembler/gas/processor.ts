/**
 * The processor that instructions are for: `.arch`, `.cpu`, `.arch_extension`, and the flags -march and -mcpu. As
 * long as none of them names one, everything is there.
 */
import type { Architecture } from '../../isa/architecture.ts';
import {
  type FeatureTable,
  missingFor,
  readSelection,
  remedyFor,
  type Switches,
  withChange,
} from '../../isa/features.ts';
import { flagsFor, type SourceFlags } from '../compile-flags.ts';
import type { Candidate } from '../image/fragment.ts';
import type { Origin } from '../program.ts';
import { nearest } from '../spelling.ts';
import type { Cursor } from './cursor.ts';
import type { DirectiveHandler } from './directives/directive.ts';
import type { Job, Unit } from './unit.ts';

/** What the flags of a file turn on. What they name that is not known may have anything. */
export function switchesFor({ architecture, input }: Job, file: string): Switches {
  const table = architecture.features;
  if (table === undefined) return new Set();
  const flags = flagsFor(input, file);
  const [bases, text] =
    flags.architecture === undefined
      ? [table.processors, flags.processor]
      : [table.architectures, flags.architecture];
  const selection = text === undefined ? undefined : readSelection(table, bases, text);
  return selection && 'switches' in selection ? selection.switches : table.everything;
}

/** What -march and -mcpu name that is not known, in a sentence for each: whoever gives flags by hand means them. */
export function unknownInFlags(
  { features: table }: Architecture,
  { architecture, processor }: SourceFlags,
): readonly string[] {
  if (table === undefined) return [];
  const given = [
    ['-march', 'architecture', table.architectures, architecture],
    ['-mcpu', 'processor', table.processors, processor],
  ] as const;
  return given.flatMap(([flag, what, bases, text]) => {
    const selection = text === undefined ? undefined : readSelection(table, bases, text);
    if (selection === undefined || 'switches' in selection) return [];
    return [`${flag}=${text}: ${unknownSelected(what, bases, text!, selection)}`];
  });
}

/** `.arch armv8.1-a+fp16`, `.cpu cortex-a53+crypto`, `.arch_extension lse`, `.arch_extension nofp`. */
export const selectProcessor: DirectiveHandler = ({ unit, name, cursor }) => {
  const table = unit.job.architecture.features;
  const start = cursor.skipBlanks().at;
  const text = cursor.rest().text.toLowerCase();
  unit.available.clear();
  if (table === undefined) return;
  if (name === '.arch_extension') {
    const switches = withChange(table, unit.switches, text);
    if (switches !== undefined) unit.switches = switches;
    else
      reportUnknown(
        unit,
        unknownName(
          'extension',
          text,
          table.extensions.map(extension => extension.name),
        ),
        cursor.origin(start),
      );
    return;
  }
  const [what, bases] =
    name === '.arch' ? ['architecture', table.architectures] : ['processor', table.processors];
  const selection = readSelection(table, bases, text);
  if ('switches' in selection) {
    unit.switches = selection.switches;
  } else {
    // What is meant may have anything.
    unit.switches = table.everything;
    reportUnknown(unit, unknownSelected(what, bases, text, selection), cursor.origin(start));
  }
};

function unknownName(what: string, text: string, known: readonly string[]): string {
  if (text === '') return `no ${what} is named`;
  const near = nearest(text, known);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return `there is no ${what} ${text}${hint}`;
}

/** What is unknown in `text`: its base, or one of the extensions behind it. */
const unknownSelected = (
  what: string,
  bases: FeatureTable['architectures'],
  text: string,
  { unknown, known }: { readonly unknown: string; readonly known: readonly string[] },
): string => unknownName(bases.has(text.toLowerCase().split('+')[0]!) ? 'extension' : what, unknown, known);

function reportUnknown(unit: Unit, message: string, place: Origin): void {
  const severity = unit.job.incomplete ? 'information' : 'error';
  unit.job.diagnostics.report(severity, 'unknown-processor', message, place);
}

/** Whether not everything is there. */
export const selectsProcessor = ({ job, switches }: Unit): boolean =>
  job.architecture.features !== undefined && switches !== job.architecture.features.everything;

/** Reports an instruction, or a name among its operands, that the selected processor does not have. */
export function checkFeatures(unit: Unit, { row, operands }: Candidate, cursor: Cursor, place: Origin): void {
  const { job, switches } = unit;
  const table = job.architecture.features;
  if (table === undefined) return;
  if (!unit.available.has(row.feature)) {
    const missing = missingFor(table, row.feature, switches);
    if (missing.length > 0) {
      reportMissing(unit, table, row.mnemonic, missing, place);
      return;
    }
    unit.available.add(row.feature);
  }
  for (const element of job.architecture.instructions.syntaxOf(row)) {
    if (element.is !== 'operand' || element.kind.featureOf === undefined) continue;
    const { start, end } = operands.find(operand => operand.name === element.name)!;
    const word = cursor.text.slice(start, end);
    const feature = element.kind.featureOf(word.toLowerCase());
    const without = feature === undefined ? [] : missingFor(table, feature, switches, 'name');
    if (without.length > 0) reportMissing(unit, table, word, without, cursor.origin(start, end));
  }
}

function reportMissing(
  unit: Unit,
  table: FeatureTable,
  word: string,
  missing: readonly string[],
  place: Origin,
): void {
  const names = missing.map(name => table.versionOf(name) ?? name).join(' and ');
  const off = missing.length === 1 ? 'which is off' : 'which are off';
  const message = `${word} needs ${names}, ${off} here: add ${remedyFor(table, missing)}`;
  unit.job.diagnostics.error('missing-feature', message, place);
}
