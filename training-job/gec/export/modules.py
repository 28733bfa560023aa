"""The two graphs that are served, as PyTorch modules: an encoder, and a decoder that gives logits.

The encoder does all work that depends on the source only, the decoder's cross-attention keys and
values included.

Shape suffixes: B batch, S source tokens, T target tokens, D model width, H heads, V vocabulary.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import T5ForConditionalGeneration

from gec.export.draft import read_positions
from gec.export.fused import add_at, attention, gather_rows, rms_norm
from gec.export.past import past_names, present_names, self_attention_bias
from gec.export.t5_modules import T5Decoder, T5Encoder
from gec.export.tail import SOURCE_IDS, DistanceTable
from gec.model import (
    COPY_OFFSETS,
    AlignedT5,
    Attention,
    Corrector,
    RelativeBias,
    RmsNorm,
    padding_bias,
    relative_bucket,
)


@dataclass(frozen=True, slots=True)
class GraphPair:
    """An encoder and a decoder that take their tensors by position.

    `encoder(input_ids, attention_mask)` gives one tensor per name in `memory`, batch first;
    `decoder(*inputs, *memory, *past)` takes inputs in the order of `decoder_inputs` and gives one tensor per name in
    `decoder_outputs`: logits (B, R, V) of R of T positions, int64 (B, R) which these are (`gec.export.draft`), and of
    an aligned model int64 (B, R) the source tokens in their places; then one per name in `present` (`gec.export.past`).
    """

    encoder: nn.Module
    decoder: nn.Module
    decoder_inputs: tuple[str, ...]
    decoder_outputs: tuple[str, ...]
    memory: tuple[str, ...]
    past: tuple[str, ...]
    present: tuple[str, ...]
    width: int
    """Width of the tensors of the past."""


def split_model(model: Corrector) -> GraphPair:
    """The graphs of a model, in evaluation mode, sharing its parameters."""
    layers = model.config.num_decoder_layers
    cross = tuple(f"cross_{kind}_{k}" for k in range(layers) for kind in ("key", "value"))
    inputs = ("decoder_input_ids", "attention_mask", "past_length", "drafted_ids")
    outputs = ("logits", "positions")
    past = (past_names(layers), present_names(layers))
    if isinstance(model, T5ForConditionalGeneration):
        width = model.config.num_heads * model.config.d_kv
        return GraphPair(T5Encoder(model).eval(), T5Decoder(model).eval(), inputs, outputs, cross, *past, width)
    model = _with_distance_tables(model)
    return GraphPair(
        AlignedEncoder(model).eval(),
        AlignedDecoder(model).eval(),
        (*inputs, "input_ids", "source_index", "keep_bias"),
        (*outputs, SOURCE_IDS),
        ("aligned_states", *cross),
        *past,
        model.config.d_model,
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

    return DistanceTable(by_distance, bias.max_distance, bias.causal)


class AlignedEncoder(nn.Module):
    def __init__(self, model: AlignedT5) -> None:
        super().__init__()
        self.model = model
        self.layers = nn.ModuleList(_SelfAttention(layer.attention) for layer in model.encoder)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        """(B, S) twice to aligned states (B, S, D), then keys and values (B, S, D) by layer."""
        x = self.model.embed(input_ids)
        position = torch.arange(input_ids.shape[1], device=input_ids.device)
        bias = self.model.encoder_bias(position[None, :] - position[:, None])  # (H, S, S)
        bias = bias[None] + padding_bias(attention_mask, x.dtype)  # (B, H, S, S)
        for layer, attend in zip(self.model.encoder, self.layers, strict=True):
            x = x + attend(*attend.project(_norm(layer.attention_norm, x)), bias)
            x = x + layer.feed_forward(_norm(layer.feed_forward_norm, x))
        states = _norm(self.model.encoder_norm, x)
        cross = [layer.cross_attention for layer in self.model.decoder]
        memory = (project(states) for attention in cross for project in (attention.key, attention.value))
        return self.model.aligned(states), *memory


class AlignedDecoder(nn.Module):
    def __init__(self, model: AlignedT5) -> None:
        super().__init__()
        self.model = model
        self.layers = nn.ModuleList(_SelfAttention(layer.attention) for layer in model.decoder)

    def forward(
        self,
        decoder_input_ids: Tensor,
        attention_mask: Tensor,
        past_length: Tensor,
        drafted_ids: Tensor,
        input_ids: Tensor,
        source_index: Tensor,
        keep_bias: Tensor,
        aligned: Tensor,
        *tensors: Tensor,
    ) -> tuple[Tensor, ...]:
        """Logits (B, R, V), their positions and source tokens, keys and values of the new ones; keep_bias is of
        shape (1,)."""
        model = self.model
        cross, past = _halves(tensors)
        x = model.embed(decoder_input_ids) + gather_rows(aligned, source_index[..., None])
        bias = self_attention_bias(model.decoder_bias, x.shape[1], past[0], past_length)
        source_position = torch.arange(attention_mask.shape[1], device=x.device)
        cross_bias = model.cross_bias(source_position[None, None, :] - source_index[..., None])
        cross_bias = cross_bias + padding_bias(attention_mask, x.dtype)  # (B, H, T, S)
        present: list[Tensor] = []
        for k, (layer, attend) in enumerate(zip(model.decoder, self.layers, strict=True)):
            query, keys, values = attend.project(_norm(layer.attention_norm, x))
            present += [keys, values]
            keys, values = (torch.cat([past[n], present[n]], dim=1) for n in (2 * k, 2 * k + 1))
            x = x + attend(query, keys, values, bias)
            query = layer.cross_attention.query(_norm(layer.cross_norm, x))
            x = x + _attend(layer.cross_attention, query, cross[2 * k], cross[2 * k + 1], cross_bias)
            x = x + layer.feed_forward(_norm(layer.feed_forward_norm, x))
        x = _norm(model.decoder_norm, x)
        gates = model.copy_gate(x) + functional.pad(keep_bias, (0, len(COPY_OFFSETS) - 1))  # (B, T, offsets)
        places = source_index[..., None] + torch.tensor(COPY_OFFSETS, device=x.device)
        last = attention_mask.sum(1)[:, None, None] - 1
        places = torch.minimum(places.clamp(min=0), last)  # (B, T, offsets)
        copied = gather_rows(input_ids, places[..., None])
        bonus = torch.where(copied == drafted_ids[..., None], gates, 0.0).sum(-1)
        positions = read_positions(x, drafted_ids, model.embedding.weight, bonus)
        x, gates, copied = (gather_rows(tensor, positions[..., None]) for tensor in (x, gates, copied))
        logits = functional.linear(x, model.embedding.weight)  # (B, R, V)
        return add_at(logits, copied, gates), positions, copied[..., COPY_OFFSETS.index(0)], *present


class _SelfAttention(nn.Module):
    """Self-attention whose three projections are one matrix."""

    def __init__(self, attention: Attention) -> None:
        super().__init__()
        self.attention = attention
        parts = (attention.query, attention.key, attention.value)
        weight = torch.cat([part.weight.detach() for part in parts])
        self.register_buffer("weight", weight, persistent=False)  # (3 D, D)

    def project(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Query, keys and values, (B, T, D) each."""
        width = self.attention.query.out_features
        query, keys, values = functional.linear(x, self.weight).split(width, dim=-1)
        return query, keys, values

    def forward(self, query: Tensor, keys: Tensor, values: Tensor, bias: Tensor) -> Tensor:
        return _attend(self.attention, query, keys, values, bias)


def _attend(part: Attention, query: Tensor, keys: Tensor, values: Tensor, bias: Tensor) -> Tensor:
    scale = (part.query.out_features // part.heads) ** -0.5
    return part.output(attention(query, keys, values, bias, part.heads, scale))


def _norm(norm: RmsNorm, x: Tensor) -> Tensor:
    return rms_norm(x, norm.weight, norm.epsilon)


def _halves(tensors: Sequence[Tensor]) -> tuple[Sequence[Tensor], Sequence[Tensor]]:
    """Cross-attention's keys and values, and self-attention's of the past: as many of each."""
    middle = len(tensors) // 2
    return tensors[:middle], tensors[middle:]


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
        "past_length": torch.tensor([3, 2]),
        "drafted_ids": torch.tensor([[5, 6, 7, 8, 0], [0, 6, 0, 0, 0]]),
    }
    inputs = tuple(by_name[name] for name in pair.decoder_inputs)
    past = tuple(torch.ones(2, 3, pair.width) for _ in pair.past)
    encoded = (input_ids, attention_mask)
    return encoded, (*inputs, *pair.encoder(*encoded), *past)
