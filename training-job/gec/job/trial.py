"""A trial of a tuning job on Vertex AI: reports the score that the sweep is after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gec.config import Experiment
from gec.job.errors import JobError
from gec.job.scoring import all_scores, score_at

DEFAULT_METRIC = "eval_loss"


class TrialReport:
    """Reports at each evaluation what it already has, so that the search can be watched, and the score at the end."""

    def __init__(self, metric: str) -> None:
        import hypertune

        self._metric = metric
        self._service = hypertune.HyperTune()

    @classmethod
    def of(cls, experiment: Experiment, environ: Mapping[str, str]) -> TrialReport | None:
        """None where this job is no trial of Vertex AI's."""
        if "CLOUD_ML_TRIAL_ID" not in environ:
            return None
        return cls(experiment.sweep.get("metric", DEFAULT_METRIC))

    def evaluation(self, step: int, summary: Mapping[str, float]) -> None:
        """summary: the loop's, of the held-out rows. Scores that only the end has are not reported here."""
        value = score_at(all_scores(dict(summary), {}), self._metric)
        if value is not None:
            self._report(value, step)

    def end(self, scores: dict[str, Any], step: int) -> None:
        """Raises JobError `bad_experiment` when the run has no such score."""
        self._report(wanted_score(scores, self._metric), step)

    def _report(self, value: float, step: int) -> None:
        self._service.report_hyperparameter_tuning_metric(self._metric, value, step)


def wanted_score(scores: dict[str, Any], metric: str) -> float:
    """Raises JobError `bad_experiment` when the run has no such score."""
    value = score_at(scores, metric)
    if value is None:
        known = ", ".join(sorted(_dotted(scores)))
        raise JobError("bad_experiment", f"sweep.metric is {metric}, which this run does not have; it has: {known}")
    return value


def _dotted(scores: Any, before: str = "") -> Iterator[str]:
    for name, value in scores.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{before}{name}.")
        elif isinstance(value, int | float):
            yield f"{before}{name}"
