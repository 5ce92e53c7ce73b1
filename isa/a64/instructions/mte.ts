/** Memory tagging (v8.5): tags in addresses, and of memory granules of 16 bytes. */
import type { InstructionRow } from '../../instruction.ts';
import { alias, table } from './table.ts';

// biome-ignore format: a table is read by columns
const addressTags = table('MTE', [
  ['addg',  '1 0 0 100011 0 imm6:6 00 imm4:4 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, #<uimm6*16>, #<uimm4>', 'ADDG',  'Add to an address and to its tag'],
  ['subg',  '1 1 0 100011 0 imm6:6 00 imm4:4 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, #<uimm6*16>, #<uimm4>', 'SUBG',  'Subtract from an address and add to its tag'],
  ['irg',   '1 0 0 11010110 Rm:5 000100 Rn:5 Rd:5',       '<Xd|SP>, <Xn|SP>{, <Xm|excluded>}',       'IRG',   'Insert a random tag'],
  ['gmi',   '1 0 0 11010110 Rm:5 000101 Rn:5 Rd:5',       '<Xd>, <Xn|SP>, <Xm>',                     'GMI',   'Add the tag of an address to a mask of excluded tags'],
  ['subp',  '1 0 0 11010110 Rm:5 000000 Rn:5 Rd:5',       '<Xd>, <Xn|SP>, <Xm|SP>',                  'SUBP',  'Subtract addresses without their tags'],
  ['subps', '1 0 1 11010110 Rm:5 000000 Rn:5 Rd:5',       '<Xd>, <Xn|SP>, <Xm|SP>',                  'SUBPS', 'Subtract addresses without their tags and set flags'],
  ['cmpp',  '1 0 1 11010110 Rm:5 000000 Rn:5 11111',      '<Xn|SP>, <Xm|SP>',                        'CMPP',  'Compare addresses without their tags', alias('subps')],
]);

// biome-ignore format: a table is read by columns
const stores = ([
  ['stg',   '00', 'STG',   'Store the tag of a granule'],
  ['stzg',  '01', 'STZG',  'Store the tag of a granule and zero it'],
  ['st2g',  '10', 'ST2G',  'Store the tags of two granules'],
  ['stz2g', '11', 'STZ2G', 'Store the tags of two granules and zero them'],
] as const).flatMap(([name, opc, page, doc]) => table('MTE', [
  [`${name}-post`,   `11011001 ${opc} 1 imm9:9 01 Rn:5 Rt:5`, '<Xt|SP>, [<Xn|SP>], #<simm9*16>',     page, `${doc}, then move the base`],
  [`${name}-pre`,    `11011001 ${opc} 1 imm9:9 11 Rn:5 Rt:5`, '<Xt|SP>, [<Xn|SP>, #<simm9*16>]!',    page, `${doc}, at the base moved by an offset`],
  [`${name}-offset`, `11011001 ${opc} 1 imm9:9 10 Rn:5 Rt:5`, '<Xt|SP>, [<Xn|SP>{, #<simm9*16>}]',   page, `${doc}, at an offset`],
]));

// biome-ignore format: a table is read by columns
const others = table('MTE', [
  ['ldg',         '11011001 01 1 imm9:9 00 Rn:5 Rt:5',      '<Xt>, [<Xn|SP>{, #<simm9*16>}]',           'LDG',   'Load the tag of a granule into an address'],
  ['stzgm',       '11011001 00 1 000000000 00 Rn:5 Rt:5',   '<Xt>, [<Xn|SP>]',                          'STZGM', 'Store a tag to many granules and zero them'],
  ['stgm',        '11011001 10 1 000000000 00 Rn:5 Rt:5',   '<Xt>, [<Xn|SP>]',                          'STGM',  'Store tags of many granules'],
  ['ldgm',        '11011001 11 1 000000000 00 Rn:5 Rt:5',   '<Xt>, [<Xn|SP>]',                          'LDGM',  'Load tags of many granules'],
  ['stgp-post',   '0 1 101 0 001 0 imm7:7 Rt2:5 Rn:5 Rt:5', '<Xt>, <Xt2>, [<Xn|SP>], #<simm7*16>',      'STGP',  'Store two registers and the tag of their granule, then move the base'],
  ['stgp-pre',    '0 1 101 0 011 0 imm7:7 Rt2:5 Rn:5 Rt:5', '<Xt>, <Xt2>, [<Xn|SP>, #<simm7*16>]!',     'STGP',  'Store two registers and the tag of their granule, at the base moved by an offset'],
  ['stgp-offset', '0 1 101 0 010 0 imm7:7 Rt2:5 Rn:5 Rt:5', '<Xt>, <Xt2>, [<Xn|SP>{, #<simm7*16>}]',    'STGP',  'Store two registers and the tag of their granule, at an offset'],
]);

export const memoryTagging: readonly InstructionRow[] = [...addressTags, ...stores, ...others];
