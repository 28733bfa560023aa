"""Train one experiment; the same command resumes it.

    python train.py --config ../configs/embedded.yaml --prepared PREPARED --root DATA --out RUN
    torchrun --nproc-per-node 8 train.py ...                                 # several GPUs
    python train.py --config ../configs/smoke.yaml --prepared build/smoke/prepared --root tests/data --out build/smoke/run
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import torch
from transformers import T5Config, T5ForConditionalGeneration

from gec.config import Experiment, load_experiment, to_dict
from gec.loop import Interrupted, Loop
from gec.model import AlignedT5, AlignedT5Config, Corrector, load_model
from gec.synthesis import Corruptor
from gec.tokenizer import EOS_ID, PAD_ID, Text

EXIT_INTERRUPTED = 143


def make_model(experiment: Experiment, text: Text) -> Corrector:
    """A new model of the experiment's shape, or the checkpoint it starts from."""
    settings = experiment.model
    if settings.init != "scratch":
        return load_model(settings.init)
    torch.manual_seed(experiment.seed)
    common = {"vocab_size": text.tokenizer.get_vocab_size(), "pad_token_id": PAD_ID, "eos_token_id": EOS_ID}
    if settings.architecture == "t5":
        return T5ForConditionalGeneration(T5Config(**{"decoder_start_token_id": PAD_ID, **common, **settings.shape}))
    return AlignedT5(AlignedT5Config(**{**common, **settings.shape}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--config", required=True, help="experiment file")
    parser.add_argument("--prepared", required=True, help="folder written by prepare.py")
    parser.add_argument("--root", required=True, help="folder that data.resources starts from")
    parser.add_argument("--out", required=True, help="folder of the run: checkpoints, metrics, final model")
    arguments = parser.parse_args()
    experiment = load_experiment(arguments.config)
    prepared, out = Path(arguments.prepared), Path(arguments.out)
    print(json.dumps(to_dict(experiment)), flush=True)
    tokenizer = prepared / "tokenizer" if experiment.model.init == "scratch" else Path(experiment.model.init)
    text = Text.load(tokenizer, experiment.model.prefix)
    resources = Path(arguments.root) / experiment.data.resources if experiment.data.resources else None
    corruptor = Corruptor.from_resources(experiment.data.synthesis or None, resources)
    loop = Loop(experiment, make_model(experiment, text), text, corruptor, prepared, out)
    try:
        summary = loop.run()
    except Interrupted as interruption:
        print(json.dumps({"interrupted": interruption.step}), flush=True)
        sys.exit(EXIT_INTERRUPTED)
    if loop.accelerator.is_main_process:
        loop.final_model().save_pretrained(str(out / "final"))
        text.save(out / "final")
        print(json.dumps(summary), flush=True)


if __name__ == "__main__":
    main()
