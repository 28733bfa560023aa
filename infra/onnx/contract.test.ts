import { describe, expect, it } from "vitest";
import { ModelError } from "../../core/errors.js";
import { checkGraphs, type GraphNames } from "./contract.js";

const ENCODER: GraphNames = {
  inputNames: ["input_ids", "attention_mask"],
  outputNames: ["cross_key_0", "cross_value_0"],
};
const DECODER: GraphNames = {
  inputNames: [
    ...["decoder_input_ids", "attention_mask", "past_length", "drafted_ids", "top_k"],
    ...["cross_key_0", "cross_value_0", "past_key_0", "past_value_0"],
  ],
  outputNames: ["token_ids", "log_probs", "positions", "key_0", "value_0"],
};

const without = (names: readonly string[], name: string) => names.filter((one) => one !== name);

describe("checkGraphs", () => {
  it.each([
    { name: "a T5's", decoder: DECODER },
    {
      name: "one's that tells how likely the source is kept",
      decoder: { ...DECODER, outputNames: [...DECODER.outputNames, "keep_log_probs"] },
    },
    {
      name: "an aligned T5's",
      decoder: {
        ...DECODER,
        inputNames: [...DECODER.inputNames, "input_ids", "source_index", "keep_bias"],
      },
    },
  ])("takes graphs that it can run: $name", ({ decoder }) => {
    expect(() => checkGraphs(ENCODER, decoder)).not.toThrow();
  });

  it.each([
    {
      name: "a decoder from before pasts were kept",
      decoder: { ...DECODER, inputNames: without(DECODER.inputNames, "past_length") },
      message:
        /^decoder\.onnx has no input past_length: an older version.*training-job\/export\.py$/,
    },
    {
      name: "a decoder from before drafts were said apart from what is written",
      decoder: { ...DECODER, inputNames: without(DECODER.inputNames, "drafted_ids") },
      message: /^decoder\.onnx has no input drafted_ids: an older version/,
    },
    {
      name: "a decoder that gives logits",
      decoder: { ...DECODER, outputNames: ["logits"] },
      message: /^decoder\.onnx has no output token_ids: .*no graph of ours/,
    },
    {
      name: "a decoder of a newer version",
      decoder: { ...DECODER, inputNames: [...DECODER.inputNames, "length_bias"] },
      message: /^decoder\.onnx asks for the input length_bias, .*a newer version exported it/,
    },
    {
      name: "a decoder of another encoder",
      decoder: { ...DECODER, inputNames: [...DECODER.inputNames, "cross_key_1"] },
      message: /asks for the input cross_key_1/,
    },
    {
      name: "an encoder of another kind",
      encoder: { ...ENCODER, inputNames: ["pixel_values"] },
      message: /^encoder\.onnx has no input input_ids/,
    },
  ])("refuses $name", ({ encoder = ENCODER, decoder = DECODER, message }) => {
    expect(() => checkGraphs(encoder, decoder)).toThrow(ModelError);
    expect(() => checkGraphs(encoder, decoder)).toThrow(message);
  });
});
