"""Corpus GLEU without tuning (Napoles et al. 2015, updated 2016), n-gram orders 1 to 4.

For every draw one reference a sentence is sampled and a corpus score computed; the answer is the
mean over all draws. The seeds are those of the authors' script, so scores are reproducible.
"""

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np

ORDER = 4
DRAWS = 500
_SEED_STEP = 101

Tokens = Sequence[str]


def gleu(sources: Sequence[Tokens], hypotheses: Sequence[Tokens], references: Sequence[Sequence[Tokens]]) -> float:
    """GLEU in points, 0 to 100.

    `references[r][i]` is the r-th reference of sentence i.
    Raises ValueError where the numbers of sentences differ or there is no reference.
    """
    _check_lengths(sources, hypotheses, references)
    if not sources:
        return 0.0
    table = np.array(
        [
            [_statistics(source, hypothesis, reference[i]) for reference in references]
            for i, (source, hypothesis) in enumerate(zip(sources, hypotheses, strict=True))
        ],
        dtype=np.int64,
    )  # (sentences, references, 2 + 2 * ORDER)
    rows = np.arange(len(table))
    scores = [_score(table[rows, drawn].sum(axis=0)) for drawn in _draws(len(table), len(references))]
    return 100 * sum(scores) / len(scores)


def _draws(sentences: int, references: int):
    """For each draw the index of the reference sampled for every sentence."""
    if references == 1:
        yield np.zeros(sentences, dtype=np.int64)
        return
    for draw in range(DRAWS):
        rng = random.Random(draw * _SEED_STEP)
        yield np.array([rng.randrange(references) for _ in range(sentences)])


def _check_lengths(sources, hypotheses, references) -> None:
    if not references:
        raise ValueError("GLEU needs at least one reference, got none")
    lengths = {len(sources), len(hypotheses), *(len(reference) for reference in references)}
    if len(lengths) > 1:
        raise ValueError(
            f"expected as many hypotheses and references as sources ({len(sources)}), got "
            f"{len(hypotheses)} hypotheses and {[len(r) for r in references]} references"
        )


def _ngrams(tokens: Tokens, n: int) -> Counter:
    return Counter(zip(*(tokens[k:] for k in range(n)), strict=False))


def _statistics(source: Tokens, hypothesis: Tokens, reference: Tokens) -> list[int]:
    """[hypothesis length, reference length, then matches and possible matches of each order].

    A hypothesis n-gram counts when the reference has it; n-grams that only the source has
    (what should have been changed) are subtracted, never below zero.
    """
    row = [len(hypothesis), len(reference)]
    for n in range(1, ORDER + 1):
        ours, theirs = _ngrams(hypothesis, n), _ngrams(reference, n)
        kept_errors = sum(
            min(count, ours[gram]) for gram, count in _ngrams(source, n).items() if gram in ours and gram not in theirs
        )
        matches = sum(min(count, theirs[gram]) for gram, count in ours.items() if gram in theirs)
        row += [max(matches - kept_errors, 0), max(len(hypothesis) + 1 - n, 0)]
    return row


def _score(total: np.ndarray) -> float:
    """Geometric mean of the n-gram precisions with BLEU's brevity penalty, 0 to 1."""
    if not total.all():
        return 0.0
    length, reference_length = total[:2]
    log_precision = np.log(total[2::2] / total[3::2]).mean()
    return float(np.exp(min(0.0, 1 - reference_length / length) + log_precision))
