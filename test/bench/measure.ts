/** Measuring and printing. Figures are of this run; only the ratios mean something elsewhere. */
export { tool } from '../oracle/tools.ts';

/** CPU seconds, user and system, that `work` takes in this process. */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/**
 * Bytes that what `make` gives keeps from being collected; undefined unless node was started with `--expose-gc`.
 */
export function retainedBytes(make: () => unknown): number | undefined {
  const { gc } = globalThis;
  if (gc === undefined) return undefined;
  const used = (): number => {
    gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  // The first one is there in both measurements, so that what its making leaves behind is not counted.
  const kept = [make()];
  const before = used();
  kept.push(make());
  return kept.length === 2 ? used() - before : 0;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** One line: our figure, theirs, and the ratio ours / theirs. */
export function row(what: string, ours: number, unit: string, other?: string, theirs?: number): void {
  const figure = (value: number): string => `${value.toPrecision(3)} ${unit}`;
  const ratio =
    theirs === undefined
      ? other
        ? `${other} is not installed`
        : ''
      : `${other} ${figure(theirs)}   ratio ${(ours / theirs).toPrecision(3)}`;
  console.log(`${what.padEnd(36)} ${figure(ours).padEnd(16)} ${ratio}`);
}
