"""Train one experiment; the same command resumes it.

    python train.py --config ../configs/embedded/1-errors.yaml --prepared PREPARED --root DATA --out RUN
    torchrun --nproc-per-node 8 train.py ...                                 # several GPUs
    python train.py --config ../configs/smoke.yaml --prepared PREPARED --root ROOT --out RUN     # a minute on a CPU
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gec.config import load_experiment, to_dict
from gec.loop import Interrupted
from gec.training import make_loop, save_final

EXIT_INTERRUPTED = 143


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--config", required=True, help="experiment file")
    parser.add_argument("--prepared", required=True, help="folder written by prepare.py")
    parser.add_argument("--root", required=True, help="folder that data.resources starts from")
    parser.add_argument("--out", required=True, help="folder of the run: checkpoints, metrics, final model")
    arguments = parser.parse_args()
    experiment = load_experiment(arguments.config)
    out = Path(arguments.out)
    print(json.dumps(to_dict(experiment)), flush=True)
    loop = make_loop(experiment, Path(arguments.prepared), Path(arguments.root), out)
    try:
        summary = loop.run()
    except Interrupted as interruption:
        print(json.dumps({"interrupted": interruption.step}), flush=True)
        sys.exit(EXIT_INTERRUPTED)
    if loop.accelerator.is_main_process:
        save_final(loop, out / "final")
        print(json.dumps(summary), flush=True)


if __name__ == "__main__":
    main()
