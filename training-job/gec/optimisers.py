"""Optimisers and the learning-rate schedule of a run."""

from __future__ import annotations

from torch import nn
from torch.optim import AdamW, Optimizer

from gec.config import Training
from gec.muon import Muon

_BETAS = (0.9, 0.98)


def make_optimisers(model: nn.Module, training: Training) -> list[Optimizer]:
    """Muon for the hidden matrices and AdamW for embeddings, tables, norms and gates; or AdamW alone."""
    matrices, others = [], []
    for name, parameter in model.named_parameters():
        hidden = parameter.ndim == 2 and not any(
            part in name for part in ("embed", "shared", "table", "bias", "gate", "lm_head")
        )
        (matrices if hidden and training.optimiser == "muon" else others).append(parameter)
    optimisers: list[Optimizer] = [
        AdamW(others, lr=training.learning_rate, betas=_BETAS, weight_decay=training.weight_decay)
    ]
    if matrices:
        optimisers.append(Muon(matrices, lr=training.learning_rate, weight_decay=training.weight_decay))
    return optimisers


def rate_at(step: int, training: Training, seconds: float = 0.0) -> float:
    """Learning rate of step 1..max_steps: linear warm-up, constant, linear decay to zero (Hu et al. 2024, WSD).

    seconds: of training so far; with `max_seconds`, the share of it that is over places the decay where it is
    further on than the share of steps.
    """
    rate = training.learning_rate * min(1.0, step / max(1, training.warmup_steps))
    remaining = training.max_steps - step + 1
    if training.max_seconds:
        remaining = min(remaining, max(0.0, 1 - seconds / training.max_seconds) * training.max_steps)
    if training.decay_steps and remaining <= training.decay_steps:
        rate *= remaining / (training.decay_steps + 1)
    return rate
