"""Raw text to what `train.py` reads: filtered rows per source and a tokenizer.

    python prepare.py --config ../configs/embedded.yaml --root DATA --out PREPARED
    python prepare.py --config ../configs/smoke.yaml --root tests/data --out build/smoke/prepared   # seconds on a CPU
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from gec.config import Experiment, load_experiment, to_dict
from gec.corpus import prepare
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--config", required=True, help="experiment file")
    parser.add_argument("--root", required=True, help="folder that the paths in the experiment start from")
    parser.add_argument("--out", required=True, help="folder to write")
    arguments = parser.parse_args()
    experiment = load_experiment(arguments.config)
    out = Path(arguments.out)
    report = prepare(experiment.data, Path(arguments.root), out)
    result = {"rows": report, "experiment": to_dict(experiment)}
    if experiment.model.init == "scratch":
        tokenizer = train_tokenizer(tokenizer_sample(experiment, out), experiment.tokenizer.vocab_size)
        Text(tokenizer, "", True, PAD_ID + 1).save(out / "tokenizer")
        result["vocabulary"] = tokenizer.get_vocab_size()
    (out / "prepared.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps({"taken": sum(r.get("taken", 0) for r in report.values())}))


if __name__ == "__main__":
    main()
