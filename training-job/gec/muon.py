"""Muon (Jordan et al. 2024): momentum whose update is orthogonalised by Newton-Schulz steps.

`torch.optim.Muon` computes in bfloat16, which is a hundred times slower than float32 on
processors without bfloat16 units; this one computes in the parameter's own precision there.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor
from torch.optim import Optimizer

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_STEPS = 5


def orthogonalise(gradient: Tensor) -> Tensor:
    """Nearest (up to about 0.3 in each singular value) semi-orthogonal matrix, same shape."""
    a, b, c = _COEFFICIENTS
    x = gradient.bfloat16() if gradient.is_cuda else gradient
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(_STEPS):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.T if tall else x).to(gradient.dtype)


class Muon(Optimizer):
    """For two-dimensional hidden weights only.

    lr: as for AdamW, since updates are scaled to AdamW's usual root mean square of 0.2
    (Liu et al. 2025, "Muon is scalable", section 2.2).
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(parameter)
                buffer = state["momentum"]
                buffer.lerp_(parameter.grad, 1 - group["momentum"])
                update = orthogonalise(parameter.grad.lerp(buffer, group["momentum"]))
                scale = 0.2 * max(parameter.shape) ** 0.5
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.add_(update, alpha=-group["lr"] * scale)
