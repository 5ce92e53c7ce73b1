/** The part of the WebAssembly API that the emulator uses: the compiler's libraries for it come with the DOM. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer;
  }
}
