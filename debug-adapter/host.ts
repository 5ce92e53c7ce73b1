/** What the adapter needs of the world around it; the node entry and tests each give one. */
export interface Host {
  /** Text of a file, or undefined when there is none that can be read. */
  readonly readText: (path: string) => Promise<string | undefined>;
  readonly readBytes: (path: string) => Promise<Uint8Array | undefined>;
  /** Absolute, normalised path. */
  readonly resolve: (path: string, folder?: string) => string;
  readonly dirname: (path: string) => string;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Runs a task soon: after messages that have already arrived, and once a client that is behind has read. */
  readonly defer: (task: () => void) => void;
}
