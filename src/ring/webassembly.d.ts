/** The one part of WebAssembly used here. Its full declaration comes only with a browser's globals, which we do not want. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum: number; readonly shared: true });
    readonly buffer: SharedArrayBuffer;
  }
}
