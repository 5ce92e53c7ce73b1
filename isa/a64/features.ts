/** Versions and extensions of A64 by the names of GNU as, and what of them the features of our tables need. */
import type { ExtensionDescription, FeatureDescription, FeatureTable, Switches } from '../features.ts';
import { withExtension } from '../features.ts';

/** Features as rows, system registers and operations name them. */
// biome-ignore format: a table is read by columns
const features: readonly FeatureDescription[] = [
  { id: 'v8.0',    title: 'Armv8.0-A',                                     needs: [] },
  { id: 'v8.2',    title: 'Armv8.2-A',                                     needs: ['v8.2'] },
  { id: 'FP',      title: 'floating point',                                needs: ['fp'] },
  { id: 'AdvSIMD', title: 'Advanced SIMD',                                 needs: ['simd'] },
  { id: 'CRC32',   title: 'CRC32 instructions',                            needs: ['crc'] },
  { id: 'AES',     title: 'AES instructions',                              needs: ['aes'] },
  { id: 'PMULL',   title: 'multiplication of 64-bit polynomials',          needs: ['aes'] },
  { id: 'SHA1',    title: 'SHA1 instructions',                             needs: ['sha2'] },
  { id: 'SHA256',  title: 'SHA256 instructions',                           needs: ['sha2'] },
  { id: 'SHA512',  title: 'SHA512 instructions',                           needs: ['sha2'] },
  { id: 'SHA3',    title: 'SHA3 instructions',                             needs: ['v8.2', 'sha3'] },
  { id: 'SM3',     title: 'SM3 instructions',                              needs: ['v8.2', 'sm4'] },
  { id: 'SM4',     title: 'SM4 instructions',                              needs: ['v8.2', 'sm4'] },
  // Hints do nothing on a processor that does not have them: they need nothing.
  { id: 'PAuth-hint', title: 'pointer authentication, of hints',           needs: [] },
  { id: 'BTI',     title: 'branch target identification',                  needs: [] },
  { id: 'CLRBHB',  title: 'clearing of the branch history',                needs: [] },
  { id: 'DGH',     title: 'data gathering hint',                           needs: [] },
  { id: 'RAS',     title: 'reliability, availability and serviceability',  needs: [], namesNeed: ['ras'] },
  { id: 'TRF',     title: 'self-hosted trace',                             needs: [], namesNeed: ['v8.4'] },
  { id: 'SPE',     title: 'statistical profiling',                         needs: [], namesNeed: ['profile'] },

  { id: 'LSE',     title: 'Large System Extensions: atomic instructions',  needs: ['lse'] },
  { id: 'LOR',     title: 'limited ordering regions',                      needs: ['lor'] },
  { id: 'PAN',     title: 'privileged access never',                       needs: ['pan'] },
  { id: 'PAN2',    title: 'translation that obeys PAN',                    needs: ['v8.2'] },
  { id: 'VHE',     title: 'virtualization host extensions',                needs: ['v8.1'] },
  { id: 'RDM',     title: 'rounding double multiply accumulate',           needs: ['rdma'] },
  { id: 'UAO',     title: 'user access override',                          needs: ['v8.2'] },
  { id: 'DPB',     title: 'cleaning to the point of persistence',          needs: ['v8.2'] },
  { id: 'FP16',    title: 'half-precision floating point',                 needs: ['fp16'] },
  { id: 'FHM',     title: 'half-precision multiplication to single',       needs: ['v8.2', 'fp16fml'] },
  { id: 'DotProd', title: 'dot product',                                   needs: ['v8.2', 'dotprod'] },
  { id: 'LRCPC',   title: 'release consistent processor consistent loads', needs: ['rcpc'] },
  { id: 'PAuth',   title: 'pointer authentication',                        needs: ['pauth'], namesNeed: ['v8.3'] },
  { id: 'FCMA',    title: 'complex numbers',                               needs: ['compnum'] },
  // GNU as asks for no fp16 besides.
  { id: 'FCMA+FP16', title: 'complex numbers of half precision',            needs: ['compnum'] },
  { id: 'JSCVT',   title: 'conversion as JavaScript does it',              needs: ['v8.3', 'fp'] },
  { id: 'CCIDX',   title: 'extended cache index',                          needs: ['v8.3'] },
  { id: 'LRCPC2',  title: 'ordered loads and stores at an offset',         needs: ['v8.4'] },
  { id: 'FlagM',   title: 'flag manipulation',                             needs: ['flagm'] },
  { id: 'DIT',     title: 'data independent timing',                       needs: ['v8.4'] },
  { id: 'TLBIOS',  title: 'outer shareable TLB maintenance',               needs: ['v8.4'] },
  { id: 'TLBIRANGE', title: 'TLB maintenance of ranges',                   needs: ['v8.4'] },
  { id: 'AMU',     title: 'activity monitors',                             needs: ['v8.4'] },
  { id: 'SEL2',    title: 'Secure EL2',                                    needs: ['v8.4'] },
  { id: 'NV2',     title: 'enhanced nested virtualization',                needs: ['v8.4'] },
  { id: 'PMUv3p4', title: 'performance monitors of Armv8.4-A',             needs: ['v8.4'] },
  { id: 'FlagM2',  title: 'conversion of flags',                           needs: ['v8.5'] },
  { id: 'FRINTTS', title: 'rounding to 32-bit and 64-bit integers',        needs: ['v8.5'] },
  { id: 'SB',      title: 'speculation barrier',                           needs: ['sb'] },
  { id: 'SPECRES', title: 'prediction restriction',                        needs: ['predres'] },
  { id: 'SSBS',    title: 'speculative store bypass safe',                 needs: ['ssbs'] },
  { id: 'DPB2',    title: 'cleaning to the point of deep persistence',     needs: ['cvadp'] },
  { id: 'CSV2',    title: 'context numbers of software',                   needs: ['v8.5'] },
  { id: 'PFR2',    title: 'AArch32 processor features 2',                  needs: ['v8.5'] },
  { id: 'MTE',     title: 'memory tagging',                                needs: ['v8.5', 'memtag'], namesNeed: ['memtag'] },
  { id: 'RNG',     title: 'random numbers',                                needs: ['rng'] },
  { id: 'BF16',    title: 'BFloat16',                                      needs: ['bf16'] },
  { id: 'I8MM',    title: 'matrix multiplication of bytes',                needs: ['v8.2', 'i8mm'] },
  { id: 'FGT',     title: 'fine-grained traps',                            needs: ['v8.6'] },
  { id: 'SVE',     title: 'scalable vectors',                              needs: ['sve'] },

  // Registers that GNU as lets be named whatever the architecture.
  { id: 'GICv3',   title: 'interrupt controller registers',                needs: [] },
  { id: 'ETM',     title: 'trace unit',                                    needs: [] },
  { id: 'TRBE',    title: 'trace buffer',                                  needs: [] },
  { id: 'BRBE',    title: 'branch records',                                needs: [] },
  { id: 'CSRE',    title: 'call stack recorder',                           needs: [] },
  { id: 'MPAM',    title: 'memory partitioning and monitoring',            needs: [] },
  { id: 'RME',     title: 'realm management',                              needs: [] },
  { id: 'LS64',    title: '64-byte loads and stores',                      needs: [] },
  { id: 'T32EE',   title: 'AArch32 ThumbEE',                               needs: [] },
];

