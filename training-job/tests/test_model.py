"""The aligned T5: what must not reach what, what the bias does, and that nothing is lost on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import T5Config, T5ForConditionalGeneration
from transformers.models.t5.modeling_t5 import T5Attention

from gec.loop import batch_loss
from gec.model import IGNORED_LABEL, AlignedT5, AlignedT5Config, load_model, relative_bucket

VOCABULARY = 50


@pytest.fixture(scope="module")
def model() -> AlignedT5:
    torch.manual_seed(0)
    config = AlignedT5Config(
        vocab_size=VOCABULARY, d_model=16, d_ff=32, num_heads=2, num_layers=2, num_decoder_layers=2
    )
    made = AlignedT5(config).eval()
    with torch.no_grad():
        for parameter in made.parameters():  # no weight at a special value
            parameter.add_(0.1 * torch.randn_like(parameter))
    return made


def batch_of(rows: int = 3, source: int = 9, target: int = 7) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(3, VOCABULARY, (rows, source), generator=generator)
    labels = torch.randint(3, VOCABULARY, (rows, target), generator=generator)
    given = torch.cat([torch.zeros(rows, 1, dtype=torch.long), labels[:, :-1]], dim=1)
    return {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "decoder_input_ids": given,
        "source_index": torch.randint(0, source, (rows, target), generator=generator),
        "labels": labels,
        "loss_weight": torch.ones(rows, target),
    }


def logits_of(model: AlignedT5, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    names = ("input_ids", "attention_mask", "decoder_input_ids", "source_index")
    with torch.no_grad():
        return model(**{name: batch[name] for name in names}).logits


@pytest.mark.parametrize("filler", [0, 17])
def test_padding_changes_nothing(filler: int, model: AlignedT5) -> None:
    batch = batch_of()
    padded = dict(batch)
    padded["input_ids"] = torch.nn.functional.pad(batch["input_ids"], (0, 4), value=filler)
    padded["attention_mask"] = torch.nn.functional.pad(batch["attention_mask"], (0, 4))
    for name in ("decoder_input_ids", "source_index"):
        padded[name] = torch.nn.functional.pad(batch[name], (0, 3))
    torch.testing.assert_close(logits_of(model, padded)[:, :7], logits_of(model, batch), rtol=1e-4, atol=1e-4)


def test_a_row_does_not_see_its_neighbours(model: AlignedT5) -> None:
    batch = batch_of()
    alone = {name: tensor[1:2] for name, tensor in batch.items()}
    torch.testing.assert_close(logits_of(model, alone)[0], logits_of(model, batch)[1], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", ["decoder_input_ids", "source_index"])
def test_a_position_does_not_see_what_comes_later(name: str, model: AlignedT5) -> None:
    batch = batch_of()
    before = logits_of(model, batch)
    later = batch[name].clone()
    later[:, 4:] = (later[:, 4:] + 1) % 9
    after = logits_of(model, {**batch, name: later})
    torch.testing.assert_close(after[:, :4], before[:, :4])
    assert not torch.allclose(after[:, 4:], before[:, 4:])


def test_the_whole_source_is_seen(model: AlignedT5) -> None:
    batch = batch_of()
    before = logits_of(model, batch)
    for place in range(9):
        ids = batch["input_ids"].clone()
        ids[:, place] = (ids[:, place] + 1) % VOCABULARY
        assert not torch.allclose(logits_of(model, {**batch, "input_ids": ids}), before)


def test_keep_bias_raises_the_aligned_token_alone(model: AlignedT5) -> None:
    batch = batch_of()
    with torch.no_grad():
        states = model.encode(batch["input_ids"], batch["attention_mask"])
        aligned, memory = model.decoder_memory(states)
        common = (batch["input_ids"], batch["attention_mask"], aligned, memory)
        places = (batch["decoder_input_ids"], batch["source_index"])
        plain, raised = (model.decode(*common, *places, keep_bias=bias) for bias in (0.0, 2.0))
    expected = torch.zeros_like(plain).scatter_(
        2, batch["input_ids"].gather(1, batch["source_index"])[..., None], 2.0
    )
    torch.testing.assert_close(raised - plain, expected, rtol=0, atol=1e-4)


def test_a_new_model_copies() -> None:
    torch.manual_seed(0)
    new = AlignedT5(AlignedT5Config(vocab_size=400, d_model=64, d_ff=64, num_heads=2, num_layers=1)).eval()
    batch = batch_of()
    answers = logits_of(new, batch).argmax(-1)
    assert (answers == batch["input_ids"].gather(1, batch["source_index"])).float().mean() > 0.8


def test_the_weighted_loss_is_that_of_all_logits(model: AlignedT5) -> None:
    batch = batch_of()
    batch["labels"][0, 5:] = IGNORED_LABEL
    batch["loss_weight"][0, 5:] = 0
    batch["loss_weight"][1, :3] = torch.tensor([0.0, 4.0, 0.0])
    losses = torch.nn.functional.cross_entropy(
        logits_of(model, batch).flatten(0, 1), batch["labels"].flatten(), ignore_index=IGNORED_LABEL, reduction="none"
    )
    expected = (losses * batch["loss_weight"].flatten()).sum() / (batch["labels"] != IGNORED_LABEL).sum()
    torch.testing.assert_close(batch_loss(model, batch, True, 0.0), expected, rtol=1e-4, atol=1e-5)


def test_a_hub_t5_has_the_same_loss_as_its_own() -> None:
    torch.manual_seed(0)
    t5 = T5ForConditionalGeneration(
        T5Config(vocab_size=VOCABULARY, d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2, dropout_rate=0.0,
                 decoder_start_token_id=0)
    )  # fmt: skip
    batch = batch_of()
    batch["labels"][0, 5:] = IGNORED_LABEL
    batch["loss_weight"][0, 5:] = 0
    own = t5(**{name: batch[name] for name in ("input_ids", "attention_mask", "labels")}).loss
    torch.testing.assert_close(batch_loss(t5, batch, False, 0.0), own, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("causal", [True, False])
def test_distance_buckets_are_t5s(causal: bool) -> None:
    distance = torch.arange(-300, 301)[None, :]
    expected = T5Attention._relative_position_bucket(
        distance, bidirectional=not causal, num_buckets=32, max_distance=128
    )
    assert torch.equal(relative_bucket(distance, 32, 128, causal), expected)


def test_a_saved_model_answers_the_same(model: AlignedT5, tmp_path: Path) -> None:
    model.save_pretrained(str(tmp_path))
    loaded = load_model(tmp_path).eval()
    assert isinstance(loaded, AlignedT5)
    assert torch.equal(logits_of(loaded, batch_of()), logits_of(model, batch_of()))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        load_model(tmp_path / "none")
