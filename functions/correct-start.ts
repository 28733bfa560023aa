import { startOnnxSpare } from "../infra/onnx/entry.js";

/**
 * What the deployed function `correct` begins with: a thread that imports the model's runtime and
 * opens the model while this one imports the rest. With a bucket another version may be the one
 * that serves.
 */
startOnnxSpare(!process.env.GRAMAI_MODEL && !process.env.GRAMAI_BUCKET);
await import("./correct.js");
