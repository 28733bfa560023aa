"""Batches are a pure function of seed and position, whichever process takes them."""

from __future__ import annotations

import random
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pytest
import torch
from plain_sentences import plain_sentences
from torch.utils.data import DataLoader

from gec.config import Data, Source
from gec.data import Batch, BatchStream, Collator, Position, Rows, cut, encode_pairs, holdout_batches
from gec.model import IGNORED_LABEL
from gec.synthesis import Corruptor
from gec.tokenizer import EOS_ID, PAD_ID, Text, train_tokenizer

BATCH_TOKENS = 200


@pytest.fixture(scope="module")
def text() -> Text:
    return Text(train_tokenizer(plain_sentences(300, seed=1), 400), "", True, EOS_ID)


@pytest.fixture(scope="module")
def corruptor() -> Corruptor:
    return Corruptor.from_resources(None, None)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    clean = plain_sentences(60, seed=2)
    (folder / "clean.tsv").write_text("\n".join(clean) + "\n")
    (folder / "clean.holdout.tsv").write_text("\n".join(plain_sentences(20, seed=3)) + "\n")
    (folder / "pairs.tsv").write_text("He have it.\tHe has it.\nShe go.\tShe goes.\n")
    (folder / "pairs.holdout.tsv").write_text("They is.\tThey are.\n")
    (folder / "empty.tsv").write_text("")
    (folder / "empty.holdout.tsv").write_text("")
    return folder


def data_of(**fields: float) -> Data:
    sources = {
        "clean": Source(path="", kind="clean", weight=3),
        "pairs": Source(path="", kind="pairs", weight=1),
        "empty": Source(path="", kind="clean", weight=5),
    }
    return Data(sources=sources, superbatch=40, max_tokens=48, **fields)


@pytest.fixture
def stream_of(prepared: Path, text: Text, corruptor: Corruptor):
    def stream(start: Position = Position(), rank: int = 0, world: int = 1, seed: int = 5) -> BatchStream:  # noqa: B008
        return BatchStream(data_of(), prepared, text, corruptor, seed, BATCH_TOKENS, 0.5, start, rank, world)

    return stream


def take(stream: BatchStream, count: int) -> list[tuple[Position, Batch]]:
    return list(islice(chain.from_iterable(stream), count))


def same(first: Batch, second: Batch) -> bool:
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


def test_any_position_goes_on_with_the_same_batches(stream_of) -> None:
    whole = take(stream_of(), 25)
    superbatches = {position.superbatch for position, _ in whole}
    assert len(superbatches) >= 2
    for taken in range(1, 20, 3):
        position = whole[taken - 1][0]
        again = take(stream_of(position), 25 - taken)
        for (p, batch), (expected_p, expected) in zip(again, whole[taken:], strict=True):
            assert p == expected_p and same(batch, expected)
    assert not same(whole[0][1], take(stream_of(seed=6), 1)[0][1])


def test_processes_share_the_batches_out(stream_of) -> None:
    split = [take(stream_of(rank=rank, world=2), 10) for rank in range(2)]
    assert [p for p, _ in split[0]] == [p for p, _ in split[1]]
    whole: dict[int, list[Batch]] = {}
    for position, batch in take(stream_of(), 30):
        whole.setdefault(position.superbatch, []).append(batch)
    for (position, first), (_, second) in zip(*split, strict=True):
        number = position.batch - 2
        expected = whole[position.superbatch][number : number + 2]
        assert len(expected) == 2 and same(first, expected[0]) and same(second, expected[1])


def test_loader_workers_change_the_speed_only(stream_of) -> None:
    alone = take(stream_of(), 20)
    for workers in (1, 3):
        loader = DataLoader(stream_of(), batch_size=None, num_workers=workers)
        for (p, batch), (expected_p, expected) in zip(take(loader, 20), alone, strict=True):
            assert p == expected_p and same(batch, expected)


def test_reversed_pairs_go_from_right_to_wrong(prepared: Path, text: Text, corruptor: Corruptor) -> None:
    streams = [
        BatchStream(data_of(reverse=reverse), prepared, text, corruptor, 5, BATCH_TOKENS, 1.0, Position())
        for reverse in (False, True)
    ]
    rows = [{tuple(sides) for _, batch in take(s, 8) for sides in _sides(batch)} for s in streams]
    assert {(right, wrong) for wrong, right in rows[0]} & rows[1]
    assert not any(wrong != right and (wrong, right) in rows[0] for wrong, right in rows[1])


