"""A run that is stopped, killed or spread over processes has the losses of an unbroken one."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, JOB, losses, run_verb, train_arguments, write_experiment

STEPS = 14


@pytest.fixture(scope="module")
def unbroken(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An experiment of a few steps and its run."""
    folder = tmp_path_factory.mktemp("resume")
    config = write_experiment(
        folder / "experiment.yaml", max_steps=STEPS, decay_steps=4, warmup_steps=4, log_every=1, save_every=3,
        eval_every=0, batch_tokens=256, ema=0.9,
    )  # fmt: skip
    run_verb("train", *train_arguments(config, prepared, folder / "unbroken"))
    return config, folder / "unbroken"


def start_and_interrupt(arguments: list[str], out: Path, step: int, with_signal: int) -> int:
    """Start the trainer, send the signal once `step` is in its metrics, return the exit code."""
    process = subprocess.Popen(
        [sys.executable, str(JOB / "train.py"), *arguments],
        cwd=JOB, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    metrics = out / "metrics.jsonl"
    while process.poll() is None:
        if metrics.exists() and f'"step": {step},' in metrics.read_text(encoding="utf-8"):
            os.kill(process.pid, with_signal)
            break
        time.sleep(0.01)
    return process.wait(timeout=120)


def processes_of(out: Path) -> list[int]:
    """Processes whose command names the run's folder."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if str(out).encode() in command.read_bytes():
                found.append(int(command.parent.name))
    return found


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send to another process")
@pytest.mark.parametrize(("name", "with_signal"), [("SIGTERM", signal.SIGTERM), ("SIGKILL", 9)])
def test_resumes_to_the_same_losses(
    name: str, with_signal: int, prepared: Path, unbroken: tuple[Path, Path], tmp_path: Path
) -> None:
    config, whole = unbroken
    out = tmp_path / "run"
    arguments = train_arguments(config, prepared, out)
    step = random.Random(name).randint(4, STEPS - 3)
    code = start_and_interrupt(arguments, out, step, with_signal)
    assert code == (143 if name == "SIGTERM" else -9)
    deadline = time.monotonic() + 60
    while processes_of(out) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_of(out) == []
    before = losses(out)
    assert step <= len(before) < STEPS
    done = run_verb("train", *arguments)
    assert '"resumed"' in done.stdout
    assert losses(out) == losses(whole)


def test_two_processes_have_the_losses_of_one(prepared: Path, tmp_path: Path) -> None:
    """The batches of a step are split over processes or accumulated in one: same sums, rounding aside."""
    shared = {"max_steps": 6, "decay_steps": 0, "warmup_steps": 2, "log_every": 1, "save_every": 6, "eval_every": 0}
    one = write_experiment(tmp_path / "one.yaml", **shared, batch_tokens=512, accumulation=2)
    two = write_experiment(tmp_path / "two.yaml", **shared, batch_tokens=512, accumulation=1)
    run_verb("train", *train_arguments(one, prepared, tmp_path / "one"))
    command = [
        sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
        str(JOB / "train.py"), *train_arguments(two, prepared, tmp_path / "two"),
    ]  # fmt: skip
    environment = {**ENVIRONMENT, "ACCELERATE_USE_CPU": "true"}
    done = subprocess.run(command, cwd=JOB, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    for (step, alone), (_, spread) in zip(losses(tmp_path / "one"), losses(tmp_path / "two"), strict=True):
        assert spread == pytest.approx(alone, rel=2e-3), f"step {step}"
    assert json.loads(done.stdout.strip().splitlines()[-1])["step"] == 6
