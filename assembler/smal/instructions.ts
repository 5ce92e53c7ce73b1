/** The switch that makes the machine's instructions known, and the symbols that come with them. */
import type { Unit } from './unit.ts';

/** Defines registers and named numbers as symbols, and lets instructions be assembled from here on. */
export function useInstructions(unit: Unit): void {
  if (unit.hasInstructions) return;
  unit.hasInstructions = true;
  for (const [name, value] of unit.job.machine.symbols) {
    const symbol = unit.symbols.entry(name);
    if (symbol.definedIn === unit.pass) continue;
    symbol.kind = 'predefined';
    symbol.value = value;
    symbol.definedIn = unit.pass;
  }
}
