"""A stock T5 (Raffel et al. 2020; v1.1 with gated activations too) as an encoder and a decoder graph.

Shape suffixes as in `gec.export.modules`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import T5ForConditionalGeneration

from gec.export.tail import DistanceTable
from gec.model import padding_bias


def _distance_table(attention: nn.Module, bidirectional: bool) -> DistanceTable:
    """From the first self-attention of a stack, the only one that owns a bias in T5."""
    buckets = attention.relative_attention_num_buckets
    reach = attention.relative_attention_max_distance
    table = attention.relative_attention_bias

    def by_distance(distance: Tensor) -> Tensor:
        bucket = attention._relative_position_bucket(distance, bidirectional, buckets, reach)
        return table(bucket.to(table.weight.device))

    return DistanceTable(by_distance, reach)


def _split(attention: nn.Module, x: Tensor) -> Tensor:
    """(B, L, H*d) to (B, H, L, d)."""
    return x.unflatten(-1, (attention.n_heads, -1)).transpose(1, 2)


def _keys_values(attention: nn.Module, memory: Tensor) -> tuple[Tensor, Tensor]:
    return _split(attention, attention.k(memory)), _split(attention, attention.v(memory))


def _attend(attention: nn.Module, x: Tensor, keys: Tensor, values: Tensor, bias: Tensor) -> Tensor:
    """x (B, T, D), bias broadcastable to (B, H, T, S). T5 does not scale the scores."""
    scores = _split(attention, attention.q(x)) @ keys.transpose(-1, -2) + bias  # (B, H, T, S)
    mixed = scores.softmax(-1) @ values  # (B, H, T, d)
    return attention.o(mixed.transpose(1, 2).flatten(2))


def _feed_forward(layer: nn.Module, x: Tensor) -> Tensor:
    return x + layer.DenseReluDense(layer.layer_norm(x))


def _distance(length: int, device: torch.device) -> Tensor:
    """Key position - query position, (L, L)."""
    position = torch.arange(length, device=device)
    return position[None, :] - position[:, None]


class T5Encoder(nn.Module):
    def __init__(self, model: T5ForConditionalGeneration) -> None:
        super().__init__()
        self.embedding = model.shared
        self.stack = model.encoder
        self.cross = nn.ModuleList(block.layer[1].EncDecAttention for block in model.decoder.block)
        self.bias = _distance_table(self.stack.block[0].layer[0].SelfAttention, bidirectional=True)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        """(B, S) twice to cross-attention keys and values (B, H, S, d), layer by layer."""
        x = self.embedding(input_ids)
        bias = self.bias(_distance(input_ids.shape[1], x.device))[None]
        bias = bias + padding_bias(attention_mask, x.dtype)  # (B, H, S, S)
        for block in self.stack.block:
            attention, normed = block.layer[0].SelfAttention, block.layer[0].layer_norm(x)
            x = x + _attend(attention, normed, *_keys_values(attention, normed), bias)
            x = _feed_forward(block.layer[1], x)
        states = self.stack.final_layer_norm(x)
        return tuple(t for attention in self.cross for t in _keys_values(attention, states))


class T5Decoder(nn.Module):
    def __init__(self, model: T5ForConditionalGeneration) -> None:
        super().__init__()
        self.embedding = model.shared
        self.stack = model.decoder
        self.head = model.lm_head
        self.scale = model.config.d_model**-0.5 if model.config.scale_decoder_outputs else 1.0
        self.bias = _distance_table(self.stack.block[0].layer[0].SelfAttention, bidirectional=False)

    def forward(self, decoder_input_ids: Tensor, attention_mask: Tensor, *memory: Tensor) -> Tensor:
        """Logits (B, T, V)."""
        x = self.embedding(decoder_input_ids)
        distance = _distance(decoder_input_ids.shape[1], x.device)
        future = (distance > 0).to(x.dtype) * torch.finfo(x.dtype).min
        self_bias = (self.bias(distance) + future)[None]  # (1, H, T, T)
        source_bias = padding_bias(attention_mask, x.dtype)  # (B, 1, 1, S)
        for k, block in enumerate(self.stack.block):
            attention, normed = block.layer[0].SelfAttention, block.layer[0].layer_norm(x)
            x = x + _attend(attention, normed, *_keys_values(attention, normed), self_bias)
            normed = block.layer[1].layer_norm(x)
            keys, values = memory[2 * k], memory[2 * k + 1]
            x = x + _attend(block.layer[1].EncDecAttention, normed, keys, values, source_bias)
            x = _feed_forward(block.layer[2], x)
        return self.head(self.stack.final_layer_norm(x) * self.scale)
