"""A checkpoint of ours as a standard T5 that every runtime can load.

The served model is an aligned T5 (`training-job/gec/model.py`), which no other runtime knows. Its peers
get a stock T5 of the same shape that holds its matrices where they fit: embedding, attention,
feed-forward, norms, position biases. The layer that brings the aligned source token to the decoder and
the copy gates have no place there, so this T5 corrects nothing: it costs what it should, and is made to
write a given number of tokens.
"""

from __future__ import annotations

import json
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor
from transformers import T5Config, T5ForConditionalGeneration

_ATTENTION = {"query": "q", "key": "k", "value": "v", "output": "o"}
_FEED_FORWARD = {"inner": "wi", "outer": "wo"}


def standard_t5(checkpoint: Path) -> T5ForConditionalGeneration:
    """The stock T5 of a folder with config.json and model.safetensors of an aligned T5, in float32.

    Raises RuntimeError when a matrix of the stock T5 is left without values.
    """
    shape = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
    config = T5Config(
        vocab_size=shape["vocab_size"],
        d_model=shape["d_model"],
        d_kv=shape["d_model"] // shape["num_heads"],
        d_ff=shape["d_ff"],
        num_heads=shape["num_heads"],
        num_layers=shape["num_layers"],
        num_decoder_layers=shape["num_decoder_layers"],
        dropout_rate=0.0,
        # Tied, its output layer would stay float in the exported graph and cost the peer its speed.
        tie_word_embeddings=False,
        pad_token_id=0,
        eos_token_id=1,
        decoder_start_token_id=0,
    )
    model = T5ForConditionalGeneration(config)
    model.load_state_dict(_renamed(load_file(checkpoint / "model.safetensors"), config), strict=True)
    return model.eval()


def _renamed(ours: dict[str, Tensor], config: T5Config) -> dict[str, Tensor]:
    ours = {name: tensor.float() for name, tensor in ours.items()}
    embedding = ours["embedding.weight"]
    theirs = {f"{part}.weight": embedding for part in ("shared", "encoder.embed_tokens", "decoder.embed_tokens")}
    theirs["lm_head.weight"] = embedding * config.d_model**-0.5
    for stack, layers in (("encoder", config.num_layers), ("decoder", config.num_decoder_layers)):
        theirs[f"{stack}.final_layer_norm.weight"] = ours[f"{stack}_norm.weight"]
        bias = f"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"
        theirs[bias] = ours[f"{stack}_bias.table.weight"]
        for layer in range(layers):
            theirs |= _layer(ours, f"{stack}.{layer}", f"{stack}.block.{layer}.layer", stack == "decoder")
    return theirs


def _layer(ours: dict[str, Tensor], source: str, target: str, decoder: bool) -> dict[str, Tensor]:
    parts = [("attention", "attention_norm", "SelfAttention", _ATTENTION)]
    if decoder:
        parts.append(("cross_attention", "cross_norm", "EncDecAttention", _ATTENTION))
    parts.append(("feed_forward", "feed_forward_norm", "DenseReluDense", _FEED_FORWARD))
    renamed = {}
    for k, (part, norm, name, matrices) in enumerate(parts):
        renamed[f"{target}.{k}.layer_norm.weight"] = ours[f"{source}.{norm}.weight"]
        for matrix, letter in matrices.items():
            renamed[f"{target}.{k}.{name}.{letter}.weight"] = ours[f"{source}.{part}.{matrix}.weight"]
    return renamed
