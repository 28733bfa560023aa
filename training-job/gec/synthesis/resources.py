"""Misspelling lists and sets of confused words, read once and shared by every error kind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from gec.synthesis.lexicon import Lexicon
from gec.synthesis.tables import DATA_DIR, families, read_lines, word_set

# Weight of each list: how much its entries look like what people really write. The first two were
# collected from people's texts; the last one also holds many machine-made variants.
MISSPELLING_LISTS = (
    ("misspellings/wikipedia.tsv.gz", 6),
    ("misspellings/codespell.tsv.gz", 3),
    ("misspellings/typos_crate.tsv.gz", 1),
)
HOMOPHONES = "confusions/homophones.tsv.gz"


@dataclass(slots=True)
class Resources:
    """Everything the kinds look words up in. All words are lower case."""

    lexicon: Lexicon = field(default_factory=lambda: Lexicon(_verb_shares()))
    # words frequent enough to be what a slip of the fingers turns another word into
    frequent: frozenset[str] = frozenset()
    # word -> (misspellings, cumulative weights)
    misspellings: dict[str, tuple[list[str], list[int]]] = field(default_factory=dict)
    # word -> words it is mistaken for
    confusions: dict[str, list[str]] = field(default_factory=dict)
    # word -> (what learners wrote instead, cumulative counts)
    substitutions: dict[str, tuple[list[str], list[int]]] = field(default_factory=dict)
    # the same for up to three words
    phrases: dict[str, tuple[list[str], list[int]]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | None) -> Resources:
        """Read the packaged sets, and those lists that exist under `folder` (None: none)."""
        loaded = cls()
        loaded.frequent = word_set("frequent.txt")
        loaded.confusions = families(DATA_DIR / "confusions.txt")
        loaded.substitutions = _counted("substitutions.tsv")
        loaded.phrases = _counted("phrases.tsv")
        if folder is not None:
            loaded.misspellings = _weighted(_misspellings(folder))
            # The web list holds words that nobody writes for others ("yew" for "you").
            for word, others in families(folder / HOMOPHONES, only=loaded.frequent).items():
                known = loaded.confusions.setdefault(word, [])
                known.extend(other for other in others if other not in known)
        return loaded


def _verb_shares() -> dict[str, float]:
    rows = (line.split("\t") for line in read_lines(DATA_DIR / "verb_share.tsv"))
    return {word: int(percent) / 100 for word, percent in rows}


def _misspellings(folder: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, weight in MISSPELLING_LISTS:
        for line in read_lines(folder / name):
            wrong, _, rights = line.partition("\t")
            wrong = wrong.strip().lower()
            # The first two corrections only: later ones are far-fetched.
            for right in [part.strip().lower() for part in rights.split(",")][:2]:
                if _usable(wrong, right):
                    found[right][wrong] += weight
    return found


def _usable(wrong: str, right: str) -> bool:
    letters = wrong.replace("'", "")
    return (
        wrong != right
        and len(right) > 2
        and right.isalpha()
        and right.isascii()
        and letters.isascii()
        and letters.isalpha()
        and abs(len(wrong) - len(right)) < 3
    )


def _counted(name: str) -> dict[str, tuple[list[str], list[int]]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for line in read_lines(DATA_DIR / name):
        right, wrong, count = line.split("\t")
        found[right][wrong] = int(count)
    return _weighted(found)


def _weighted(table: dict[str, dict[str, int]]) -> dict[str, tuple[list[str], list[int]]]:
    weighted = {}
    for word, counts in table.items():
        total, cumulative = 0, []
        for count in counts.values():
            total += count
            cumulative.append(total)
        weighted[word] = (list(counts), cumulative)
    return weighted
