// npm ci --prefix kernel && npm run build --prefix kernel: writes core/ingest/kernel-module.ts.
import { writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";
import { hashSources } from "./sources.mjs";

/** 64 KiB each: what `layout.ts` lays out takes 33 of them. */
const PAGES = "40";

const files = new Map();
const { error, stderr } = await asc.main(
  [
    ...["index.ts", "--outFile", "kernel.wasm"],
    ...["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge", "--noAssert"],
    ...["--runtime", "stub", "--enable", "simd"],
    ...["--initialMemory", PAGES],
    ...["--baseDir", import.meta.dirname],
  ],
  { writeFile: (name, content) => files.set(name, content) },
);
if (error) throw new Error(`${error.message}\n${stderr}`);
const code = Buffer.from(files.get("kernel.wasm")).toString("base64");
writeFileSync(
  new URL("../core/ingest/kernel-module.ts", import.meta.url),
  `// Written by kernel/build.mjs from kernel/*.ts, which says what it does.

/** The sources, as \`kernel/sources.mjs\` hashes them. */
export const KERNEL_SOURCES = "${hashSources()}";

/** A WebAssembly module in base64. */
export const KERNEL_MODULE =
  "${code}";
`,
);
console.log(`Wrote core/ingest/kernel-module.ts, ${files.get("kernel.wasm").length} bytes of code`);
