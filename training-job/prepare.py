"""Raw text to what `train.py` reads: filtered rows per source and a tokenizer.

    python prepare.py --config ../configs/embedded/1-errors.yaml --root DATA --out PREPARED
    python prepare.py --config ../configs/smoke.yaml --root tests/data --out build/smoke/prepared   # seconds on a CPU
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gec.config import load_experiment, to_dict
from gec.corpus import prepare
from gec.preparation import learn_tokenizer
from gec.training import make_corruptor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--config", required=True, help="experiment file")
    parser.add_argument("--root", required=True, help="folder that the paths in the experiment start from")
    parser.add_argument("--out", required=True, help="folder to write")
    arguments = parser.parse_args()
    experiment = load_experiment(arguments.config)
    out = Path(arguments.out)
    root = Path(arguments.root)
    corrupt = make_corruptor(experiment, root).corrupt
    report = prepare(experiment.data, root, out, experiment.seed, corrupt)
    result = {"rows": report, "experiment": to_dict(experiment)}
    if experiment.model.init == "scratch":
        result["vocabulary"] = learn_tokenizer(experiment, out, out / "tokenizer")
    (out / "prepared.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps({"taken": sum(r.get("taken", 0) for r in report.values())}))


if __name__ == "__main__":
    main()
