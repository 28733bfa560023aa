"""What the served graphs of both kinds of model share: bias by distance, and the answer as ids."""

from __future__ import annotations

from collections.abc import Callable

import onnx
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional as F


class DistanceTable(nn.Module):
    """Relative-position bias looked up by clipped distance instead of by computed bucket.

    Buckets come from a logarithm whose last bit differs between runtimes, which would move
    distances across a bucket's edge; a table does not. All distances of `max_distance` tokens and
    more share one bucket, so it is exact for any length.
    """

    def __init__(self, bias: Callable[[Tensor], Tensor], max_distance: int) -> None:
        """`bias` maps integer distances (key - query), any shape, to that shape with (H,) added."""
        super().__init__()
        self.max_distance = max_distance
        with torch.no_grad():
            table = bias(torch.arange(-max_distance, max_distance + 1)).clone()
        self.register_buffer("table", table, persistent=False)

    def forward(self, distance: Tensor) -> Tensor:
        """(..., T, S) integer distances to (..., H, T, S)."""
        clipped = distance.clamp(-self.max_distance, self.max_distance) + self.max_distance
        return F.embedding(clipped, self.table).transpose(-1, -2).transpose(-2, -3)


def append_likeliest(graph: onnx.GraphProto) -> None:
    """Turns the graph's first output, logits (B, T, V), into ids and log probabilities (B, T, K).

    Adds the input `top_k`, int64 of shape (1,), and the outputs `token_ids` and `log_probs`,
    likeliest first, so that no row of vocabulary size leaves the graph.
    """
    first, *others = graph.output
    logits = first.name
    batch, target, _ = first.type.tensor_type.shape.dim
    shape = [batch.dim_param, target.dim_param, "answers"]
    del graph.output[:]
    graph.input.append(helper.make_tensor_value_info("top_k", TensorProto.INT64, [1]))
    graph.output.append(helper.make_tensor_value_info("token_ids", TensorProto.INT64, shape))
    graph.output.append(helper.make_tensor_value_info("log_probs", TensorProto.FLOAT, shape))
    graph.output.extend(others)
    graph.initializer.append(helper.make_tensor("last_axis", TensorProto.INT64, [1], [-1]))
    graph.node.extend(
        [
            helper.make_node("TopK", [logits, "top_k"], ["best", "token_ids"]),
            helper.make_node("ReduceMax", ["best", "last_axis"], ["peak"], keepdims=1),
            helper.make_node("Sub", [logits, "peak"], ["below_peak"]),
            helper.make_node("Exp", ["below_peak"], ["odds"]),
            helper.make_node("ReduceSum", ["odds", "last_axis"], ["odds_sum"], keepdims=1),
            helper.make_node("Log", ["odds_sum"], ["log_sum"]),
            helper.make_node("Sub", ["best", "peak"], ["best_below_peak"]),
            helper.make_node("Sub", ["best_below_peak", "log_sum"], ["log_probs"]),
        ]
    )
