"""Exported graphs against the models they come from: any batch, any length, padding or not."""

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from transformers import T5Config, T5ForConditionalGeneration

from gec.export.graphs import export_graphs
from gec.model import AlignedT5, AlignedT5Config

VOCAB = 400
WIDTH = 32
T5 = {"vocab_size": VOCAB, "d_model": 32, "d_ff": 48, "d_kv": 16, "num_heads": 2, "num_layers": 2}


def aligned():
    shape = {"d_model": 32, "d_ff": 48, "num_heads": 2, "num_layers": 2, "num_decoder_layers": 1}
    return AlignedT5(AlignedT5Config(vocab_size=VOCAB, **shape))


def stock():
    return T5ForConditionalGeneration(T5Config(**T5, num_decoder_layers=1))


def gated():
    """As T5 v1.1 and Flan-T5: gated activation, an output layer of its own, no scaling before it."""
    config = T5Config(**T5, num_decoder_layers=1, feed_forward_proj="gated-gelu", tie_word_embeddings=False)
    model = T5ForConditionalGeneration(config)
    model.lm_head.weight = torch.nn.Parameter(torch.randn(VOCAB, 32))
    return model


@pytest.fixture(scope="module", params=[aligned, stock, gated], ids=["aligned", "t5", "t5-v1.1"])
def exported(request, tmp_path_factory):
    torch.manual_seed(3)
    torch.set_num_threads(1)
    model = request.param().eval()
    folder = tmp_path_factory.mktemp("graphs")
    export_graphs(model, folder)
    sessions = [onnxruntime.InferenceSession(folder / f"{name}.onnx") for name in ("encoder", "decoder")]
    return model, folder, *sessions


