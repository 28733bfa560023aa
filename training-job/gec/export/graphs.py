"""Writes encoder.onnx and decoder.onnx of any model that `gec.model.load_model` loads.

Uses PyTorch's TorchScript exporter: on these graphs the newer one (`dynamo=True`) takes 40 times as
long and needs two more packages, for the same nodes once `gec.export.simplify` has run. Every
export is compared with its model (`gec.export.parity`), so nothing rests on the exporter's word.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from gec.export.modules import example_inputs, split_model
from gec.export.simplify import simplify
from gec.export.tail import SOURCE_IDS, append_likeliest
from gec.model import Corrector

#: What the tracer writes, and what the graphs are then said to be: the first version that has
#: RMSNormalization. What changed in between for the other operators is more types, not meanings.
_TRACED_OPSET = 18
OPSET = 23
IR_VERSION = 11

_AXES = {
    "input_ids": {0: "batch", 1: "source"},
    "attention_mask": {0: "batch", 1: "source"},
    "source_index": {0: "batch", 1: "target"},
    "decoder_input_ids": {0: "batch", 1: "target"},
    "aligned_states": {0: "batch", 1: "source"},
    "logits": {0: "batch", 1: "read"},
    "past_length": {0: "batch"},
    "drafted_ids": {0: "batch", 1: "target"},
    "positions": {0: "batch", 1: "read"},
    SOURCE_IDS: {0: "batch", 1: "read"},
}
_CROSS_AXES = {0: "batch", 1: "source"}
_PAST_AXES = {0: "batch", 1: "past"}
_PRESENT_AXES = {0: "batch", 1: "target"}


def export_graphs(model: Corrector, folder: Path) -> None:
    """Float graphs with dynamic batch and lengths, of a model on the CPU; `folder` exists."""
    pair = split_model(model)
    encoder_example, decoder_example = example_inputs(pair)
    axes = {
        **_AXES,
        **{name: _CROSS_AXES for name in pair.memory if name.startswith("cross_")},
        **dict.fromkeys(pair.past, _PAST_AXES),
        **dict.fromkeys(pair.present, _PRESENT_AXES),
    }
    encoder = _trace(pair.encoder, encoder_example, ("input_ids", "attention_mask"), pair.memory, axes)
    inputs = (*pair.decoder_inputs, *pair.memory, *pair.past)
    decoder = _trace(pair.decoder, decoder_example, inputs, (*pair.decoder_outputs, *pair.present), axes)
    append_likeliest(decoder.graph)
    for graph, name in ((encoder, "encoder.onnx"), (decoder, "decoder.onnx")):
        onnx.checker.check_model(graph, full_check=True)
        onnx.save(graph, str(folder / name))


def _trace(
    module: nn.Module,
    example: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    axes: Mapping[str, Mapping[int, str]],
) -> onnx.ModelProto:
    buffer = io.BytesIO()
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            example,
            buffer,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: dict(axes[name]) for name in (*inputs, *outputs) if name in axes},
            opset_version=_TRACED_OPSET,
            # Folding would store the tied embedding a second time, transposed.
            do_constant_folding=False,
            dynamo=False,
        )
    model = onnx.load_from_string(buffer.getvalue())
    for domain in model.opset_import:
        if domain.domain == "":
            domain.version = OPSET
    model.ir_version = IR_VERSION
    simplify(model)
    _strip(model)
    return model


def _strip(model: onnx.ModelProto) -> None:
    """Takes out what depends on the machine: names of source files and lines."""
    for part in (model, model.graph, *model.graph.node, *model.graph.input, *model.graph.output):
        part.doc_string = ""
    del model.graph.value_info[:]
