"""Where in the source a partly written target stands.

`source_index[t]` is the source token that comes next if the writer copies on after the
first `t` target tokens. It is the end of the source prefix that is nearest to the target
prefix by a weighted Levenshtein distance, the longest such prefix on a tie. It depends on
token ids only, so the decoder loop (TypeScript) and the trainer compute the same numbers;
`core/testdata/alignment-oracle.json` holds them to it.

Weights: a token that continues a word costs 1, any other 4, so a respelt word does not
drag the pointer away from the words that follow.
"""

from __future__ import annotations

import numpy as np

WORD_START_WEIGHT = 4
CONTINUATION_WEIGHT = 1
SPECIAL_TOKENS = 3  # pad, eos, unk: ids below this never continue a word
_SPACE = "\u0120"  # how byte-level BPE writes a leading space
_FAR = 1 << 28


def continues_word(token: str) -> bool:
    """True when the token's first character carries on the word before it."""
    first = token[:1]
    if not first or first == _SPACE:
        return False
    if ord(first) > 127:
        return True
    return first.isalnum()


def token_weights(vocab: dict[str, int]) -> np.ndarray:
    """Weight per token id, int32 of shape (vocabulary,)."""
    weights = np.full(max(vocab.values()) + 1, WORD_START_WEIGHT, dtype=np.int32)
    for token, index in vocab.items():
        if index >= SPECIAL_TOKENS and continues_word(token):
            weights[index] = CONTINUATION_WEIGHT
    return weights


def source_index(
    source: np.ndarray, source_lengths: np.ndarray, target: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """The aligned source position for every target position.

    source: int (batch, S), eos included, right-padded; source_lengths: int (batch,), eos included;
    target: int (batch, T), the tokens to be predicted, right-padded; weights: from `token_weights`.
    Returns int64 (batch, T): entry t uses target[:, :t] only.
    """
    batch, width = source.shape
    length = target.shape[1]
    source_weight = weights[source][:, :-1]  # (batch, S-1): eos is never consumed
    columns = np.arange(width)
    beyond = columns[None, :] >= source_lengths[:, None]  # (batch, S)
    deletions = np.zeros((batch, width), dtype=np.int32)
    np.cumsum(source_weight, axis=1, out=deletions[:, 1:])
    distance = deletions.copy()
    result = np.empty((batch, length), dtype=np.int64)
    for step in range(length):
        # The last minimum: search the reversed row for the first one.
        masked = np.where(beyond, _FAR, distance)
        result[:, step] = width - 1 - np.argmin(masked[:, ::-1], axis=1)
        if step + 1 == length:
            break
        token = target[:, step]
        weight = weights[token][:, None]  # (batch, 1)
        substitution = np.where(weight == source_weight, weight, weight + source_weight)
        substitution = np.where(source[:, :-1] == token[:, None], 0, substitution)
        following = distance + weight
        following[:, 1:] = np.minimum(following[:, 1:], distance[:, :-1] + substitution)
        # Deleting source tokens: a running minimum once the deletion costs are taken out.
        distance = np.minimum.accumulate(following - deletions, axis=1) + deletions
    return result
