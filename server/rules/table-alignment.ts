import type { Statement } from '../../assembler/program.ts';
import { outermost } from '../../assembler/text.ts';
import type { VectorTable } from '../../vectors/model.ts';
import { callPlace } from './place.ts';
import type { Finding, Fix, Rule, RuleContext } from './rule.ts';

/** Sections that the linker joins with those of other files, so that their start is nobody's own. */
const shared = /^\.text$/;

/** What is known of the base's alignment, from the section and the place in it. */
interface Placement {
  /** Bytes to which the base is aligned wherever the linker puts the section. */
  readonly guaranteed: number;
  /** The base can only come right if the linker aligns the section. */
  readonly leftToLinker: boolean;
}

function placementOf({ result, architecture }: RuleContext, table: VectorTable): Placement | undefined {
  const section = result.program.sections.find(one => one.name === table.section);
  if (section === undefined) return undefined;
  const offset = table.address - section.address;
  const before = result.program.statements.filter(
    one => one.section === table.section && one.address <= table.address && one.address >= section.address,
  );
  const isUnsure = before.some(
    one => one.kind === 'unknown' || (one.uncertain && one.kind !== 'instruction' && one.kind !== 'data'),
  );
  if (isUnsure) return undefined;
  const ofOffset = offset === 0n ? section.alignment : Number(offset & -offset);
  return {
    guaranteed: Math.min(section.alignment, ofOffset),
    leftToLinker: offset % BigInt(architecture.vectorTable.alignment) === 0n,
  };
}

/** The statement of an alignment that ends at the base and stands in the text itself, not in a slot macro. */
function ownAlignment({ result }: RuleContext, table: VectorTable): Statement | undefined {
  return result.program.statements.findLast(
    one =>
      one.kind === 'alignment' &&
      one.section === table.section &&
      one.address + BigInt(one.size) === table.address &&
      outermost(one.origin) === one.origin &&
      one.origin.span.start <= table.origin.span.start,
  );
}

/** An alignment of the table's size that stands just before, but in another section. */
function misplacedAlignment(
  { result, architecture }: RuleContext,
  table: VectorTable,
): Statement | undefined {
  const { statements } = result.program;
  const first = statements.findIndex(one => one.section === table.section && one.address >= table.address);
  const before = statements.slice(Math.max(0, first - 4), first);
  return before.findLast(
    one =>
      one.kind === 'alignment' &&
      one.section !== table.section &&
      (one.alignment ?? 0) >= architecture.vectorTable.alignment,
  );
}

const isPower = (directive: string): boolean =>
  directive.startsWith('.align') || directive.startsWith('.p2align');

/** Raises the alignment that is there, or puts one before the table. */
function fixesOf(context: RuleContext, table: VectorTable): readonly Fix[] {
  const { alignment } = context.architecture.vectorTable;
  const own = ownAlignment(context, table);
  const text = own && context.text(own.origin.span.file)?.slice(own.origin.span.start, own.origin.span.end);
  const operand = text?.match(/^(\s*\.[a-z0-9]+\s+)(\w+)/i);
  if (own !== undefined && operand) {
    const start = own.origin.span.start + operand[1]!.length;
    const newText = isPower(own.name) ? `${Math.log2(alignment)}` : `${alignment}`;
    const span = { file: own.origin.span.file, start, end: start + operand[2]!.length };
    return [{ title: `Align to ${alignment} bytes`, applicability: 'safe', edits: [{ span, newText }] }];
  }
  const { file, start } = outermost(table.origin).span;
  const source = context.text(file);
  if (source === undefined) return [];
  const line = source.lastIndexOf('\n', start - 1) + 1;
  const indent = source.slice(line).match(/^[ \t]*/)![0] || '    ';
  const newText = `${indent}.balign ${alignment}\n`;
  return [
    {
      title: `Insert .balign ${alignment}`,
      applicability: 'safe',
      edits: [{ span: { file, start: line, end: line }, newText }],
    },
  ];
}

