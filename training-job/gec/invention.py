"""Wrong sentences for right ones, written by a model that was trained the other way round.

Back-translation for correction: Xie et al. 2018, "Noising and denoising natural language"; Kiyono et al. 2019,
"An empirical study of incorporating pseudo data into grammatical error correction", section 3. The errors of
people, learnt from few pairs, in any amount of text.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from gec.align import token_weights
from gec.model import AlignedT5
from gec.tokenizer import EOS_ID, PAD_ID, Text

#: Tokens less likely than this are never taken (epsilon sampling: Hewitt et al. 2022): they are noise, not errors.
LEAST_PROBABILITY = 0.003
#: Tokens that a wrong sentence may have beyond 1.25 times those of the right one.
_ROOM = 8
_FAR = 1 << 28


class Aligner:
    """`gec.align.source_index`, a token at a time and on any device."""

    def __init__(self, source: Tensor, lengths: Tensor, weights: Tensor) -> None:
        """source: int64 (B, S), right-padded; lengths: (B,), eos included; weights: (V,) of `token_weights`."""
        self.source, self.weights = source, weights
        self.source_weight = weights[source][:, :-1]
        self.beyond = torch.arange(source.shape[1], device=source.device)[None] >= lengths[:, None]
        self.deletions = torch.zeros_like(source)
        self.deletions[:, 1:] = self.source_weight.cumsum(1)
        self.distance = self.deletions.clone()

    def index(self) -> Tensor:
        """(B,): the source token that comes next."""
        masked = self.distance.masked_fill(self.beyond, _FAR)
        return masked.shape[1] - 1 - masked.flip(1).argmin(1)

    def push(self, token: Tensor) -> None:
        """Take one more target token (B,) into account."""
        weight = self.weights[token][:, None]
        substitution = torch.where(weight == self.source_weight, weight, weight + self.source_weight)
        substitution = substitution.masked_fill(self.source[:, :-1] == token[:, None], 0)
        following = self.distance + weight
        following[:, 1:] = torch.minimum(following[:, 1:], self.distance[:, :-1] + substitution)
        self.distance = (following - self.deletions).cummin(1).values + self.deletions


@torch.no_grad()
def sample(model: AlignedT5, source: Tensor, lengths: Tensor, weights: Tensor, generator: torch.Generator) -> Tensor:
    """One drawn target a source: (B, T), padded after its eos; rows without eos were given up.

    source: int64 (B, S); lengths: (B,), eos included; weights: as for `Aligner`.
    """
    batch, width = source.shape
    mask = (torch.arange(width, device=source.device)[None] < lengths[:, None]).long()
    states = model.encode(source, mask)
    aligned_states, memory = model.decoder_memory(states)
    aligner = Aligner(source, lengths, weights)
    longest = width + width // 4 + _ROOM
    given = torch.full((batch, longest + 1), PAD_ID, dtype=torch.long, device=source.device)
    places = torch.zeros((batch, longest), dtype=torch.long, device=source.device)
    done = torch.zeros(batch, dtype=torch.bool, device=source.device)
    for step in range(longest):
        places[:, step] = aligner.index()
        inputs, index = given[:, : step + 1], places[:, : step + 1]
        x = model.decode_states(mask, aligned_states, memory, inputs, index)[:, -1:]
        probabilities = model.project(x, source, mask, index[:, -1:])[:, 0].float().softmax(-1)
        likely = probabilities * (probabilities >= LEAST_PROBABILITY)
        noise = torch.empty_like(likely).exponential_(generator=generator)
        token = (likely / noise).argmax(-1)  # a draw from `likely`
        given[:, step + 1] = token.masked_fill(done, PAD_ID)
        done |= token == EOS_ID
        if done.all():
            break
        aligner.push(token)
    return given[:, 1 : step + 2]


def invent(
    model: AlignedT5, text: Text, sentences: list[str], seed: int, batch_tokens: int, max_tokens: int
) -> Iterator[list[tuple[str, str]]]:
    """(wrong, right) pairs of right sentences, a batch at a time, neighbours in length together.

    Sentences of more than `max_tokens` tokens, drawn sentences without an end, and broken characters are left out.
    A drawn sentence may equal the right one.
    """
    device = next(model.parameters()).device
    generator = torch.Generator(device).manual_seed(seed)
    weights = torch.from_numpy(token_weights(text.tokenizer.get_vocab())).long().to(device)
    encoded = text.encode_batch(sentences, source=True)
    order = sorted((k for k, ids in enumerate(encoded) if len(ids) <= max_tokens), key=lambda k: len(encoded[k]))
    while order:
        longest = len(encoded[order[-1]])  # the longest first: what does not fit in memory is seen at once
        rows, order = order[-max(1, batch_tokens // longest) :], order[: -max(1, batch_tokens // longest)]
        source = np.full((len(rows), longest), PAD_ID, dtype=np.int64)
        for place, k in enumerate(rows):
            source[place, : len(encoded[k])] = encoded[k]
        lengths = torch.tensor([len(encoded[k]) for k in rows], device=device)
        drawn = sample(model, torch.from_numpy(source).to(device), lengths, weights, generator).cpu().numpy()
        ended = (drawn == EOS_ID).any(1)
        wrong = text.decode_batch([row[: _length(row)].tolist() for row in drawn])
        yield [
            (written, sentences[k])
            for k, written, end in zip(rows, wrong, ended, strict=True)
            if end and written and "\ufffd" not in written and "\t" not in written and "\n" not in written
        ]


def _length(row: np.ndarray) -> int:
    """Tokens before the end of sentence."""
    return int((row == EOS_ID).argmax()) if (row == EOS_ID).any() else len(row)
