"""A sweep as a run: its trials as jobs, `sweep.json`, plots, and the best trial's result as its own."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gec.config import parse_experiment, read_document
from gec.job.errors import JobError
from gec.job.places import Places, find_places
from gec.job.result import now, read_result, write_result
from gec.job.run import EXIT_INTERRUPTED, Role, run_job
from gec.job.trial import wanted_score
from gec.plots import learning_curves, parallel_coordinates
from gec.sweep.search import TrialFailed, Tried, best_of, search
from gec.sweep.settings import Sweep, parse_sweep


class SweepStopped(Exception):
    """A trial was stopped by SIGTERM; the same command goes on."""


def run_sweep(experiment: str, run: Path, store: str) -> dict[str, Any]:
    """Runs the trials that are left and returns the sweep's result, also in `result.json` of `run`.

    Raises ConfigError when experiment or sweep are wrong, SweepStopped after SIGTERM.
    """
    places = find_places(experiment, str(run), store, {})
    text = places.experiment.store.read(places.experiment.path).decode("utf-8", "replace")
    parsed = parse_experiment(read_document(text, places.experiment.name), places.experiment.name)
    sweep = parse_sweep(parsed.sweep)
    if (earlier := read_result(places)) is not None:
        return earlier
    started_at = now()
    run.mkdir(parents=True, exist_ok=True)

    def attempt(settings: dict[str, Any]) -> float:
        trial = find_places(experiment, str(run), store, {"CLOUD_ML_TRIAL_ID": trial_name(settings)})
        code = run_job(trial, settings, Role(), scratch=run / "scratch")
        if code == EXIT_INTERRUPTED:
            raise SweepStopped
        return _score(trial, sweep.metric)

    trials = search(sweep, run, parsed.seed, attempt, lambda ended: _write_report(places, run, sweep, ended))
    _plot(run, sweep, trials)
    shutil.rmtree(run / "scratch", ignore_errors=True)
    best = best_of(trials, sweep.goal)
    if best is None:
        error = f"sweep: no trial of {len(trials)} has a score; the first says: {trials[0].error}"
        return write_result(places, started_at, status="failed", error=error)
    found = json.loads((trial_folder(run, best.parameters) / "result.json").read_text(encoding="utf-8"))
    return write_result(places, started_at, status="succeeded", model=found["model"], scores=found["scores"])


def trial_name(settings: Mapping[str, Any]) -> str:
    """The same settings are the same trial, so what it has trained before a kill is gone on with."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:8]


def trial_folder(run: Path, settings: Mapping[str, Any]) -> Path:
    return run / "trials" / trial_name(settings)


def _score(trial: Places, metric: str) -> float:
    result = read_result(trial) or {}
    if result.get("status") != "succeeded":
        raise TrialFailed(result.get("error", "the trial left no result"))
    try:
        return wanted_score(result["scores"], metric)
    except JobError as error:
        raise TrialFailed(f"{error.code}: {error}") from error


def _write_report(places: Places, run: Path, sweep: Sweep, trials: list[Tried]) -> None:
    rows = [
        {
            "trial": trial_name(trial.parameters),
            "parameters": trial.parameters,
            "value": trial.value,
            **({"error": trial.error} if trial.error else {}),
        }
        for trial in trials
    ]
    best = best_of(trials, sweep.goal)
    report = {
        "schema": 1,
        "run": places.run_name,
        "metric": sweep.metric,
        "goal": sweep.goal,
        "best": trial_name(best.parameters) if best else None,
        "trials": rows,
    }
    places.run.store.write(places.run.join("sweep.json"), (json.dumps(report, indent=1) + "\n").encode())
    last = trials[-1]
    settings = "  ".join(f"{name}={value}" for name, value in last.parameters.items())
    value = last.error if last.value is None else f"{last.value:.4f}"
    print(f"trial {len(trials)}/{sweep.trials}  {settings}  {sweep.metric} {value}", flush=True)


def _plot(run: Path, sweep: Sweep, trials: list[Tried]) -> None:
    scored = [trial for trial in trials if trial.value is not None]
    if not scored:
        return
    log_scales = {name for name, parameter in sweep.parameters.items() if parameter.scale == "log"}
    rows = [({**trial.parameters}, trial.value or 0.0) for trial in scored]
    parallel_coordinates(rows, log_scales, sweep.metric, sweep.goal, run / "parallel-coordinates.svg")
    curves = {trial_name(t.parameters): _losses(trial_folder(run, t.parameters) / "metrics.jsonl") for t in scored}
    best = best_of(trials, sweep.goal)
    learning_curves(curves, trial_name(best.parameters) if best else "", run / "learning-curves.svg")


def _losses(metrics: Path) -> list[tuple[int, float]]:
    rows = (json.loads(line) for line in metrics.read_text(encoding="utf-8").splitlines())
    return [(row["step"], row["loss"]) for row in rows if row["group"] == "train"]
