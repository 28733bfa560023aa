import { workerEntry } from "../worker/entry.js";
import { startSpare } from "../worker/spare.js";

/** Module of the worker threads that run the ONNX runtime. */
export const ONNX_ENTRY = workerEntry(import.meta.url, "./worker.ts", "./onnx-worker.js");

/** Starts one of them ahead of the pool: to be called before the rest of a server is imported. */
export function startOnnxSpare(): void {
  startSpare(ONNX_ENTRY);
}
