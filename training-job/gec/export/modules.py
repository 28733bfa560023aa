"""The two graphs that are served, as PyTorch modules: an encoder, and a decoder that gives logits.

The encoder does all work that depends on the source only, the decoder's cross-attention keys and
values included.

Shape suffixes: B batch, S source tokens, T target tokens, D model width, H heads, V vocabulary.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import T5ForConditionalGeneration

from gec.export.t5_modules import T5Decoder, T5Encoder
from gec.export.tail import DistanceTable
from gec.model import AlignedT5, Corrector, RelativeBias, relative_bucket


@dataclass(frozen=True, slots=True)
class GraphPair:
    """An encoder and a decoder that take their tensors by position.

    `encoder(input_ids, attention_mask)` gives one tensor per name in `memory`, batch first;
    `decoder(*inputs, *memory)` takes inputs in the order of `decoder_inputs` and gives (B, T, V).
    """

    encoder: nn.Module
    decoder: nn.Module
    decoder_inputs: tuple[str, ...]
    memory: tuple[str, ...]


def split_model(model: Corrector) -> GraphPair:
    """The graphs of a model, in evaluation mode, sharing its parameters."""
    layers = model.config.num_decoder_layers
    cross = tuple(f"cross_{kind}_{k}" for k in range(layers) for kind in ("key", "value"))
    inputs = ("decoder_input_ids", "attention_mask")
    if isinstance(model, T5ForConditionalGeneration):
        return GraphPair(T5Encoder(model).eval(), T5Decoder(model).eval(), inputs, cross)
    model = _with_distance_tables(model)
    return GraphPair(
        AlignedEncoder(model).eval(),
        AlignedDecoder(model).eval(),
        (*inputs, "input_ids", "source_index", "keep_bias"),
        ("aligned_states", *cross),
    )


def _with_distance_tables(model: AlignedT5) -> AlignedT5:
    """A copy that shares the parameters and looks its relative biases up by distance."""
    model = copy.deepcopy(model, {id(p): p for p in model.parameters()})
    for name in ("encoder_bias", "decoder_bias", "cross_bias"):
        setattr(model, name, _distance_table(getattr(model, name)))
    return model


def _distance_table(bias: RelativeBias) -> DistanceTable:
    device = bias.table.weight.device

    def by_distance(distance: Tensor) -> Tensor:
        bucket = relative_bucket(distance, bias.buckets, bias.max_distance, bias.causal)
        return bias.table(bucket.to(device))

    return DistanceTable(by_distance, bias.max_distance)


class AlignedEncoder(nn.Module):
    def __init__(self, model: AlignedT5) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        """(B, S) twice to aligned states (B, S, D), then keys and values (B, H, S, D/H) by layer."""
        states = self.model.encode(input_ids, attention_mask)
        aligned, memory = self.model.decoder_memory(states)
        return aligned, *(tensor for pair in memory for tensor in pair)


class AlignedDecoder(nn.Module):
    def __init__(self, model: AlignedT5) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        decoder_input_ids: Tensor,
        attention_mask: Tensor,
        input_ids: Tensor,
        source_index: Tensor,
        keep_bias: Tensor,
        *memory: Tensor,
    ) -> Tensor:
        """Logits (B, T, V); keep_bias is of shape (1,)."""
        aligned, *cross = memory
        return self.model.decode(
            input_ids,
            attention_mask,
            aligned,
            list(zip(cross[::2], cross[1::2], strict=True)),
            decoder_input_ids,
            source_index,
            keep_bias,
        )


@torch.no_grad()
def example_inputs(pair: GraphPair) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...]]:
    """Small valid inputs of encoder and decoder, two sentences with padding, to trace them with."""
    input_ids = torch.tensor([[5, 6, 7, 8, 9, 10, 1], [5, 6, 7, 1, 0, 0, 0]])
    attention_mask = (input_ids != 0).long()
    by_name = {
        "decoder_input_ids": torch.tensor([[0, 5, 6, 7, 8], [0, 5, 6, 0, 0]]),
        "attention_mask": attention_mask,
        "input_ids": input_ids,
        "source_index": torch.tensor([[0, 1, 2, 3, 4], [0, 1, 2, 3, 3]]),
        "keep_bias": torch.tensor([0.0]),
    }
    inputs = tuple(by_name[name] for name in pair.decoder_inputs)
    encoded = (input_ids, attention_mask)
    return encoded, (*inputs, *pair.encoder(*encoded))
