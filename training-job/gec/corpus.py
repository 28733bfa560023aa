"""Raw files to prepared ones: filtered, deduplicated, evaluation sentences taken out, part held out."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import lzma
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from gec.config import Data, Source

# A right sentence and a source of randomness to the sentence with errors and their kinds.
Corrupt = Callable[[str, random.Random], tuple[str, list[str]]]

_NOT_KEY = re.compile(r"[\W_]+")


def key(sentence: str) -> str:
    """Letters and digits only, lower case: equal for sentences that differ in nothing that matters."""
    return _NOT_KEY.sub("", sentence.lower())


def open_text(path: Path) -> io.TextIOWrapper:
    """A text stream of a plain, .gz or .xz file."""
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8")
    if path.suffix == ".xz":
        return io.TextIOWrapper(lzma.open(path), encoding="utf-8")
    return path.open(encoding="utf-8")


def read_rows(path: Path, source: Source) -> Iterator[tuple[str, str]]:
    """(source, target) per row; for clean text the source is empty."""
    name = path.name.removesuffix(".gz").removesuffix(".xz")
    with open_text(path) as lines:
        for number, line in enumerate(lines):
            if number == 0 and source.header:
                continue
            if source.limit and number >= source.limit:
                break
            line = line.rstrip("\r\n")
            if name.endswith(".jsonl"):
                row = json.loads(line)
                columns = [row.get("source", ""), row["target"]]
            else:
                columns = line.split("\t")
            if source.exclude and any(source.exclude in column for column in columns[2:4]):
                continue
            if source.kind == "pairs":
                if len(columns) < 2:
                    raise ValueError(f"{path}:{number + 1}: expected source<TAB>target, got one column")
                yield columns[0], columns[1]
            else:
                yield "", columns[1] if len(columns) > 1 else columns[0]


def excluded_keys(root: Path, patterns: Iterable[str]) -> set[str]:
    """Keys of every line, and of every tab-separated column, of the files that must not be trained on."""
    keys: set[str] = set()
    for pattern in patterns:
        paths = sorted(root.glob(pattern))
        if not paths:
            raise FileNotFoundError(f"No file matches {pattern} under the data root.")
        for path in paths:
            with open_text(path) as lines:
                for line in lines:
                    line = line[2:] if path.suffix == ".m2" and line.startswith("S ") else line
                    keys.update(key(column) for column in line.split("\t"))
    keys.discard("")
    return keys


def held_out(target: str, share: float) -> bool:
    """The same answer for the same sentence for ever."""
    return _place(target, b"") < share


def sampled(target: str, share: float, skip: float = 0.0) -> bool:
    """As `held_out`, and independent of it; `skip` is the share that is passed over first."""
    return (share >= 1 and skip == 0) or skip <= _place(target, b"sample") < skip + share


def _place(target: str, salt: bytes) -> float:
    digest = hashlib.sha256(key(target).encode() + salt).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def prepare(data: Data, root: Path, out: Path, seed: int, corrupt: Corrupt) -> dict[str, dict[str, int]]:
    """Write `<source>.tsv` and `<source>.holdout.tsv` per source; return counts by reason.

    corrupt: makes the errors of `synthetic` sources; which ones depends on `seed`, the source and its rows only.
    """
    out.mkdir(parents=True, exist_ok=True)
    banned = excluded_keys(root, data.exclude_sets)
    seen: set[bytes] = set()
    report: dict[str, dict[str, int]] = {}
    for name, source in data.sources.items():
        if source.kind == "invented":  # invent.py writes these rows once there is a model for it
            continue
        counts: Counter[str] = Counter()
        train, holdout = out / f"{name}.tsv", out / f"{name}.holdout.tsv"
        with train.open("w", encoding="utf-8") as kept, holdout.open("w", encoding="utf-8") as aside:
            for wrong, right in read_rows(root / source.path, source):
                wrong = unicodedata.normalize("NFC", wrong).strip()
                right = unicodedata.normalize("NFC", right).strip()
                reason = _refuse(wrong, right, source, data, banned)
                if reason is None:
                    row_id = f"{source.kind}\t{source.respelt}\t{wrong}\t{right}"
                    mark = hashlib.blake2b(row_id.encode(), digest_size=8).digest()
                    reason = "duplicate" if mark in seen else None
                    seen.add(mark)
                if reason is not None:
                    counts[reason] += 1
                    continue
                if source.kind == "right":
                    wrong = right
                if source.kind == "synthetic":
                    rng = random.Random(f"{seed}:{name}:{counts['held out']}:{counts['taken']}")
                    wrong = corrupt(right, rng)[0]
                aside_row = source.holdout > 0 and held_out(right, source.holdout)
                counts["held out" if aside_row else "taken"] += 1
                row = f"{right}\n" if source.kind == "clean" else f"{wrong}\t{right}\n"
                (aside if aside_row else kept).write(row)
        report[name] = dict(counts)
        print(f"{name:24s} " + "  ".join(f"{k} {v:,}" for k, v in sorted(counts.items())), flush=True)
    return report


def _refuse(wrong: str, right: str, source: Source, data: Data, banned: set[str]) -> str | None:
    words = right.count(" ") + 1
    if not right or (source.kind == "pairs" and not wrong):
        return "empty"
    if not data.min_words <= words <= data.max_words:
        return "length"
    if "\t" in right or "\n" in right:
        return "control character"
    if key(right) in banned or (wrong and key(wrong) in banned):
        return "evaluation sentence"
    if not sampled(right, source.sample, source.skip):
        return "not sampled"
    return None