function check(context: RuleContext): readonly Finding[] {
  const { alignment, slotSize } = context.architecture.vectorTable;
  const findings: Finding[] = [];
  for (const table of context.tables) {
    const placement = placementOf(context, table);
    if (placement === undefined || placement.guaranteed >= alignment) continue;
    // An alignment that is larger than a slot's was meant for the table.
    const isMeant = (ownAlignment(context, table)?.alignment ?? 0) > slotSize;
    // A linker script may align a section that holds nothing before the table; that is done on purpose.
    if (placement.leftToLinker && !isMeant && !shared.test(table.section)) continue;
    const isProved = table.certain && (isMeant || !placement.leftToLinker);
    const misplaced = misplacedAlignment(context, table);
    const { span, related } = callPlace(table.origin);
    const name = table.name === undefined ? 'The vector table' : `The vector table ${table.name}`;
    const why =
      misplaced === undefined ? '' : `; the ${misplaced.name} before it aligned section ${misplaced.section}`;
    findings.push({
      rule: 'table-alignment',
      message: `${name} must be aligned to ${alignment} bytes, but only ${placement.guaranteed} ${placement.guaranteed === 1 ? 'byte is' : 'bytes are'} sure${why}`,
      span,
      severity: isProved ? 'error' : 'warning',
      confidence: isProved ? 'proved' : 'likely',
      related: [
        ...related,
        ...(misplaced === undefined
          ? []
          : [
              { span: outermost(misplaced.origin).span, message: `this aligns section ${misplaced.section}` },
            ]),
      ],
      fixes: fixesOf(context, table),
    });
  }
  return findings;
}

const slots = `.rept 15
    .balign 128
    b .
    .endr`;

export const tableAlignment: Rule = {
  id: 'table-alignment',
  architectures: ['a64'],
  title: 'The vector table is not aligned to its size',
  severity: 'error',
  explanation: `The low eleven bits of \`VBAR_ELx\` do not exist: the processor takes them as zero. A table that does not begin at a multiple of 2048 bytes is read from the wrong place, and every exception runs whatever stands there (Arm ARM D1.10.2, *Exception vectors*, and D13.2, *VBAR_ELx*).

What counts is the alignment that the text itself guarantees, not the address at which a build happens to put the table. Note that \`.align 11\` in AArch64 assembly means 2 to the power of 11, that \`.balign\` takes bytes, and that an alignment before a section switch aligns the section that was left. A table at the very start of a section of its own may be aligned by the linker script: that is not reported.`,
  check,
  bad: [
    {
      title: 'No alignment',
      source: `    .text
start:
    adr x0, vectors
    msr vbar_el1, x0
    isb
    b .
vectors:
//^^^^^ table-alignment
    b .
    ${slots}
`,
    },
    {
      title: 'Too small: 2 to the power of 10',
      source: `    .text
    b .
    .align 10
vectors:
//^^^^^ table-alignment
    b .
    ${slots}
    .text
install:
    adr x0, vectors
    msr vbar_el2, x0
    ret
`,
    },
    {
      title: 'The alignment is in the section that was left',
      source: `    .text
    b .
    .align 11
    .section .vectors, "ax"
    nop
vectors:
//^^^^^ table-alignment
    b .
    ${slots}
    .text
install:
    adr x0, vectors
    msr vbar_el1, x0
    ret
`,
    },
  ],
  good: [
    {
      title: 'Aligned by a power of two',
      source: `    .text
    b .
    .align 11
vectors:
    b .
    ${slots}
`,
    },
    {
      title: 'Aligned in bytes, after the section switch',
      source: `    .text
    b .
    .section .vectors, "ax"
    .balign 2048
vectors:
    b .
    ${slots}
`,
    },
    {
      title: 'First in its own section: the linker script aligns it',
      source: `    .section .vectors, "ax"
vectors:
    b .
    ${slots}
`,
    },
  ],
};
