"""What to measure on: a YAML that names development sets, clean text, regressions and synthesis.

    sets:
      jfleg: {format: lines, source: jfleg/dev.src, references: [jfleg/dev.ref0, jfleg/dev.ref1]}
      cweb: {format: m2, source: cweb/dev.m2, decide: true}
    clean:
      everyday: {path: clean.txt.xz, limit: 1000}
      other: {path: clean.txt.xz, limit: 1000, offset: 1, decide: true}
    errata: {path: errata.tsv}
    regressions: {path: regressions.jsonl}
    entities: {path: entities.jsonl}
    synthesis: {path: clean.txt.xz, limit: 4000, resources: .}

Every part may be left out. Paths start from the folder given to `load_evaluation_plan`; those of the
errata, regressions and entities, which belong to the product, from the YAML's own folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from gec.corpus import key, open_text
from gec.metrics.benchmark_text import detokenise
from gec.metrics.edits import extract_edits
from gec.metrics.m2 import Annotated, read_m2


class PlanError(ValueError):
    """The evaluation file is wrong; the message says where."""


@dataclass(frozen=True, slots=True)
class DevSet:
    """Tokenised sentences with their annotations."""

    name: str
    gold: list[Annotated]
    references: list[list[list[str]]]
    """`references[r][i]`: tokens of the r-th reference of sentence i; empty where the file has edits only."""
    decide: bool
    """True when the threshold of edits is chosen on it."""

    @property
    def lines(self) -> list[str]:
        """The tokenised sources."""
        return [" ".join(sentence.source) for sentence in self.gold]

    @property
    def texts(self) -> list[str]:
        """The sources as a person types them."""
        return [detokenise(line) for line in self.lines]


@dataclass(frozen=True, slots=True)
class Synthesis:
    texts: list[str]
    resources: Path | None
    rates: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    sets: list[DevSet] = field(default_factory=list)
    clean: list[str] = field(default_factory=list)
    deciding_clean: list[str] = field(default_factory=list)
    """Right sentences that the thresholds are chosen on, and nothing is reported of."""
    regressions: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """(source, every right answer)"""
    entities: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """(text, names, numbers, addresses and code in it that a correction must not touch)"""
    synthesis: Synthesis | None = None


_FIELDS = {
    "sets": {"format", "source", "references", "decide", "limit"},
    "clean": {"path", "limit", "offset", "decide"},
    "errata": {"path"},
    "regressions": {"path"},
    "entities": {"path"},
    "synthesis": {"path", "limit", "resources", "rates"},
}

_NAMED = ("sets", "clean")


def load_evaluation_plan(path: Path, root: Path) -> Plan:
    """Reads the YAML `path` and every file it names, under `root`.

    Raises PlanError for an unknown key or a wrong value, OSError for a missing file.
    """
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or not set(document) <= set(_FIELDS):
        raise PlanError(f"{path.name}: expected a mapping with the keys {', '.join(_FIELDS)}")
    for name, entry in document.items():
        for label, value in entry.items() if name in _NAMED else [("", entry)]:
            if not isinstance(value, dict) or not set(value) <= _FIELDS[name]:
                known = ", ".join(sorted(_FIELDS[name]))
                raise PlanError(f"{path.name}: {name} {label}: expected a mapping with the keys {known}")
    synthesis = document.get("synthesis")
    wrong = _errata(path.parent / document["errata"]["path"]) if "errata" in document else set()
    return Plan(
        sets=[_dev_set(name, entry, root) for name, entry in document.get("sets", {}).items()],
        clean=_clean(document, root, False, wrong),
        deciding_clean=_clean(document, root, True, wrong),
        regressions=_rows(document, "regressions", path.parent, "source", "targets"),
        entities=_rows(document, "entities", path.parent, "text", "keep"),
        synthesis=Synthesis(
            texts=_lines(synthesis, root),
            resources=root / synthesis["resources"] if "resources" in synthesis else None,
            rates=synthesis.get("rates"),
        )
        if synthesis
        else None,
    )


def _dev_set(name: str, entry: dict[str, Any], root: Path) -> DevSet:
    limit = entry.get("limit")
    decide = bool(entry.get("decide", False))
    if entry.get("format") == "m2":
        return DevSet(name, list(islice(read_m2(root / entry["source"]), limit)), [], decide)
    if entry.get("format") != "lines":
        raise PlanError(f"sets {name}: format must be lines or m2, got {entry.get('format')!r}")
    sources = list(islice(_tokens(root / entry["source"]), limit))
    references = [list(islice(_tokens(root / path), limit)) for path in entry.get("references", [])]
    if not references or any(len(reference) != len(sources) for reference in references):
        counts = [len(reference) for reference in references]
        raise PlanError(f"sets {name}: expected references of {len(sources)} lines each, got {counts}")
    gold = [
        Annotated(
            tuple(source),
            tuple(tuple((edit,) for edit in extract_edits(source, reference[i])) for reference in references),
        )
        for i, source in enumerate(sources)
    ]
    return DevSet(name, gold, references, decide)


def _clean(document: dict[str, Any], root: Path, decide: bool, wrong: set[str]) -> list[str]:
    """Without those that hold a mistake, and each once."""
    entries = [e for e in document.get("clean", {}).values() if bool(e.get("decide", False)) == decide]
    lines = dict.fromkeys(line for entry in entries for line in _lines(entry, root))
    return [line for line in lines if sentence_mark(line) not in wrong]


def sentence_mark(sentence: str) -> str:
    """By which the list of errata knows a sentence: the first 12 hexadecimal digits of its key's SHA-256."""
    return hashlib.sha256(key(sentence).encode()).hexdigest()[:12]


def _errata(path: Path) -> set[str]:
    """Marks of sentences that are meant to be right and are not; what is wrong stands in the second column."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    if bad := [number for number, row in enumerate(rows, 1) if len(row) != 2]:
        raise PlanError(f"{path.name}:{bad[0]}: expected mark<TAB>what is wrong")
    return {mark for mark, _ in rows}


def _tokens(path: Path) -> Iterator[list[str]]:
    with open_text(path) as lines:
        for line in lines:
            yield line.split()


def _lines(entry: dict[str, Any], root: Path) -> list[str]:
    """Lines spread evenly over the file, `limit` of them, each the one `offset` after its place; files hold
    runs of similar sentences."""
    with open_text(root / entry["path"]) as lines:
        texts = [line.rstrip("\r\n") for line in lines if line.strip()]
    limit = min(entry.get("limit", len(texts)), len(texts))
    offset = entry.get("offset", 0)
    return [texts[(k * len(texts) // limit + offset) % len(texts)] for k in range(limit)]


def _rows(document: dict[str, Any], part: str, folder: Path, text: str, strings: str) -> list[Any]:
    """(text, strings) of every line of the part's JSONL file; none where the plan lacks the part."""
    if part not in document:
        return []
    path = folder / document[part]["path"]
    rows = []
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            if not isinstance(row, dict) or not {text, strings} <= set(row):
                raise PlanError(f'{path.name}:{number}: expected {{"{text}": …, "{strings}": […]}}')
            rows.append((row[text], tuple(row[strings])))
    return rows
