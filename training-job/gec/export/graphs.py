"""Writes encoder.onnx and decoder.onnx of any model that `gec.model.load_model` loads."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from gec.export.modules import example_inputs, split_model
from gec.export.tail import append_likeliest
from gec.model import Corrector

OPSET = 18

_SHAPES = {
    "input_ids": {0: "batch", 1: "source"},
    "attention_mask": {0: "batch", 1: "source"},
    "source_index": {0: "batch", 1: "target"},
    "decoder_input_ids": {0: "batch", 1: "target"},
    "keep_bias": {},
    "aligned_states": {0: "batch", 1: "source"},
}
_CROSS_SHAPE = {0: "batch", 2: "source"}


def export_graphs(model: Corrector, folder: Path) -> None:
    """Float graphs with dynamic batch and lengths, of a model on the CPU; `folder` exists."""
    pair = split_model(model)
    encoder_example, decoder_example = example_inputs(pair)
    names = ("input_ids", "attention_mask")
    shapes = tuple(_SHAPES[name] for name in names)
    encoder = _trace(pair.encoder, encoder_example, names, pair.memory, shapes)
    onnx.save(encoder, str(folder / "encoder.onnx"))

    names = (*pair.decoder_inputs, *pair.memory)
    memory_shapes = tuple(_SHAPES.get(name, _CROSS_SHAPE) for name in pair.memory)
    shapes = (*(_SHAPES[name] for name in pair.decoder_inputs), memory_shapes)
    decoder = _trace(pair.decoder, decoder_example, names, ("logits",), shapes)
    append_likeliest(decoder.graph)
    onnx.checker.check_model(decoder, full_check=True)
    onnx.save(decoder, str(folder / "decoder.onnx"))


def _trace(
    module: nn.Module,
    example: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    shapes: tuple,
) -> onnx.ModelProto:
    log = logging.getLogger("torch.onnx")
    level = log.level
    log.setLevel(logging.ERROR)  # it warns that torchvision is missing, which nothing here needs
    buffer = io.BytesIO()
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            program = torch.onnx.export(
                module,
                example,
                input_names=list(inputs),
                output_names=list(outputs),
                dynamic_shapes=shapes,
                opset_version=OPSET,
                dynamo=True,
                verbose=False,
            )
            program.save(buffer)
    finally:
        log.setLevel(level)
    model = onnx.load_from_string(buffer.getvalue())
    _strip(model)
    _divide_by_root(model.graph)
    return model


def _strip(model: onnx.ModelProto) -> None:
    """Takes out what depends on the machine: stack traces and names of source files."""
    del model.metadata_props[:]
    model.doc_string = ""
    for part in (model.graph, *model.graph.node, *model.graph.value_info, *model.graph.initializer):
        part.doc_string = ""
        del part.metadata_props[:]
    for value in (*model.graph.input, *model.graph.output):
        del value.metadata_props[:]


def _divide_by_root(graph: onnx.GraphProto) -> None:
    """`x * (1 / sqrt(v))` to `x / sqrt(v)`: the form of RMSNorm that onnxruntime fuses to one node."""
    roots = {node.output[0]: node for node in graph.node if node.op_type == "Reciprocal"}
    for node in graph.node:
        if node.op_type == "Mul" and node.input[1] in roots:
            node.op_type = "Div"
            node.input[1] = roots[node.input[1]].input[0]
    used = {name for node in graph.node for name in node.input}
    for name, node in roots.items():
        if name not in used:
            graph.node.remove(node)
