"""Operators that onnxruntime runs as one kernel where a trace would write several nodes.

Each is a function of PyTorch tensors and, when traced, one node of the graph.
Shape suffixes as in `gec.export.modules`.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.onnx import symbolic_helper


class _RmsNorm(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
        variance = x.float().pow(2).mean(-1, keepdim=True)
        return weight * (x * torch.rsqrt(variance + epsilon).to(x.dtype))

    @staticmethod
    def symbolic(g: Any, x: Any, weight: Any, epsilon: float) -> Any:
        return g.op("RMSNormalization", x, weight, axis_i=-1, epsilon_f=epsilon).setType(x.type())


class _Attention(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, query: Tensor, keys: Tensor, values: Tensor, bias: Tensor, heads: int, scale: float
    ) -> Tensor:
        query, keys, values = (x.unflatten(-1, (heads, -1)).transpose(1, 2) for x in (query, keys, values))
        scores = query @ keys.transpose(-1, -2) * scale + bias  # (B, H, T, S)
        mixed = scores.float().softmax(-1).to(values.dtype) @ values  # (B, H, T, D/H)
        return mixed.transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(g: Any, query: Any, keys: Any, values: Any, bias: Any, heads: int, scale: float) -> Any:
        unused = symbolic_helper._optional_input_placeholder_tensor(g)
        inputs = (query, keys, values, unused, unused, bias)
        node = g.op("com.microsoft::MultiHeadAttention", *inputs, num_heads_i=heads, scale_f=scale)
        return node.setType(query.type())


class _GatherRows(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, index: Tensor) -> Tensor:
        row = torch.arange(len(x), device=x.device).view(-1, *[1] * (index.dim() - 2))
        return x[row, index[..., 0]]

    @staticmethod
    def symbolic(g: Any, x: Any, index: Any) -> Any:
        return g.op("GatherND", x, index, batch_dims_i=1).setType(x.type())


class _AddAt(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, index: Tensor, values: Tensor) -> Tensor:
        return x.scatter_add(-1, index, values)

    @staticmethod
    def symbolic(g: Any, x: Any, index: Any, values: Any) -> Any:
        node = g.op("ScatterElements", x, index, values, axis_i=-1, reduction_s="add")
        return node.setType(x.type())


def rms_norm(x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
    """x (..., D) over the root of its mean square, times weight (D,): Zhang and Sennrich 2019."""
    return _RmsNorm.apply(x, weight, epsilon)


def attention(query: Tensor, keys: Tensor, values: Tensor, bias: Tensor, heads: int, scale: float) -> Tensor:
    """query (B, T, D), keys and values (B, S, D), bias (B or 1, H or 1, T, S) to (B, T, D).

    `scale` multiplies the scores before the bias is added.
    """
    return _Attention.apply(query, keys, values, bias, heads, scale)


def gather_rows(x: Tensor, index: Tensor) -> Tensor:
    """x (B, S, ...) at index (B, ..., 1), batch by batch: (B, ..., ...)."""
    return _GatherRows.apply(x, index)


def add_at(x: Tensor, index: Tensor, values: Tensor) -> Tensor:
    """x (..., V) with values (..., K) added at index (..., K) of its last axis."""
    return _AddAt.apply(x, index, values)
