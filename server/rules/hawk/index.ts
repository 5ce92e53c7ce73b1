/** The rules for Hawk's trap vector and handlers, and for programs of the Hawk in general. */
import type { Rule } from '../rule.ts';
import { branchToItself } from './branch-to-itself.ts';
import { overflowAfterShift } from './overflow-after-shift.ts';
import { registerAfterCall } from './register-after-call.ts';
import { returnAddressLost } from './return-address-lost.ts';
import { stackNotRestored } from './stack-not-restored.ts';
import { unsignedAfterZero } from './unsigned-after-zero.ts';
import { v01EntryLength } from './v01-entry-length.ts';
import { v02StrayCode } from './v02-stray-code.ts';
import { v03ReservedEntry } from './v03-reserved-entry.ts';
import { v04WrongVector } from './v04-wrong-vector.ts';
import { v05FallsThrough } from './v05-falls-through.ts';
import { v07RegisterLost } from './v07-register-lost.ts';
import { v08MinimalEntry } from './v08-minimal-entry.ts';
import { v09ConditionCodes } from './v09-condition-codes.ts';
import { v10TsvOverwritten } from './v10-tsv-overwritten.ts';
import { v11TsvReadLate } from './v11-tsv-read-late.ts';
import { v12TsvNotRead } from './v12-tsv-not-read.ts';
import { v13ReturnByJump } from './v13-return-by-jump.ts';
import { v14TrapRepeats } from './v14-trap-repeats.ts';
import { v15WrongAdvance } from './v15-wrong-advance.ts';
import { v16SharedSaveArea } from './v16-shared-save-area.ts';
import { v17CommonSaveArea } from './v17-common-save-area.ts';
import { v18SaveAreaInRom } from './v18-save-area-in-rom.ts';
import { v19SaveAreaTooSmall } from './v19-save-area-too-small.ts';
import { v20RestoreMismatch } from './v20-restore-mismatch.ts';
import { v21BaseRestoredEarly } from './v21-base-restored-early.ts';
import { v22LevelRaisedEarly } from './v22-level-raised-early.ts';
import { v23OwnInterruptEnabled } from './v23-own-interrupt-enabled.ts';
import { v24NestedTrap } from './v24-nested-trap.ts';
import { v25PrivilegedInUserState } from './v25-privileged-in-user-state.ts';
import { v26UserLevelByCpuset } from './v26-user-level-by-cpuset.ts';
import { v27RegisterZero } from './v27-register-zero.ts';
import { v29KeyboardNotRead } from './v29-keyboard-not-read.ts';
import { v30PollingWithInterrupt } from './v30-polling-with-interrupt.ts';
import { v31StackInSaveArea } from './v31-stack-in-save-area.ts';
import { v32CauseNotRead } from './v32-cause-not-read.ts';
import { v33StoreToRom } from './v33-store-to-rom.ts';
import { v34UncheckedReturnAddress } from './v34-unchecked-return-address.ts';
import { v35ReturnFromOtherRegister } from './v35-return-from-other-register.ts';
import { v36InterruptWithoutEntry } from './v36-interrupt-without-entry.ts';
import { widthNotGiven } from './width-not-given.ts';
import { wordFromByteAddress } from './word-from-byte-address.ts';

export const hawkRules: readonly Rule[] = [
  v01EntryLength,
  v02StrayCode,
  v03ReservedEntry,
  v04WrongVector,
  v05FallsThrough,
  v07RegisterLost,
  v08MinimalEntry,
  v09ConditionCodes,
  v10TsvOverwritten,
  v11TsvReadLate,
  v12TsvNotRead,
  v13ReturnByJump,
  v14TrapRepeats,
  v15WrongAdvance,
  v16SharedSaveArea,
  v17CommonSaveArea,
  v18SaveAreaInRom,
  v19SaveAreaTooSmall,
  v20RestoreMismatch,
  v21BaseRestoredEarly,
  v22LevelRaisedEarly,
  v23OwnInterruptEnabled,
  v24NestedTrap,
  v25PrivilegedInUserState,
  v26UserLevelByCpuset,
  v27RegisterZero,
  v29KeyboardNotRead,
  v30PollingWithInterrupt,
  v31StackInSaveArea,
  v32CauseNotRead,
  v33StoreToRom,
  v34UncheckedReturnAddress,
  v35ReturnFromOtherRegister,
  v36InterruptWithoutEntry,
  branchToItself,
  overflowAfterShift,
  registerAfterCall,
  returnAddressLost,
  stackNotRestored,
  unsignedAfterZero,
  widthNotGiven,
  wordFromByteAddress,
];
