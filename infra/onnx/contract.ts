import { ModelError } from "../../core/errors.js";

/** What a loaded graph says of itself. */
export interface GraphNames {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

const ENCODER = { inputs: ["input_ids", "attention_mask"], outputs: [] };
const DECODER = {
  inputs: ["decoder_input_ids", "attention_mask", "past_length", "drafted_ids", "top_k"],
  outputs: ["token_ids", "log_probs", "positions"],
};
/** Inputs of a decoder that it may do without, beside the encoder's outputs and its own past. */
const OPTIONAL = ["input_ids", "source_index", "keep_bias"];

/**
 * Checks that `OnnxGraph` can run a pair of graphs: they speak by the names of their tensors.
 * @throws ModelError naming the file, what it lacks or asks for, and what to do.
 */
export function checkGraphs(encoder: GraphNames, decoder: GraphNames): void {
  checkGraph("encoder.onnx", encoder, ENCODER, []);
  const past = decoder.outputNames.map((name) => `past_${name}`);
  checkGraph("decoder.onnx", decoder, DECODER, [...OPTIONAL, ...encoder.outputNames, ...past]);
}

function checkGraph(
  file: string,
  { inputNames, outputNames }: GraphNames,
  wanted: { readonly inputs: readonly string[]; readonly outputs: readonly string[] },
  optional: readonly string[],
): void {
  const lacks = (kind: string, name: string): ModelError =>
    new ModelError(
      `${file} has no ${kind} ${name}: an older version exported it, or it is no graph of ours; ` +
        "export the model again with training-job/export.py",
    );
  const input = wanted.inputs.find((name) => !inputNames.includes(name));
  if (input !== undefined) throw lacks("input", input);
  const output = wanted.outputs.find((name) => !outputNames.includes(name));
  if (output !== undefined) throw lacks("output", output);
  const unknown = inputNames.find((name) => ![...wanted.inputs, ...optional].includes(name));
  if (unknown === undefined) return;
  throw new ModelError(
    `${file} asks for the input ${unknown}, which this version does not know: a newer version exported it; ` +
      "serve it with that version, or export the model again with this one's training-job/export.py",
  );
}
