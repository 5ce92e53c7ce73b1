/**
 * Pointer authentication (FEAT_PAuth) with its keys disabled (SCTLR_ELx.EnIA … 0), as after reset: signing and
 * authenticating leave a pointer as it is, and the combined branches and loads are the plain ones.
 */
import type { Semantics } from '../../semantics.ts';
import { branch, get } from '../../semantics.ts';
import { linkRegister } from './registers.ts';

/** `PACIA`, `AUTIA`, `XPACLRI` and their kin: no pointer was ever signed. */
export const pointerUnchanged = (): Semantics => [];

/** `RETAA`, `RETAB`. */
export const returnAuthenticated = (): Semantics => [branch('return', get(linkRegister))];
