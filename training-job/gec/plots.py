"""Plots of runs and sweeps as SVG files; the same numbers give the same file."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import colormaps
from matplotlib.figure import Figure

_STABLE = {"svg.hashsalt": "gramai", "svg.fonttype": "none"}  # ids that do not change, text as text
_COLOURS = colormaps["viridis"]


def parallel_coordinates(
    trials: Sequence[tuple[Mapping[str, Any], float]], log_scales: Collection[str], metric: str, goal: str, path: Path
) -> None:
    """One line a trial across one axis a setting, the score last; the better, the darker.

    trials: settings and score, at least one. log_scales: settings drawn on a log scale.
    """
    names = [*trials[0][0], metric]
    columns = [[settings[name] for settings, _ in trials] for name in names[:-1]]
    columns.append([value for _, value in trials])
    heights = [_heights(column, name in log_scales) for name, column in zip(names, columns, strict=True)]
    sign = 1 if goal == "minimize" else -1
    order = sorted(range(len(trials)), key=lambda k: sign * trials[k][1], reverse=True)  # the best on top
    figure = Figure(figsize=(2.2 * len(names) + 1, 4.5), layout="constrained")
    axes = figure.subplots()
    for rank, k in enumerate(order):
        share = rank / max(1, len(order) - 1)
        line = [height[k] for height in heights]
        axes.plot(range(len(names)), line, color=_COLOURS(1 - share), linewidth=1 + 2 * (rank == len(order) - 1))
    for x, (column, height) in enumerate(zip(columns, heights, strict=True)):
        axes.axvline(x, color="grey", linewidth=0.8)
        for value, y in {_label(v): h for v, h in zip(column, height, strict=True) if h in _ends(height)}.items():
            axes.annotate(value, (x, y), xytext=(4, 3), textcoords="offset points", fontsize=8)
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks([])
    axes.set_title(f"{len(trials)} trials, {goal} {metric}")
    _save(figure, path)


def learning_curves(curves: Mapping[str, Sequence[tuple[int, float]]], best: str, path: Path) -> None:
    """Training loss (nats a token) over steps, one line a run; the one named `best` stands out."""
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    for name, points in curves.items():
        steps, losses = [step for step, _ in points], [loss for _, loss in points]
        axes.plot(steps, losses, label=name, linewidth=2.5 if name == best else 1, alpha=1 if name == best else 0.6)
    axes.set_xlabel("step")
    axes.set_ylabel("training loss, nats a token")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    _save(figure, path)


def stages(runs: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], path: Path) -> None:
    """Runs that each went on from the one before: training loss (nats a token), and of the tokens that held-out
    pairs change the share foretold right, over the steps of all.

    runs: name and rows of metrics.jsonl, in order.
    """
    figure = Figure(figsize=(9, 6), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True)
    changed: dict[str, list[tuple[int, float]]] = {}
    start = 0
    for number, (name, rows) in enumerate(runs):
        train = [(start + row["step"], row["loss"]) for row in rows if row["group"] == "train"]
        upper.plot(*zip(*train, strict=True), label=name, color=_COLOURS(number / max(1, len(runs) - 1)))
        for row in (row for row in rows if row["group"] == "holdout"):
            for key, value in row.items():
                source, _, metric = key.rpartition("/")
                if metric == "changed":
                    changed.setdefault(source, []).append((start + row["step"], value))
        start = train[-1][0]
        for axes in (upper, lower):
            axes.axvline(start, color="grey", linewidth=0.6, linestyle=":")
    for source, points in sorted(changed.items()):
        lower.plot(*zip(*points, strict=True), label=source, marker=".")
    upper.set_ylabel("training loss, nats a token")
    upper.set_ylim(top=1.2)
    lower.set(xlabel="step", ylabel="changed tokens right, held out")
    for axes in (upper, lower):
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    _save(figure, path)


def reliability(bins: Sequence[Mapping[str, float]], path: Path) -> None:
    """Of edits, the share that an annotator made too, over their mean confidence; sizes are numbers of edits.

    bins: `from`, `edits`, `confidence` and `right` of `gec.evaluation.threshold.calibration`.
    """
    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle="--", label="as sure as right")
    confidence, right = [b["confidence"] for b in bins], [b["right"] for b in bins]
    axes.plot(confidence, right, color=_COLOURS(0.4), label="measured")
    axes.scatter(confidence, right, s=[10 + b["edits"] ** 0.5 * 4 for b in bins], color=_COLOURS(0.4))
    for b in bins:
        axes.annotate(f"{b['edits']:,}", (b["confidence"], b["right"]), xytext=(6, -10), textcoords="offset points",
                      fontsize=7)  # fmt: skip
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share that an annotator made too")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8, loc="upper left")
    _save(figure, path)


def _heights(column: Sequence[Any], log: bool) -> list[float]:
    """0 to 1 by value; by rank of first appearance where values are words."""
    if not all(isinstance(value, int | float) for value in column):
        kinds = list(dict.fromkeys(map(str, column)))
        return [kinds.index(str(value)) / max(1, len(kinds) - 1) for value in column]
    numbers = [math.log(value) if log else float(value) for value in column]
    low, span = min(numbers), max(numbers) - min(numbers)
    return [(number - low) / span if span else 0.5 for number in numbers]


def _ends(heights: Sequence[float]) -> set[float]:
    return {min(heights), max(heights)}


def _label(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _save(figure: Figure, path: Path) -> None:
    with matplotlib.rc_context(_STABLE):
        figure.savefig(path, format="svg", metadata={"Date": None})
