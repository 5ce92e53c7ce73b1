/** The projects of the corpus: Debian's packages, how each is made ready, and which of its sources are compared. */

export interface Build {
  /** Arguments of `make -n`, which tells the commands and runs none of them. */
  readonly make: readonly string[];
  /** Sources of vector tables that it compiles. */
  readonly sources: readonly string[];
  /** Sources that no platform at hand compiles: with the command of another one. */
  readonly like?: Readonly<Record<string, string>>;
}

export interface Project {
  readonly name: string;
  /** Of Debian: a source package, or a binary one that holds an archive of sources. */
  readonly package: string;
  readonly archive?: string;
  /** The version as far as it is fixed. */
  readonly version: string;
  /** Commands that make the generated headers, in the source folder. */
  readonly prepare: readonly string[];
  /** Seen from the source folder: where `make` runs. */
  readonly folder?: string;
  readonly builds: readonly Build[];
  /** Sources that are compiled with these words, where there is no make. */
  readonly commands?: Readonly<Record<string, string>>;
  /** The preprocessed text goes through this before the assembler. */
  readonly trim?: string;
}

const cross = 'CROSS_COMPILE=aarch64-linux-gnu-';
const linux = `ARCH=arm64 ${cross}`;
const xen = `XEN_TARGET_ARCH=arm64 ${cross}`;

const firmware = (platform: string, ...more: string[]): readonly string[] => [
  cross,
  `PLAT=${platform}`,
  'V=1',
  ...more,
];

/** What EDK2's build tool calls `PP` for AArch64 with GCC5, with the packages that the modules' .inf files name. */
const edk2 = [
  'aarch64-linux-gnu-gcc -mlittle-endian -fno-short-enums -fverbose-asm -funsigned-char -ffunction-sections',
  '-fdata-sections -Wno-address -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-pic -fno-pie',
  '-ffixed-x18 -mcmodel=small -E -x assembler-with-cpp -include AutoGen.h -Iventry -IMdePkg/Include',
  '-IMdePkg/Include/AArch64 -IMdePkg/Test/UnitTest/Include -IMdeModulePkg/Include -IArmPkg/Include',
  '-IArmPlatformPkg/Include',
].join(' ');

export const projects: readonly Project[] = [
  {
    name: 'arm-trusted-firmware',
    package: 'arm-trusted-firmware',
    version: '2.8',
    prepare: [],
    builds: [
      {
        make: firmware('fvp', 'bl1', 'bl2', 'bl31'),
        sources: [
          'bl1/aarch64/bl1_exceptions.S',
          'bl31/aarch64/runtime_exceptions.S',
          'common/aarch64/early_exceptions.S',
          'lib/cpus/aarch64/wa_cve_2017_5715_bpiall.S',
          'lib/cpus/aarch64/wa_cve_2017_5715_mmu.S',
        ],
        like: { 'lib/cpus/aarch64/denver.S': 'lib/cpus/aarch64/wa_cve_2017_5715_mmu.S' },
      },
      {
        make: firmware(
          'fvp',
          'HW_ASSISTED_COHERENCY=1',
          'USE_COHERENT_MEM=0',
          'CTX_INCLUDE_AARCH32_REGS=0',
          'bl31',
        ),
        sources: ['lib/cpus/aarch64/cortex_a76.S', 'lib/cpus/aarch64/cortex_a78.S'],
      },
      { make: firmware('fvp', 'BL2_AT_EL3=1', 'bl2'), sources: ['bl2/aarch64/bl2_el3_exceptions.S'] },
      {
        make: firmware('fvp', 'SPD=tspd', 'ARM_BL31_IN_DRAM=0', 'bl32'),
        sources: ['bl32/tsp/aarch64/tsp_exceptions.S'],
      },
      { make: firmware('fvp_r', 'bl1'), sources: ['plat/arm/board/fvp_r/fvp_r_bl1_exceptions.S'] },
      {
        make: firmware(
          'fvp',
          'SPM_MM=1',
          'EL3_EXCEPTION_HANDLING=1',
          'ENABLE_SVE_FOR_NS=0',
          'ENABLE_SME_FOR_NS=0',
          'bl31',
        ),
        sources: ['services/std_svc/spm/spm_mm/aarch64/spm_mm_shim_exceptions.S'],
      },
    ],
  },
  {
    name: 'u-boot',
    package: 'u-boot',
    version: '2023.01',
    prepare: [`make -s ${cross} qemu_arm64_defconfig`, `make -s ${cross} -j2 prepare`],
    builds: [
      {
        make: [cross, 'V=1', 'arch/arm/cpu/armv8/exceptions.o'],
        sources: ['arch/arm/cpu/armv8/exceptions.S'],
      },
    ],
  },
  {
    name: 'xen',
    package: 'xen',
    version: '4.17',
    folder: 'xen',
    prepare: [
      `make -s ${xen} defconfig`,
      `make -s ${xen} --eval 'ventry-headers: ; $(MAKE) $(build)=. arch/$(SRCARCH)/include/asm/asm-offsets.h' ventry-headers`,
      'touch include/xen/compile.h',
    ],
    builds: [
      {
        make: [
          ...xen.split(' '),
          'V=1',
          'arch/arm/arm64/entry.o',
          'arch/arm/arm64/bpi.o',
          'arch/arm/arm64/head.o',
        ],
        sources: ['arch/arm/arm64/entry.S', 'arch/arm/arm64/bpi.S', 'arch/arm/arm64/head.S'],
      },
    ],
  },
  {
    name: 'edk2',
    package: 'edk2',
    version: '2022.11',
    // What the build tool writes into every module, as far as assembly sees it.
    prepare: [
      "mkdir -p ventry && printf '#ifndef _AUTOGENH_\\n#define _AUTOGENH_\\n#include <PiPei.h>\\n#include <Library/PcdLib.h>\\nextern GUID gEfiCallerIdGuid;\\n#endif\\n' > ventry/AutoGen.h",
    ],
    builds: [],
    commands: {
      'ArmPkg/Library/ArmExceptionLib/AArch64/ExceptionSupport.S': edk2,
      'ArmPlatformPkg/PrePeiCore/AArch64/Exception.S': edk2,
    },
    trim: 'PYTHONPATH=BaseTools/Source/Python python3 BaseTools/Source/Python/Trim/Trim.py --trim-long --source-code',
  },
  {
    name: 'linux',
    package: 'linux-source-6.1',
    archive: 'usr/src/linux-source-6.1.tar.xz',
    version: '6.1',
    prepare: [`make -s ${linux} defconfig`, `make -s ${linux} -j2 prepare`],
    builds: [
      {
        make: [
          ...linux.split(' '),
          'V=1',
          'arch/arm64/kernel/entry.o',
          'arch/arm64/kernel/hyp-stub.o',
          'arch/arm64/kvm/hyp/entry.o',
          'arch/arm64/kvm/hyp/hyp-entry.o',
          'arch/arm64/kvm/hyp/nvhe/',
        ],
        sources: [
          'arch/arm64/kernel/entry.S',
          'arch/arm64/kernel/hyp-stub.S',
          'arch/arm64/kvm/hyp/entry.S',
          'arch/arm64/kvm/hyp/hyp-entry.S',
          'arch/arm64/kvm/hyp/nvhe/host.S',
          'arch/arm64/kvm/hyp/nvhe/hyp-init.S',
        ],
      },
    ],
  },
];
