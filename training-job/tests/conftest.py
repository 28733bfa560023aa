"""A prepared tiny data set and the trainer as people run it: as a command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_sentences import plain_sentences

JOB = Path(__file__).resolve().parent.parent
SMOKE = JOB.parent / "configs" / "smoke.yaml"
# One thread: sums in one order, so losses can be compared to the last digit.
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", "WANDB_API_KEY": ""}


def run_verb(verb: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """`python <verb>.py ...` in the trainer's folder."""
    command = [sys.executable, str(JOB / f"{verb}.py"), *arguments]
    done = subprocess.run(command, cwd=JOB, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise AssertionError(f"{verb} ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done


def write_experiment(path: Path, **training: Any) -> Path:
    """The smoke experiment with other training settings."""
    experiment = yaml.safe_load(SMOKE.read_text(encoding="utf-8"))
    experiment["training"].update(training)
    path.write_text(yaml.safe_dump(experiment), encoding="utf-8")
    return path


def losses(run: Path, group: str = "train") -> list[tuple[int, float]]:
    """(step, loss) rows of a run's metrics."""
    rows = [json.loads(line) for line in (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(row["step"], row["loss"]) for row in rows if row["group"] == group]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smoke experiment's prepared data; its root is the folder above."""
    root = tmp_path_factory.mktemp("smoke")
    (root / "clean.txt").write_text("\n".join(plain_sentences(4000, seed=1)) + "\n", encoding="utf-8")
    run_verb("prepare", "--config", str(SMOKE), "--root", str(root), "--out", str(root / "prepared"))
    return root / "prepared"


def train_arguments(config: Path, prepared: Path, out: Path) -> list[str]:
    return ["--config", str(config), "--prepared", str(prepared), "--root", str(prepared.parent), "--out", str(out)]
