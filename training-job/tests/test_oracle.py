"""The committed oracles are what this code says: they go stale with it, not without it."""

import json
from pathlib import Path

import numpy as np
import pytest

from gec.align import token_weights
from gec.generate import Sources, greedy
from gec.oracle.cases import alignment_cases, decode_cases, tokenizer_cases
from gec.oracle.strings import fixture_strings
from gec.oracle.tiny import tiny_aligned, tiny_t5
from gec.runtime import TorchRuntime
from gec.tokenizer import Text

TESTDATA = Path(__file__).parents[2] / "core" / "testdata"


def cases(name):
    return json.loads((TESTDATA / f"{name}.json").read_text(encoding="utf-8"))["cases"]


def test_fixture_strings_are_many_and_odd():
    strings = fixture_strings(2200)
    assert len(set(strings)) == 2200
    assert [c["text"] for c in cases("tokenizer-oracle")] == strings
    joined = "".join(strings)
    assert all(odd in joined for odd in ("\r\n", "\U0001f468\u200d\U0001f469", "\u0301", "\x00", "</s>"))


@pytest.mark.parametrize(("name", "folder"), [("tokenizer-oracle", "tiny-model"), ("tokenizer-oracle-t5", "tiny-t5")])
def test_tokens(name, folder):
    assert tokenizer_cases(Text.load(TESTDATA / folder), fixture_strings(2200)) == cases(name)


def test_byte_level_tokens_lose_nothing_but_special_tokens():
    changed = [c["text"] for c in cases("tokenizer-oracle") if "decoded" in c]
    assert changed and all(any(t in text for t in ("<pad>", "</s>", "<unk>")) for text in changed)


def test_alignment():
    assert alignment_cases(Text.load(TESTDATA / "tiny-model"), 300, seed=1) == cases("alignment-oracle")


@pytest.mark.parametrize(("name", "folder"), [("decode-oracle", "tiny-model"), ("decode-oracle-t5", "tiny-t5")])
def test_decoding(name, folder):
    expected, got = cases(name), decode_cases(TESTDATA / folder, 60, seed=1)
    for search in ("greedy", "beam"):
        assert [c[search]["ids"] for c in got] == [c[search]["ids"] for c in expected]
        assert [c[search]["stop"] for c in got] == [c[search]["stop"] for c in expected]
        for which in ("logProbs", "keepLogProbs"):
            numbers = [np.array([v for c in part for v in c[search].get(which, [])]) for part in (got, expected)]
            assert np.abs(numbers[0] - numbers[1]).max(initial=0) < 1e-4
        assert sum("endKeepLogProb" in c[search] for c in got) == sum("endKeepLogProb" in c[search] for c in expected)


@pytest.mark.parametrize(("make", "name"), [(tiny_aligned, "decode-oracle"), (tiny_t5, "decode-oracle-t5")])
def test_the_exported_tiny_models_are_those_of_the_code(make, name):
    model, text = make()
    rows = cases(name)
    sources = [row["source"] for row in rows]
    copies = text.encode_batch([row["text"] for row in rows], source=False)
    runtime = TorchRuntime(model)
    found = greedy(runtime, Sources(runtime, sources, copies, token_weights(text.tokenizer.get_vocab())), 200)
    assert [h.tokens for h in found] == [row["greedy"]["ids"] for row in rows]
