"""Greedy and beam search, the same as `core/decode.ts` and `core/beam.ts`. Knows token ids only.

Greedy search drafts the rest of the source and verifies it in one decoder call (aggressive
decoding: Sun et al. 2021, Ge et al. 2022): the same answer as one token a call, in a few calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from gec.align import source_index
from gec.runtime import Encoded, Runtime, pad
from gec.stopping import StopReason, stop_reason
from gec.tokenizer import EOS_ID, PAD_ID

#: First token of every decoder input, for all T5s.
DECODER_START_ID = PAD_ID


@dataclass(slots=True)
class Hypothesis:
    """A target in the making or done. `tokens` are without start and end."""

    tokens: list[int] = field(default_factory=list)
    log_probs: list[float] = field(default_factory=list)
    """Natural log, one a token."""
    end_log_prob: float = 0.0
    stop: StopReason | None = None
    """None while in the making."""
    keep_log_probs: list[float | None] = field(default_factory=list)
    """One a token: of the source's own token in its place, the same number where it is that token; None where the
    model is not told of one."""
    end_keep_log_prob: float | None = None

    @property
    def total(self) -> float:
        """Log probability of all of it."""
        return sum(self.log_probs) + self.end_log_prob


class Sources:
    """Encoded sentences, and what a search needs of them beside."""

    def __init__(
        self,
        runtime: Runtime,
        sources: Sequence[Sequence[int]],
        copies: Sequence[Sequence[int]],
        weights: np.ndarray,
    ) -> None:
        """Encodes `sources`, with task prefix and end of sentence.

        copies: the sentences' own tokens, which a target copies: no prefix, end of sentence
        included; weights: of `gec.align.token_weights`.
        """
        self.encoded: Encoded = runtime.encode(sources)
        self.copies = copies
        self._weights = weights

    def align(self, rows: np.ndarray, targets: Sequence[Sequence[int]]) -> np.ndarray:
        """Source index int64 (R, T + 1) before, between and after the tokens of each target.

        rows: int (R,), the sentence each target is of.
        """
        copies, mask = pad([self.copies[row] for row in rows])
        padded, _ = pad([[*target, EOS_ID] for target in targets])
        return source_index(copies, mask.sum(1), padded, self._weights)


def greedy(runtime: Runtime, sources: Sources, max_tokens: int, draft: bool = True) -> list[Hypothesis]:
    """The likeliest token at every position until the end token or `stop_reason`.

    `draft` False takes one token a call: slower, the same answer.
    """
    found = [Hypothesis() for _ in sources.copies]
    while open_ := [k for k, hypothesis in enumerate(found) if hypothesis.stop is None]:
        rows = np.array(open_)
        targets = [found[k].tokens for k in open_]
        if draft:
            targets = _drafts(sources, rows, targets, max_tokens)
        inputs, _ = pad([[DECODER_START_ID, *target] for target in targets])
        index = sources.align(rows, targets)
        predicted = runtime.decode(sources.encoded, rows, inputs, index, 1)
        for row, k in enumerate(open_):
            ids, log_probs = predicted.ids[row, :, 0].tolist(), predicted.log_probs[row, :, 0].tolist()
            answers = list(zip(ids, log_probs, predicted.keep(row), strict=True))
            _accept(found[k], list(targets[row]), answers, sources.copies[k], max_tokens)
    return found


def _drafts(sources: Sources, rows: np.ndarray, targets: list[list[int]], max_tokens: int) -> list[list[int]]:
    """Each target followed by the rest of its source, at most `max_tokens - 1` tokens long."""
    aligned = sources.align(rows, targets)
    drafts = []
    for row, (k, target) in enumerate(zip(rows, targets, strict=True)):
        rest = sources.copies[k][aligned[row, len(target)] : -1]
        drafts.append([*target, *rest][: max_tokens - 1])
    return drafts


def _accept(
    hypothesis: Hypothesis,
    target: list[int],
    predicted: list[tuple[int, float, float | None]],
    copy: Sequence[int],
    max_tokens: int,
) -> None:
    """Takes predictions up to and with the first one that `target` did not foresee."""
    for position in range(len(hypothesis.tokens), len(target) + 1):
        token, log_prob, keep = predicted[position]
        if token == EOS_ID:
            hypothesis.end_log_prob, hypothesis.end_keep_log_prob, hypothesis.stop = log_prob, keep, "end"
            return
        hypothesis.tokens.append(token)
        hypothesis.log_probs.append(log_prob)
        hypothesis.keep_log_probs.append(keep)
        hypothesis.stop = stop_reason(hypothesis.tokens, copy, max_tokens)
        if hypothesis.stop is not None or [token] != target[position : position + 1]:
            return


def beam(runtime: Runtime, sources: Sources, max_tokens: int, beams: int) -> list[Hypothesis]:
    """The ended target of highest mean log probability a token, the end token included.

    As Hugging Face's `generate` by default: `2 * beams` candidates a step by summed log
    probability; those that end among the first `beams` are ended targets, the first `beams`
    others live on. Over when `beams` have ended and no live one, kept as likely as it is, beats
    the worst of them. Where none ended: an empty target with stop "length".
    """
    live = [[Hypothesis()] for _ in sources.copies]
    ended: list[list[Hypothesis]] = [[] for _ in live]
    while any(live):
        flat = [(k, hypothesis) for k, group in enumerate(live) for hypothesis in group]
        rows = np.array([k for k, _ in flat])
        targets = [hypothesis.tokens for _, hypothesis in flat]
        inputs, _ = pad([[DECODER_START_ID, *target] for target in targets])
        index = sources.align(rows, targets)
        predicted = runtime.decode(sources.encoded, rows, inputs, index, 2 * beams)
        last = inputs.shape[1] - 1  # live targets are all equally long
        candidates: list[list[Hypothesis]] = [[] for _ in live]
        for row, (k, hypothesis) in enumerate(flat):
            best = zip(predicted.ids[row, last].tolist(), predicted.log_probs[row, last].tolist(), strict=True)
            candidates[k] += _extend(hypothesis, list(best), predicted.keep(row)[last])
        for k, group in enumerate(candidates):
            copy = sources.copies[k]
            live[k] = _step(group, ended[k], copy, max_tokens, beams)
    return [group[0] if group else Hypothesis(stop="length") for group in ended]


def _extend(hypothesis: Hypothesis, best: Sequence[tuple[int, float]], keep: float | None) -> list[Hypothesis]:
    tokens, scores, keeps = hypothesis.tokens, hypothesis.log_probs, hypothesis.keep_log_probs
    return [
        Hypothesis(tokens, scores, log_prob, "end", keeps, keep)
        if token == EOS_ID
        else Hypothesis([*tokens, token], [*scores, log_prob], keep_log_probs=[*keeps, keep])
        for token, log_prob in best
    ]


def _step(
    candidates: list[Hypothesis],
    ended: list[Hypothesis],
    copy: Sequence[int],
    max_tokens: int,
    beams: int,
) -> list[Hypothesis]:
    """The targets that live on; adds to `ended`, kept best first and at most `beams` long."""
    live: list[Hypothesis] = []
    ranked = sorted(candidates, key=lambda c: -c.total)[: 2 * beams]  # ties stay in order
    for rank, candidate in enumerate(ranked):
        if len(live) == beams:
            break
        if candidate.stop is None:
            live.append(candidate)
        elif rank < beams:
            ended.append(candidate)
            ended.sort(key=lambda c: -_mean(c))
            del ended[beams:]
    live = [c for c in live if stop_reason(c.tokens, copy, max_tokens) is None]
    settled = live and len(ended) == beams and _mean(ended[-1]) >= _mean(live[0])
    return [] if settled else live


def _mean(hypothesis: Hypothesis) -> float:
    return hypothesis.total / (len(hypothesis.tokens) + (hypothesis.stop == "end"))
