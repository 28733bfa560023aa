"""Which of a rewrite's edits to make: each has a confidence, and those below a threshold are dropped."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gec.metrics.edits import extract_edits
from gec.rewriter import Rewrite

_PIECE = re.compile(r"\s+|\w+(?:['’]\w+)*|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replaces `source[start:end]`, in characters, by `replacement`."""

    start: int
    end: int
    replacement: str
    confidence: float
    """Probability (0 to 1) of the least certain token of the replacement; where text is taken away,
    of the token after it as well. The same as `core/confidence.ts`."""


def text_edits(source: str, rewrite: Rewrite) -> list[TextEdit]:
    """Edits of whole words, in order, that turn `source` into the rewrite's text."""
    if source == rewrite.text:
        return []
    before, after = _PIECE.findall(source), _PIECE.findall(rewrite.text)
    starts, targets = _offsets(before), _offsets(after)
    edits: list[TextEdit] = []
    moved = 0  # pieces of the target minus pieces of the source, so far
    for edit in extract_edits(before, after):
        first = edit.start + moved
        moved += len(edit.replacement) - (edit.end - edit.start)
        place = (targets[first], targets[first + len(edit.replacement)])
        start, end = starts[edit.start], starts[edit.end]
        replacement = "".join(edit.replacement)
        edits.append(TextEdit(start, end, replacement, _confidence(source[start:end], place, rewrite)))
    return edits


def apply_text_edits(source: str, edits: Sequence[TextEdit], min_confidence: float = 0.0) -> str:
    """`source` with those of the sorted, disjoint `edits` that reach `min_confidence`."""
    parts: list[str] = []
    place = 0
    for edit in edits:
        if edit.confidence >= min_confidence:
            parts += [source[place : edit.start], edit.replacement]
            place = edit.end
    return "".join([*parts, source[place:]])


def _offsets(pieces: Sequence[str]) -> list[int]:
    """Where each piece starts, in characters, and at the end where the last one ends."""
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets


def _confidence(original: str, place: tuple[int, int], rewrite: Rewrite) -> float:
    part = rewrite.text[place[0] : place[1]]
    start = place[0] + len(part) - len(part.lstrip())
    end = max(start, place[0] + len(part.rstrip()))
    log_probs = [t.log_prob for t in rewrite.tokens if t.start < end and start < t.end and t.start < t.end]
    if original.rstrip().startswith(part.rstrip()):  # something is taken away
        following = next((t.log_prob for t in rewrite.tokens if t.end > end), rewrite.end_log_prob)
        log_probs.append(following)
    return math.exp(min([0.0, *log_probs]))
