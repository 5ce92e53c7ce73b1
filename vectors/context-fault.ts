import type { CellName } from '../isa/instruction.ts';

/** One thing that is wrong with the interrupted context at the return at `returnAt`. Addresses are of instructions. */
export type ContextFault = { readonly register: CellName; readonly returnAt: bigint } & (
  | {
      /** Changed while its interrupted value was nowhere else, and not had back. */
      readonly kind: 'clobbered-before-saved';
      readonly at: bigint;
      /** The store that then saved the wrong value; absent when it was never saved. */
      readonly savedAt?: bigint;
    }
  | {
      /** Loaded from the field that holds another register of the interrupted context. */
      readonly kind: 'restored-from-wrong-field';
      readonly at: bigint;
      readonly holds: CellName;
      readonly savedAt: bigint;
    }
  | {
      /** Loaded from a field of the frame in which nothing was saved. */
      readonly kind: 'restored-unsaved';
      readonly at: bigint;
    }
  | {
      /** Saved, changed, and not loaded again on this path. */
      readonly kind: 'not-restored';
      readonly savedAt: bigint;
      /** The load that put its interrupted value into another register, when there is one. */
      readonly misloadedAt?: bigint;
    }
  | {
      /** Restored, and then changed by the instruction at `at`. */
      readonly kind: 'changed-after-restore';
      readonly at: bigint;
      readonly restoredAt: bigint;
    }
  | {
      /** Its field was overwritten by the save of something else. */
      readonly kind: 'field-overwritten';
      readonly at: bigint;
      readonly savedAt: bigint;
    }
);
