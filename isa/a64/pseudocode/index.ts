/** The closed lists of pure functions that A64 semantics call, with their one implementation. */
import { helpers } from '../../helpers.ts';
import type { Computation, Helper } from '../../vocabulary.ts';
import { aesComputations } from './crypto/aes.ts';
import { sha512Computations, shaComputations } from './crypto/sha.ts';
import { sm3Computations, sm4Computations } from './crypto/sm.ts';
import { elementsOf, joined } from './elements.ts';
import { unsignedRecipEstimate, unsignedRSqrtEstimate } from './float/estimate.ts';
import { conversionComputations, expandImmediate, floatComputations } from './float-elements.ts';
import {
  elementComputations,
  elementHelpers,
  narrowingComputations,
  polynomialMult,
  wideningHelpers,
} from './integer-elements.ts';
import { permutationHelpers } from './permutations.ts';

/** An estimate of both words of a doubleword. */
const ofWords = (doc: string, estimate: (op: bigint) => bigint): Helper => ({
  arguments: ['i64'],
  result: 'i64',
  doc,
  apply: (a = 0n) => joined(elementsOf(a, 32).map(estimate), 32),
});

export const a64Helpers: Readonly<Record<string, Helper>> = {
  ...helpers,
  ...elementHelpers,
  ...wideningHelpers,
  ...permutationHelpers,
  UnsignedRecipEstimate: ofWords('Estimates of reciprocals', unsignedRecipEstimate),
  UnsignedRSqrtEstimate: ofWords('Estimates of reciprocals of square roots', unsignedRSqrtEstimate),
  VFPExpandImm: {
    arguments: ['i64', 'i32'],
    result: 'i64',
    doc: 'A double that eight bits stand for, as a number of this size in bits',
    apply: (value = 0n, size = 0n) => expandImmediate(value, size),
  },
};

export const a64Computations: Readonly<Record<string, Computation>> = {
  ...elementComputations,
  ...narrowingComputations,
  ...floatComputations,
  ...conversionComputations,
  PolynomialMult: polynomialMult,
  ...aesComputations,
  ...shaComputations,
  ...sha512Computations,
  ...sm3Computations,
  ...sm4Computations,
};
