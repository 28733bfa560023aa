"""What the served graphs of both kinds of model share: bias by distance, and the answer as ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import onnx
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional as F

#: Output of an aligned model's decoder: the source token that comes next if copied on, int64 (B, T).
SOURCE_IDS = "source_ids"


class DistanceTable(nn.Module):
    """Relative-position bias looked up by clipped distance instead of by computed bucket.

    Buckets come from a logarithm whose last bit differs between runtimes, which would move
    distances across a bucket's edge; a table does not. All distances of `max_distance` tokens and
    more share one bucket, so it is exact for any length.
    """

    def __init__(self, bias: Callable[[Tensor], Tensor], max_distance: int, causal: bool) -> None:
        """`bias` maps integer distances (key - query), any shape, to that shape with (H,) added.

        causal: a key ahead of the query has the lowest number for a bias, so that it is not seen.
        """
        super().__init__()
        self.max_distance = max_distance
        with torch.no_grad():
            table = bias(torch.arange(-max_distance, max_distance + 1)).clone()
        if causal:
            table[max_distance + 1 :] = torch.finfo(table.dtype).min
        self.register_buffer("table", table, persistent=False)

    def forward(self, distance: Tensor) -> Tensor:
        """(..., T, S) integer distances to (..., H, T, S)."""
        clipped = distance.clamp(-self.max_distance, self.max_distance) + self.max_distance
        return F.embedding(clipped, self.table).transpose(-1, -2).transpose(-2, -3)


def append_likeliest(graph: onnx.GraphProto) -> None:
    """Turns the graph's first output, logits (B, T, V), into ids and log probabilities (B, T, K).

    Adds the input `top_k`, int64 of shape (1,), and the outputs `token_ids` and `log_probs`,
    likeliest first, so that no row of vocabulary size leaves the graph. The K likeliest of all lie in
    the K blocks whose likeliest are: two small searches take half the time of one through the vocabulary.
    An output `SOURCE_IDS` becomes `keep_log_probs`, float32 (B, T): the log probabilities of those tokens.
    """
    first, *others = graph.output
    logits = first.name
    batch, target, vocabulary = first.type.tensor_type.shape.dim
    block = _block(vocabulary.dim_value)
    blocks = vocabulary.dim_value // block
    shape = [batch.dim_param, target.dim_param, "answers"]
    del graph.output[:]
    graph.input.append(helper.make_tensor_value_info("top_k", TensorProto.INT64, [1]))
    graph.output.append(helper.make_tensor_value_info("token_ids", TensorProto.INT64, shape))
    graph.output.append(helper.make_tensor_value_info("log_probs", TensorProto.FLOAT, shape))
    constants = {
        "last_axis": [-1],
        "block_count": [blocks],
        "block_size": [block],
        "by_block": [0, 0, blocks, block],
        "in_a_row": [0, 0, -1],
    }
    for name, values in constants.items():
        graph.initializer.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
    graph.node.extend(
        [
            helper.make_node("LogSoftmax", [logits], ["all_log_probs"], axis=-1),
            helper.make_node("Reshape", ["all_log_probs", "by_block"], ["blocks"]),  # (B, T, V / 128, 128)
            helper.make_node("ReduceMax", ["blocks", "last_axis"], ["block_peaks"], keepdims=0),
            helper.make_node("Min", ["top_k", "block_count"], ["top_blocks"]),
            helper.make_node("TopK", ["block_peaks", "top_blocks"], ["likeliest", "block_ids"]),  # (B, T, K)
            helper.make_node("Unsqueeze", ["block_ids", "last_axis"], ["block_index"]),
            helper.make_node("GatherND", ["blocks", "block_index"], ["best_blocks"], batch_dims=2),
            helper.make_node("Reshape", ["best_blocks", "in_a_row"], ["candidates"]),  # (B, T, K * 128)
            helper.make_node("TopK", ["candidates", "top_k"], ["log_probs", "places"]),
            helper.make_node("Div", ["places", "block_size"], ["block_ranks"]),
            helper.make_node("GatherElements", ["block_ids", "block_ranks"], ["token_blocks"], axis=2),
            helper.make_node("Mul", ["token_blocks", "block_size"], ["block_starts"]),
            helper.make_node("Mod", ["places", "block_size"], ["block_places"]),
            helper.make_node("Add", ["block_starts", "block_places"], ["token_ids"]),
        ]
    )
    for output in others:
        if output.name == SOURCE_IDS:
            _append_keep(graph, shape[:2])
        else:
            graph.output.append(output)


def _append_keep(graph: onnx.GraphProto, shape: Sequence[str]) -> None:
    keep = "keep_log_probs"
    graph.output.append(helper.make_tensor_value_info(keep, TensorProto.FLOAT, shape))
    graph.node.extend(
        [
            helper.make_node("Unsqueeze", [SOURCE_IDS, "last_axis"], ["source_places"]),
            helper.make_node("GatherElements", ["all_log_probs", "source_places"], [f"{keep}_column"], axis=2),
            helper.make_node("Squeeze", [f"{keep}_column", "last_axis"], [keep]),
        ]
    )


def _block(vocabulary: int) -> int:
    """The largest size up to 128 of equal blocks of a vocabulary."""
    return max(size for size in range(1, 129) if vocabulary % size == 0)
