/** Gives output sections and symbols their addresses, as a script says (ld manual, 3.5 to 3.7). */
import type { Span } from '../program.ts';
import {
  isInMemory,
  isLoaded,
  makesRoom,
  type OutputSection,
  type Outputs,
  type PlacedPiece,
  piecesIn,
} from './outputs.ts';
import { isAllocated, type Piece } from './pieces.ts';
import { type RegionState, Regions } from './regions.ts';
import type { Assignment, Fill, LinkerScript, ScriptExpression } from './script.ts';
import type { ScriptProblem } from './tokens.ts';
import {
  absolute,
  alignUp,
  evaluateScript,
  isValue,
  type ScriptNoValue,
  type ScriptScope,
  type ScriptValue,
} from './values.ts';

/** Bytes of an output section that no piece has. */
export interface Stretch {
  readonly offset: bigint;
  readonly size: bigint;
  /** A number of this many bytes, or a pattern from the start of the stretch on. */
  readonly content: { readonly value: bigint } | { readonly pattern: Uint8Array };
}

export interface Layout {
  /** What the script defines. */
  readonly symbols: ReadonlyMap<string, ScriptValue & { readonly span: Span; readonly hidden: boolean }>;
  readonly stretches: ReadonlyMap<OutputSection, readonly Stretch[]>;
  readonly placeOf: ReadonlyMap<Piece, { readonly output: OutputSection; readonly placed: PlacedPiece }>;
  readonly problems: readonly ScriptProblem[];
}

/** What symbols mean that the script does not define. */
export interface SymbolSource {
  /** The address of a name, as far as pieces have theirs. */
  readonly value: (
    name: string,
    addressOf: (piece: Piece) => ScriptValue | undefined,
  ) => ScriptValue | undefined;
  readonly isUsed: (name: string) => boolean;
  readonly isDefined: (name: string) => boolean;
}

const maximumPasses = 60;
/** Most bytes of a section: more is a mistake in its addresses. */
const largestSection = 1n << 31n;

interface ScriptSymbol {
  readonly value: ScriptValue;
  readonly span: Span;
  readonly hidden: boolean;
}

/** Repeats until no address changes, because expressions may use what comes later. */
export function layOutScript(script: LinkerScript, outputs: Outputs, source: SymbolSource): Layout {
  const state = new LayoutState(script, outputs, source);
  let before = '';
  for (let pass = 0; pass < maximumPasses; pass++) {
    state.pass();
    const after = state.fingerprint();
    if (after === before) return state.finish();
    before = after;
  }
  const [first] = script.statements;
  if (first !== undefined)
    state.problem('the addresses in this script depend on each other without end', first.span);
  return state.finish();
}

class LayoutState {
  readonly #script: LinkerScript;
  readonly #outputs: Outputs;
  readonly #source: SymbolSource;
  readonly #symbols = new Map<string, ScriptSymbol>();
  readonly #placeOf = new Map<Piece, { readonly output: OutputSection; readonly placed: PlacedPiece }>();
  #stretches = new Map<OutputSection, Stretch[]>();
  #problems: ScriptProblem[] = [];
  #regions: Regions;
  #dot = 0n;
  /** In the first pass what comes later has no value yet. */
  #passes = 0;

  constructor(script: LinkerScript, outputs: Outputs, source: SymbolSource) {
    this.#script = script;
    this.#regions = new Regions(script.aliases);
    this.#outputs = outputs;
    this.#source = source;
    for (const output of outputs.sections)
      for (const placed of piecesIn(output)) this.#placeOf.set(placed.piece, { output, placed });
  }

  problem(message: string, span: Span): void {
    this.#problems.push({ message, span });
  }

  fingerprint(): string {
    const sections = this.#outputs.sections.map(
      ({ address, size, loadAddress }) => `${address} ${size} ${loadAddress}`,
    );
    const symbols = [...this.#symbols].map(([name, { value }]) => `${name} ${absolute(value)}`);
    return [...sections, ...symbols].join('\n');
  }

  finish(): Layout {
    return {
      symbols: new Map(
        [...this.#symbols].map(([name, { value, span, hidden }]) => [name, { ...value, span, hidden }]),
      ),
      stretches: this.#stretches,
      placeOf: this.#placeOf,
      problems: this.#problems,
    };
  }

  pass(): void {
    this.#problems = [];
    this.#stretches = new Map();
    this.#dot = 0n;
    this.#openRegions();
    for (const step of this.#outputs.steps) {
      if (step.is === 'output') this.#placeOutput(step.output);
      else if (step.is === 'assignment') {
        this.#assign(step, undefined);
        // As in ld, whatever is assigned: what comes next follows the location counter.
        this.#regions.usual.current = this.#dot;
      } else this.#assert(step.test, step.message, step.span, undefined);
    }
    this.#checkRegions();
    this.#checkOverlaps();
    this.#passes++;
  }

  #openRegions(): void {
    this.#regions = new Regions(this.#script.aliases);
    for (const region of this.#script.regions) {
      const origin = this.#number(region.origin, region.span) ?? 0n;
      const length = this.#number(region.length, region.span) ?? 0n;
      this.#regions.open(region, origin, length);
    }
  }

