"""Sampling of wrong sentences: the same alignment as in training, ends, and what is left out."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from plain_sentences import plain_sentences

from gec.align import source_index, token_weights
from gec.invention import Aligner, invent, sample
from gec.model import AlignedT5, AlignedT5Config
from gec.tokenizer import EOS_ID, PAD_ID, Text, train_tokenizer

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def text() -> Text:
    return Text(train_tokenizer(plain_sentences(300, seed=1), 400), "", True, EOS_ID)


@pytest.fixture(scope="module")
def model(text: Text) -> AlignedT5:
    torch.manual_seed(2)
    shape = {"d_model": 32, "d_ff": 64, "num_heads": 2, "num_layers": 1}
    return AlignedT5(AlignedT5Config(vocab_size=text.tokenizer.get_vocab_size(), **shape)).eval()


def padded(rows: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    lengths = np.array([len(row) for row in rows])
    ids = np.full((len(rows), lengths.max()), PAD_ID, dtype=np.int64)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
    return ids, lengths


def test_token_by_token_it_aligns_as_training_does(text: Text) -> None:
    weights = token_weights(text.tokenizer.get_vocab())
    sentences = plain_sentences(60, seed=3)
    source, lengths = padded(text.encode_batch(sentences[:30], source=True))
    mixed = [f"{a} {b}"[: 10 + 3 * k] for k, (a, b) in enumerate(zip(sentences, sentences[30:], strict=False))]
    target, _ = padded(text.encode_batch(mixed, source=False))
    expected = source_index(source, lengths, target, weights)
    aligner = Aligner(torch.from_numpy(source), torch.from_numpy(lengths), torch.from_numpy(weights).long())
    for step in range(target.shape[1]):
        assert torch.equal(aligner.index(), torch.from_numpy(expected[:, step]))
        aligner.push(torch.from_numpy(target[:, step]))


def test_draws_are_likely_under_the_model_and_follow_the_seed(text: Text, model: AlignedT5) -> None:
    source, lengths = padded(text.encode_batch(plain_sentences(40, seed=4), source=True))
    weights = torch.from_numpy(token_weights(text.tokenizer.get_vocab())).long()
    given = (torch.from_numpy(source), torch.from_numpy(lengths), weights)
    drawn = [sample(model, *given, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)]
    assert torch.equal(drawn[0], drawn[1])
    assert drawn[0].shape != drawn[2].shape or not torch.equal(drawn[0], drawn[2])
    copied = (drawn[0][:, :5] == given[0][:, :5]).float().mean().item()
    assert 0.3 < copied < 1.0  # an untrained model copies about two tokens in three
    row = drawn[0][0]
    end = (row == EOS_ID).nonzero()
    assert len(end) == 0 or (row[end[0, 0] + 1 :] == PAD_ID).all()


def test_pairs_keep_the_right_side_and_leave_out_what_is_broken(text: Text, model: AlignedT5) -> None:
    sentences = [*plain_sentences(50, seed=5), "long " * 60]
    pairs = [pair for batch in invent(model, text, sentences, 7, 512, 40) for pair in batch]
    assert 0 < len(pairs) <= 50
    assert {right for _, right in pairs} <= set(sentences[:50])
    assert any(wrong != right for wrong, right in pairs)
    assert all(wrong and "\ufffd" not in wrong for wrong, _ in pairs)
