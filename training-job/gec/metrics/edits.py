"""Edits between two token sequences, as annotators of correction corpora write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_ALIKE = 0.5  # character similarity from which two words are forms of one another
_GAP = 1.0  # cost of an inserted or a deleted token

Pair = tuple[int | None, int | None]  # aligned source and target token; None on the other's gap


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replaces `source[start:end]` by `replacement`; half-open, in tokens of the source."""

    start: int
    end: int
    replacement: tuple[str, ...]


def extract_edits(source: Sequence[str], target: Sequence[str]) -> list[Edit]:
    """Minimal edits that turn `source` into `target`, in order, never overlapping.

    Tokens are aligned by a Levenshtein distance whose substitutions cost less between similar
    words. Neighbouring changes form one edit, but a word exchanged for another form of itself
    stands alone ("informations are" -> "information is" is two edits).
    """
    edits: list[Edit] = []
    run: list[Pair] = []
    place = 0  # source tokens passed
    for pair in _align(source, target):
        i, j = pair
        if i is not None and j is not None and source[i] == target[j]:
            edits += _split(run, source, target, place)
            run, place = [], i + 1
        else:
            run.append(pair)
    return edits + _split(run, source, target, place)


def apply_edits(source: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    """`source` with sorted, disjoint `edits` carried out."""
    tokens: list[str] = []
    place = 0
    for edit in edits:
        tokens += source[place : edit.start]
        tokens += edit.replacement
        place = edit.end
    return [*tokens, *source[place:]]


def _split(run: list[Pair], source: Sequence[str], target: Sequence[str], place: int) -> list[Edit]:
    """The edits of neighbouring changes `run`, which starts after `place` source tokens."""
    removed = "".join(source[i] for i, _ in run if i is not None)
    added = "".join(target[j] for _, j in run if j is not None)
    if not run or removed == added:  # nothing, or only spaces moved
        return [_edit(run, target, place)] if run else []
    edits: list[Edit] = []
    rest: list[Pair] = []
    for i, j in run:
        if i is not None and j is not None and _alike(source[i], target[j]):
            edits += [_edit(rest, target, place)] if rest else []
            edits.append(Edit(i, i + 1, (target[j],)))
            rest, place = [], i + 1
        else:
            rest.append((i, j))
    return edits + ([_edit(rest, target, place)] if rest else [])


def _edit(run: list[Pair], target: Sequence[str], place: int) -> Edit:
    removed = sum(1 for i, _ in run if i is not None)
    return Edit(place, place + removed, tuple(target[j] for _, j in run if j is not None))


@lru_cache(maxsize=1 << 16)
def _similarity(a: str, b: str) -> float:
    return SequenceMatcher(None, a.lower(), b.lower(), autojunk=False).ratio()


def _alike(a: str, b: str) -> bool:
    return (a.isalnum() and b.isalnum() and _similarity(a, b) >= _ALIKE) or not (
        any(c.isalnum() for c in a) or any(c.isalnum() for c in b)
    )


def _align(source: Sequence[str], target: Sequence[str]) -> list[Pair]:
    """The pairs along one cheapest alignment, in order."""
    head = _common_prefix(source, target)
    tail = _common_prefix(source[head:][::-1], target[head:][::-1])
    rows, columns = len(source) - head - tail, len(target) - head - tail
    cost = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i and j:
                step = _substitution(source[head + i - 1], target[head + j - 1])
                cost[i][j] = min(cost[i - 1][j - 1] + step, cost[i - 1][j] + _GAP, cost[i][j - 1] + _GAP)
            else:
                cost[i][j] = _GAP * (i + j)
    pairs: list[Pair] = []
    i, j = rows, columns
    while i or j:
        step = _substitution(source[head + i - 1], target[head + j - 1]) if i and j else 0.0
        if i and j and cost[i][j] == cost[i - 1][j - 1] + step:
            i, j = i - 1, j - 1
            pairs.append((head + i, head + j))
        elif i and cost[i][j] == cost[i - 1][j] + _GAP:
            i -= 1
            pairs.append((head + i, None))
        else:
            j -= 1
            pairs.append((None, head + j))
    before = [(k, k) for k in range(head)]
    after = [(head + rows + k, head + columns + k) for k in range(tail)]
    return [*before, *reversed(pairs), *after]


def _substitution(a: str, b: str) -> float:
    """0 for equal tokens, 1 for forms of one word, up to just under two gaps otherwise."""
    return 0.0 if a == b else 1.0 + 0.99 * (1.0 - _similarity(a, b))


def _common_prefix(a: Sequence[str], b: Sequence[str]) -> int:
    size = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        size += 1
    return size