// biome-ignore format: a table is read by columns
const extensions: readonly ExtensionDescription[] = [
  { name: 'fp' },
  { name: 'simd',     requires: ['fp'] },
  { name: 'crc' },
  { name: 'crypto',   is: ['aes', 'sha2'], requires: ['simd'] },
  { name: 'aes',      requires: ['simd'] },
  { name: 'sha2',     requires: ['simd'] },
  { name: 'sha3',     requires: ['sha2'] },
  { name: 'sm4',      requires: ['simd'] },
  { name: 'lse' },
  { name: 'lor' },
  { name: 'pan' },
  { name: 'ras' },
  { name: 'rdma',     requires: ['simd'] },
  { name: 'rdm',      is: ['rdma'], requires: ['simd'] },
  { name: 'fp16',     requires: ['fp'], brings: { on: 'v8.4', name: 'fp16fml' } },
  { name: 'fp16fml',  requires: ['fp16'] },
  { name: 'compnum',  requires: ['fp16', 'simd'] },
  { name: 'rcpc' },
  { name: 'dotprod' },
  { name: 'profile' },
  { name: 'pauth' },
  { name: 'flagm' },
  { name: 'sb' },
  { name: 'ssbs' },
  { name: 'predres' },
  { name: 'memtag' },
  { name: 'rng' },
  { name: 'bf16',     requires: ['fp'] },
  { name: 'i8mm',     requires: ['simd'] },
  { name: 'sve',      requires: ['fp16', 'simd', 'compnum'] },
  // Of these the tables have nothing: they are names that may be given.
  { name: 'sve2',     requires: ['sve'] },
  { name: 'sve2-aes', requires: ['sve2', 'aes'] },
  { name: 'sve2-bitperm', requires: ['sve2'] },
  { name: 'sve2-sha3', requires: ['sve2', 'sha3'] },
  { name: 'sve2-sm4', requires: ['sve2', 'sm4'] },
  { name: 'f32mm',    requires: ['sve'] },
  { name: 'f64mm',    requires: ['sve'] },
  { name: 'sme',      requires: ['sve2', 'bf16'] },
  { name: 'sme-f64',  requires: ['sme'] },
  { name: 'sme-i64',  requires: ['sme'] },
  { name: 'tme' },
  { name: 'ls64' },
  { name: 'mops' },
  { name: 'hbc' },
  { name: 'cssc' },
];

