"""Where a job reads and writes, from its three arguments and Vertex AI's variables."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gec.storage import Location, Store, locate, open_store

_RUN_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class PlaceError(ValueError):
    """An argument or variable of the job is wrong; the message says which and what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    run_name: str
    experiment: Location
    run: Location
    """Folder of the run; of a trial in a sweep, a folder inside it."""
    store: Store
    work: Path
    """Local folder of the training loop: the run's own where it is local."""
    scratch: Path
    """Local folder of what is needed only until the run has ended."""
    checkpoints: Location | None
    """Where checkpoints are copied to; None where `work` is where they stay."""
    metrics: Location | None
    """File that metrics.jsonl is copied to, likewise."""
    tensorboard: Location | None
    model: Location | None
    """Where Vertex AI wants the model as well (`AIP_MODEL_DIR`)."""

    @property
    def result(self) -> Location:
        return self.run.child("result.json")


def find_places(experiment: str, run: str, store: str, environ: Mapping[str, str]) -> Places:
    """The job's places. `run` and `store` are folders or gs:// addresses, `experiment` is a file.

    Vertex AI's `AIP_CHECKPOINT_DIR`, `AIP_MODEL_DIR`, `AIP_TENSORBOARD_LOG_DIR` and, in a sweep,
    `CLOUD_ML_TRIAL_ID` are honoured. Raises PlaceError for a run that has no proper name.
    """
    place = locate(run)
    if not _RUN_NAME.fullmatch(place.name):
        raise PlaceError(f"--run must end in a run's name, 1 to 63 of a-z, 0-9 and -, got {place.name!r}")
    run_name = place.name
    if trial := environ.get("CLOUD_ML_TRIAL_ID"):
        place = place.child(f"trials/{trial}")
    local = place.folder
    if local is None:
        mark = hashlib.sha256(f"{run} {trial or ''}".encode()).hexdigest()[:8]
        work = Path(tempfile.gettempdir()) / "gramai-job" / f"{run_name}-{mark}"
    else:
        work = local
    checkpoints = _named(environ, "AIP_CHECKPOINT_DIR")
    if checkpoints is None and local is None:
        checkpoints = place.child("checkpoints")
    return Places(
        run_name=run_name,
        experiment=locate(experiment),
        run=place,
        store=open_store(store),
        work=work,
        scratch=work / "scratch",
        checkpoints=checkpoints,
        metrics=place.child("metrics.jsonl") if local is None else None,
        tensorboard=_named(environ, "AIP_TENSORBOARD_LOG_DIR"),
        model=_named(environ, "AIP_MODEL_DIR"),
    )


def _named(environ: Mapping[str, str], name: str) -> Location | None:
    value = environ.get(name)
    return locate(value) if value else None
