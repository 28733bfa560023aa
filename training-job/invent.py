"""Write the rows of a stage's `invented` sources with a model that was trained with `data.reverse`.

    python invent.py --config ../configs/embedded/2-pretrain.yaml --model ../build/embedded/1/final \\
        --prepared ../build/embedded/prepared

Each source's right sentences are those of its path's prepared rows. Rows are written whole or not at all.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import time
from pathlib import Path

import torch

from gec.config import Experiment, load_experiment
from gec.invention import invent
from gec.model import AlignedT5, load_model
from gec.report_log import duration
from gec.tokenizer import Text


def right_sentences(path: Path, share: float, seed: str) -> list[str]:
    """A share of the right sides of prepared rows, drawn by seed."""
    rows = [row.rpartition("\t")[2] for row in path.read_text(encoding="utf-8").splitlines()]
    return random.Random(seed).sample(rows, round(len(rows) * share)) if share < 1 else rows


def write_invented(experiment: Experiment, model: AlignedT5, text: Text, prepared: Path, batch_tokens: int) -> int:
    """Rows written over all `invented` sources; progress a line every few seconds."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = model.to(device).eval()
    half = torch.autocast(device, torch.bfloat16) if device == "cuda" else contextlib.nullcontext()
    sources = {n: s for n, s in experiment.data.sources.items() if s.kind == "invented"}
    written, started, said = 0, time.monotonic(), 0.0
    for name, source in sources.items():
        sentences = right_sentences(prepared / source.path, source.sample, f"{experiment.seed}:{name}")
        partial = prepared / f".{name}.partial"
        rows = 0
        with partial.open("w", encoding="utf-8") as file, half:
            for pairs in invent(model, text, sentences, experiment.seed, batch_tokens, experiment.data.max_tokens):
                file.writelines(f"{wrong}\t{right}\n" for wrong, right in pairs)
                rows += len(pairs)
                seconds = time.monotonic() - started
                if seconds - said > 5:
                    said = seconds
                    rate = (written + rows) / seconds
                    left = duration((len(sentences) - rows) / rate)
                    print(f"{name:24s} {rows:9,d}/{len(sentences):,}  {rate:8,.0f} rows/s  left {left}", flush=True)
        os.replace(partial, prepared / f"{name}.tsv")
        written += rows
        print(f"{name:24s} {rows:9,d} of {len(sentences):,} sentences", flush=True)
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", required=True, help="experiment with `invented` sources")
    parser.add_argument("--model", required=True, help="checkpoint of a run with data.reverse")
    parser.add_argument("--prepared", required=True, help="folder written by prepare.py")
    parser.add_argument("--batch-tokens", type=int, default=65536, help="padded tokens drawn at a time")
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    if not isinstance(model, AlignedT5):
        parser.error(f"{arguments.model}: expected a checkpoint of an aligned T5, got {model.config.model_type}")
    experiment = load_experiment(arguments.config)
    write_invented(experiment, model, Text.load(arguments.model), Path(arguments.prepared), arguments.batch_tokens)


if __name__ == "__main__":
    main()
