"""Searches on tiny random models, whose answers disagree with the draft at every few tokens."""

import numpy as np
import pytest
import torch

from gec.align import token_weights
from gec.generate import Sources, beam, greedy
from gec.oracle.strings import sentences
from gec.oracle.tiny import tiny_aligned, tiny_t5
from gec.runtime import TorchRuntime

LIMIT = 60


@pytest.fixture(scope="module", params=[tiny_aligned, tiny_t5], ids=["aligned", "t5"])
def case(request):
    torch.set_num_threads(1)
    model, text = request.param()
    lines = sentences(40, seed=5)
    runtime = TorchRuntime(model)
    ids, copies = (text.encode_batch(lines, source=source) for source in (True, False))
    weights = token_weights(text.tokenizer.get_vocab())
    return runtime, ids, copies, weights


def encode(case, part=slice(None)):
    runtime, ids, copies, weights = case
    return runtime, Sources(runtime, ids[part], copies[part], weights)


def test_drafting_the_source_gives_the_same_answer(case):
    runtime, sources = encode(case)
    plain = greedy(runtime, sources, LIMIT, draft=False)
    drafted = greedy(runtime, sources, LIMIT)
    assert [h.tokens for h in drafted] == [h.tokens for h in plain]
    assert [h.stop for h in drafted] == [h.stop for h in plain]
    for a, b in zip(drafted, plain, strict=True):
        assert a.log_probs == pytest.approx(b.log_probs, abs=1e-4)
        assert a.end_log_prob == pytest.approx(b.end_log_prob, abs=1e-4)
        assert a.keep_log_probs == pytest.approx(b.keep_log_probs, abs=1e-4)
        assert a.end_keep_log_prob == pytest.approx(b.end_keep_log_prob, abs=1e-4)
    changed = sum(h.tokens != list(copy[:-1]) for h, copy in zip(drafted, sources.copies, strict=True))
    assert changed > 10  # the models do not only copy


@pytest.mark.parametrize("search", [greedy, lambda *call: beam(*call, 3)], ids=["greedy", "beam"])
def test_a_token_is_as_likely_as_keeping_the_source_where_it_is_the_sources_own(case, search, request):
    runtime, sources = encode(case)
    aligned = request.node.callspec.params["case"] is tiny_aligned
    own = changed = 0
    for k, hypothesis in enumerate(search(runtime, sources, LIMIT)):
        assert len(hypothesis.keep_log_probs) == len(hypothesis.tokens)
        if not aligned:
            assert {*hypothesis.keep_log_probs, hypothesis.end_keep_log_prob} == {None}
            continue
        index = sources.align(np.array([k]), [hypothesis.tokens])[0]
        rows = zip(hypothesis.tokens, hypothesis.log_probs, hypothesis.keep_log_probs, index, strict=False)
        for token, log_prob, keep, place in rows:
            is_own = sources.copies[k][place] == token
            assert (keep == log_prob) == is_own
            own, changed = own + is_own, changed + (not is_own)
        if hypothesis.stop == "end":
            is_own = index[len(hypothesis.tokens)] == len(sources.copies[k]) - 1
            assert (hypothesis.end_keep_log_prob == hypothesis.end_log_prob) == is_own
    assert (own > 50 and changed > 50) == (own + changed > 0)


def test_a_batch_equals_its_sentences_one_by_one(case):
    runtime, sources = encode(case, slice(0, 12))
    together = [*greedy(runtime, sources, LIMIT), *beam(runtime, sources, LIMIT, 3)]
    alone = [
        search
        for k in range(12)
        for search in [encode(case, slice(k, k + 1))]
        for search in [(greedy(*search, LIMIT)[0], beam(*search, LIMIT, 3)[0])]
    ]
    assert [h.tokens for h in together] == [pair[0].tokens for pair in alone] + [pair[1].tokens for pair in alone]


def test_one_beam_is_greedy_where_greedy_ends(case):
    runtime, sources = encode(case)
    pairs = list(zip(greedy(runtime, sources, LIMIT), beam(runtime, sources, LIMIT, 1), strict=True))
    ended = [(a.tokens, b.tokens) for a, b in pairs if a.stop == "end"]
    assert len(ended) > 10
    assert all(a == b for a, b in ended)


def test_more_beams_find_a_likelier_answer_on_average(case):
    runtime, sources = encode(case)
    one, four = beam(runtime, sources, LIMIT, 1), beam(runtime, sources, LIMIT, 4)
    both = [(a, b) for a, b in zip(one, four, strict=True) if a.stop == b.stop == "end"]

    def mean(hypothesis):
        return hypothesis.total / (len(hypothesis.tokens) + 1)

    assert sum(mean(b) - mean(a) for a, b in both) > 0


def test_beam_search_is_that_of_hugging_face():
    """On a stock T5, where no target is given up for looping or growing."""
    model, text = tiny_t5()
    lines = sentences(60, seed=6)
    ids = text.encode_batch(lines, source=True)
    runtime = TorchRuntime(model)
    copies = text.encode_batch(lines, source=False)
    ours = beam(runtime, Sources(runtime, ids, copies, token_weights(text.tokenizer.get_vocab())), 12, 4)
    compared = 0
    for row, hypothesis in zip(ids, ours, strict=True):
        expected = model.generate(
            input_ids=torch.tensor([row]), num_beams=4, max_new_tokens=12, do_sample=False, early_stopping=False
        )[0].tolist()[1:]
        if hypothesis.stop == "end" and 1 in expected:
            compared += 1
            assert hypothesis.tokens == expected[: expected.index(1)]
    assert compared > 20
