"""Dataset versions of a store: checked against their manifest, shards joined to one file per split."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from gec.job.errors import JobError
from gec.storage import Location

_PATH = re.compile(r"(datasets/[^/]+/[^/]+)(?:/([^/]*))?")
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class DatasetFiles:
    """Local files of one dataset version, each all shards of a split; None where it has none."""

    train: Path
    validation: Path | None
    test: Path | None


def dataset_of(path: str) -> tuple[str, str] | None:
    """(folder, pattern of training shards) of a source's path; None when it is no dataset version.

    `datasets/<name>/<version>` and `datasets/<name>/<version>/train-*.jsonl.gz` are such paths.
    """
    match = _PATH.fullmatch(path.rstrip("/"))
    return (match[1], match[2] or "train-*") if match else None


def fetch_dataset(folder: Location, pattern: str, kind: str, out: Path) -> DatasetFiles:
    """Copies the version's shards to `out`. kind: the source's, `clean` or `pairs`.

    Raises JobError `bad_data` when a shard is missing or not as listed, or there are no pairs to be had.
    """
    manifest = _manifest(folder)
    if kind == "pairs" and manifest.get("kind") == "text":
        raise JobError("bad_data", f"{folder.path} holds clean sentences: give its source kind clean, not pairs")
    files: dict[str, dict[str, Any]] = manifest["files"]
    train = sorted(name for name in files if fnmatchcase(name, pattern))
    if not train:
        raise JobError("bad_data", f"{folder.path}/{pattern}: no such shard in the manifest; there are: {_some(files)}")
    out.mkdir(parents=True, exist_ok=True)
    parts: dict[str, Path | None] = {}
    for split in ("validation", "test"):
        names = sorted(name for name in files if name.startswith(f"{split}-") and files[name].get("rows", 1))
        parts[split] = _join(folder, names, files, out / f"{split}.jsonl.gz") if names else None
    return DatasetFiles(_join(folder, train, files, out / "train.jsonl.gz"), parts["validation"], parts["test"])


def _manifest(folder: Location) -> dict[str, Any]:
    path = folder.join("manifest.json")
    try:
        manifest = json.loads(folder.store.read(path))
    except FileNotFoundError:
        raise JobError("bad_data", f"{path} is not there; name a dataset version that was ingested") from None
    except ValueError:
        raise JobError("bad_data", f"{path} is not whole JSON; ingest the dataset again") from None
    if manifest.get("schema") != 1 or not isinstance(manifest.get("files"), dict):
        raise JobError("bad_data", f"{path}: expected a dataset manifest of schema 1")
    return manifest


def _join(folder: Location, names: list[str], files: dict[str, dict[str, Any]], out: Path) -> Path:
    """Members of a gzip file may stand one after another (RFC 1952, 2.2), so shards are joined as they are."""
    with out.open("wb") as joined:
        for name in names:
            shard = folder.folder / name if folder.folder is not None else out.with_name(f"shard-{name}")
            digest = hashlib.sha256()
            try:
                if folder.folder is None:
                    folder.store.download(folder.join(name), shard)
                with shard.open("rb") as data:
                    while chunk := data.read(_CHUNK_BYTES):
                        digest.update(chunk)
                        joined.write(chunk)
            except FileNotFoundError:
                raise JobError("bad_data", f"{folder.join(name)} is not there; ingest the dataset again") from None
            finally:
                if folder.folder is None:
                    shard.unlink(missing_ok=True)
            if digest.hexdigest() != files[name]["sha256"]:
                raise JobError(
                    "bad_data",
                    f"{folder.join(name)}: expected sha256 {files[name]['sha256'][:12]}…, "
                    f"got {digest.hexdigest()[:12]}…; ingest the dataset again",
                )
    return out


def _some(files: dict[str, Any]) -> str:
    names = sorted(files)
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "") if names else "none"
