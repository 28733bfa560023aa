"""Weights between those of two checkpoints of one shape, the second trained on from the first.

    python average.py --from ../build/embedded/3/final --to ../build/embedded/4/final --share 0.5 \\
        --out ../build/embedded/4/average

Between them a model keeps what it knew and has most of what it learnt (Wortsman et al. 2022, "Robust fine-tuning of
zero-shot models").
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from gec.model import Corrector, load_model
from gec.tokenizer import Text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--from", dest="first", required=True, help="checkpoint before")
    parser.add_argument("--to", dest="last", required=True, help="checkpoint after")
    parser.add_argument("--share", type=float, default=0.5, help="of the second, 0 to 1")
    parser.add_argument("--out", required=True, help="folder to write")
    arguments = parser.parse_args()
    if not 0 <= arguments.share <= 1:
        parser.error(f"--share must be in [0, 1], got {arguments.share}")
    model = average(load_model(arguments.first), load_model(arguments.last), arguments.share)
    model.save_pretrained(arguments.out)
    Text.load(arguments.last).save(Path(arguments.out))


@torch.no_grad()
def average(first: Corrector, last: Corrector, share: float) -> Corrector:
    """`last`, changed to `share` of itself and the rest of `first`. Raises ValueError where their shapes differ."""
    before, after = first.state_dict(), last.state_dict()
    if {n: t.shape for n, t in before.items()} != {n: t.shape for n, t in after.items()}:
        raise ValueError("expected two checkpoints of one shape")
    for name, tensor in after.items():
        tensor.lerp_(before[name], 1 - share)
    return last


if __name__ == "__main__":
    main()
