"""Which counted words are right words, and in which case each is written."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import lemminflect

from gec.lexicon.count import WordCounts

_PLAIN = re.compile(r"[A-Za-z]+")
_LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:'[A-Za-zÀ-ÖØ-öø-ÿ]+)*")
# "teacher's" and "they'd" follow from their first part; only the commonest such words are listed.
_CLITIC = re.compile(r"'(?:s|d|ll|re|ve|m)$")
_LONGEST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Least counts of the words that are taken."""

    listed: int = 20
    """Of a short word that a dictionary has; longer ones need not be in the text at all."""
    unlisted: int = 4
    """Of a lower-case word that no dictionary has."""
    unlisted_short: int = 50
    """Of such a word with less than `shortest_unseen` letters."""
    name: int = 8
    """Of a word that is nearly always capitalised."""
    marked: int = 20
    """Of a word with an apostrophe or an accent."""
    clitic: int = 400
    """Of a word that ends in `'s`, `'d`, `'ll`, `'re`, `'ve` or `'m`."""
    contraction: int = 30
    """A word is an apostrophe forgotten ("dont") where its contraction is this many times as frequent."""
    name_share: float = 0.9
    """Share of capitalised uses from which a word is a name."""
    shortest_unseen: int = 4
    """Letters from which a word is a longer one."""
    pair: int = 200
    """Of two words that are often run together."""


def choose_words(
    counts: WordCounts, listed: Mapping[str, int], misspellings: Collection[str], limits: Thresholds
) -> dict[str, int]:
    """Right words, and pairs that are often run together, with their counts, at least 1 each.

    `listed` holds right words in lower case with counts of another text, which are scaled to this
    one's and added. A listed misspelling is out unless the inflection dictionary has the word.
    """
    dictionary = _dictionary()
    seen = _by_case(counts, limits.name_share)
    scale = sum(count for _, count in seen.values()) / max(1, sum(listed.values()))
    contractions = {word.replace("'", ""): count for word, (_, count) in seen.items() if "'" in word}
    chosen: dict[str, int] = {}
    for word in sorted(seen.keys() | dictionary | listed.keys()):
        spelling, count = seen.get(word, (word, 0))
        total = count + round(scale * listed.get(word, 0))
        if word not in dictionary and word in contractions and total * limits.contraction <= contractions[word]:
            continue
        if word in dictionary or (word in listed and word not in misspellings):
            least = limits.listed if len(word) < limits.shortest_unseen else 0
        elif word in misspellings:
            continue
        else:
            least = _least(spelling, limits)
        if total >= least:
            chosen[spelling] = max(1, total)
    chosen.update((pair, count) for pair, count in counts.pairs.items() if count >= limits.pair)
    return chosen


def read_counts(path: Path) -> dict[str, int]:
    """Words in lower case with counts, a space between them, one a line."""
    with path.open(encoding="utf-8-sig") as lines:
        rows = (line.split() for line in lines)
        return {word: int(count) for word, count in rows if _PLAIN.fullmatch(word) and len(word) <= _LONGEST}


def read_misspellings(path: Path) -> set[str]:
    """First column of a gzipped, tab-separated list."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {line.split("\t", 1)[0].strip().lower() for line in lines}


def _least(spelling: str, limits: Thresholds) -> int:
    if _CLITIC.search(spelling):
        return limits.clitic
    if not _PLAIN.fullmatch(spelling):
        return limits.marked
    if not spelling.islower():
        return limits.name
    return limits.unlisted if len(spelling) >= limits.shortest_unseen else limits.unlisted_short


def _by_case(counts: WordCounts, name_share: float) -> dict[str, tuple[str, int]]:
    """Per word in lower case: the spelling it goes by, and its count in any case and place."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, count in counts.inner.items():
        if len(word) <= _LONGEST and _LETTERS.fullmatch(word):
            spellings[word.lower()][word] += count
    at_start: Counter[str] = Counter()
    for word, count in counts.first.items():
        at_start[word.lower()] += count
    result = {}
    for low, forms in spellings.items():
        inner = forms.total()
        usual = max(sorted(forms), key=lambda form: forms[form])
        is_name = usual != low and inner - forms[low] >= name_share * inner
        result[low] = (usual if is_name else low, inner + at_start[low])
    return result


def _dictionary() -> set[str]:
    """Lower-case words of lemminflect's inflection table: lemmas and all their forms."""
    words: set[str] = set()
    table = Path(lemminflect.__file__).parent / "resources" / "infl_lu.csv.gz"
    with gzip.open(table, "rt", encoding="utf-8", newline="") as lines:
        for lemma, _, *slots in csv.reader(lines):
            words.update((lemma, *(form for slot in slots for form in slot.split("/"))))
    return {word for word in words if word.islower() and len(word) <= _LONGEST and _PLAIN.fullmatch(word)}
