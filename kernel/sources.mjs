import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** sha256 over the kernel's sources, so that a test sees when they were changed but not compiled. */
export function hashSources() {
  const hash = createHash("sha256");
  for (const name of readdirSync(import.meta.dirname).sort()) {
    if (!name.endsWith(".ts")) continue;
    const text = readFileSync(new URL(name, import.meta.url), "utf8").replaceAll("\r\n", "\n");
    hash.update(`${name}\n${text}\n`);
  }
  return hash.digest("hex");
}
