"""Words of clean text with how often each is written, and how often with a capital where none is due."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PAIR = re.compile(r"[a-z]+ [a-z]+")

#: Words that are often run together with the one before or after: "alot", "infact", "aswell".
RUN_TOGETHER = frozenset(
    "a all an and any as at be by each even every for in is it more my no not of on so some the to up your".split()
)


@dataclass(slots=True)
class WordCounts:
    """Spellings with case; the first word of a line is apart, since its capital says nothing."""

    inner: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    """Neighbours inside a sentence without a mark between them, in lower case, one of them in `RUN_TOGETHER`."""

    def add(self, sentence: str) -> None:
        """Counts the words of one sentence; curly apostrophes count as straight ones."""
        words = WORD.findall(sentence.replace("’", "'"))
        if words:
            self.first[words[0]] += 1
            self.inner.update(words[1:])
        pieces = sentence.split(" ")
        for left, right in pairwise(pieces):
            pair = f"{left} {right}"
            if (left in RUN_TOGETHER or right in RUN_TOGETHER) and _PAIR.fullmatch(pair):
                self.pairs[pair] += 1


def count_words(files: Iterable[Path]) -> WordCounts:
    """Counts the last column of tab-separated files, one sentence a line: the target, or clean text."""
    counts = WordCounts()
    for path in files:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                counts.add(line.rstrip("\n").rsplit("\t", 1)[-1])
    return counts
