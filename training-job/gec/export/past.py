"""The decoder's own past: keys and values of positions that an earlier call has read.

A call gives them for its new positions; the caller puts them in a row, cuts them back where a draft
was rejected, and hands them to the next call. Rows of a batch may have pasts of unlike length: they
are filled up on the right, and `past_length` says how much of each counts.

Shape suffixes as in `gec.export.modules`; P past positions.
"""

from __future__ import annotations

import torch
from torch import Tensor

from gec.export.tail import DistanceTable

#: Beyond every position of a target: what is so far ahead is masked as future.
_NEVER = 1 << 20


def past_names(layers: int) -> tuple[str, ...]:
    """Inputs (B, P, D), in the order of `present_names`."""
    return tuple(f"past_{name}" for name in present_names(layers))


def present_names(layers: int) -> tuple[str, ...]:
    """Outputs (B, T, D): keys and values of the new positions, layer by layer."""
    return tuple(f"{kind}_{k}" for k in range(layers) for kind in ("key", "value"))


def self_attention_bias(table: DistanceTable, length: int, past: Tensor, past_length: Tensor) -> Tensor:
    """(B, H, T, P + T): relative bias of a causal table.

    `length` is T, `past` any tensor (B, P, D), past_length (B,).
    """
    place = torch.arange(past.shape[1], device=past.device)[None, :]
    place = torch.where(place < past_length[:, None], place, _NEVER)  # (B, P)
    position = past_length[:, None] + torch.arange(length, device=past.device)[None, :]  # (B, T)
    return table(torch.cat([place, position], dim=1)[:, None, :] - position[:, :, None])
