import { KERNEL_MODULE } from "./kernel-module.js";

/** What `kernel/index.ts` exports. Globals are addresses in the memory and sizes there. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly input: WebAssembly.Global<"i32">;
  readonly inputBytes: WebAssembly.Global<"i32">;
  readonly lines: WebAssembly.Global<"i32">;
  readonly rows: WebAssembly.Global<"i32">;
  readonly rowNumbers: WebAssembly.Global<"i32">;
  readonly bins: WebAssembly.Global<"i32">;
  readonly binsMax: WebAssembly.Global<"i32">;
  readonly prefix: WebAssembly.Global<"i32">;
  readonly listHashes: WebAssembly.Global<"i32">;
  readonly lists: WebAssembly.Global<"i32">;
  readonly plain: WebAssembly.Global<"i32">;
  readonly packed: WebAssembly.Global<"i32">;
  configure(...settings: (number | boolean)[]): void;
  rowCount(): number;
  stopped(): number;
  take(from: number, end: number): number;
  arrange(rows: number, bins: number): void;
  deflate(bytes: number): number;
  remember(tables: number, entries: number): void;
  add(table: number, low: number, rest: number): number;
  forgetful(): number;
}

let compiled: WebAssembly.Module | undefined;

/** Compiled once; threads may share it. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(KERNEL_MODULE, "base64"));
  return compiled;
}

/** A kernel with a memory of its own: 2.4 MiB, of which only what is used takes room. */
export function createKernel(): Kernel {
  return new WebAssembly.Instance(kernelModule()).exports as unknown as Kernel;
}
