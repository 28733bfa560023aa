import { packagePath } from "../local/package-root.js";
import { workerEntry } from "../worker/entry.js";
import { startSpare } from "../worker/spare.js";
import type { OnnxModelPlace } from "./worker.js";

/** Module of the worker threads that run the ONNX runtime. */
export const ONNX_ENTRY = workerEntry(import.meta.url, "./worker.ts", "./onnx-worker.js");

/** The model that comes with the product. */
export function embeddedModel(): string {
  return packagePath("models/embedded");
}

/**
 * Starts one of them ahead of the pool: to be called before the rest of a server is imported.
 * @param servesEmbedded whether the embedded model is likely to be wanted, with a thread for each
 * worker; it is opened then while the rest is imported and its files are checked.
 */
export function startOnnxSpare(servesEmbedded: boolean): void {
  const place: OnnxModelPlace = { modelDir: embeddedModel(), threads: 1 };
  startSpare(ONNX_ENTRY, servesEmbedded ? place : undefined);
}
