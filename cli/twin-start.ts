import { startOnnxSpare } from "../infra/onnx/entry.js";

/**
 * What the local twin begins with: a thread that imports the model's runtime and opens the model
 * while this one imports the rest. A checkpoint from the hub runs elsewhere.
 */
const model = process.env.GRAMAI_MODEL;
if (!model?.startsWith("hub:")) startOnnxSpare(!model);
await import("./twin.js");