def _sides(batch: Batch) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Ids of source and target without padding."""
    sources = [tuple(i for i in row if i != PAD_ID) for row in batch["input_ids"].tolist()]
    targets = [tuple(i for i in row if i != IGNORED_LABEL) for row in batch["labels"].tolist()]
    return list(zip(sources, targets, strict=True))


def test_a_batch_holds_what_the_decoder_needs(stream_of) -> None:
    for _, batch in take(stream_of(), 12):
        rows, width = batch["input_ids"].shape
        assert rows * width <= BATCH_TOKENS or rows == 1
        assert torch.equal(batch["attention_mask"].bool(), batch["input_ids"] != PAD_ID)
        labels, given = batch["labels"], batch["decoder_input_ids"]
        inside = labels != IGNORED_LABEL
        assert (given[:, 0] == PAD_ID).all()
        assert torch.equal(given[:, 1:][inside[:, 1:]], labels[:, :-1][inside[:, 1:]])
        assert ((labels == EOS_ID).sum(1) == 1).all()
        pointed = batch["input_ids"].gather(1, batch["source_index"])
        assert torch.equal(batch["copied"], (pointed == labels) & inside)
        assert (batch["loss_weight"][~inside] == 0).all()
        assert (batch["loss_weight"][inside & ~batch["copied"]] == 1).all()
        assert set(batch["loss_weight"][batch["copied"]].tolist()) <= {0.0, 2.0}


def test_left_out_copies_keep_the_expected_weight(text: Text) -> None:
    pairs = encode_pairs(text, [(s, s) for s in plain_sentences(200, seed=4)], 48)
    batch = Collator(text, 0.25)(pairs, np.random.default_rng(1))
    assert batch["loss_weight"].sum().item() == pytest.approx(batch["copied"].sum().item(), rel=0.1)
    whole = Collator(text, 1.0)(pairs, np.random.default_rng(1))
    assert torch.equal(whole["loss_weight"], (whole["labels"] != IGNORED_LABEL).float())


def test_long_pairs_are_left_out_and_short_ones_stand_together(text: Text) -> None:
    sentences = plain_sentences(50, seed=5)
    pairs = encode_pairs(text, [(s, s) for s in sentences] + [("x " * 60, "x"), ("x", "x " * 60)], 48)
    assert len(pairs) == 50
    batches = cut(pairs, BATCH_TOKENS)
    assert sorted(map(str, pairs)) == sorted(str(pair) for batch in batches for pair in batch)
    widths = [[len(source) for source, _ in batch] for batch in batches]
    assert all(max(w) * len(w) <= BATCH_TOKENS or len(w) == 1 for w in widths)
    lengths = [width for batch in widths for width in batch]
    assert lengths == sorted(lengths)


def test_rows_are_drawn_by_weight_and_joined_at_the_rate(prepared: Path) -> None:
    rng = random.Random(1)
    rows = Rows(data_of(join_rate=0.25), prepared)
    drawn = [rows.draw(rng) for _ in range(4000)]
    pairs = [pair for pair in drawn if pair[0]]
    assert len(pairs) == pytest.approx(1000, rel=0.12)
    assert set(pairs) == {("He have it.", "He has it."), ("She go.", "She goes.")}
    known = set(rows.rows["clean"])
    joined = [target for source, target in drawn if not source and target not in known]
    assert len(joined) == pytest.approx(750, rel=0.15)
    with pytest.raises(ValueError, match="every source is empty"):
        Rows(Data(sources={"empty": Source(path="", kind="clean", weight=1)}), prepared)


def test_held_out_batches_are_fixed_and_named_by_source(prepared: Path, text: Text, corruptor: Corruptor) -> None:
    first, second = (
        holdout_batches(data_of(), prepared, text, corruptor, 5, BATCH_TOKENS, limit) for limit in (300, 300)
    )
    assert set(first) == {"clean", "pairs"}
    assert sum(len(batch["labels"]) for batch in first["clean"]) == 20
    assert all(same(a, b) for name in first for a, b in zip(first[name], second[name], strict=True))
    assert not first["pairs"][0]["copied"].all()
    few = holdout_batches(data_of(), prepared, text, corruptor, 5, BATCH_TOKENS, 4)
    assert sum(len(batch["labels"]) for batch in few["clean"]) == 4
