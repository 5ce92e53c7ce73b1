/** Memory reference instructions (manual, chapters 3 and 12): `displaced` rows have a 16-bit displacement. */
import type { Semantics } from '../../semantics.ts';
import { compare, i32, load, local, operand, store } from '../../semantics.ts';
import { addWithCodes } from './arithmetic.ts';
import {
  effectiveAddress,
  getOrCounter,
  getR,
  jumpSubroutine,
  setOrJump,
  setR,
  wordAt,
} from './registers.ts';
import { clear, loadCodes, setCodes } from './status.ts';

const word = local('word', 'i32');

/** `MOVE`, `LEA`. */
export const loadAddress = (displaced: boolean): Semantics => [setR('d', effectiveAddress(displaced))];

/** `MOVECC`, `LEACC`: the codes are those of the addition of the displacement, or of zero. */
export const loadAddressWithCodes = (displaced: boolean): Semantics =>
  addWithCodes(getOrCounter('x'), displaced ? operand('disp', 'i32') : i32(0));

/** `LOADS`, `LOAD`: register 0 is the program counter. `LOADS PC,R2` is how a routine returns. */
export const loadWord = (displaced: boolean): Semantics => [
  load('word', 'i32', 4, wordAt(effectiveAddress(displaced))),
  setOrJump(word, displaced ? 'jump' : 'return'),
];

/** `LOADSCC`, `LOADCC`. */
export const loadWordWithCodes = (displaced: boolean): Semantics => [
  load('word', 'i32', 4, wordAt(effectiveAddress(displaced))),
  setR('d', word),
  setCodes(loadCodes(word)),
];

/** `STORES`, `STORE`: register 0 stores zero. */
export const storeWord = (displaced: boolean): Semantics => [
  store(4, wordAt(effectiveAddress(displaced)), getR('d')),
];

/** `LOADL`: the word is watched until the next `STOREC`. */
export const loadLocked = (): Semantics => [
  load('word', 'i32', 4, wordAt(getR('x')), { exclusive: true }),
  setR('d', word),
  setCodes(loadCodes(word)),
];

/** `STOREC`: stores when nothing was stored to the watched word since; V tells that it was not. */
export const storeConditionally = (): Semantics => [
  store(4, wordAt(getR('x')), getR('d'), { exclusive: true }, 'status'),
  setCodes({ n: clear, z: clear, v: compare('ne', local('status', 'i32'), i32(0)), c: clear }),
];

/** `JSRS`, `JSR`. */
export const callSubroutine = (displaced: boolean): Semantics => jumpSubroutine(effectiveAddress(displaced));
