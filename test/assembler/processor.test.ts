/** `.arch`, `.cpu`, `.arch_extension`, -march and -mcpu: what a processor has. */
import { describe, expect, it } from 'vitest';
import { assembleText, bytesOf, messagesOf } from './assemble.ts';
import { expectMarked } from './markers.ts';

const ldadd = 'ldadd x0, x1, [x2]\n';

describe('without an architecture', () => {
  it('everything is there', () => {
    const source = `${ldadd}fmlal v0.2s, v1.2h, v2.2h\nldg x0, [x1]\nmrs x0, apiakeylo_el1\n`;
    expect(messagesOf(assembleText(source))).toEqual([]);
  });

  it('.arch_extension turns off, and adds nothing', () => {
    expect(messagesOf(assembleText(`.arch_extension crc\n${ldadd}`))).toEqual([]);
    expect(messagesOf(assembleText(`.arch_extension nolse\n${ldadd}`))).toEqual([
      'missing-feature: ldadd needs lse, which is off here: add `.arch_extension lse` or `-march=armv8.1-a`',
    ]);
  });
});

describe('what is off is said where it is used', () => {
  it.each([
    [
      'ldadd x0, x1, [x2]',
      'ldadd needs lse, which is off here: add `.arch_extension lse` or `-march=armv8.1-a`',
    ],
    ['aese v0.16b, v1.16b', 'aese needs aes, which is off here: add `.arch_extension aes`'],
    ['bfc x0, #1, #2', 'bfc needs armv8.2-a, which is off here: add `.arch armv8.2-a` or `-march=armv8.2-a`'],
    [
      'ldg x0, [x1]',
      'ldg needs armv8.5-a and memtag, which are off here: add `.arch armv8.5-a+memtag` or `-march=armv8.5-a+memtag`',
    ],
    [
      'msr ttbr1_el2, x0',
      'ttbr1_el2 needs armv8.1-a, which is off here: add `.arch armv8.1-a` or `-march=armv8.1-a`',
    ],
    ['msr PAN, #1', 'PAN needs pan, which is off here: add `.arch_extension pan` or `-march=armv8.1-a`'],
    [
      'tlbi vmalle1os',
      'vmalle1os needs armv8.4-a, which is off here: add `.arch armv8.4-a` or `-march=armv8.4-a`',
    ],
  ])('%s', (line, message) => {
    expect(messagesOf(assembleText(`.arch armv8-a\n${line}\n`))).toEqual([`missing-feature: ${message}`]);
  });

  it('at the mnemonic, or at the name', () => {
    expectMarked(`
    .arch armv8-a
    ldadd x0, x1, [x2]
//  ^^^^^ missing-feature
    msr pan, #1
    //  ^^^ missing-feature
`);
  });

  it('and the bytes are made all the same', () => {
    expect(bytesOf(assembleText(`.arch armv8-a\n${ldadd}`))).toBe(bytesOf(assembleText(ldadd)));
  });

  it('hints and registers by number are always there', () => {
    expect(messagesOf(assembleText('.arch armv8-a\npaciasp\nbti c\nesb\nmrs x0, s3_0_c4_c2_3\n'))).toEqual(
      [],
    );
  });
});

describe('a processor is selected', () => {
  it.each([
    ['.arch armv8.1-a'],
    ['.arch armv8-a+lse'],
    ['.arch ARMV8-A\n.arch_extension lse'],
    ['.cpu cortex-a55'],
    ['.cpu cortex-a53+lse'],
    ['.arch armv8-a\n.arch armv8.4-a'],
  ])('that has atomics: %s', source => {
    expect(messagesOf(assembleText(`${source}\n${ldadd}`))).toEqual([]);
  });

  it.each([['.arch armv8.1-a+nolse'], ['.cpu cortex-a53'], ['.arch armv8.4-a\n.cpu generic']])(
    'that has none: %s',
    source => {
      expect(assembleText(`${source}\n${ldadd}`).diagnostics.map(({ code }) => code)).toEqual([
        'missing-feature',
      ]);
    },
  );

  it('by -march and -mcpu, of which -march counts', () => {
    const codes = (flags: { architecture?: string; processor?: string }) =>
      assembleText(ldadd, flags).diagnostics.map(({ code }) => code);
    expect(codes({ architecture: 'armv8-a' })).toEqual(['missing-feature']);
    expect(codes({ architecture: 'armv8-a+lse' })).toEqual([]);
    expect(codes({ processor: 'cortex-a72' })).toEqual(['missing-feature']);
    expect(codes({ architecture: 'armv8.1-a', processor: 'cortex-a72' })).toEqual([]);
    // What a newer compiler knows may have anything.
    expect(codes({ architecture: 'armv9.6-a' })).toEqual([]);
  });

  it('with what an extension requires, and without what requires it', () => {
    expect(messagesOf(assembleText('.arch armv8-a+nofp\n.arch_extension fp16\nfadd h0, h1, h2\n'))).toEqual(
      [],
    );
    expect(
      assembleText('.arch armv8.2-a+fp16+nofp\nfadd h0, h1, h2\nadd v0.2d, v1.2d, v2.2d\n').diagnostics,
    ).toHaveLength(2);
  });
});

describe('a name that is not known', () => {
  it.each([
    ['.arch armv8.1a', 'there is no architecture armv8.1a; did you mean armv8.1-a?'],
    ['.arch armv8-a+crytpo', 'there is no extension crytpo; did you mean crypto?'],
    ['.cpu cortex-a35x', 'there is no processor cortex-a35x; did you mean cortex-a35?'],
    ['.arch_extension lsx', 'there is no extension lsx; did you mean lse?'],
  ])('%s', (line, message) => {
    expect(messagesOf(assembleText(`${line}\n${ldadd}`))).toEqual([`unknown-processor: ${message}`]);
  });
});
