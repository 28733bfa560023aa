"""Sweeps: settings with all their faults, a search that a kill does not change, and a run of jobs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from job_store import make_store, tiny_experiment

from gec.config import ConfigError
from gec.sweep.run import run_sweep, trial_folder
from gec.sweep.search import TrialFailed, Tried, best_of, search
from gec.sweep.settings import Sweep, parse_sweep

RATE = {"type": "double", "min": 0.001, "max": 0.1, "scale": "log"}


class Killed(BaseException):
    """Stands for SIGKILL."""


def sweep_of(**fields: Any) -> Sweep:
    parameters = {"training.learning_rate": RATE, "training.warmup_steps": {"type": "integer", "min": 1, "max": 9}}
    return parse_sweep({"parameters": parameters, "trials": 8, **fields})


def distance(settings: dict[str, Any]) -> float:
    return abs(settings["training.learning_rate"] - 0.02) + settings["training.warmup_steps"] / 100


def test_every_fault_of_a_sweep_is_listed() -> None:
    wrong = {
        "metrics": "x",
        "trials": "many",
        "parameters": {
            "a": {"type": "float", "min": 1, "max": 2},
            "b": {"type": "double", "min": 2, "max": 1},
            "c": {"type": "double", "min": 0, "max": 1, "scale": "log"},
            "d": {"type": "categorical"},
            "e": {"type": "integer", "min": 0.5, "max": 1},
            "f": {"type": "integer", "min": 1, "max": 2, "scale": "cubic"},
        },
    }
    with pytest.raises(ConfigError) as fault:
        parse_sweep(wrong)
    lines = str(fault.value).splitlines()
    assert [line.split()[1].rstrip(":") for line in lines[1:]] == [
        "metrics", "parameters.a", "parameters.b", "parameters.c", "parameters.d", "parameters.e", "parameters.f",
        "trials",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"goal": "best"}, "goal must be minimize or maximize, got 'best'"),
        ({"trials": 0}, "trials must be >= 1"),
        ({"algorithm": "luck"}, "algorithm must be one of bayesian, random, grid"),
        ({"algorithm": "grid"}, "give double ones as discrete"),
        ({"parameters": {}}, "parameters must name at least one setting"),
    ],
)
def test_a_sweep_that_cannot_be_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        sweep_of(**fields)


@pytest.mark.parametrize("algorithm", ["bayesian", "random"])
def test_a_killed_search_goes_on_as_if_unbroken(algorithm: str, tmp_path: Path) -> None:
    sweep = sweep_of(algorithm=algorithm)
    (tmp_path / "whole").mkdir()
    (tmp_path / "broken").mkdir()
    whole = search(sweep, tmp_path / "whole", 7, distance, lambda ended: None)
    tried: list[dict[str, Any]] = []

    def killed_at_the_fourth(settings: dict[str, Any]) -> float:
        tried.append(settings)
        if len(tried) == 4:
            raise Killed
        return distance(settings)

    with pytest.raises(Killed):
        search(sweep, tmp_path / "broken", 7, killed_at_the_fourth, lambda ended: None)
    assert search(sweep, tmp_path / "broken", 7, killed_at_the_fourth, lambda ended: None) == whole
    assert len(tried) == 9 and tried[3] == tried[4]
    assert search(sweep, tmp_path / "broken", 7, killed_at_the_fourth, lambda ended: None) == whole
    assert len(tried) == 9
    assert all(0.001 <= t.parameters["training.learning_rate"] <= 0.1 for t in whole)


def test_a_failed_trial_is_kept_with_its_reason(tmp_path: Path) -> None:
    def fails_once(settings: dict[str, Any]) -> float:
        if not (tmp_path / "failed").exists():
            (tmp_path / "failed").touch()
            raise TrialFailed("diverged: too fast")
        return distance(settings)

    trials = search(sweep_of(trials=3), tmp_path, 7, fails_once, lambda ended: None)
    assert [trial.error for trial in trials] == ["diverged: too fast", None, None]
    assert [trial.value is None for trial in trials] == [True, False, False]


def test_a_grid_tries_every_point_once(tmp_path: Path) -> None:
    parameters = {"a.b": {"type": "categorical", "values": ["x", "y"]}, "a.c": {"type": "discrete", "values": [1, 2.5]}}
    sweep = parse_sweep({"parameters": parameters, "algorithm": "grid"})
    trials = search(sweep, tmp_path, 7, lambda settings: settings["a.c"], lambda ended: None)
    points = sorted((trial.parameters["a.b"], trial.parameters["a.c"]) for trial in trials)
    assert points == [("x", 1), ("x", 2.5), ("y", 1), ("y", 2.5)]


def test_the_best_is_by_the_goal() -> None:
    trials = [Tried({"a": n}, value) for n, value in enumerate([None, 3.0, 1.0, 1.0, 4.0])]
    assert best_of(trials, "minimize") == trials[2]
    assert best_of(trials, "maximize") == trials[4]
    assert best_of(trials[:1], "maximize") is None


def test_a_sweep_ends_with_the_best_trials_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = tiny_experiment(max_steps=4)
    experiment["sweep"] = {"trials": 2, "parameters": {"training.learning_rate": RATE}}
    run = make_store(tmp_path, experiment)
    arguments = (str(run / "experiment.json"), run, str(tmp_path))
    result = run_sweep(*arguments)
    report = json.loads((run / "sweep.json").read_text(encoding="utf-8"))
    values = {row["trial"]: row["value"] for row in report["trials"]}
    assert len(values) == 2 and report["best"] == min(values, key=lambda name: values[name])
    best = next(row for row in report["trials"] if row["trial"] == report["best"])
    own = json.loads((trial_folder(run, best["parameters"]) / "result.json").read_text(encoding="utf-8"))
    assert (result["model"], result["scores"]) == (own["model"], own["scores"])
    assert result["scores"]["eval_loss"] == best["value"]
    assert json.loads((run / "result.json").read_text(encoding="utf-8")) == result
    for plot in ("learning-curves.svg", "parallel-coordinates.svg"):
        assert report["best"] in (run / plot).read_text(encoding="utf-8") or plot.startswith("parallel")
    assert not (run / "scratch").exists()
    monkeypatch.setattr("gec.sweep.run.run_job", None)
    assert run_sweep(*arguments) == result


def test_a_sweep_whose_metric_is_not_there_says_what_is(tmp_path: Path) -> None:
    run = make_store(tmp_path, {})
    experiment = tiny_experiment()
    experiment["sweep"] = {"metric": "sets.x.f05", "trials": 1, "parameters": {"training.learning_rate": RATE}}
    (run / "experiment.json").write_text(json.dumps(experiment), encoding="utf-8")
    done = {"schema": 1, "run": "first", "status": "succeeded", "scores": {"eval_loss": 0.5, "sets": {"y": {"f05": 1}}}}

    def finished(places: Any, *_: Any, **__: Any) -> int:
        places.result.store.write(places.result.path, json.dumps(done).encode())
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gec.sweep.run.run_job", finished)
        result = run_sweep(str(run / "experiment.json"), run, str(tmp_path))
    assert result["status"] == "failed"
    assert result["error"].endswith("which this run does not have; it has: eval_loss, sets.y.f05")
