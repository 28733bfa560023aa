"""Brings the files that an experiment names by path from a bucket to this machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from gec.config import Experiment
from gec.job.datasets import dataset_of
from gec.job.errors import JobError
from gec.storage import Store
from gec.synthesis.resources import HOMOPHONES, MISSPELLING_LISTS

#: In a store's root: what every model is measured on, see gec/evaluation/sets.py.
EVALUATION = "evaluation.yaml"


def fetch_root(store: Store, experiment: Experiment, to: Path) -> Path:
    """The data root as a local folder: the store's own, or `to` with every file the experiment needs.

    Raises JobError `bad_data` when a file is missing.
    """
    if store.root is not None:
        return store.root
    data = experiment.data
    wanted = [source.path for source in data.sources.values() if not dataset_of(source.path)]
    fetch(store, [*wanted, *data.exclude_sets], to)
    if data.resources:
        lists = [HOMOPHONES, *(name for name, _ in MISSPELLING_LISTS)]
        fetch(store, _existing(store, [_under(data.resources, name) for name in lists]), to)
    if store.exists(EVALUATION):
        fetch(store, [EVALUATION], to)
        plan = yaml.safe_load((to / EVALUATION).read_text(encoding="utf-8"))
        fetch(store, _existing(store, set(_paths(plan))), to)
    return to


def fetch(store: Store, patterns: Iterable[str], to: Path) -> None:
    """Downloads every object that a path or pattern (`*` within one part) names, unless it is there."""
    for pattern in patterns:
        found = [pattern]
        if re.search(r"[*?\[]", pattern):
            start = re.split(r"[*?\[]", pattern)[0]
            depth = pattern.count("/")
            found = [p for p in store.list(start) if p.count("/") == depth and PurePosixPath(p).match(pattern)]
        for path in found:
            if (to / path).exists():
                continue
            partial = to / f"{path}.partial"
            try:
                store.download(path, partial)
            except FileNotFoundError:
                raise JobError("bad_data", f"{path}: the experiment names it, the store does not have it") from None
            partial.replace(to / path)


def fetch_checkpoint(store: Store, init: str, to: Path) -> str | Path:
    """`model.init` as a local folder where it is one in the store, such as `runs/<run>/final`; else as it is."""
    if init == "scratch" or not store.exists(f"{init}/config.json"):
        return init
    if store.root is not None:
        return store.root / init
    fetch(store, store.list(f"{init}/"), to)
    return to / init


def _existing(store: Store, paths: Iterable[str]) -> list[str]:
    return [path for path in paths if store.exists(path)]


def _under(folder: str, name: str) -> str:
    return (PurePosixPath(folder) / name).as_posix()


def _paths(value: Any) -> Iterable[str]:
    """Every text of the plan: those that are no paths are not in the store."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _paths(part)
    elif isinstance(value, str):
        yield value
