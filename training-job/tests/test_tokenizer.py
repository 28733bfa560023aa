"""Byte-level tokens lose nothing, whatever is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_sentences import plain_sentences

from gec.tokenizer import EOS_ID, PAD_ID, UNK_ID, Text, train_tokenizer

ODD = [
    "",
    " ",
    "  two  spaces  ",
    "tabs\tand\r\nlines\n",
    "naïve café — “quotes” … ’s",
    "e\u0301 combining, \u00e9 composed",
    "emoji 👩‍👩‍👧‍👦🏽 🇪🇺 ok",
    "עברית العربية 日本語 한국어 ไทย",
    "zero\u200bwidth\u00a0space\ufeff",
    "\u0000\u0001\u007f control",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010ffff",
    "don't I'll they're 'tis 12,345.67 3/4 x²",
    "a" * 300,
]


@pytest.fixture(scope="module")
def text() -> Text:
    return Text(train_tokenizer(plain_sentences(500, seed=1), 400), "", True, EOS_ID)


@pytest.mark.parametrize("sentence", ODD)
def test_decoding_gives_back_every_character(sentence: str, text: Text) -> None:
    ids = text.encode_batch([sentence], source=True)[0]
    assert ids[-1] == EOS_ID
    assert UNK_ID not in ids
    assert text.decode_batch([ids[:-1]]) == [sentence]


@pytest.mark.parametrize(("name", "token"), [("</s>", EOS_ID), ("<pad>", PAD_ID), ("<unk>", UNK_ID)])
def test_a_special_tokens_name_is_that_token(name: str, token: int, text: Text) -> None:
    """So callers keep such text away from the model, as they do with all mark-up."""
    assert token in text.encode_batch([f"a {name} b"], source=True)[0][:-1]


def test_a_word_is_the_same_everywhere_and_digits_are_alone(text: Text) -> None:
    she, has, both, turned = (ids[:-1] for ids in text.encode_batch(["She", "has", "She has", "has She"], source=True))
    assert (both, turned) == (she + has, has + she)
    pieces = [piece for piece, _ in text.tokenizer.pre_tokenizer.pre_tokenize_str(" 1234")]
    assert pieces == ["\u01201", "2", "3", "4"]


def test_training_and_saving_keep_the_tokens(text: Text, tmp_path: Path) -> None:
    again = train_tokenizer(plain_sentences(500, seed=1), 400)
    assert again.to_str() == text.tokenizer.to_str()
    assert [again.id_to_token(k) for k in range(3)] == ["<pad>", "</s>", "<unk>"]
    assert (PAD_ID, EOS_ID, UNK_ID) == (0, 1, 2)
    text.save(tmp_path)
    loaded = Text.load(tmp_path)
    assert loaded.leading_space and loaded.eos == EOS_ID
    assert loaded.encode_batch(ODD, source=True) == text.encode_batch(ODD, source=True)


def test_the_prefix_is_put_before_sources_only(text: Text) -> None:
    with_prefix = Text(text.tokenizer, "grammar:", True, EOS_ID)
    plain = text.encode_batch(["She has"], source=False)
    assert with_prefix.encode_batch(["She has"], source=False) == plain
    ids = with_prefix.encode_batch(["She has"], source=True)[0]
    assert ids[-len(plain[0]) :] == plain[0] and len(ids) > len(plain[0])


def test_a_tokenizer_without_an_end_of_sentence_is_refused(tmp_path: Path) -> None:
    from tokenizers import Tokenizer, models

    Tokenizer(models.BPE()).save(str(tmp_path / "tokenizer.json"))
    with pytest.raises(ValueError, match=r"Expected a tokenizer with the token </s>"):
        Text.load(tmp_path)
