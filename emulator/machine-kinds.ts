/** The one list of machines that can be emulated, by their architectures. */
import { a64Kind } from './a64/kind.ts';
import { hawkKind } from './hawk/kind.ts';
import type { MachineKind } from './machine-kind.ts';

export const machineKinds: readonly MachineKind[] = [a64Kind, hawkKind];
