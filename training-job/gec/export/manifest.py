"""manifest.json of a model version: what it is, what files it has, how good it is. Written last."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gec.rule import Rule, thresholds

SCHEMA = 1
THRESHOLDS = ("minConfidence", "minSentenceConfidence", "minSpellingConfidence")
MANIFEST = "manifest.json"
LEXICON = "lexicon.txt"
FILES = (
    "config.json",
    "decoder.onnx",
    "encoder.onnx",
    "evaluation.json",
    LEXICON,
    "tokenizer.json",
    "tokenizer_config.json",
)
OPTIONAL_FILES = {"evaluation.json", LEXICON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a manifest says beside its files."""

    name: str
    architecture: str
    """`t5` or `aligned-t5`."""
    prefix: str
    leading_space: bool
    max_source_tokens: int
    max_target_tokens: int
    precision: str
    """`int8` or `float32`."""
    min_confidence: float = 0.0
    min_sentence_confidence: float = 0.0
    keep_bias: float = 0.0
    probes: list[dict[str, str]] = field(default_factory=list)
    """`source` and greedy `target`, which a loader checks."""
    scores: dict[str, Any] = field(default_factory=dict)
    training: dict[str, Any] = field(default_factory=dict)


def write_manifest(
    folder: Path, description: Description, commit: str | None, created_at: datetime | None = None
) -> dict[str, Any]:
    """Hashes the files of `folder`, writes its manifest and returns it.

    Raises FileNotFoundError when a file that a model version must have is missing.
    """
    missing = [n for n in FILES if n not in OPTIONAL_FILES and not (folder / n).is_file()]
    if missing:
        raise FileNotFoundError(f"expected {', '.join(missing)} in {folder.name}/: export it first")
    files = _hashed_files(folder)
    fields = asdict(description)
    manifest = {
        "schema": SCHEMA,
        "name": fields["name"],
        "version": content_version(entry["sha256"] for entry in files.values()),
        "createdAt": (created_at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "commit": commit,
        "architecture": fields["architecture"],
        "prefix": fields["prefix"],
        "leadingSpace": fields["leading_space"],
        "tokens": {"pad": 0, "eos": 1, "decoderStart": 0},
        "limits": {
            "maxSourceTokens": fields["max_source_tokens"],
            "maxTargetTokens": fields["max_target_tokens"],
        },
        "precision": fields["precision"],
        "decision": {
            "minConfidence": fields["min_confidence"],
            "minSentenceConfidence": fields["min_sentence_confidence"],
            "keepBias": fields["keep_bias"],
        },
        "files": files,
        "probes": fields["probes"],
        "scores": fields["scores"],
        "training": fields["training"],
    }
    _write(folder, manifest)
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """Raises FileNotFoundError without one, ValueError for a schema we do not know."""
    path = folder / MANIFEST
    if not path.is_file():
        raise FileNotFoundError(f"expected {MANIFEST} in {folder.name}/: not an exported model version")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if manifest.get("schema") != SCHEMA:
        raise ValueError(f"{MANIFEST}: expected schema {SCHEMA}, got {manifest.get('schema')!r}")
    return manifest


def content_version(hashes: Iterable[str]) -> str:
    """First 12 hex digits of the sha256 over the sorted file hashes, one a line."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()[:12]


def current_commit() -> str | None:
    """The source's commit: `GRAMAI_COMMIT` where the sources have no git, else what git says."""
    if named := os.environ.get("GRAMAI_COMMIT"):
        return named
    try:
        command = ["git", "rev-parse", "HEAD"]
        where = Path(__file__).parent
        return subprocess.run(command, cwd=where, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def record_evaluation(folder: Path, evaluation: dict[str, Any], keep_bias: float | None) -> dict[str, Any]:
    """Puts evaluation.json, its scores and its threshold into the model version, which gets a new version.

    Raises FileNotFoundError when `folder` is no exported model version.
    """
    manifest = read_manifest(folder)
    text = json.dumps(evaluation, indent=1) + "\n"
    (folder / "evaluation.json").write_text(text, encoding="utf-8", newline="\n")
    manifest["files"] = _hashed_files(folder)
    manifest["version"] = content_version(entry["sha256"] for entry in manifest["files"].values())
    manifest["decision"] = {**{name: evaluation[name] for name in THRESHOLDS if name in evaluation},
                            "keepBias": manifest["decision"]["keepBias"]}  # fmt: skip
    if keep_bias is not None:
        manifest["decision"]["keepBias"] = keep_bias
    for part in ("sets", "clean", "regressions", "kinds"):
        if part in evaluation:
            manifest["scores"][part] = evaluation[part]
    _write(folder, manifest)
    return manifest


def record_decision(folder: Path, rule: Rule) -> None:
    """Puts the thresholds into the model version's manifest; its files, and so its version, stay.

    Raises FileNotFoundError when `folder` is no exported model version.
    """
    manifest = read_manifest(folder)
    manifest["decision"] = {**thresholds(rule), "keepBias": manifest["decision"]["keepBias"]}
    _write(folder, manifest)


def _hashed_files(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name in FILES
        if (folder / name).is_file()
        for data in [(folder / name).read_bytes()]
    }


def _write(folder: Path, manifest: dict[str, Any]) -> None:
    partial = folder / f".{MANIFEST}.partial"
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    partial.write_text(text, encoding="utf-8", newline="\n")
    os.replace(partial, folder / MANIFEST)
