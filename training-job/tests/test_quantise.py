from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from gec.export.quantise import quantise, quantise_columns

TINY = Path(__file__).parents[2] / "core" / "testdata" / "tiny-model"


def floats(graph):
    return {w.name: w for w in graph.initializer if w.data_type == TensorProto.FLOAT and len(w.dims) == 2}


@pytest.mark.parametrize(("reduce_range", "limit"), [(True, 64), (False, 127)])
def test_columns_have_their_own_scale(reduce_range, limit):
    matrix = np.random.default_rng(0).normal(size=(32, 20)).astype(np.float32) * np.logspace(-3, 3, 20)
    matrix[:, 3] = 0
    values, scales = quantise_columns(matrix.astype(np.float32), reduce_range)
    assert values.dtype == np.int8 and np.abs(values).max() == limit
    assert np.all(np.abs(values * scales - matrix) <= scales / 2 * 1.001)


def test_reduced_range_cannot_overflow_16_bits():
    assert 2 * 255 * 64 < 2**15 < 2 * 255 * 127


@pytest.mark.parametrize("name", ["encoder.onnx", "decoder.onnx"])
def test_weights_become_integers(name):
    model = onnx.load(TINY / name)
    result = quantise(model, reduce_range=True)
    kinds = [node.op_type for node in result.graph.node]
    dynamic = sum(node.op_type == "MatMul" for node in result.graph.node)
    assert kinds.count("MatMulIntegerToFloat") >= 5
    # What is left multiplies activations with activations, or is narrower than 16 columns.
    assert dynamic + kinds.count("MatMulIntegerToFloat") == sum(n.op_type == "MatMul" for n in model.graph.node)
    assert all(min(w.dims) < 16 for w in floats(result.graph).values())


def test_the_tied_embedding_is_stored_once():
    result = quantise(onnx.load(TINY / "decoder.onnx"), reduce_range=True)
    sizes = [tuple(w.dims) for w in result.graph.initializer if 600 in w.dims and len(w.dims) == 2]
    assert sizes == [(600, 32)]
    readers = {n.op_type for n in result.graph.node for name in n.input if name.startswith("model.embedding")}
    assert {"Gather", "Transpose"} <= readers  # as rows; the runtime turns it once, when it loads


def test_the_input_graph_is_left_alone():
    model = onnx.load(TINY / "encoder.onnx")
    before = model.SerializeToString(deterministic=True)
    quantise(model, reduce_range=True)
    assert model.SerializeToString(deterministic=True) == before


def test_a_graph_without_matrices_is_refused():
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 4]) for name in "xy")
    weight = numpy_helper.from_array(np.ones((4, 4), dtype=np.float32), "w")
    graph = helper.make_graph([helper.make_node("MatMul", ["x", "w"], ["y"])], "small", [x], [y], [weight])
    with pytest.raises(ValueError, match="found none"):
        quantise(helper.make_model(graph), reduce_range=True)


def run(model, feeds):
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    wanted = {i.name: feeds[i.name] for i in session.get_inputs()}
    return dict(zip([o.name for o in session.get_outputs()], session.run(None, wanted), strict=True))


def decode(sources, mask, prefix):
    """Log probabilities (B, T, 2) of the int8 tiny model for rows of sources and targets: the largest, the source's."""
    graphs = (onnx.load(TINY / f"{part}.onnx") for part in ("encoder", "decoder"))
    encoder, decoder = (quantise(graph, reduce_range=True) for graph in graphs)
    encoded = run(encoder, {"input_ids": sources, "attention_mask": mask})
    feeds = {
        "decoder_input_ids": prefix,
        "source_index": np.minimum(np.arange(prefix.shape[1])[None, :].repeat(len(prefix), 0), sources.shape[1] - 1),
        "input_ids": sources,
        "attention_mask": mask,
        "top_k": np.array([1]),
        "keep_bias": np.zeros(1, dtype=np.float32),
        "past_length": np.zeros(len(sources), dtype=np.int64),
        "drafted_ids": np.zeros_like(prefix),
        **{f"past_{kind}_0": np.empty((len(sources), 0, 32), dtype=np.float32) for kind in ("key", "value")},
    }
    outputs = run(decoder, {**encoded, **feeds})
    return np.stack([outputs["log_probs"][..., 0], outputs["keep_log_probs"]], axis=-1)


def test_a_prediction_does_not_hang_on_the_draft_after_it_or_on_its_batch():
    rng = np.random.default_rng(3)
    sources, targets = rng.integers(3, 600, (4, 12)), rng.integers(3, 600, (4, 10))
    mask = np.ones_like(sources)
    together = decode(sources, mask, targets)
    for row in range(4):
        alone = decode(sources[row : row + 1], mask[row : row + 1], targets[row : row + 1, :5])
        assert np.abs(alone[0] - together[row, :5]).max() < 1e-4


def test_positive_rows_round_as_any_rows_do():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(1, 5, 16)).astype(np.float32)
    x[0, 3] = 0
    inner, outer = (rng.normal(size=shape).astype(np.float32) for shape in ((16, 40), (40, 16)))
    inner[:, :8] = -np.abs(inner[:, :8])
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 5, 16]) for name in ("x", "y")]
    weights = [numpy_helper.from_array(inner, "inner"), numpy_helper.from_array(outer, "outer")]
    nodes = [
        helper.make_node("MatMul", ["x", "inner"], ["a"]),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("MatMul", ["b", "outer"], ["y"]),
    ]
    opsets = [helper.make_opsetid("", 23), helper.make_opsetid("com.microsoft", 1)]
    graph = helper.make_graph(nodes, "feed_forward", [values[0]], [values[1]], weights)
    model = helper.make_model(graph, opset_imports=opsets, ir_version=11)
    result = quantise(model, reduce_range=True)
    got = run(result, {"x": x})["y"]

    def product(rows, matrix):
        columns, scales = quantise_columns(matrix, reduce_range=True)
        peak = np.abs(rows).max(-1, keepdims=True)
        unit = np.divide(rows, peak, out=np.zeros_like(rows), where=peak > 0)
        return np.rint(unit * 127) @ columns.astype(np.float32) * scales * peak / 127

    expected = product(np.maximum(product(x, inner), 0), outer)
    assert np.abs(got - expected).max() < 0.02 * np.abs(expected).max()  # an element at a tie may round the other way
    assert np.all(got[0, 3] == 0)  # a row of zeros stays one
    assert sum(node.op_type == "Abs" for node in result.graph.node) == 1  # the second product needs none
