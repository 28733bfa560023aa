from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from gec.export.blocks import BLOCK, quantise_blocks, to_blocks

TINY = Path(__file__).parents[2] / "core" / "testdata" / "tiny-model"


def numbers(stored, scales, bits):
    """What `to_blocks` stored, as floats (N, blocks * 32)."""
    halves = stored if bits == 8 else np.stack([stored & 15, stored >> 4], -1).reshape(len(stored), -1)
    return (halves.astype(np.float32) - (1 << (bits - 1))) * scales.repeat(BLOCK, 1)


@pytest.mark.parametrize("bits", [4, 8])
def test_a_number_is_off_by_half_a_step_of_its_block(bits):
    matrix = np.random.default_rng(0).normal(size=(20, 48)).astype(np.float32)
    matrix[3, :BLOCK] = 0
    stored, scales = to_blocks(matrix, bits)
    assert stored.shape == (20, 2 * BLOCK * bits // 8) and scales.shape == (20, 2)
    found = numbers(stored, scales, bits)
    assert np.all(np.abs(found[:, :48] - matrix) <= scales.repeat(BLOCK, 1)[:, :48] / 2 * 1.001)
    assert np.all(found[:, 48:] == 0)


@pytest.mark.parametrize(("bits", "least"), [(8, 0.999), (4, 0.98)])
def test_an_encoder_gives_about_the_same_states(bits, least):
    graph = onnx.load(TINY / "encoder.onnx")
    ids = np.random.default_rng(1).integers(3, 600, (2, 12))
    feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    sessions = [onnxruntime.InferenceSession(g.SerializeToString()) for g in (graph, quantise_blocks(graph, bits))]
    wanted, *_ = sessions[0].run(None, feeds)
    found, *_ = sessions[1].run(None, feeds)
    assert np.corrcoef(wanted.ravel(), found.ravel())[0, 1] > least


def test_the_decoder_stores_its_tied_embedding_once_and_runs():
    result = quantise_blocks(onnx.load(TINY / "decoder.onnx"), 4)
    assert sum(w.dims[:1] == [600] and w.name.endswith("_rows") for w in result.graph.initializer) == 1
    kinds = {node.op_type for node in result.graph.node}
    assert {"MatMulNBits", "GatherBlockQuantized"} <= kinds
    onnxruntime.InferenceSession(result.SerializeToString())
