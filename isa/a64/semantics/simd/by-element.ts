/** The second factor is one element, whose number is the operand `index` (C4.1, by indexed element). */
import type { Expression, Semantics } from '../../../semantics.ts';
import { element, replicated } from './copies.ts';
import { floatOperation } from './float.ts';
import type { Lanes } from './lanes.ts';
import { byHalves } from './lanes.ts';
import { threeSameOperation } from './three-same.ts';
import { long } from './widths.ts';

const factor = ({ size, count }: Lanes): Expression =>
  count === 1 ? element('Rm', size) : replicated(element('Rm', size), size);

/** `MLA` … `SQRDMLSH` (by element). */
export const integerByElement = (mnemonic: string, lanes: Lanes): Semantics =>
  byHalves(
    lanes,
    threeSameOperation(mnemonic, lanes, () => factor(lanes)),
  );

/** `FMLA`, `FMUL` … (by element). */
export const floatByElement = (mnemonic: string, lanes: Lanes): Semantics =>
  byHalves(
    lanes,
    floatOperation(mnemonic, lanes, () => factor(lanes)),
  );

/** `SMLAL`, `SQDMULL` … (by element); `lanes` are the narrow ones. */
export const longByElement = (mnemonic: string, lanes: Lanes, upper: boolean): Semantics =>
  long(mnemonic, lanes, upper, () => factor(lanes));
