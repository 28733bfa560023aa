"""An experiment's raw files to the rows and the tokenizer that its training reads."""

from __future__ import annotations

import random
from pathlib import Path

from gec.config import Experiment
from gec.tokenizer import PAD_ID, Text, train_tokenizer


def tokenizer_sample(experiment: Experiment, prepared: Path) -> list[str]:
    """Targets drawn by the weights of their sources, so everyday words get tokens of their own."""
    rng = random.Random(experiment.seed)
    total = sum(source.weight for source in experiment.data.sources.values())
    sample: list[str] = []
    for name, source in experiment.data.sources.items():
        lines = (prepared / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        wanted = int(experiment.tokenizer.sample * source.weight / total)
        rng.shuffle(lines)
        sample += [line.split("\t")[-1] for line in lines[:wanted]]
    return sample


def learn_tokenizer(experiment: Experiment, prepared: Path, out: Path) -> int:
    """Writes the tokenizer of the prepared rows to `out` and returns its number of tokens."""
    tokenizer = train_tokenizer(tokenizer_sample(experiment, prepared), experiment.tokenizer.vocab_size)
    Text(tokenizer, "", True, PAD_ID + 1).save(out)
    return tokenizer.get_vocab_size()
