/** Memory references, short and with a displacement (manual, chapter 3), and their synonyms. */
import {
  callSubroutine,
  loadAddress,
  loadAddressWithCodes,
  loadLocked,
  loadWord,
  loadWordWithCodes,
  storeConditionally,
  storeWord,
} from '../semantics/memory.ts';
import { alias, spelling, table } from './table.ts';

const chapter = '3: Memory reference';

// biome-ignore format: a table is read by columns
const short = table('Sparrowhawk', chapter, [
  ['move',    '1111 x:4 1111 d:4', '<d!>,<x:pc>',  'Copy a register',                                                          loadAddress(false)],
  ['movecc',  '1110 x:4 1111 d:4', '<d>,<x:pc>',   'Copy a register and set the condition codes; R0 drops the copy',           loadAddressWithCodes(false)],
  ['loads',   '1101 x:4 1111 d:4', '<d:pc>,<x:pc>', 'Load the word at the address in a register; into PC: go there',           loadWord(false)],
  ['loadscc', '1100 x:4 1111 d:4', '<d>,<x:pc>',   'Load a word and set the condition codes: C if one of its bytes is zero',   loadWordWithCodes(false)],
  ['jsrs',    '1011 x:4 1111 d:4', '<d>,<x:pc>',   'Call the subroutine at the address in a register, return address in R1',   callSubroutine(false)],
  ['stores',  '1010 x:4 1111 d:4', '<d>,<x!>',     'Store a register at the address in another; R0 stores zero',               storeWord(false)],
  ['loadl',   '1001 x:4 1111 d:4', '<d>,<x!>',     'Load a word, set the condition codes, and watch it until STOREC',          loadLocked()],
  ['storec',  '1000 x:4 1111 d:4', '<d>,<x!>',     'Store if nothing was stored to the word since LOADL; V tells that it was', storeConditionally()],

  ['testr',   '1110 x:4 1111 0000', '<x:pc>',      'Set the condition codes by a register',                                    alias('movecc')],
  ['tests',   '1100 x:4 1111 0000', '<x:pc>',      'Set the condition codes by the word at the address in a register',         alias('loadscc')],
  ['jumps',   '1011 x:4 1111 0000', '<x:pc>',      'Jump to the address in a register',                                        alias('jsrs')],
]);

// The label comes first: it is how a displacement from the program counter is printed.
// biome-ignore format: a table is read by columns
const long = table('Hawk', chapter, [
  ['lea',          'disp:16 0111 x:4 1111 d:4',    '<d!>,<x:pc>,<disp>',   'Load an address: register plus displacement',               loadAddress(true)],
  ['leacc',        'disp:16 0110 x:4 1111 d:4',    '<d>,<x:pc>,<disp>',    'Add a constant to a register and set the condition codes', loadAddressWithCodes(true)],
  ['load',         'disp:16 0101 x:4 1111 d:4',    '<d:pc>,<x:pc>,<disp>', 'Load a word; into PC: go there',                           loadWord(true)],
  ['loadcc',       'disp:16 0100 x:4 1111 d:4',    '<d>,<x:pc>,<disp>',    'Load a word and set the condition codes',                  loadWordWithCodes(true)],
  ['jsr',          'disp:16 0011 x:4 1111 d:4',    '<d>,<x:pc>,<disp>',    'Call a subroutine, return address in the first register',  callSubroutine(true)],
  ['store',        'disp:16 0010 x:4 1111 d:4',    '<d>,<x:pc>,<disp>',    'Store a register; R0 stores zero',                         storeWord(true)],

  ['jump-label',   'disp:16 0011 0000 1111 0000',  '<label>',              'Jump',                                                     alias('jsr')],
  ['jump',         'disp:16 0011 x:4 1111 0000',   '<x:pc>,<disp>',        'Jump to a register plus displacement',                     alias('jsr')],
  ['lea-label',    'disp:16 0111 0000 1111 d:4',   '<d!>,<label>',         'Load the address of a label',                              alias('lea')],
  ['leacc-label',  'disp:16 0110 0000 1111 d:4',   '<d>,<label>',          'Load the address of a label and set the condition codes',  alias('leacc')],
  ['load-label',   'disp:16 0101 0000 1111 d:4',   '<d:pc>,<label>',       'Load the word at a label',                                 alias('load')],
  ['loadcc-label', 'disp:16 0100 0000 1111 d:4',   '<d>,<label>',          'Load the word at a label and set the condition codes',     alias('loadcc')],
  ['jsr-label',    'disp:16 0011 0000 1111 d:4',   '<d>,<label>',          'Call the subroutine at a label',                           alias('jsr')],
  ['store-label',  'disp:16 0010 0000 1111 d:4',   '<d>,<label>',          'Store a register at a label',                              alias('store')],
  ['cmpi',         'disp:16 0110 x:4 1111 0000',   '<x!>,<compared>',      'Compare a register with a constant; C is wrong for 0',     alias('leacc')],
  ['addi',         'disp:16 0110 x:4 1111 d:4',    '<d>,<x!>,<disp>',      'Add a constant to a register',                             alias('leacc')],
  ['addi-same',    'disp:16 0110 x:4 1111 d:4',    '<d=x>,<disp>',         'Add a constant to a register',                             spelling('leacc')],
]);

export const memoryReference = [...short, ...long];
