import { startOnnxSpare } from "../infra/onnx/entry.js";

/**
 * What the local twin begins with: a thread that imports the model's runtime while this one imports
 * the rest. A checkpoint from the hub runs elsewhere.
 */
if (!process.env.GRAMAI_MODEL?.startsWith("hub:")) startOnnxSpare();
await import("./twin.js");
