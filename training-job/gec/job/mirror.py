"""Copies what a run writes to its store while it trains, and brings it back on another machine."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from pathlib import Path

from gec import checkpoint
from gec.job.places import Places
from gec.storage import Location, StorageError

_INTERVAL_S = 1.0
_MANIFEST = "manifest.json"


class Mirror:
    """Within `with`, a thread copies new checkpoints, metrics and TensorBoard files; a last time at the end.

    A passing fault of the store is reported and tried again with the next copy; the last copy raises it.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._sizes: dict[Path, int] = {}
        self._copied = ""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Mirror:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self.copy()

    def copy(self) -> None:
        """Copies what is new since the last time. Raises StorageError."""
        places = self._places
        if places.metrics:
            self._copy_grown(places.work / "metrics.jsonl", places.metrics)
        if places.tensorboard and places.tensorboard.folder is None:
            for file in (places.work / "tensorboard").glob("*"):
                self._copy_grown(file, places.tensorboard.child(file.name))
        newest = checkpoint.newest(places.work / "checkpoints")
        if places.checkpoints and newest and newest.name != self._copied:
            try:
                upload_checkpoint(newest, places.checkpoints)
                self._copied = newest.name
            except FileNotFoundError:  # removed by newer ones meanwhile; the next copy takes those
                pass

    def _follow(self) -> None:
        while not self._done.wait(_INTERVAL_S):
            try:
                self.copy()
            except StorageError as error:
                print(f"job: a copy failed and will be tried again: {error}", file=sys.stderr, flush=True)

    def _copy_grown(self, file: Path, to: Location) -> None:
        size = file.stat().st_size if file.is_file() else 0
        if size != self._sizes.get(file, 0):
            to.store.upload(file, to.path)
            self._sizes[file] = size


def upload_checkpoint(folder: Path, to: Location) -> None:
    """Its manifest last; then older ones there are removed."""
    place = to.child(folder.name)
    if to.store.exists(place.join(_MANIFEST)):
        return
    names = sorted((p.name for p in folder.iterdir()), key=lambda name: name == _MANIFEST)
    for name in names:
        to.store.upload(folder / name, place.join(name))
    for old in _complete(to):
        if old < folder.name:
            _remove(to.child(old))


def restore_checkpoint(places: Places) -> None:
    """Brings the newest checkpoint and the metrics from the store where this machine has none so new."""
    if places.metrics and not (places.work / "metrics.jsonl").exists():
        try:
            places.metrics.store.download(places.metrics.path, places.work / "metrics.jsonl")
        except FileNotFoundError:
            (places.work / "metrics.jsonl").unlink(missing_ok=True)
    found = _complete(places.checkpoints) if places.checkpoints else []
    here = checkpoint.newest(places.work / "checkpoints")
    if not places.checkpoints or not found or (here and here.name >= found[-1]):
        return
    place = places.checkpoints.child(found[-1])
    final = places.work / "checkpoints" / found[-1]
    partial = final.with_name(f".partial-{found[-1]}")
    shutil.rmtree(partial, ignore_errors=True)
    for path in place.store.list(f"{place.path}/"):
        place.store.download(path, partial / path.rpartition("/")[2])
    os.replace(partial, final)


def _complete(to: Location) -> list[str]:
    """Names of the checkpoints with a manifest, oldest first."""
    start = to.join("step-")
    paths = [p for p in to.store.list(start) if p.endswith(f"/{_MANIFEST}")]
    return sorted(path.split("/")[-2] for path in paths)


def _remove(folder: Location) -> None:
    """The manifest first, so that no half of it is taken for whole."""
    paths = folder.store.list(f"{folder.path}/")
    for path in sorted(paths, key=lambda p: not p.endswith(f"/{_MANIFEST}")):
        folder.store.delete(path)
