/** How many instructions to run before messages are looked at again. */
export interface SliceSizer {
  readonly budget: number;
  /** Takes into account how long a run of `instructions` took. */
  ran(instructions: number, milliseconds: number): void;
}

/** Aims at slices of about `target` milliseconds, so that a pause or stop request never waits long. */
export function sliceSizer(target: number): SliceSizer {
  let budget = 1000;
  return {
    get budget() {
      return budget;
    },
    ran(instructions, milliseconds) {
      if (instructions < budget) return;
      const factor = milliseconds <= 0 ? 2 : Math.min(2, Math.max(0.25, target / milliseconds));
      budget = Math.round(Math.min(10_000_000, Math.max(100, budget * factor)));
    },
  };
}
