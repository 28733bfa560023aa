"""The search: Optuna proposes settings, a function tries them, a file remembers both."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import optuna
from optuna.samplers import BaseSampler, RandomSampler, TPESampler
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock
from optuna.trial import FrozenTrial, Trial, TrialState

from gec.sweep.settings import Parameter, Sweep

JOURNAL = "study.journal"
_ERROR = "error"


@dataclass(frozen=True, slots=True)
class Tried:
    """One trial that has ended."""

    parameters: dict[str, Any]
    value: float | None
    """None when it failed."""
    error: str | None = None


#: Settings to score; raises TrialFailed.
Try = Callable[[dict[str, Any]], float]


class TrialFailed(Exception):
    """These settings gave no score; the message says why. The search goes on."""


def search(sweep: Sweep, folder: Path, seed: int, attempt: Try, report: Callable[[list[Tried]], None]) -> list[Tried]:
    """Tries settings until `sweep.trials` have ended, those of earlier calls in `folder` included.

    report: called with all that has ended after each. A trial that was going on when an earlier call
    was killed is tried again with the same settings.
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    journal = str(folder / JOURNAL)
    storage = JournalStorage(JournalFileBackend(journal, lock_obj=JournalFileOpenLock(journal)))
    study = optuna.create_study(storage=storage, study_name="sweep", direction=sweep.goal, load_if_exists=True)
    for broken in study.get_trials(states=(TrialState.RUNNING,)):
        study.tell(broken.number, state=TrialState.FAIL)
        if set(broken.params) == set(sweep.parameters):
            study.enqueue_trial(broken.params)
    points = _grid(sweep)
    for point in points:
        study.enqueue_trial(point, skip_if_exists=True)
    wanted = min(len(points), sweep.trials) if points else sweep.trials
    while len(ended(study.get_trials())) < wanted:
        # A sampler of its own for each trial: a resumed search proposes what an unbroken one would.
        study.sampler = _sampler(sweep, seed + len(ended(study.get_trials())))
        trial = study.ask()
        settings = {name: _suggest(trial, name, parameter) for name, parameter in sweep.parameters.items()}
        try:
            study.tell(trial, attempt(settings))
        except TrialFailed as error:
            trial.set_user_attr(_ERROR, str(error))
            study.tell(trial, state=TrialState.FAIL)
        report(ended(study.get_trials()))
    return ended(study.get_trials())


def best_of(trials: list[Tried], goal: str) -> Tried | None:
    """The first of the best; None when all failed."""
    scored = [trial for trial in trials if trial.value is not None]
    sign = 1 if goal == "minimize" else -1
    return min(scored, key=lambda trial: sign * (trial.value or 0.0), default=None)


def ended(trials: list[FrozenTrial]) -> list[Tried]:
    """Those with a score or an error of their own, oldest first; killed ones were tried again."""
    done = [t for t in trials if t.state == TrialState.COMPLETE or _ERROR in t.user_attrs]
    return [Tried(t.params, t.value, t.user_attrs.get(_ERROR)) for t in done]


def _grid(sweep: Sweep) -> list[dict[str, Any]]:
    """Every point of a grid, in order; none for the other algorithms."""
    if sweep.algorithm != "grid":
        return []
    choices = [parameter.choices() for parameter in sweep.parameters.values()]
    return [dict(zip(sweep.parameters, point, strict=True)) for point in itertools.product(*choices)]


def _sampler(sweep: Sweep, seed: int) -> BaseSampler:
    return TPESampler(seed=seed) if sweep.algorithm == "bayesian" else RandomSampler(seed=seed)


def _suggest(trial: Trial, name: str, parameter: Parameter) -> Any:
    log = parameter.scale == "log"
    if parameter.type == "double":
        return trial.suggest_float(name, parameter.min, parameter.max, log=log)
    if parameter.type == "integer":
        return trial.suggest_int(name, parameter.min, parameter.max, log=log)
    return trial.suggest_categorical(name, parameter.values)
