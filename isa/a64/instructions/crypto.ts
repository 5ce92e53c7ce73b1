/** Cryptographic extensions (C4.1): AES, SHA1, SHA2, SHA3, SM3, SM4. */
import type { InstructionRow } from '../../instruction.ts';
import {
  bitClearAndExclusiveOr,
  exclusiveOrAndRotate,
  exclusiveOrOfThree,
  ofVectors,
  rotateAndExclusiveOr,
  rotateWord,
  withWord,
} from '../semantics/simd/crypto.ts';
import type { Line } from './table.ts';
import { table } from './table.ts';

// biome-ignore format: a table is read by columns
const lines: Readonly<Record<string, readonly Line[]>> = {
  AES: [
    ['aese',      '01001110 00 10100 00100 10 Rn:5 Rd:5', '<Vd>.16B, <Vn>.16B', 'AESE',   'AES single round encryption', () => ofVectors('AESE', ['Rd', 'Rn'])],
    ['aesd',      '01001110 00 10100 00101 10 Rn:5 Rd:5', '<Vd>.16B, <Vn>.16B', 'AESD',   'AES single round decryption', () => ofVectors('AESD', ['Rd', 'Rn'])],
    ['aesmc',     '01001110 00 10100 00110 10 Rn:5 Rd:5', '<Vd>.16B, <Vn>.16B', 'AESMC',  'AES mix columns', () => ofVectors('AESMixColumns', ['Rn'])],
    ['aesimc',    '01001110 00 10100 00111 10 Rn:5 Rd:5', '<Vd>.16B, <Vn>.16B', 'AESIMC', 'AES inverse mix columns', () => ofVectors('AESInvMixColumns', ['Rn'])],
  ],
  SHA1: [
    ['sha1c',     '01011110 000 Rm:5 0 000 00 Rn:5 Rd:5', '<Qd>, <Sn>, <Vm>.4S',       'SHA1C',   'SHA1 hash update, choose', () => ofVectors('SHA1C', ['Rd', 'Rn', 'Rm'])],
    ['sha1p',     '01011110 000 Rm:5 0 001 00 Rn:5 Rd:5', '<Qd>, <Sn>, <Vm>.4S',       'SHA1P',   'SHA1 hash update, parity', () => ofVectors('SHA1P', ['Rd', 'Rn', 'Rm'])],
    ['sha1m',     '01011110 000 Rm:5 0 010 00 Rn:5 Rd:5', '<Qd>, <Sn>, <Vm>.4S',       'SHA1M',   'SHA1 hash update, majority', () => ofVectors('SHA1M', ['Rd', 'Rn', 'Rm'])],
    ['sha1su0',   '01011110 000 Rm:5 0 011 00 Rn:5 Rd:5', '<Vd>.4S, <Vn>.4S, <Vm>.4S', 'SHA1SU0', 'SHA1 schedule update 0', () => ofVectors('SHA1SU0', ['Rd', 'Rn', 'Rm'])],
    ['sha1h',     '01011110 00 10100 00000 10 Rn:5 Rd:5', '<Sd>, <Sn>',                'SHA1H',   'SHA1 fixed rotate', rotateWord],
    ['sha1su1',   '01011110 00 10100 00001 10 Rn:5 Rd:5', '<Vd>.4S, <Vn>.4S',          'SHA1SU1', 'SHA1 schedule update 1', () => ofVectors('SHA1SU1', ['Rd', 'Rn'])],
  ],
  SHA256: [
    ['sha256h',   '01011110 000 Rm:5 0 100 00 Rn:5 Rd:5', '<Qd>, <Qn>, <Vm>.4S',       'SHA256H',   'SHA256 hash update, part 1', () => ofVectors('SHA256H', ['Rd', 'Rn', 'Rm'])],
    ['sha256h2',  '01011110 000 Rm:5 0 101 00 Rn:5 Rd:5', '<Qd>, <Qn>, <Vm>.4S',       'SHA256H2',  'SHA256 hash update, part 2', () => ofVectors('SHA256H2', ['Rd', 'Rn', 'Rm'])],
    ['sha256su1', '01011110 000 Rm:5 0 110 00 Rn:5 Rd:5', '<Vd>.4S, <Vn>.4S, <Vm>.4S', 'SHA256SU1', 'SHA256 schedule update 1', () => ofVectors('SHA256SU1', ['Rd', 'Rn', 'Rm'])],
    ['sha256su0', '01011110 00 10100 00010 10 Rn:5 Rd:5', '<Vd>.4S, <Vn>.4S',          'SHA256SU0', 'SHA256 schedule update 0', () => ofVectors('SHA256SU0', ['Rd', 'Rn'])],
  ],
  SHA512: [
    ['sha512h',   '11001110 011 Rm:5 1 0 00 00 Rn:5 Rd:5', '<Qd>, <Qn>, <Vm>.2D',       'SHA512H',   'SHA512 hash update, part 1', () => ofVectors('SHA512H', ['Rd', 'Rn', 'Rm'])],
    ['sha512h2',  '11001110 011 Rm:5 1 0 00 01 Rn:5 Rd:5', '<Qd>, <Qn>, <Vm>.2D',       'SHA512H2',  'SHA512 hash update, part 2', () => ofVectors('SHA512H2', ['Rd', 'Rn', 'Rm'])],
    ['sha512su1', '11001110 011 Rm:5 1 0 00 10 Rn:5 Rd:5', '<Vd>.2D, <Vn>.2D, <Vm>.2D', 'SHA512SU1', 'SHA512 schedule update 1', () => ofVectors('SHA512SU1', ['Rd', 'Rn', 'Rm'])],
    ['sha512su0', '11001110 110 00000 1 0 00 00 Rn:5 Rd:5', '<Vd>.2D, <Vn>.2D',         'SHA512SU0', 'SHA512 schedule update 0', () => ofVectors('SHA512SU0', ['Rd', 'Rn'])],
  ],
  SHA3: [
    ['rax1',      '11001110 011 Rm:5 1 0 00 11 Rn:5 Rd:5', '<Vd>.2D, <Vn>.2D, <Vm>.2D', 'RAX1',           'Rotate by one and exclusive or', rotateAndExclusiveOr],
    ['eor3',      '11001110 000 Rm:5 0 Ra:5 Rn:5 Rd:5',    '<Vd>.16B, <Vn>.16B, <Vm>.16B, <Va>.16B', 'EOR3', 'Exclusive or of three', exclusiveOrOfThree],
    ['bcax',      '11001110 001 Rm:5 0 Ra:5 Rn:5 Rd:5',    '<Vd>.16B, <Vn>.16B, <Vm>.16B, <Va>.16B', 'BCAX', 'And with the complement, and exclusive or', bitClearAndExclusiveOr],
    ['xar',       '11001110 100 Rm:5 imm6:6 Rn:5 Rd:5',    '<Vd>.2D, <Vn>.2D, <Vm>.2D, #<xor6>',     'XAR',  'Exclusive or and rotate', exclusiveOrAndRotate],
  ],
  SM3: [
    ['sm3tt1a',   '11001110 010 Rm:5 10 imm2:2 00 Rn:5 Rd:5', '<Vd>.4S, <Vn>.4S, <Vm><.S>[<imm2>]',    'SM3TT1A',   'SM3 step 1A', () => withWord('SM3TT1A')],
    ['sm3tt1b',   '11001110 010 Rm:5 10 imm2:2 01 Rn:5 Rd:5', '<Vd>.4S, <Vn>.4S, <Vm><.S>[<imm2>]',    'SM3TT1B',   'SM3 step 1B', () => withWord('SM3TT1B')],
    ['sm3tt2a',   '11001110 010 Rm:5 10 imm2:2 10 Rn:5 Rd:5', '<Vd>.4S, <Vn>.4S, <Vm><.S>[<imm2>]',    'SM3TT2A',   'SM3 step 2A', () => withWord('SM3TT2A')],
    ['sm3tt2b',   '11001110 010 Rm:5 10 imm2:2 11 Rn:5 Rd:5', '<Vd>.4S, <Vn>.4S, <Vm><.S>[<imm2>]',    'SM3TT2B',   'SM3 step 2B', () => withWord('SM3TT2B')],
    ['sm3ss1',    '11001110 010 Rm:5 0 Ra:5 Rn:5 Rd:5',       '<Vd>.4S, <Vn>.4S, <Vm>.4S, <Va>.4S',  'SM3SS1',    'SM3 rotate, add and rotate', () => ofVectors('SM3SS1', ['Rn', 'Rm', 'Ra'])],
    ['sm3partw1', '11001110 011 Rm:5 1 1 00 00 Rn:5 Rd:5',    '<Vd>.4S, <Vn>.4S, <Vm>.4S',           'SM3PARTW1', 'SM3 message expansion, part 1', () => ofVectors('SM3PARTW1', ['Rd', 'Rn', 'Rm'])],
    ['sm3partw2', '11001110 011 Rm:5 1 1 00 01 Rn:5 Rd:5',    '<Vd>.4S, <Vn>.4S, <Vm>.4S',           'SM3PARTW2', 'SM3 message expansion, part 2', () => ofVectors('SM3PARTW2', ['Rd', 'Rn', 'Rm'])],
  ],
  SM4: [
    ['sm4e',      '11001110 110 00000 1 0 00 01 Rn:5 Rd:5',   '<Vd>.4S, <Vn>.4S',                    'SM4E',      'SM4 encryption', () => ofVectors('SM4E', ['Rd', 'Rn'])],
    ['sm4ekey',   '11001110 011 Rm:5 1 1 00 10 Rn:5 Rd:5',    '<Vd>.4S, <Vn>.4S, <Vm>.4S',           'SM4EKEY',   'SM4 key schedule', () => ofVectors('SM4EKEY', ['Rn', 'Rm'])],
  ],
};

export const cryptography: readonly InstructionRow[] = Object.entries(lines).flatMap(([feature, rows]) =>
  table(feature, rows, 'C7.2'),
);
