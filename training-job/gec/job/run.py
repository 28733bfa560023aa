"""The steps of a job and their order: read, prepare, train, export, score, publish, result.

Each step finds what an earlier start has done, so a job that is killed anywhere and started again
ends with the same files.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers.utils.logging import disable_progress_bar

from gec.config import ConfigError, Experiment, parse_experiment, read_document, to_dict
from gec.evaluation.measure import tables
from gec.evaluation.sets import Plan
from gec.export.manifest import MANIFEST, record_evaluation
from gec.export.version import ExportOptions, export_version
from gec.job.errors import JobError, describe, print_stack
from gec.job.inputs import Inputs, make_inputs
from gec.job.mirror import Mirror, restore_checkpoint
from gec.job.overrides import apply_overrides
from gec.job.places import Places
from gec.job.publish import publish
from gec.job.result import now, read_result, write_result
from gec.job.scoring import all_scores, make_plan, measure_model
from gec.job.secrets import take_wandb_key
from gec.job.trial import TrialReport
from gec.lexicon import ENGLISH
from gec.loop import Diverged, Interrupted, Loop
from gec.oracle.strings import sentences
from gec.rewriter import Rewriter
from gec.storage import StorageError
from gec.training import make_corruptor, make_loop, save_final

EXIT_INTERRUPTED = 143
_PARITY_SENTENCES = 200
_MODEL_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class Role:
    """This process among those of the job, as torchrun tells it."""

    rank: int = 0
    local_rank: int = 0

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Role:
        return cls(int(environ.get("RANK", 0)), int(environ.get("LOCAL_RANK", 0)))


def run_job(places: Places, overrides: Mapping[str, Any], role: Role, scratch: Path | None = None) -> int:
    """Runs the job to its result and returns the exit code: 0, 1 for a failed run, 143 for a stopped one.

    scratch: where prepared rows are kept for other jobs as well; default: the run's own, removed at the end.
    """
    started_at = now()
    disable_progress_bar()  # one line per file saved would bury the log
    try:
        earlier = read_result(places)
        if earlier is not None:
            print(json.dumps({"found": earlier["status"], "run": places.run_name}), flush=True)
            return 0 if earlier["status"] == "succeeded" else 1
        with _stopping_at_sigterm():
            outcome = _work(places, overrides, role, scratch or places.scratch)
            if outcome is not None:
                write_result(places, started_at, status="succeeded", **outcome)
                shutil.rmtree(places.work if places.run.folder is None else places.scratch, ignore_errors=True)
                print(json.dumps({"run": places.run_name, "status": "succeeded", **outcome["model"]}), flush=True)
        return 0
    except (Interrupted, _Stopped):
        print(json.dumps({"run": places.run_name, "status": "interrupted"}), flush=True)
        return EXIT_INTERRUPTED
    except Exception as error:
        print_stack(error)
        line = describe(error)
        print(f"job: {line}", file=sys.stderr, flush=True)
        _write_failure(places, started_at, line)
        return 1


def _work(places: Places, overrides: Mapping[str, Any], role: Role, scratch: Path) -> dict[str, Any] | None:
    """Model and scores, in the first process; None in the others."""
    experiment = _read_experiment(places, overrides)
    if role.rank == 0:
        print(json.dumps(to_dict(experiment)), flush=True)
        take_wandb_key(os.environ)
    inputs = make_inputs(experiment, places.store, places.run, scratch, role.rank, role.local_rank)
    trial = TrialReport.of(experiment, os.environ) if role.rank == 0 else None
    summary = _train(places, experiment, inputs, role, trial)
    if role.rank != 0:
        return None
    plan = make_plan(experiment, inputs, make_corruptor(experiment, inputs.root))
    folder = _export(places, experiment, plan)
    measured = measure_model(Rewriter.load(folder), plan)
    print(tables(measured), flush=True)
    manifest = record_evaluation(folder, measured, None)
    scores = {**all_scores(summary, measured), "bytes": sum(file["bytes"] for file in manifest["files"].values())}
    model = publish(folder, places.store, places.model)
    if trial:
        trial.end(scores, summary["step"])
    return {"model": model, "scores": scores}


def _read_experiment(places: Places, overrides: Mapping[str, Any]) -> Experiment:
    """Raises ConfigError listing every fault."""
    try:
        data = places.experiment.store.read(places.experiment.path)
    except FileNotFoundError:
        raise ConfigError(f"{places.experiment.name}: no such file; --experiment must name one") from None
    document = read_document(data.decode("utf-8", "replace"), places.experiment.name)
    experiment = parse_experiment(apply_overrides(document, overrides), places.experiment.name)
    if not _MODEL_NAME.fullmatch(experiment.name):
        raise ConfigError(f"name must be 1 to 63 of a-z, 0-9, - and _, as the model's folder, got {experiment.name!r}")
    return experiment


def _train(
    places: Places, experiment: Experiment, inputs: Inputs, role: Role, trial: TrialReport | None
) -> dict[str, Any]:
    """The loop's summary; an earlier start's where it had trained to the end. Leaves `final/` in the run."""
    done = places.run.child("trained.json")
    if role.local_rank == 0:
        restore_checkpoint(places)
    if places.tensorboard and places.tensorboard.folder is None:
        os.environ["AIP_TENSORBOARD_LOG_DIR"] = str(places.work / "tensorboard")
    earlier = json.loads(done.store.read(done.path)) if done.store.exists(done.path) else None
    loop = _make_loop(places, experiment, inputs)
    if trial:
        loop.on_evaluation = trial.evaluation
    if earlier is not None and earlier["step"] == loop.progress.step:
        summary = earlier
    elif role.rank == 0:
        with Mirror(places):
            summary = loop.run()
        if not math.isfinite(summary.get("loss", 0.0)):
            raise Diverged(summary["step"])
        done.store.write(done.path, json.dumps(summary).encode())
    else:
        summary = loop.run()
    if role.rank == 0:
        save_final(loop, places.work / "final")
        if places.run.folder is None:
            final = places.run.child("final")
            for file in sorted((places.work / "final").iterdir()):
                final.store.upload(file, final.join(file.name))
    return summary


def _make_loop(places: Places, experiment: Experiment, inputs: Inputs) -> Loop:
    try:
        return make_loop(experiment, inputs.prepared, inputs.root, places.work, inputs.init)
    except (OSError, ValueError) as error:
        init = experiment.model.init
        if init == "scratch":
            raise
        expected = "scratch, a checkpoint in the store such as runs/<run>/final, or a hub id of a T5"
        raise JobError("bad_experiment", f"model.init must be {expected}; {init!r} cannot be loaded") from error


def _export(places: Places, experiment: Experiment, plan: Plan) -> Path:
    """The model version as a local folder, compared with the checkpoint on the held-out sentences.

    What an earlier start has exported is taken: it was checked, and its folder is written whole.
    """
    folder = places.scratch / "model"
    if (folder / MANIFEST).is_file():
        return folder
    compared = [text for dev_set in plan.sets for text in dev_set.texts][:_PARITY_SENTENCES]
    options = ExportOptions(name=experiment.name, prefix=experiment.model.prefix, lexicon=ENGLISH)
    export_version(places.work / "final", folder, options, compared or sentences(_PARITY_SENTENCES, seed=2))
    return folder


def _write_failure(places: Places, started_at: str, line: str) -> None:
    """The first process to fail says why: the others fail because it is gone."""
    try:
        if read_result(places) is None:
            write_result(places, started_at, status="failed", error=line)
    except (StorageError, OSError) as error:
        print(f"job: result.json was not written: {describe(error)}", file=sys.stderr, flush=True)


class _Stopped(BaseException):
    """SIGTERM came outside the training loop."""


@contextmanager
def _stopping_at_sigterm() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _Stopped

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
