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


def orthogonalise(gradients: Tensor) -> Tensor:
    """Nearest (up to about 0.3 in each singular value) semi-orthogonal matrices, (..., rows, columns) in and out."""
    a, b, c = _COEFFICIENTS
    x = gradients.bfloat16() if gradients.is_cuda else gradients
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(_STEPS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.mT if tall else x).to(gradients.dtype)


class Muon(Optimizer):
    """For two-dimensional hidden weights only; matrices of one shape are orthogonalised together.

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
            shapes: dict[torch.Size, list[Tensor]] = {}
            for parameter in group["params"]:
                if parameter.grad is not None:
                    shapes.setdefault(parameter.shape, []).append(parameter)
            for shape, parameters in shapes.items():
                self._step(group, shape, parameters)

    def _step(self, group: dict, shape: torch.Size, parameters: list[Tensor]) -> None:
        for parameter in parameters:
            if "momentum" not in self.state[parameter]:
                self.state[parameter]["momentum"] = torch.zeros_like(parameter)
        buffers = [self.state[parameter]["momentum"] for parameter in parameters]
        gradients = [parameter.grad for parameter in parameters]
        torch._foreach_lerp_(buffers, gradients, 1 - group["momentum"])
        updates = orthogonalise(torch.stack(torch._foreach_lerp(gradients, buffers, group["momentum"])))
        scale = 0.2 * max(shape) ** 0.5
        if group["weight_decay"]:
            torch._foreach_mul_(parameters, 1 - group["lr"] * group["weight_decay"])
        torch._foreach_add_(parameters, list(updates.unbind()), alpha=-group["lr"] * scale)
