"""A stock T5 (Raffel et al. 2020; v1.1 with gated activations too) as an encoder and a decoder graph.

Shape suffixes as in `gec.export.modules`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import T5ForConditionalGeneration

from gec.export.draft import read_positions
from gec.export.fused import attention, gather_rows, rms_norm
from gec.export.past import self_attention_bias
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

    return DistanceTable(by_distance, reach, causal=not bidirectional)


def _attend(part: nn.Module, query: Tensor, keys: Tensor, values: Tensor, bias: Tensor) -> Tensor:
    """query (B, T, H*d), bias broadcastable to (B, H, T, S). T5 does not scale the scores."""
    return part.o(attention(part.q(query), keys, values, bias, part.n_heads, 1.0))


def _norm(norm: nn.Module, x: Tensor) -> Tensor:
    return rms_norm(x, norm.weight, norm.variance_epsilon)


def _feed_forward(layer: nn.Module, x: Tensor) -> Tensor:
    return x + layer.DenseReluDense(_norm(layer.layer_norm, x))


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
        """(B, S) twice to cross-attention keys and values (B, S, H*d), layer by layer."""
        x = self.embedding(input_ids)
        bias = self.bias(_distance(input_ids.shape[1], x.device))[None]
        bias = bias + padding_bias(attention_mask, x.dtype)  # (B, H, S, S)
        for block in self.stack.block:
            part, normed = block.layer[0].SelfAttention, _norm(block.layer[0].layer_norm, x)
            x = x + _attend(part, normed, part.k(normed), part.v(normed), bias)
            x = _feed_forward(block.layer[1], x)
        states = _norm(self.stack.final_layer_norm, x)
        return tuple(project(states) for part in self.cross for project in (part.k, part.v))


class T5Decoder(nn.Module):
    def __init__(self, model: T5ForConditionalGeneration) -> None:
        super().__init__()
        self.embedding = model.shared
        self.stack = model.decoder
        self.head = model.lm_head
        self.scale = model.config.d_model**-0.5 if model.config.scale_decoder_outputs else 1.0
        self.bias = _distance_table(self.stack.block[0].layer[0].SelfAttention, bidirectional=False)

    def forward(
        self,
        decoder_input_ids: Tensor,
        attention_mask: Tensor,
        past_length: Tensor,
        drafted_ids: Tensor,
        *tensors: Tensor,
    ) -> tuple[Tensor, ...]:
        """Logits (B, R, V), their positions, keys and values of the new ones; `tensors`: memory, then past."""
        x = self.embedding(decoder_input_ids)
        layers = len(self.stack.block)
        memory, past = tensors[: 2 * layers], tensors[2 * layers :]
        bias = self_attention_bias(self.bias, x.shape[1], past[0], past_length)
        source_bias = padding_bias(attention_mask, x.dtype).expand(-1, 1, x.shape[1], -1)  # (B, 1, T, S)
        present: list[Tensor] = []
        for k, block in enumerate(self.stack.block):
            part, normed = block.layer[0].SelfAttention, _norm(block.layer[0].layer_norm, x)
            present += [part.k(normed), part.v(normed)]
            keys, values = (torch.cat([past[n], present[n]], dim=1) for n in (2 * k, 2 * k + 1))
            x = x + _attend(part, normed, keys, values, bias)
            normed = _norm(block.layer[1].layer_norm, x)
            x = x + _attend(block.layer[1].EncDecAttention, normed, memory[2 * k], memory[2 * k + 1], source_bias)
            x = _feed_forward(block.layer[2], x)
        x = _norm(self.stack.final_layer_norm, x) * self.scale
        positions = read_positions(x, drafted_ids, self.head.weight, 0.0)
        return self.head(gather_rows(x, positions[..., None])), positions, *present
