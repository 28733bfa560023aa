"""Takes shape arithmetic out of a traced graph.

The tracer writes `x.unflatten(-1, (heads, -1))` as a dozen nodes that compute the new shape from
the old one at every call. ONNX says the same with constants: 0 in a shape of Reshape keeps that
dimension. On small models those nodes would cost as much time as the matrices.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
from onnx import numpy_helper, shape_inference
from onnx.reference import ReferenceEvaluator

#: One element of a shape: a number, or (tensor, axis) for a dimension known only at run time.
Dim = int | tuple[str, int]


def simplify(model: onnx.ModelProto) -> None:
    """In place: folds constants, makes the shapes of Reshape constant where they can be."""
    graph = model.graph
    _fold_constants(model)
    ranks = _ranks(model)
    weights = {w.name: w for w in graph.initializer}
    producers = {name: node for node in graph.node for name in node.output}
    for node in graph.node:
        if node.op_type != "Reshape" or node.input[1] in weights:
            continue
        dims = _shape_of(node.input[1], producers, weights, ranks)
        target = None if dims is None else _as_constant(dims, node.input[0])
        if target is not None:
            name = f"{node.output[0]}_shape"
            graph.initializer.append(numpy_helper.from_array(np.array(target, dtype=np.int64), name))
            node.input[1] = name
    remove_unread(graph)


def remove_unread(graph: onnx.GraphProto) -> None:
    """Takes out nodes and weights whose outputs nothing reads."""
    nodes = list(graph.node)
    while True:
        read = {name for node in nodes for name in node.input} | {output.name for output in graph.output}
        alive = [node for node in nodes if read.intersection(node.output)]
        if len(alive) == len(nodes):
            break
        nodes = alive
    weights = [w for w in graph.initializer if w.name in read]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(weights)


def _fold_constants(model: onnx.ModelProto) -> None:
    """Nodes that depend on small constants only become initializers; an Identity of a weight, its weight."""
    graph = model.graph
    weights = {w.name: w for w in graph.initializer}
    known: dict[str, np.ndarray] = {}
    renamed: dict[str, str] = {}
    kept = []
    for node in graph.node:
        for k, name in enumerate(node.input):
            node.input[k] = renamed.get(name, name)
        if node.op_type == "Identity" and node.input[0] in weights:
            renamed[node.output[0]] = node.input[0]
        elif all(name in known for name in node.input):
            values = _evaluate(node, known, model.opset_import)
            known.update(zip(node.output, values, strict=True))
        else:
            kept.append(node)
    del graph.node[:]
    graph.node.extend(kept)
    read = {name for node in kept for name in node.input}
    graph.initializer.extend(numpy_helper.from_array(v, name) for name, v in known.items() if name in read)


def _evaluate(node: onnx.NodeProto, known: dict[str, np.ndarray], opsets: Sequence) -> list[np.ndarray]:
    inputs = [onnx.helper.make_value_info(name, onnx.TypeProto()) for name in node.input]
    outputs = [onnx.helper.make_value_info(name, onnx.TypeProto()) for name in node.output]
    graph = onnx.helper.make_graph([node], "constant", inputs, outputs)
    evaluator = ReferenceEvaluator(onnx.helper.make_model(graph, opset_imports=opsets))
    return [np.asarray(v) for v in evaluator.run(None, {name: known[name] for name in node.input})]


def _ranks(model: onnx.ModelProto) -> dict[str, int]:
    graph = shape_inference.infer_shapes(model).graph
    values = [*graph.input, *graph.output, *graph.value_info]
    return {v.name: len(v.type.tensor_type.shape.dim) for v in values if v.type.tensor_type.HasField("shape")}


def _shape_of(name: str, producers, weights, ranks) -> list[Dim] | None:
    """The elements of a 1-D integer tensor that is put together from shapes and constants."""
    if name in weights:
        return [int(v) for v in np.atleast_1d(numpy_helper.to_array(weights[name]))]
    node = producers.get(name)
    if node is None:
        return None
    if node.op_type == "Shape" and node.input[0] in ranks:
        return [(node.input[0], axis) for axis in range(ranks[node.input[0]])]
    parts = [_shape_of(part, producers, weights, ranks) for part in node.input]
    if any(part is None for part in parts):
        return None
    if node.op_type == "Concat":
        return [dim for part in parts for dim in part]
    if node.op_type == "Slice" and parts[1:] and all(isinstance(d, int) for part in parts[1:] for d in part):
        step = parts[4][0] if len(parts) > 4 else 1
        return parts[0][parts[1][0] : parts[2][0] : step]
    if node.op_type == "Gather" and len(parts[1]) == 1 and isinstance(parts[1][0], int):
        return [parts[0][parts[1][0]]]
    return parts[0] if node.op_type in ("Unsqueeze", "Reshape", "Cast") else None


def _as_constant(dims: Sequence[Dim], data: str) -> list[int] | None:
    """The shape with 0 for dimensions that stay where they are; None where that cannot be said."""
    target = [dim if isinstance(dim, int) else 0 if dim == (data, k) else None for k, dim in enumerate(dims)]
    return None if None in target else target