def inputs(batch, source, target, seed=0):
    """Random ids; the first sentence is full length, the others are shorter and padded."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, source + 1, batch)
    lengths[0] = source
    mask = (np.arange(source)[None, :] < lengths[:, None]).astype(np.int64)
    return {
        "input_ids": rng.integers(3, VOCAB, (batch, source)) * mask,
        "attention_mask": mask,
        "decoder_input_ids": rng.integers(3, VOCAB, (batch, target)),
        "source_index": rng.integers(0, lengths[:, None], (batch, target)),
        "keep_bias": np.array([0.7], dtype=np.float32),
        "past_length": np.zeros(batch, dtype=np.int64),
        "drafted_ids": np.zeros((batch, target), dtype=np.int64),
        **{f"past_{kind}_0": np.empty((batch, 0, WIDTH), dtype=np.float32) for kind in ("key", "value")},
    }


def rows_of(feeds, row):
    """The same for one sentence."""
    return {name: value if name == "keep_bias" else value[row : row + 1] for name, value in feeds.items()}


def run(exported, feeds, top_k):
    """Ids and log probabilities (B, T, K)."""
    return run_all(exported, feeds, top_k)[:2]


def run_all(exported, feeds, top_k):
    """All outputs of the decoder: ids, log probabilities, positions, those of keeping if it has them, keys, values."""
    _, _, encoder, decoder = exported
    memory = encoder.run(None, {name: feeds[name] for name in ("input_ids", "attention_mask")})
    feeds = {**feeds, "top_k": np.array([top_k])}
    names = {value.name for value in decoder.get_inputs()}
    taken = {name: value for name, value in feeds.items() if name in names}
    outputs = zip(encoder.get_outputs(), memory, strict=True)
    return decoder.run(None, {**taken, **{output.name: tensor for output, tensor in outputs}})


@torch.no_grad()
def expected_log_probs(model, feeds):
    t = {name: torch.from_numpy(value) for name, value in feeds.items()}
    if isinstance(model, AlignedT5):
        aligned_states, memory = model.decoder_memory(model.encode(t["input_ids"], t["attention_mask"]))
        logits = model.decode(
            t["input_ids"],
            t["attention_mask"],
            aligned_states,
            memory,
            t["decoder_input_ids"],
            t["source_index"],
            t["keep_bias"],
        )
    else:
        logits = model(
            input_ids=t["input_ids"], attention_mask=t["attention_mask"], decoder_input_ids=t["decoder_input_ids"]
        ).logits
    return logits.log_softmax(-1).numpy()


# (sentences, source tokens, target tokens); the trace saw two of 7 tokens with a target of 5, and
# relative positions share one bucket from 128 tokens on.
@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 40, 33), (2, 300, 5), (2, 6, 200)])
def test_same_answers_as_the_model(exported, shape):
    feeds = inputs(*shape)
    expected = expected_log_probs(exported[0], feeds)
    ids, log_probs = run(exported, feeds, top_k=3)
    assert ids.shape == log_probs.shape == (shape[0], shape[2], 3)
    assert np.all(np.diff(log_probs, axis=-1) <= 0)
    assert np.abs(np.take_along_axis(expected, ids, -1) - log_probs).max() < 1e-4
    assert np.abs(np.sort(expected, axis=-1)[..., ::-1][..., :3] - log_probs).max() < 1e-4


@pytest.mark.parametrize("exported", [aligned], indirect=True)
@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 40, 33)])
def test_how_likely_the_source_is_kept_is_read_off_the_same_softmax(exported, shape):
    feeds = inputs(*shape)
    expected = expected_log_probs(exported[0], feeds)
    source_ids = np.take_along_axis(feeds["input_ids"], feeds["source_index"], 1)
    ids, log_probs, _, keep, *_ = run_all(exported, feeds, top_k=VOCAB)
    assert np.abs(np.take_along_axis(expected, source_ids[..., None], 2)[..., 0] - keep).max() < 1e-4
    kept = ids == source_ids[..., None]
    assert np.array_equal(log_probs[kept].reshape(keep.shape), keep)  # bit for bit, by which a token counts as kept


@pytest.mark.parametrize("exported", [aligned], indirect=True)
def test_how_likely_the_source_is_kept_is_told_where_a_draft_is_read(exported):
    feeds = inputs(2, 12, 9)
    draft = np.pad(feeds["decoder_input_ids"][:, 1:], ((0, 0), (0, 1)))
    _, _, _, everywhere, *_ = run_all(exported, feeds, top_k=1)
    _, _, positions, keep, *_ = run_all(exported, {**feeds, "drafted_ids": draft}, top_k=1)
    assert np.abs(keep - np.take_along_axis(everywhere, positions, 1)).max() < 1e-4


def test_padding_changes_nothing(exported):
    feeds = inputs(4, 20, 9)
    _, together = run(exported, feeds, top_k=2)
    for row in range(4):
        length = int(feeds["attention_mask"][row].sum())
        alone = rows_of(feeds, row)
        for name in ("input_ids", "attention_mask"):
            alone[name] = alone[name][:, :length]
        _, single = run(exported, alone, top_k=2)
        assert np.abs(single[0] - together[row]).max() < 1e-4


def test_later_target_tokens_change_nothing(exported):
    feeds = inputs(2, 12, 10)
    _, whole = run(exported, feeds, top_k=1)
    for name in ("decoder_input_ids", "source_index", "drafted_ids"):
        feeds[name] = feeds[name][:, :4]
    _, start = run(exported, feeds, top_k=1)
    assert np.abs(whole[:, :4] - start).max() < 1e-4


def test_positions_that_are_past_need_not_be_read_again(exported):
    feeds = inputs(3, 12, 10)
    whole_ids, whole = run(exported, feeds, top_k=2)
    *_, keys, values = run_all(exported, feeds, top_k=2)
    lengths = np.array([7, 2, 0])  # of unlike length, filled up with what must not be seen
    longest, left = lengths.max(), 3
    new = lengths[:, None] + np.arange(left)
    for name in ("decoder_input_ids", "source_index", "drafted_ids"):
        feeds[name] = np.take_along_axis(feeds[name], new, 1)
    feeds |= {"past_length": lengths, "past_key_0": keys[:, :longest], "past_value_0": values[:, :longest]}
    ids, log_probs = run(exported, feeds, top_k=2)
    assert np.array_equal(ids, np.take_along_axis(whole_ids, new[..., None], 1))
    assert np.abs(np.take_along_axis(whole, new[..., None], 1) - log_probs).max() < 1e-4


def read(exported, feeds):
    """Positions that are read (B, R) and the likeliest ids there (B, R), where all but the last are drafted."""
    draft = np.pad(feeds["decoder_input_ids"][:, 1:], ((0, 0), (0, 1)))
    ids, _, positions, *_ = run_all(exported, {**feeds, "drafted_ids": draft}, top_k=1)
    return positions, ids[..., 0]


def own_draft(exported, feeds):
    """The model's own tokens, one after the other, as a draft; likeliest and unlikeliest ids (B, T)."""
    draft = feeds["decoder_input_ids"]
    for position in range(draft.shape[1] - 1):
        ids, _ = run(exported, feeds, top_k=VOCAB)
        draft[:, position + 1] = ids[:, position, 0]
    ids, _ = run(exported, feeds, top_k=VOCAB)
    return ids[..., 0], ids[..., -1]


