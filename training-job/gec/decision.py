"""A rewrite as edits of its sentence, each with a confidence."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from gec.metrics.edits import extract_edits
from gec.rewriter import Rewrite
from gec.rule import TextEdit

_PIECE = re.compile(r"\s+|\w+(?:['’]\w+)*|[^\w\s]|_")


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
