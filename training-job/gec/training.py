"""From an experiment and its prepared rows to a training loop that is ready to run."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import T5Config, T5ForConditionalGeneration

from gec.config import Experiment
from gec.loop import Loop
from gec.model import AlignedT5, AlignedT5Config, Corrector, load_model
from gec.synthesis import Corruptor
from gec.tokenizer import EOS_ID, PAD_ID, Text


def make_model(experiment: Experiment, text: Text, init: str | Path) -> Corrector:
    """A new model of the experiment's shape where `init` is `scratch`, else that checkpoint."""
    if init != "scratch":
        return load_model(init)
    settings = experiment.model
    torch.manual_seed(experiment.seed)
    common = {"vocab_size": text.tokenizer.get_vocab_size(), "pad_token_id": PAD_ID, "eos_token_id": EOS_ID}
    if settings.architecture == "t5":
        return T5ForConditionalGeneration(T5Config(**{"decoder_start_token_id": PAD_ID, **common, **settings.shape}))
    return AlignedT5(AlignedT5Config(**{**common, **settings.shape}))


def make_corruptor(experiment: Experiment, root: Path) -> Corruptor:
    """The experiment's error synthesis; its lists are under the data root."""
    resources = root / experiment.data.resources if experiment.data.resources else None
    return Corruptor.from_resources(experiment.data.synthesis or None, resources)


def make_loop(experiment: Experiment, prepared: Path, root: Path, out: Path, init: str | Path | None = None) -> Loop:
    """The loop of a run in `out`, resumed from its newest checkpoint where there is one.

    prepared: folder of rows and tokenizer. root: data root. init: where `model.init` lies on this
    machine; default: as the experiment has it. Raises OSError when that is no checkpoint.
    """
    init = init or experiment.model.init
    text = Text.load(prepared / "tokenizer" if init == "scratch" else init, experiment.model.prefix)
    model = make_model(experiment, text, init)
    return Loop(experiment, model, text, make_corruptor(experiment, root), prepared, out)


def save_final(loop: Loop, folder: Path) -> None:
    """The trained weights with their tokenizer; only the main process may call it."""
    loop.final_model().save_pretrained(str(folder))
    loop.text.save(folder)
