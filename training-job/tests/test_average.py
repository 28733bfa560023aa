"""Weights between two checkpoints."""

from __future__ import annotations

import pytest
import torch

from average import average
from gec.model import AlignedT5, AlignedT5Config


def model(seed: int, width: int = 32) -> AlignedT5:
    torch.manual_seed(seed)
    shape = {"d_model": width, "d_ff": 32, "num_heads": 2, "num_layers": 1, "num_decoder_layers": 1}
    return AlignedT5(AlignedT5Config(vocab_size=40, **shape))


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_every_weight_lies_at_the_share_of_the_way(share: float) -> None:
    first, last = model(1).state_dict(), model(2).state_dict()
    between = average(model(1), model(2), share).state_dict()
    assert any(not torch.equal(first[name], last[name]) for name in first)
    for name, tensor in between.items():
        torch.testing.assert_close(tensor, (1 - share) * first[name] + share * last[name])


def test_shapes_must_be_equal() -> None:
    with pytest.raises(ValueError, match="one shape"):
        average(model(1), model(2, width=64), 0.5)