/** What each version adds to the one before it. */
const versions: readonly (readonly [name: string, adds: readonly string[]])[] = [
  ['armv8-a', ['fp', 'simd', 'ras']],
  ['armv8.1-a', ['v8.1', 'crc', 'lse', 'rdma', 'pan', 'lor']],
  ['armv8.2-a', ['v8.2']],
  ['armv8.3-a', ['v8.3', 'rcpc', 'compnum', 'pauth']],
  ['armv8.4-a', ['v8.4', 'dotprod', 'flagm']],
  ['armv8.5-a', ['v8.5', 'cvadp', 'sb', 'ssbs', 'predres']],
  ['armv8.6-a', ['v8.6', 'bf16', 'i8mm']],
  ['armv8.7-a', ['v8.7', 'ls64']],
  ['armv8.8-a', ['v8.8']],
];

const byVersion = new Map<string, Switches>();
let before: readonly string[] = [];
for (const [name, adds] of versions) {
  before = [...before, ...adds];
  byVersion.set(name, new Set(before));
}

/** A base with extensions, or without those whose name follows `no`. */
function madeOf(base: string, ...changes: readonly string[]): Switches {
  return changes.reduce<Switches>((switches, change) => {
    const off = change.startsWith('no');
    return withExtension({ extensions }, switches, off ? change.slice(2) : change, !off)!;
  }, byVersion.get(base)!);
}

const architectures = new Map<string, Switches>([
  ...byVersion,
  ['armv8-r', madeOf('armv8.4-a', 'nolor')],
  ['armv9-a', madeOf('armv8.5-a', 'sve', 'fp16fml')],
  ['armv9.1-a', madeOf('armv8.6-a', 'sve', 'fp16fml')],
  ['armv9.2-a', madeOf('armv8.7-a', 'sve', 'fp16fml')],
  ['armv9.3-a', madeOf('armv8.8-a', 'sve', 'fp16fml')],
]);

const of2018 = ['rcpc', 'fp16', 'dotprod'];

// biome-ignore format: a table is read by columns
const processors: readonly (readonly [names: string, has: Switches])[] = [
  ['generic xgene1 xgene-1',                        madeOf('armv8-a')],
  ['cortex-a34 cortex-a35 cortex-a53 cortex-a57 cortex-a72 cortex-a73 xgene2', madeOf('armv8-a', 'crc')],
  ['exynos-m1 thunderx',                            madeOf('armv8-a', 'crc', 'crypto')],
  ['falkor qdf24xx',                                madeOf('armv8-a', 'crc', 'crypto', 'rdma')],
  ['vulcan',                                        madeOf('armv8.1-a', 'crypto')],
  ['cortex-a55 cortex-a75 cortex-a76',                         madeOf('armv8.2-a', ...of2018)],
  ['cortex-a65 cortex-a65ae cortex-a76ae cortex-a77 neoverse-e1', madeOf('armv8.2-a', ...of2018, 'ssbs')],
  ['ares neoverse-n1',                              madeOf('armv8.2-a', ...of2018, 'profile')],
  ['cortex-a78 cortex-a78ae cortex-x1',             madeOf('armv8.2-a', ...of2018, 'ssbs', 'profile')],
  ['cortex-a78c',                                   madeOf('armv8.2-a', ...of2018, 'ssbs', 'profile', 'flagm', 'pauth')],
  ['saphira',                                       madeOf('armv8.4-a', 'crypto', 'profile')],
  ['neoverse-v1',                                   new Set([...madeOf('armv8.4-a', 'sve', 'fp16fml', 'bf16', 'i8mm', 'rng', 'profile', 'ssbs'), 'cvadp'])],
  ['cortex-r82',                                    madeOf('armv8.4-a', 'nolor')],
  ['neoverse-n2',                                   madeOf('armv8.5-a', 'sve', 'fp16fml', 'bf16', 'i8mm', 'rng', 'memtag')],
  ['cortex-a510 cortex-a710 cortex-x2',             madeOf('armv8.5-a', 'sve', 'fp16fml', 'bf16', 'i8mm', 'memtag')],
];

const everything: Switches = new Set([
  ...byVersion.get('armv8.8-a')!,
  ...extensions.filter(({ is }) => is === undefined).map(({ name }) => name),
]);

export const a64Features: FeatureTable = {
  base: 'v8.0',
  features: new Map(features.map(feature => [feature.id, feature])),
  extensions,
  architectures,
  processors: new Map([
    ...processors.flatMap(([names, has]) => names.split(' ').map(name => [name, has] as const)),
    ['all', everything],
  ]),
  everything,
  versionOf: name => (/^v\d/.test(name) ? `arm${name}-a` : undefined),
};
