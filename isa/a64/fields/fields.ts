/** Which register has which fields. */
import type { BitField } from '../../architecture.ts';
import * as control from './control.ts';
import * as identification from './identification.ts';
import * as status from './status.ts';
import { syndrome } from './syndrome.ts';
import * as translation from './translation.ts';

const byRegister: Readonly<Record<string, readonly BitField[]>> = {
  nzcv: status.conditionFlags,
  daif: status.interruptMasks,
  currentel: status.currentLevel,
  spsel: status.stackSelect,
  spsr_el1: status.savedStatus,
  spsr_el2: status.savedStatus,
  spsr_el3: status.savedStatus,
  esr_el1: syndrome,
  esr_el2: syndrome,
  esr_el3: syndrome,
  isr_el1: control.interruptStatus,
  hcr_el2: control.hypervisorConfiguration,
  scr_el3: control.secureConfiguration,
  sctlr_el1: control.systemControlEl1,
  sctlr_el2: control.systemControlHigh,
  sctlr_el3: control.systemControlHigh,
  cpacr_el1: control.architecturalFeatureAccess,
  cptr_el2: control.featureTraps,
  cptr_el3: control.featureTraps,
  mdcr_el2: control.debugTrapsEl2,
  mdcr_el3: control.debugTrapsEl3,
  mdscr_el1: control.monitorDebugControl,
  tcr_el1: translation.translationControlEl1,
  tcr_el2: translation.translationControlHigh,
  tcr_el3: translation.translationControlHigh,
  vtcr_el2: translation.stage2Control,
  vttbr_el2: translation.stage2Base,
  ttbr0_el1: translation.tableBase,
  ttbr1_el1: translation.tableBase,
  hpfar_el2: translation.intermediateFaultAddress,
  par_el1: translation.translationResult,
  midr_el1: identification.mainId,
  vpidr_el2: identification.mainId,
  mpidr_el1: identification.affinity,
  vmpidr_el2: identification.affinity,
  id_aa64pfr0_el1: identification.processorFeatures,
  id_aa64mmfr0_el1: identification.memoryModel0,
  cnthctl_el2: identification.hypervisorTimerControl,
  cntp_ctl_el0: identification.timerControl,
  cntv_ctl_el0: identification.timerControl,
  cnthp_ctl_el2: identification.timerControl,
  cntps_ctl_el1: identification.timerControl,
};

/** Fields of a system register; empty where the tables describe none. */
export const fieldsOf = (name: string): readonly BitField[] => byRegister[name] ?? [];
