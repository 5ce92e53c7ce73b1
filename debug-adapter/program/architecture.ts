/** Which architecture a program is for: the one place that decides. */
import { boardsOf } from '../../emulator/machine.ts';
import type { Architecture } from '../../isa/architecture.ts';
import { architectureOfFile } from '../../isa/architectures.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** The board's architecture when one is named; else that of the first file whose name tells; else the first. */
export function architectureFor(
  architectures: readonly [Architecture, ...Architecture[]],
  machine: string | undefined,
  files: readonly string[],
): Architecture | Refusal {
  if (machine === undefined) {
    const [told] = files.flatMap(file => architectureOfFile(file) ?? []);
    return told ?? architectures[0];
  }
  const found = architectures.find(architecture => boardsOf(architecture).some(({ id }) => id === machine));
  if (found !== undefined) return found;
  const known = architectures.flatMap(boardsOf).map(({ id }) => `"${id}"`);
  return refuse(`There is no machine "${machine}"; there is ${known.join(', ')}.`);
}
