import { startOnnxSpare } from "../infra/onnx/entry.js";

/**
 * What the deployed function `correct` begins with: a thread that imports the model's runtime while
 * this one imports the rest.
 */
startOnnxSpare();
await import("./correct.js");
