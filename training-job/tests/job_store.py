"""A store on a folder with what a tiny job needs, and the job run in this process."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plain_sentences import plain_sentences

from gec.job.places import find_places
from gec.job.run import Role, run_job

VERSION = "0123456789ab"
FOLDER = f"datasets/tiny/{VERSION}"


def tiny_experiment(**training: Any) -> dict[str, Any]:
    """The smoke experiment, smaller: it copies well and hardly mends, which is enough to be exported."""
    return {
        "name": "tiny",
        "seed": 7,
        "data": {
            "sources": {"clean": {"path": "clean.txt", "kind": "clean", "weight": 1, "holdout": 0.1}},
            "max_tokens": 64,
            "superbatch": 100,
        },
        "tokenizer": {"vocab_size": 400},
        "model": {
            "shape": {"d_model": 32, "d_ff": 64, "num_heads": 2, "num_layers": 1, "num_decoder_layers": 1},
        },
        "training": {
            "max_steps": 12, "batch_tokens": 256, "learning_rate": 1e-2, "warmup_steps": 4, "log_every": 1,
            "eval_every": 6, "save_every": 3, **training,
        },
    }  # fmt: skip


def make_store(root: Path, experiment: Mapping[str, Any], run: str = "first") -> Path:
    """A folder with clean.txt and the run's experiment.json; returns the run's folder."""
    folder = root / "runs" / run
    folder.mkdir(parents=True)
    (root / "clean.txt").write_text("\n".join(plain_sentences(400, seed=1)) + "\n", encoding="utf-8")
    (folder / "experiment.json").write_text(json.dumps(experiment), encoding="utf-8")
    return folder


def write_dataset(root: Path, shards: Mapping[str, list[dict[str, str]]]) -> dict[str, Any]:
    """A dataset version as ingestion writes it, in two members a shard; returns the manifest."""
    folder = root / FOLDER
    folder.mkdir(parents=True)
    files = {}
    for name, rows in shards.items():
        lines = [json.dumps(row) + "\n" for row in rows]
        data = b"".join(gzip.compress("".join(part).encode(), mtime=0) for part in (lines[:1], lines[1:]))
        (folder / name).write_bytes(data)
        files[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "rows": len(rows)}
    manifest = {"schema": 1, "name": "tiny", "version": VERSION, "kind": "pairs", "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return manifest


def run_in_process(
    store: str | Path, run: str | Path, environ: Mapping[str, str] | None = None, **overrides: Any
) -> tuple[int, dict[str, Any]]:
    """Exit code and result.json, {} when there is none."""
    places = find_places(f"{run}/experiment.json", str(run), str(store), environ or {})
    code = run_job(places, overrides, Role())
    try:
        return code, json.loads(places.result.store.read(places.result.path))
    except FileNotFoundError:
        return code, {}
