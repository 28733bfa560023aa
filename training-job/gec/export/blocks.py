"""Weights of 4 or 8 bits with one scale for 32 numbers of a row, as `MatMulNBits` reads them.

Activations are quantised inside the operator. What the served int8 (`gec.export.quantise`) is
measured against.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import numpy_helper

from gec.export.quantise import IntegerPass, rewrite

BLOCK = 32


def quantise_blocks(model: onnx.ModelProto, bits: int) -> onnx.ModelProto:
    """A copy of a float graph with weights of 4 or 8 bits. Raises ValueError when it has no matrix."""
    return rewrite(model, lambda graph: _BlockPass(graph, bits))


def to_blocks(matrix: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """uint8 (N, bytes) and float32 scales (N, blocks) of float (N, K); K is filled up to whole blocks.

    A number is (stored - 2 ** (bits - 1)) * scale; of two numbers in a byte the first is the low half.
    """
    zero = 1 << (bits - 1)
    rows, columns = matrix.shape
    blocks = np.pad(matrix, ((0, 0), (0, -columns % BLOCK))).reshape(rows, -1, BLOCK)
    scales = np.abs(blocks).max(-1) / (zero - 1)
    scales = np.where(scales == 0, 1.0, scales).astype(np.float32)
    values = (np.rint(blocks / scales[..., None]) + zero).astype(np.uint8).reshape(rows, -1)
    return (values if bits == 8 else values[:, ::2] | values[:, 1::2] << 4), scales


class _BlockPass(IntegerPass):
    """A matrix is stored once, with a row for each of its outputs, as an embedding has it."""

    def __init__(self, graph: onnx.GraphProto, bits: int) -> None:
        super().__init__(graph, reduce_range=False)
        self.bits = bits

    def _rows_of(self, name: str, transposed: bool) -> tuple[str, str]:
        """Names of the stored rows (N, bytes) and their scales (N, blocks)."""
        if name not in self.matrices:
            matrix = numpy_helper.to_array(self.weights[name])
            names = (f"{name}_rows", f"{name}_scales")
            for array, label in zip(to_blocks(matrix if transposed else matrix.T, self.bits), names, strict=True):
                self.graph.initializer.append(numpy_helper.from_array(array, label))
            self.matrices[name] = names
        return self.matrices[name]

    def _matmul(self, node: onnx.NodeProto) -> None:
        name, transposed, part = self._matrix_of(node.input[1])
        rows, scales = self._rows_of(name, transposed)
        output = node.output[0]
        if part is not None:
            for whole, cut in ((rows, f"{output}_rows"), (scales, f"{output}_scales")):
                self._add("Slice", [whole, *part.input[1:]], [cut])
            rows, scales = f"{output}_rows", f"{output}_scales"
        outputs, inputs = self.weights[name].dims if transposed else reversed(self.weights[name].dims)
        if part is not None:
            outputs = min(outputs, int(numpy_helper.to_array(self.weights[part.input[2]])[0]))
        shape = np.array([outputs, -1, BLOCK * self.bits // 8], dtype=np.int64)
        self.graph.initializer.append(numpy_helper.from_array(shape, f"{output}_shape"))
        self._add("Reshape", [rows, f"{output}_shape"], [f"{output}_blocks"])  # (N, blocks, bytes)
        sizes = {"K": inputs, "N": outputs, "bits": self.bits, "block_size": BLOCK}
        domain = "com.microsoft"
        inputs = [node.input[0], f"{output}_blocks", scales]
        self._add("MatMulNBits", inputs, [output], domain=domain, accuracy_level=4, **sizes)

    def _gather(self, node: onnx.NodeProto) -> None:
        rows, scales = self._rows_of(node.input[0], True)
        sizes = {"bits": self.bits, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
        inputs = [rows, node.input[1], scales]
        self._add("GatherBlockQuantized", inputs, list(node.output), domain="com.microsoft", **sizes)
