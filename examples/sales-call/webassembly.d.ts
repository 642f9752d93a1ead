/** The two calls made here; TypeScript knows WebAssembly only together with the whole browser. */
declare namespace WebAssembly {
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: object): Promise<Instance>;
}