@pytest.mark.parametrize("exported", [stock, gated], indirect=True)  # no gates, which favour drafts
def test_a_draft_is_read_to_the_first_token_that_the_model_would_not_write_and_where_it_disagrees_again(exported):
    feeds = inputs(1, 12, 9)
    _, unlikeliest = own_draft(exported, feeds)
    assert np.array_equal(read(exported, feeds)[0], [np.arange(9)])
    for wrong in (3, 6):
        changed = {**feeds, "decoder_input_ids": feeds["decoder_input_ids"].copy()}
        changed["decoder_input_ids"][0, wrong] = unlikeliest[0, wrong - 1]
        everywhere, _ = run(exported, changed, top_k=VOCAB)
        positions, ids = read(exported, changed)
        assert np.array_equal(positions[0, :wrong], np.arange(wrong))
        assert np.all(np.diff(positions[0]) > 0)
        assert np.array_equal(ids[0], everywhere[0, positions[0], 0])  # what is predicted does not hang on it
        following = np.append(changed["decoder_input_ids"][0, 1:], 0)
        behind = positions[0, wrong:]
        assert np.all(ids[0, wrong:] != following[behind])
        changed["decoder_input_ids"][0, wrong + 1] = everywhere[0, wrong, -1]
        assert wrong in read(exported, changed)[0]  # the first behind the wrong token


def test_what_is_no_draft_is_read_whole(exported):
    feeds = inputs(2, 12, 9)
    _, _, positions, *_ = run_all(exported, feeds, top_k=1)
    assert np.array_equal(positions, [np.arange(9)] * 2)


def test_a_row_of_a_batch_is_read_at_least_where_it_is_read_alone(exported):
    feeds = inputs(3, 12, 9)
    single = [read(exported, rows_of(feeds, row)) for row in range(3)]
    positions, together = read(exported, feeds)
    assert positions.shape[1] == max(ids.shape[1] for _, ids in single)
    for row, (alone, ids) in enumerate(single):
        count = ids.shape[1]
        assert np.array_equal(positions[row, :count], alone[0])
        assert np.array_equal(together[row, :count], ids[0])


def test_interface(exported):
    model, folder, encoder, decoder = exported
    memory = {output.name for output in encoder.get_outputs()}
    inputs = {value.name for value in decoder.get_inputs()}
    ours = {"input_ids", "source_index", "keep_bias"} if isinstance(model, AlignedT5) else set()
    assert memory == {"cross_key_0", "cross_value_0"} | ({"aligned_states"} if ours else set())
    past = {"past_length", "past_key_0", "past_value_0", "drafted_ids"}
    assert inputs == {"decoder_input_ids", "attention_mask", "top_k"} | memory | ours | past
    outputs = ["token_ids", "log_probs", "positions", *(["keep_log_probs"] if ours else []), "key_0", "value_0"]
    assert [output.name for output in decoder.get_outputs()] == outputs
    for name in ("encoder", "decoder"):
        graph = onnx.load(folder / f"{name}.onnx")
        assert [o.version for o in graph.opset_import if o.domain == ""] == [23]
        kinds = {node.op_type for node in graph.graph.node}
        assert not {"If", "Loop", "Scan", "Softmax"} & kinds
        assert {"MultiHeadAttention", "RMSNormalization"} <= kinds  # one node each
        assert not any(node.metadata_props or node.doc_string for node in graph.graph.node)
