"""A rewrite as edits of its sentence, each with a confidence and what speaks for a mistake in its place."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from gec.metrics.edits import extract_edits
from gec.rewriter import Rewrite
from gec.rule import TextEdit, logit

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
        scored = _scored(source[start:end], place, rewrite)
        confidence = math.exp(min([0.0, *(log_prob for log_prob, _ in scored)]))
        edits.append(TextEdit(start, end, replacement, confidence, edit_evidence(confidence, scored)))
    return edits


def edit_evidence(confidence: float, scored: Sequence[tuple[float, float | None]]) -> float:
    """How much speaks for a mistake in an edit's place, 0 to 1: the same as `editEvidence` of `core/confidence.ts`.

    The mean, in log-odds, of the edit's confidence and the probability that the model gives to anything but the
    source's own token, where it first leaves it. A model may be sure that something is wrong and torn between two ways
    to put it right. GECToR judges sentences by the probability of an error, too (Omelianchuk et al. 2020, arXiv
    2005.12592, its `min_error_probability`).

    scored: of each token that the edit rests on, the log probability and that of the source's own token in its place,
    the same number where it is that token. Where one is None, or the source is left nowhere: the confidence.
    """
    keeps = [keep for log_prob, keep in scored if keep != log_prob]
    if not keeps or None in (keep for _, keep in scored):
        return confidence
    return 1 / (1 + math.exp(-(logit(-math.expm1(keeps[0])) + logit(confidence)) / 2))


def _offsets(pieces: Sequence[str]) -> list[int]:
    """Where each piece starts, in characters, and at the end where the last one ends."""
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets


def _scored(original: str, place: tuple[int, int], rewrite: Rewrite) -> list[tuple[float, float | None]]:
    """Log probabilities of the tokens that an edit rests on, each with that of the source's own token there."""
    part = rewrite.text[place[0] : place[1]]
    start = place[0] + len(part) - len(part.lstrip())
    end = max(start, place[0] + len(part.rstrip()))
    inside = (t for t in rewrite.tokens if t.start < end and start < t.end and t.start < t.end)
    scored = [(t.log_prob, t.keep_log_prob) for t in inside]
    if original.rstrip().startswith(part.rstrip()):  # something is taken away
        ending = (rewrite.end_log_prob, rewrite.end_keep_log_prob)
        scored.append(next(((t.log_prob, t.keep_log_prob) for t in rewrite.tokens if t.end > end), ending))
    return scored
