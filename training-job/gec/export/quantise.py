"""Dynamic int8: weights are stored as int8 with one scale a column, activations are quantised as
they come (uint8, one scale a row, zero point 128; 0 behind a Relu).

`onnxruntime.quantization.quantize_dynamic` takes one scale for a whole tensor, so what is predicted at
a position hangs on the draft tokens after it and on the other sentences of its batch: aggressive
decoding would no longer be greedy decoding. A scale a row (a token) keeps rows apart. An embedding matrix that
is also the output layer is stored once, as rows, for all its uses; a part of a matrix is cut from it.

Without VNNI instructions a processor adds pairs of products in 16 bits and saturates when weights
use all 8 bits (onnxruntime issues 6004, 14642); `reduce_range` keeps weights to 7 bits, -64 to 64,
which cannot overflow: 2 * 255 * 64 < 2**15.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from gec.export.simplify import remove_unread

#: Numbers the arithmetic of the activations needs, added to every graph.
_CONSTANTS = {
    "quantise_last_axis": np.array([-1], dtype=np.int64),
    "quantise_columns_axis": np.array([1], dtype=np.int64),
    "quantise_step": np.array(1 / 127, dtype=np.float32),
    "quantise_zero": np.array(128, dtype=np.uint8),
    "quantise_positive_zero": np.array(0, dtype=np.uint8),
}

#: Matrices with a side shorter than this stay float: they save nothing and lose accuracy.
MIN_SIDE = 16


def quantise(model: onnx.ModelProto, reduce_range: bool) -> onnx.ModelProto:
    """An int8 copy of a float graph. Raises ValueError when no weight matrix was found in it."""
    return rewrite(model, lambda graph: IntegerPass(graph, reduce_range))


def rewrite(model: onnx.ModelProto, make_pass: Callable[[onnx.GraphProto], IntegerPass]) -> onnx.ModelProto:
    """A copy of a float graph after a pass over its matrices. Raises ValueError when it has none."""
    result = onnx.ModelProto()
    result.CopyFrom(model)
    pass_ = make_pass(result.graph)
    pass_.run()
    if not pass_.matrices:
        raise ValueError("expected a graph with weight matrices to quantise, found none")
    onnx.checker.check_model(result)
    return result


def quantise_columns(matrix: np.ndarray, reduce_range: bool) -> tuple[np.ndarray, np.ndarray]:
    """int8 (K, N) and float32 scales (N,) with `matrix` about equal to `int8 * scales`."""
    limit = 64 if reduce_range else 127
    scales = np.abs(matrix).max(axis=0) / limit
    scales = np.where(scales == 0, 1.0, scales).astype(np.float32)
    return np.clip(np.rint(matrix / scales), -limit, limit).astype(np.int8), scales


class IntegerPass:
    """Replaces the products with weight matrices, and the embeddings, of a graph."""

    def __init__(self, graph: onnx.GraphProto, reduce_range: bool) -> None:
        self.graph = graph
        self.reduce_range = reduce_range
        self.weights = {w.name: w for w in graph.initializer}
        self.producers = {name: node for node in graph.node for name in node.output}
        self.matrices: dict[str, tuple[str, str, str]] = {}  # key -> int8, scale, zero point
        self.activations: dict[str, tuple[str, str, str]] = {}  # tensor -> uint8, peak of each row, zero point
        self.unscaled: dict[str, tuple[str, str]] = {}  # product -> what it is before its scale a row, that scale
        self.embeddings = {node.input[0] for node in graph.node if self._is_embedding(node)}
        self.made: set[str] = set()
        self.nodes: list[onnx.NodeProto] = []

    def run(self) -> None:
        for name, value in _CONSTANTS.items():
            self.graph.initializer.append(numpy_helper.from_array(value, name))
        for node in self.graph.node:
            if node.op_type == "MatMul" and self._matrix_of(node.input[1]) is not None:
                self._matmul(node)
            elif self._is_embedding(node):
                self._gather(node)
            else:
                self.nodes.append(node)
        del self.graph.node[:]
        self.graph.node.extend(self.nodes)
        remove_unread(self.graph)

    def _matrix_of(self, name: str) -> tuple[str, bool, onnx.NodeProto | None] | None:
        """(initializer, transposed?, Slice of its rows) when `name` is a large enough weight matrix, a
        transpose of one, or a transpose of its first rows."""
        node = self._producer(name, "Transpose")
        part = None if node is None else self._producer(node.input[0], "Slice")
        source = name if node is None else (part or node).input[0]
        weight = self.weights.get(source)
        if weight is None or len(weight.dims) != 2 or weight.data_type != TensorProto.FLOAT:
            return None
        return (weight.name, node is not None, part) if min(weight.dims) >= MIN_SIDE else None

    def _producer(self, name: str, kind: str) -> onnx.NodeProto | None:
        node = self.producers.get(name)
        return node if node is not None and node.op_type == kind else None

    def _is_embedding(self, node: onnx.NodeProto) -> bool:
        if node.op_type != "Gather":
            return False
        axis = next((a.i for a in node.attribute if a.name == "axis"), 0)
        matrix = self._matrix_of(node.input[0])
        return axis == 0 and matrix is not None and not matrix[1]

    def _stored(self, name: str, transposed: bool, part: onnx.NodeProto | None) -> tuple[str, str, str]:
        """Names of the int8 form (K, N), its column scales (N,) and the zero point."""
        if part is not None:
            weight, scales, zero = self._stored(name, transposed, None)
            values, scale = f"{part.output[0]}_int8", f"{part.output[0]}_scale"
            _, start, end, axis, step = part.input
            self._add("Slice", [weight, start, end, "quantise_columns_axis", step], [values])
            self._add("Slice", [scales, start, end, axis, step], [scale])
            return values, scale, zero
        if name in self.embeddings:
            return self._embedding_columns(name)
        key = f"{name}{'_transposed' if transposed else ''}"
        if key not in self.matrices:
            matrix = numpy_helper.to_array(self.weights[name])
            values, scales = quantise_columns(matrix.T if transposed else matrix, self.reduce_range)
            self.matrices[key] = self._store(key, values, scales)
        return self.matrices[key]

    def _store(self, key: str, values: np.ndarray, scales: np.ndarray) -> tuple[str, str, str]:
        names = (f"{key}_int8", f"{key}_scale", f"{key}_zero")
        for array, label in zip((values, scales, np.zeros((), dtype=np.int8)), names, strict=True):
            self.graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(array), label))
        return names

    def _rows_of_embedding(self, name: str) -> tuple[str, str, str]:
        """Names of the int8 form (V, D), its row scales (V,) and the zero point."""
        if name not in self.matrices:
            columns, scales = quantise_columns(numpy_helper.to_array(self.weights[name]).T, self.reduce_range)
            self.matrices[name] = self._store(name, columns.T, scales)
        return self.matrices[name]

    def _embedding_columns(self, name: str) -> tuple[str, str, str]:
        """The rows' transpose, which the runtime makes once, when it loads the graph."""
        rows, scales, zero = self._rows_of_embedding(name)
        columns = f"{rows}_columns"
        if columns not in self.made:
            self.made.add(columns)
            self._add("Transpose", [rows], [columns], perm=[1, 0])
        return columns, scales, zero

    def _matmul(self, node: onnx.NodeProto) -> None:
        source, output = node.input[0], node.output[0]
        weight, scale, zero = self._stored(*self._matrix_of(node.input[1]))
        quantised, peak, middle = self._rows(source)
        inputs = [quantised, weight, "quantise_step", scale, middle, zero]
        self._add("MatMulIntegerToFloat", inputs, [f"{output}_columns"], domain="com.microsoft")
        self.unscaled[output] = (f"{output}_columns", peak)
        self._add("Mul", [f"{output}_columns", peak], [output])

    def _rows(self, source: str) -> tuple[str, str, str]:
        """uint8 (..., K), peak (..., 1) and zero point of a tensor: zero point + round(127 x / peak of its row).

        A row of zeros has the peak zero, and whatever it is divided to is multiplied by that.
        """
        if source not in self.activations:
            whole, relu = self._producer(source, "GatherND"), self._producer(source, "Relu")
            if whole is not None and whole.input[0] in self.activations:
                self._some_rows(source, whole)
            elif relu is not None and relu.input[0] in self.unscaled:
                self._positive_rows(source, *self.unscaled[relu.input[0]])
            else:
                self._add("Abs", [source], [f"{source}_abs"])
                self._add("ReduceMax", [f"{source}_abs", "quantise_last_axis"], [f"{source}_peak"], keepdims=1)
                self._unit_rows(source, source, f"{source}_peak", "quantise_zero")
        return self.activations[source]

    def _unit_rows(self, source: str, rows: str, peak: str, middle: str) -> None:
        self._add("Div", [rows, peak], [f"{source}_unit"])
        self._add("QuantizeLinear", [f"{source}_unit", "quantise_step", middle], [f"{source}_uint8"])
        self.activations[source] = (f"{source}_uint8", f"{source}_peak", middle)

    def _some_rows(self, source: str, whole: onnx.NodeProto) -> None:
        """Rows gathered from a tensor that is quantised already."""
        quantised, peak, middle = self.activations[whole.input[0]]
        self.activations[source] = (f"{source}_uint8", f"{source}_peak", middle)
        for tensor, some in ((quantised, f"{source}_uint8"), (peak, f"{source}_peak")):
            self._add("GatherND", [tensor, whole.input[1]], [some], batch_dims=1)

    def _positive_rows(self, source: str, columns: str, scale: str) -> None:
        """Rows of Relu(columns * scale) with a positive scale a row: what is negative rounds to 0, the least
        uint8, and the scale need not be multiplied in before the next product."""
        self._add("ReduceMax", [columns, "quantise_last_axis"], [f"{source}_largest"], keepdims=1)
        self._add("Relu", [f"{source}_largest"], [f"{source}_positive"])
        self._add("Mul", [f"{source}_positive", scale], [f"{source}_peak"])
        self._unit_rows(source, columns, f"{source}_positive", "quantise_positive_zero")

    def _gather(self, node: onnx.NodeProto) -> None:
        output, ids = node.output[0], node.input[1]
        rows, scales, _ = self._rows_of_embedding(node.input[0])
        self._add("Gather", [rows, ids], [f"{output}_int8"])  # (B, L, D)
        self._add("Gather", [scales, ids], [f"{output}_scale"])  # (B, L)
        self._add("Unsqueeze", [f"{output}_scale", "quantise_last_axis"], [f"{output}_row_scale"])
        self._add("Cast", [f"{output}_int8"], [f"{output}_cast"], to=TensorProto.FLOAT)
        self._add("Mul", [f"{output}_cast", f"{output}_row_scale"], [output])

    def _add(self, kind: str, inputs: Sequence[str], outputs: Sequence[str], **attributes) -> None:
        self.nodes.append(helper.make_node(kind, list(inputs), list(outputs), **attributes))
