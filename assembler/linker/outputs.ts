/** The output sections of a script with what goes into each, orphans at their places. */
import { sectionFlags } from '../elf/format.ts';
import { isAllocated, isNoBits, type Piece, select } from './pieces.ts';
import type {
  Assertion,
  Assignment,
  DataStatement,
  FillStatement,
  LinkerScript,
  OutputSectionStatement,
} from './script.ts';
import type { AddressedSection } from './values.ts';

export interface PlacedPiece {
  readonly is: 'piece';
  readonly piece: Piece;
  /** From the start of the output section. */
  offset: bigint;
}

/** A stretch of bytes that a statement makes, or a gap. */
export type OutputItem = PlacedPiece | Assignment | Assertion | DataStatement | FillStatement;

export interface OutputSection extends AddressedSection {
  /** Absent for orphans. */
  readonly statement: OutputSectionStatement | undefined;
  /** Region of the load addresses: its own, or that of the section before in the same region. */
  loadRegion: string | undefined;
  readonly items: OutputItem[];
}

export type OutputStep = Assignment | Assertion | { readonly is: 'output'; readonly output: OutputSection };

const discarded = '/DISCARD/';

export interface Outputs {
  readonly steps: readonly OutputStep[];
  readonly sections: readonly OutputSection[];
}

/** Gives every piece its statement: the first that takes it. */
export function outputsOf(script: LinkerScript, pieces: readonly Piece[]): Outputs {
  const left = new Set(pieces);
  const steps: OutputStep[] = [];
  const byName = new Map<string, OutputSection>();
  for (const statement of script.statements) {
    if (statement.is !== 'section') {
      steps.push(statement);
      continue;
    }
    const { name } = statement;
    let output = byName.get(name);
    if (output === undefined) {
      output = createOutput(name, statement);
      byName.set(name, output);
      if (name !== discarded) steps.push({ is: 'output', output });
    }
    for (const part of statement.statements) {
      if (part.is !== 'input') {
        output.items.push(part);
        continue;
      }
      for (const piece of select(part, left)) {
        left.delete(piece);
        output.items.push({ is: 'piece', piece, offset: 0n });
      }
    }
  }
  byName.delete(discarded);
  for (const piece of left) placeOrphan(piece, steps, byName);
  inheritLoadRegions(steps);
  return { steps, sections: steps.flatMap(step => (step.is === 'output' ? [step.output] : [])) };
}

/** `AT>` goes on for the sections behind in the same region, until one says where it is loaded or lies. */
function inheritLoadRegions(steps: readonly OutputStep[]): void {
  let before: OutputSection | undefined;
  for (const step of steps) {
    if (step.is !== 'output') continue;
    const { output } = step;
    const { statement } = output;
    const says = statement?.loadAddress !== undefined || statement?.address !== undefined;
    if (before !== undefined && !says && statement?.region === before.statement?.region)
      output.loadRegion ??= before.loadRegion;
    before = output;
  }
}

const createOutput = (name: string, statement: OutputSectionStatement | undefined): OutputSection => ({
  ...{ name, statement, items: [], address: 0n, loadAddress: 0n, size: 0n, alignment: 1n },
  loadRegion: statement?.loadRegion,
});

/** The pieces of an output section. */
export const piecesIn = ({ items }: OutputSection): readonly PlacedPiece[] =>
  items.filter((item): item is PlacedPiece => item.is === 'piece');

/** Sections of one kind stand together, in this order; the first name is that of the usual section. */
const kinds = ['.text', '.rodata', '.tdata', '.data', '.bss'] as const;
type Kind = (typeof kinds)[number];

function kindOf({ flags, type }: Piece): Kind | undefined {
  if (!isAllocated({ flags })) return undefined;
  if ((flags & sectionFlags.tls) !== 0) return '.tdata';
  if (isNoBits({ type })) return '.bss';
  if ((flags & sectionFlags.write) !== 0) return '.data';
  return (flags & sectionFlags.exec) !== 0 ? '.text' : '.rodata';
}

/** What no statement takes gets a section of its own, behind the last one of its kind. */
function placeOrphan(piece: Piece, steps: OutputStep[], byName: Map<string, OutputSection>): void {
  const name = piece.name === 'COMMON' ? '.bss' : piece.name;
  const placed: PlacedPiece = { is: 'piece', piece, offset: 0n };
  const known = byName.get(name);
  if (known !== undefined) {
    known.items.push(placed);
    return;
  }
  const output = createOutput(name, undefined);
  output.items.push(placed);
  byName.set(name, output);
  steps.splice(orphanPlace(piece, steps), 0, { is: 'output', output });
}

function orphanPlace(piece: Piece, steps: readonly OutputStep[]): number {
  const kind = kindOf(piece);
  if (kind === undefined) return steps.length;
  const after = lastOfKind(kind, steps);
  if (after < 0) return steps.length;
  // Assignments behind a section belong to it, until one moves the location counter for the next.
  let moves: number | undefined;
  for (let at = after + 1; at < steps.length; at++) {
    const step = steps[at]!;
    if (step.is === 'output') return moves ?? at;
    if (step.is === 'assignment' && step.name === '.') moves ??= at;
  }
  return steps.length;
}

/** Place of the last section of a kind, or of the last kind before it that there is. */
function lastOfKind(kind: Kind, steps: readonly OutputStep[]): number {
  const kindAt = (step: OutputStep): Kind | undefined => {
    if (step.is !== 'output') return undefined;
    const [first] = piecesIn(step.output);
    return first === undefined ? kinds.find(known => known === step.output.name) : kindOf(first.piece);
  };
  for (let rank = kinds.indexOf(kind); rank >= 0; rank--) {
    const last = steps.findLastIndex(step => kindAt(step) === kinds[rank]);
    if (last >= 0) return last;
  }
  return -1;
}

/** Whether an item makes a section be there without any piece. */
export const makesRoom = (item: OutputItem): boolean =>
  item.is === 'data' || (item.is === 'assignment' && item.name === '.');

/** Whether a section takes part in memory: some piece does, or the script makes its contents. */
export function isInMemory(output: OutputSection): boolean {
  const placed = piecesIn(output);
  return placed.length === 0
    ? output.size > 0n || output.items.some(makesRoom)
    : placed.some(({ piece }) => isAllocated(piece));
}

/** Whether a section has bytes that are loaded. */
export const isLoaded = (output: OutputSection): boolean =>
  output.statement?.type !== 'NOLOAD' &&
  isInMemory(output) &&
  (piecesIn(output).some(({ piece }) => !isNoBits(piece)) || output.items.some(({ is }) => is === 'data'));
