"""Do the exported graphs answer as the checkpoint does? Greedy answers and their log probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gec.metrics.table import format_table
from gec.rewriter import Rewrite, Rewriter


class ParityError(RuntimeError):
    """An exported graph differs from the checkpoint by more than the tolerance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    min_identical: float
    """Least share (0 to 1) of sentences whose greedy answer is the checkpoint's."""
    max_mean_difference: float
    """Largest mean absolute difference of a token's log probability, over identical answers."""


#: Float graphs compute the same numbers up to rounding; int8 moves log probabilities and now and
#: then an answer that was nearly a tie.
TOLERANCES = {
    "float32": Tolerance(min_identical=0.995, max_mean_difference=1e-4),
    "int8": Tolerance(min_identical=0.93, max_mean_difference=0.05),
}


@dataclass(frozen=True, slots=True)
class Parity:
    """One exported graph against the checkpoint."""

    precision: str
    sentences: int
    identical: float
    """Share of sentences with the same greedy answer, 0 to 1."""
    mean_difference: float
    max_difference: float
    """Absolute, of log probabilities of tokens, over identical answers."""

    def check(self) -> None:
        """Raises ParityError when beyond the tolerance of its precision."""
        allowed = TOLERANCES[self.precision]
        if self.identical < allowed.min_identical or self.mean_difference > allowed.max_mean_difference:
            raise ParityError(
                f"{self.precision}: expected at least {allowed.min_identical:.1%} identical answers and a mean "
                f"difference of log probabilities of at most {allowed.max_mean_difference}, got {self.identical:.1%} "
                f"and {self.mean_difference:.5f}; the model was not written"
            )


def compare(
    sentences: Sequence[str], checkpoint: Rewriter, exported: Mapping[str, Rewriter]
) -> tuple[list[Parity], dict[str, list[Rewrite]]]:
    """Parity of each exported graph, by precision, and all answers by precision."""
    expected = checkpoint.rewrite(sentences)
    answers = {precision: rewriter.rewrite(sentences) for precision, rewriter in exported.items()}
    return [_parity(precision, expected, got) for precision, got in answers.items()], {
        "checkpoint": expected,
        **answers,
    }


def _parity(precision: str, expected: Sequence[Rewrite], got: Sequence[Rewrite]) -> Parity:
    same = [(a, b) for a, b in zip(expected, got, strict=True) if a.hypothesis.tokens == b.hypothesis.tokens]
    difference = np.array([abs(x - y) for a, b in same for x, y in zip(_log_probs(a), _log_probs(b), strict=True)])
    return Parity(
        precision=precision,
        sentences=len(expected),
        identical=len(same) / len(expected),
        mean_difference=float(difference.mean()) if len(difference) else 0.0,
        max_difference=float(difference.max()) if len(difference) else 0.0,
    )


def _log_probs(rewrite: Rewrite) -> list[float]:
    return [*rewrite.hypothesis.log_probs, rewrite.hypothesis.end_log_prob]


def parity_table(rows: Sequence[Parity]) -> str:
    columns = ("graph", "sentences", "identical %", "mean |d log p|", "max |d log p|")
    cells = [
        {
            "graph": row.precision,
            "sentences": row.sentences,
            "identical %": 100 * row.identical,
            "mean |d log p|": f"{row.mean_difference:.1e}",
            "max |d log p|": f"{row.max_difference:.1e}",
        }
        for row in rows
    ]
    return format_table(columns, cells)
