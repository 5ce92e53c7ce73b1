/** The part of the WebAssembly API that the emulator uses: the compiler's libraries for it come with the DOM. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(
      module: Module,
      imports: Record<string, Record<string, Memory | ((...values: (number & bigint)[]) => number | bigint)>>,
    );
    readonly exports: Record<string, (...values: number[]) => number>;
  }
}