  #region(name: string, span: Span): RegionState {
    const found = this.#regions.named(name);
    if (found === undefined) this.problem(`there is no memory region ${name}`, span);
    return found ?? this.#regions.usual;
  }

  #scope(section: OutputSection | undefined): ScriptScope {
    return {
      section,
      dot: this.#dot,
      symbol: name => this.#symbol(name),
      sectionNamed: name => this.#outputs.sections.find(output => output.name === name),
      region: name => this.#regions.named(name),
    };
  }

  #symbol(name: string): ScriptValue | undefined {
    const own = this.#symbols.get(name);
    if (own !== undefined) return own.value;
    return this.#source.value(name, piece => {
      const place = this.#placeOf.get(piece);
      return place && { kind: 'relative', value: place.placed.offset, section: place.output };
    });
  }

  /** What has no value at first may get one when the rest of the script has been passed. */
  #report({ message, span }: ScriptNoValue, otherwise: Span): void {
    this.problem(message, span ?? otherwise);
  }

  #number(expression: ScriptExpression, span: Span, section?: OutputSection): bigint | undefined {
    const value = evaluateScript(expression, this.#scope(section));
    if (isValue(value)) return absolute(value);
    this.#report(value, span);
    return undefined;
  }

  #assign(assignment: Assignment, section: OutputSection | undefined): void {
    const { name, provided, hidden, span } = assignment;
    if (provided && (!this.#source.isUsed(name) || this.#source.isDefined(name))) return;
    const value = evaluateScript(assignment.value, this.#scope(section));
    if (!isValue(value)) {
      this.#report(value, span);
      return;
    }
    if (name === '.') this.#moveTo(value, section, span);
    else {
      const placed: ScriptValue =
        value.kind === 'number'
          ? section === undefined
            ? { kind: 'absolute', value: value.value }
            : { kind: 'relative', value: value.value, section }
          : value;
      this.#symbols.set(name, { value: placed, span, hidden });
    }
  }

  #moveTo(value: ScriptValue, section: OutputSection | undefined, span: Span): void {
    if (section === undefined) {
      this.#dot = absolute(value);
      return;
    }
    const target = value.kind === 'number' ? section.address + value.value : absolute(value);
    if (target < this.#dot) {
      if (this.#passes > 0)
        this.problem(
          `the location counter cannot go back, from 0x${this.#dot.toString(16)} to 0x${target.toString(16)}`,
          span,
        );
      return;
    }
    if (target - this.#dot > largestSection) {
      this.problem(`this makes the section ${section.name} larger than 2 GiB`, span);
      return;
    }
    this.#dot = target;
  }

  #assert(test: ScriptExpression, message: string, span: Span, section: OutputSection | undefined): void {
    const value = evaluateScript(test, this.#scope(section));
    if (!isValue(value)) this.#report(value, span);
    else if (absolute(value) === 0n) this.problem(message, span);
  }

  #placeOutput(output: OutputSection): void {
    const { statement } = output;
    const placed = piecesIn(output);
    const kept = placed.length > 0 || output.items.some(makesRoom);
    if (!kept) {
      this.#placeEmpty(output);
      return;
    }
    const span = statement?.span;
    const number = (expression: ScriptExpression | undefined): bigint | undefined =>
      expression === undefined ? undefined : this.#number(expression, span!);
    const subAlignment = number(statement?.inputAlignment);
    const asked = number(statement?.alignment) ?? 1n;
    const alignmentOf = ({ piece }: PlacedPiece): bigint => subAlignment ?? BigInt(piece.alignment);
    // SUBALIGN moves the pieces, but the section is aligned for all of them.
    const wanted = placed.flatMap(({ piece }) => [BigInt(piece.alignment), subAlignment ?? 1n]);
    output.alignment = wanted.reduce((most, one) => (one > most ? one : most), asked);
    const allocated =
      statement === undefined ? placed.some(({ piece }) => isAllocated(piece)) : isInMemory(output);
    const region = this.#regionFor(output, allocated);
    const explicit = number(statement?.address);
    const start = !allocated && explicit === undefined ? 0n : (explicit ?? region.current);
    output.address = alignUp(start, explicit === undefined ? output.alignment : asked);
    const dotBefore = this.#dot;
    this.#dot = output.address;
    this.#placeItems(output, alignmentOf);
    output.size = this.#dot - output.address;
    if (output.size > largestSection) {
      const span = statement?.span ?? this.#script.statements[0]?.span;
      if (span !== undefined) this.problem(`the section ${output.name} is larger than 2 GiB`, span);
      output.items.length = 0;
      output.size = 0n;
      return;
    }
    if (!allocated) {
      this.#dot = statement === undefined ? dotBefore : this.#dot;
      output.loadAddress = output.address;
      return;
    }
    // What takes no room takes none from its region.
    if (placed.length === 0 && output.size === 0n) {
      output.loadAddress = output.address;
      return;
    }
    this.#placeLoad(output, region, asked, explicit !== undefined);
    region.current = this.#dot;
  }

  /** A section that has nothing in it is not there; but symbols in it are, at its alignment. */
  #placeEmpty(output: OutputSection): void {
    const { statement, items } = output;
    output.size = 0n;
    if (statement === undefined || items.length === 0) {
      output.address = output.loadAddress = this.#dot;
      return;
    }
    const { span } = statement;
    const number = (expression: ScriptExpression | undefined): bigint | undefined =>
      expression === undefined ? undefined : this.#number(expression, span);
    const region = this.#regionFor(output, true);
    const asked = number(statement.alignment) ?? 1n;
    output.address = alignUp(number(statement.address) ?? region.current, asked);
    output.loadAddress = output.address;
    this.#dot = output.address;
    this.#placeItems(output, () => 1n);
  }

  /** The region that a section names, else one whose attributes fit, else the whole of memory. */
  #regionFor(output: OutputSection, allocated: boolean): RegionState {
    const { statement } = output;
    if (statement?.region !== undefined) return this.#region(statement.region, statement.span);
    if (!allocated || statement?.address !== undefined) return this.#regions.usual;
    return this.#regions.accepting(output);
  }

  #placeItems(output: OutputSection, alignmentOf: (item: PlacedPiece) => bigint): void {
    const stretches: Stretch[] = [];
    this.#stretches.set(output, stretches);
    let fill = this.#fill(output.statement?.fill, output);
    const gap = (from: bigint): void => {
      if (this.#dot > from && fill !== undefined)
        stretches.push({ offset: from - output.address, size: this.#dot - from, content: { pattern: fill } });
    };
    for (const item of output.items) {
      const from = this.#dot;
      switch (item.is) {
        case 'piece':
          this.#dot = alignUp(this.#dot, alignmentOf(item));
          gap(from);
          item.offset = this.#dot - output.address;
          this.#dot += BigInt(item.piece.size);
          break;
        case 'assignment':
          this.#assign(item, output);
          gap(from);
          break;
        case 'assertion':
          this.#assert(item.test, item.message, item.span, output);
          break;
        case 'fill':
          fill = this.#fill(item.fill, output);
          break;
        case 'data': {
          const value = this.#number(item.value, output.statement!.span, output) ?? 0n;
          stretches.push({ offset: from - output.address, size: BigInt(item.size), content: { value } });
          this.#dot += BigInt(item.size);
          break;
        }
      }
    }
  }

  #fill(fill: Fill | undefined, output: OutputSection): Uint8Array | undefined {
    if (fill === undefined) return undefined;
    if ('bytes' in fill) return fill.bytes;
    const value = BigInt.asUintN(32, this.#number(fill.value, output.statement!.span, output) ?? 0n);
    return Uint8Array.from([24n, 16n, 8n, 0n], shift => Number((value >> shift) & 0xffn));
  }

  /** Where the bytes of a section are put at first, when not where it runs. */
  #placeLoad(output: OutputSection, region: RegionState, asked: bigint, isExplicit: boolean): void {
    const { statement } = output;
    output.loadAddress = output.address;
    if (statement?.loadAddress !== undefined) {
      output.loadAddress = this.#number(statement.loadAddress, statement.span) ?? output.address;
    } else if (output.loadRegion !== undefined && statement !== undefined) {
      const load = this.#region(output.loadRegion, statement.span);
      // In a region of its own, only what the statement says aligns it.
      output.loadAddress = load === region ? output.address : alignUp(load.current, asked);
      if (load !== region && isLoaded(output)) load.current = output.loadAddress + output.size;
    } else if (!isExplicit && region.last !== undefined)
      output.loadAddress = output.address - region.last.address + region.last.loadAddress;
    if (output.size > 0n && output.loadRegion === undefined) region.last = output;
  }

  #checkRegions(): void {
    for (const { region, excess } of this.#regions.overflowing())
      this.problem(`the memory region ${region.name} is too small by ${excess} bytes`, region.span);
  }

  #checkOverlaps(): void {
    const sections = this.#outputs.sections
      .filter(output => output.size > 0n && isInMemory(output))
      .toSorted((a, b) => (a.address < b.address ? -1 : 1));
    for (const [index, section] of sections.entries()) {
      const before = sections[index - 1];
      if (before === undefined || section.address >= before.address + before.size) continue;
      const span = section.statement?.span ?? before.statement?.span ?? this.#script.statements[0]?.span;
      if (span !== undefined) this.problem(`the section ${section.name} overlaps ${before.name}`, span);
    }
  }
}
