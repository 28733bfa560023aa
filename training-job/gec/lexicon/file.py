"""The lexicon's file format: sorted, front-coded, a digit of frequency after each word.

First line `gramai-lexicon 1`. Then one line per word, in code-point order of the words in lower case: a
base-36 digit for how many leading characters it shares with the word before, the rest of the word, and
a base-36 digit for its frequency class, `round(CLASSES_PER_DOUBLING * log2(count))`, at most 35.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

HEADER = "gramai-lexicon 1"
CLASSES_PER_DOUBLING = 1.75
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def format_lexicon(words: Mapping[str, int]) -> str:
    """Text of the file for words with their counts, each at least 1."""
    lines = [HEADER]
    previous = ""
    for word in sorted(words, key=lambda word: (word.lower(), word)):
        shared = _shared(previous, word)
        lines.append(f"{_DIGITS[shared]}{word[shared:]}{_DIGITS[frequency_class(words[word])]}")
        previous = word
    return "\n".join(lines) + "\n"


def parse_lexicon(text: str) -> Iterator[tuple[str, int]]:
    """Words with their frequency classes. Raises ValueError when the header is another."""
    header, *lines = text.removesuffix("\n").split("\n")
    if header != HEADER:
        raise ValueError(f"Expected a lexicon that starts with {HEADER!r}, got {header[:40]!r}")
    word = ""
    for line in lines:
        word = word[: _DIGITS.index(line[0])] + line[1:-1]
        yield word, _DIGITS.index(line[-1])


def frequency_class(count: int) -> int:
    """0 for a count of 1, 35 from about a million on."""
    return min(len(_DIGITS) - 1, round(CLASSES_PER_DOUBLING * math.log2(count)))


def _shared(a: str, b: str) -> int:
    length = 0
    while length < min(len(a), len(b), len(_DIGITS) - 1) and a[length] == b[length]:
        length += 1
    return length
